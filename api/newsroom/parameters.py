"""What an editor chooses, as it stands in the page's address."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from api.published.parameters import Line, Listing, PublishedParameters

MOST_ALT = 500
Ratio = Literal["16:9", "4:3", "1:1", "auto"]
Keep = Literal["live", "pinned"]


class NewsroomParameters(PublishedParameters):
    """A published map with what its editor chose beside it.

    A form sends a box that is ticked by its name, several of one name apart, and fields that are
    empty; here they are lists, and left out.
    """

    LISTS: ClassVar[frozenset[str]] = frozenset({"layers", "filters"})

    list: Listing = Field("button", description="Facilities in words, in the embed. 列表.")
    ratio: Ratio = Field("4:3", description="Width to height of frame and pictures. 宽高比.")
    keep: Keep | None = Field(
        None,
        description=(
            "pinned to the versions of `version`, or to today's; live: follows the data. Without "
            "it pinned where versions are named. 固定或实时."
        ),
    )
    map_lang: Literal["zh", "en"] | None = Field(
        None, description="Language of the map; the page's without it. 地图语言."
    )
    alt: Annotated[Line, Field(max_length=MOST_ALT)] | None = Field(
        None, description="Alternative text as the editor wrote it. 替代文字."
    )
    alt_of: str | None = Field(
        None,
        pattern="^[0-9a-f]{16}$",
        description="Hash of the text from the data that `alt` was written over. 原文指纹.",
    )

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if value != ""}
