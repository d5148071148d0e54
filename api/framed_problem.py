"""What stands in an article's frame where the map cannot be shown: in words, with a way on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from api.errors import (
    NoVersionError,
    ParameterError,
    problem_of,
    status_of,
)
from api.pages import Frame, render_page
from layers._layer import Text
from layers.errors import LayerUnavailableError, UnknownLayerError, UnknownVersionError

NO_VERSION = Text(
    "这张地图固定在一个数据版本上，而这个版本已经不在了。",
    "This map was pinned to a version of the data that is no longer there.",
)
NO_LAYER = Text(
    "这张地图里的图层已经移除或改名。", "A layer of this map was removed, or has another name now."
)
UNAVAILABLE = Text(
    "这张地图的数据暂时无法读取，修正后会自动恢复。",
    "The data of this map cannot be read at present; it comes back once that is mended.",
)
WRONG_ADDRESS = Text(
    "这张地图的网址有误，请联系刊登本文的编辑。",
    "The address of this map is wrong; whoever published this page can mend it.",
)


@dataclass(frozen=True, kw_only=True)
class FramedProblemPage:
    """Why a map is not shown in its frame, and where there is one."""

    template: ClassVar[str] = "embed_problem.html"
    status: int
    why: Text
    detail: str


def framed_problem(around: Frame, error: Exception) -> bytes:
    """Return an error as a page for the frame of an embed."""
    page = FramedProblemPage(
        status=int(status_of(error)), why=reason(error), detail=problem_of(error)["detail"]
    )
    return render_page(around, page)


def reason(error: Exception) -> Text:
    """Return why a map cannot be shown, for who reads the article around it."""
    match error:
        case NoVersionError() | UnknownVersionError():
            return NO_VERSION
        case UnknownLayerError():
            return NO_LAYER
        case ParameterError() if _names_unknown_layer(error):
            return NO_LAYER
        case ParameterError():
            return WRONG_ADDRESS
        case LayerUnavailableError():
            return UNAVAILABLE
    return UNAVAILABLE


def _names_unknown_layer(error: ParameterError) -> bool:
    return any(
        fault["parameter"] == "layers" and "no layer" in fault["reason"] for fault in error.faults
    )
