"""What is posted to a process: its inputs as a question, and what was brought along as files.

What is brought is cut out of the body as bytes and taken apart only in the process that answers,
under limits of memory and time (`api.planning.brought`).
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from api.errors import BodyError, ParameterError
from api.faults import Fault, fault
from api.planning.fields import FIELDS, Process
from api.planning.question import Question, as_text, filter_names, question_of
from layers._layer import Layer
from layers.store.protocol import Store

# By input: whose question it belongs to.
FILES: Mapping[str, tuple[Process, ...]] = {
    "demand": ("coverage", "siting", "accessibility"),
    "zones": ("coverage",),
    "candidates": ("siting",),
    "forbidden": ("siting",),
}
COLUMNS: Mapping[str, str] = {"weight": "demand", "zone_name": "zones"}
# What is no number to JSON, outside of texts.
NO_NUMBER = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b')
GEOTIFF = re.compile(r"image/(?:tiff|geotiff)\b")
OUTPUT = "answer"
MOST_COLUMN = 100
WHAT_TO_BRING = "bring a GeoJSON FeatureCollection, a list of rows, or a file's value"
BY_REFERENCE = "nothing is fetched from elsewhere; send the value itself"


NOTHING = msgspec.Raw(b"")


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    inputs: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)
    outputs: dict[str, Any] | None = None
    response: str = "raw"
    subscriber: Any = None


class _Qualified(msgspec.Struct):
    value: msgspec.Raw = NOTHING
    mediaType: str = ""  # noqa: N815 - the standard's name
    encoding: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Asked:
    """A question as it came.

    Parameters
    ----------
    brought
        Files by name, such as `zones.json`.
    columns
        Names of columns in them, by option.
    whole
        Whether the answer is wanted within an object of all outputs (`response=document`).
    """

    question: Question
    brought: Mapping[str, bytes] = field(repr=False)
    columns: Mapping[str, str]
    whole: bool = False


class Execution(BaseModel):
    """What is asked of a process. 提交的问题."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)
    brings_files: ClassVar[bool] = True

    inputs: dict[str, Any] = Field(description="The inputs that the process describes. 输入.")
    outputs: dict[str, Any] | None = Field(
        None, description="Which outputs are wanted; there is one, answer. 输出."
    )
    response: str = Field(
        "raw",
        pattern="^(raw|document)$",
        description="raw: the answer itself; document: within an object by its name. 形式.",
    )

    @classmethod
    def read(cls, body: bytes) -> Execution:
        """Return what a body asks, its inputs as they were written.

        Raises
        ------
        BodyError
            It is no such object.
        """
        found = _decoded(body)
        faults = []
        if found.response not in ("raw", "document"):
            faults.append(fault("response", found.response, "write raw or document"))
        for name, wanted in (found.outputs or {}).items():
            faults += _output_faults(name, wanted)
        if found.subscriber is not None:
            faults.append(fault("subscriber", "", "nobody is called back; ask for the job instead"))
        if faults:
            raise BodyError(faults)
        return cls.model_construct(inputs=found.inputs, response=found.response)

    def asked(self, process: Process, store: Store) -> Asked:
        """Return the question.

        Raises
        ------
        ParameterError, UnknownLayerError, LayerUnavailableError
            Something of it is wrong; all of it is named at once where it can be.
        """
        inputs: dict[str, msgspec.Raw] = dict(self.inputs)
        faults: list[Fault] = []
        layer = _layer_asked(inputs.pop("layer", None), store)
        known = {*FIELDS[process].model_fields, *filter_names(layer)}
        brought, plain, columns = {}, {}, {}
        for name, raw in inputs.items():
            try:
                if process in FILES.get(name, ()) and not _is_plain(name, raw):
                    suffix, data = _file(raw)
                    brought[f"{name}{suffix}"] = data
                elif name in COLUMNS and process in FILES[COLUMNS[name]]:
                    columns[name] = as_text(_value(raw))[:MOST_COLUMN]
                elif (value := _value(raw)) is not None:
                    plain[name] = as_text(value)
            except (ValueError, msgspec.DecodeError, RecursionError) as wrong:
                faults.append(fault(name, "", str(wrong)))
        unknown = sorted(plain.keys() - known)
        if unknown:
            names = ["layer", *known, *(one for one in FILES if process in FILES[one]), *COLUMNS]
            words = f"unknown input; known: {', '.join(sorted(names))}"
            faults += [fault(name, plain.pop(name), words) for name in unknown]
        question = None
        try:
            question = question_of(process, layer, plain)
        except ParameterError as wrong:
            faults = [*wrong.faults, *faults]
        if faults or question is None:
            raise BodyError(faults)
        return Asked(question, brought, columns, whole=self.response == "document")


def _decoded(body: bytes) -> _Body:
    try:
        try:
            return msgspec.json.decode(body, type=_Body)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            # Some programs write what is no JSON where a number is not known.
            mended = NO_NUMBER.sub(_known_or_null, body)
            if mended == body:
                raise
            return msgspec.json.decode(mended, type=_Body)
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise BodyError([fault("", "", f"the body cannot be read: {wrong}")]) from None


def _known_or_null(found: re.Match[bytes]) -> bytes:
    return found[0] if found[0].startswith(b'"') else b"null"


def _output_faults(name: str, wanted: Any) -> list[Fault]:
    if name != OUTPUT:
        return [fault("outputs", name, f"no such output; known: {OUTPUT}")]
    if isinstance(wanted, dict) and wanted.get("transmissionMode", "value") != "value":
        return [fault("outputs", name, "it is sent by value")]
    return []


def _layer_asked(raw: msgspec.Raw | None, store: Store) -> Layer:
    if raw is None:
        known = ", ".join(store.snapshots())
        raise BodyError([fault("layer", "", f"is required; known: {known}")])
    try:
        name = as_text(_value(raw))
    except (ValueError, RecursionError) as wrong:
        raise BodyError([fault("layer", "", str(wrong))]) from None
    return store.snapshot(name).layer


def _is_plain(name: str, raw: msgspec.Raw) -> bool:
    """Tell whether an input that may bring something along only names something."""
    return name == "candidates" and bytes(raw).lstrip()[:1] == b'"'


def _value(raw: msgspec.Raw) -> Any:
    found = msgspec.json.decode(raw)
    if isinstance(found, dict):
        if "href" in found:
            raise ValueError(BY_REFERENCE)
        if "value" not in found:
            raise ValueError("has to be a text, a number, true or false")
        return found["value"]
    return found


def _file(raw: msgspec.Raw) -> tuple[str, bytes]:
    """Return what was brought as the end of a file's name and its bytes."""
    data = bytes(raw).strip()
    if data[:1] == b"[":
        return ".json", data
    if data[:1] != b"{":
        raise ValueError(WHAT_TO_BRING)
    found = msgspec.json.decode(data, type=_Qualified)
    if found.href is not None:
        raise ValueError(BY_REFERENCE)
    if not bytes(found.value):
        return ".json", data
    value = bytes(found.value).strip()
    if value[:1] in (b"{", b"["):
        return ".json", value
    return _text_file(msgspec.json.decode(value), found)


def _text_file(text: Any, given: _Qualified) -> tuple[str, bytes]:
    if not isinstance(text, str):
        raise ValueError(WHAT_TO_BRING)  # noqa: TRY004 - told of beside other wrong values
    media_type = given.mediaType.lower()
    if GEOTIFF.match(media_type):
        try:
            return ".tif", b64decode(text, validate=True)
        except binascii.Error as wrong:
            raise ValueError(f"is no base64: {wrong}") from None
    if media_type.partition(";")[0].strip() == "text/csv":
        return ".csv", text.encode()
    raise ValueError("say what it is: mediaType text/csv, or image/tiff in base64")
