"""The parameters of a picture: those of every published map, and how large it is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.errors import ParameterError
from api.pages import Theme
from api.pictures.presets import (
    DEFAULT_PX,
    LEAST_PX,
    LEAST_SCALE,
    MOST_PIXELS,
    MOST_PX,
    MOST_SCALE,
    PRESETS,
    Labels,
    PictureSize,
    PresetName,
    scaled,
)
from api.published.parameters import PublishedParameters

SIZED = ("width", "height", "scale")


class PictureParameters(PublishedParameters):
    """How a picture of a map looks."""

    # A picture does not ask who reads it: its address says all.
    lang: Literal["zh", "en"] | None = Field(
        None, description="Language of the picture; Chinese without it. 图片语言."
    )
    text: Literal["large"] | None = Field(None, description="large: in large type. 大字.")
    theme: Theme = Field("light", description="light or dark; auto is light. 明暗主题.")
    labels: Labels = Field(
        "names",
        description=(
            "names beside the marks as far as there is room; numbers in the marks with a key below "
            "the map, where it fits; none. 标注：名称、编号或不标."
        ),
    )
    preset: PresetName | None = Field(
        None,
        description=(
            "A size for a use, instead of width, height and scale: thumbnail (400 × 300), og "
            "(1200 × 630), wechat (1080 × 1440), print or print-landscape (A4, 300 dpi). 预设尺寸."
        ),
    )
    width: int = Field(
        DEFAULT_PX[0], ge=LEAST_PX, le=MOST_PX, description="Width in CSS pixels. 宽度."
    )
    height: int = Field(
        DEFAULT_PX[1], ge=LEAST_PX, le=MOST_PX, description="Height in CSS pixels. 高度."
    )
    scale: float = Field(
        1,
        ge=LEAST_SCALE,
        le=MOST_SCALE,
        description="Pixels of PNG and JPEG in a CSS pixel. 每个 CSS 像素的图像像素数.",
    )

    def size(self) -> PictureSize:
        """Return how large the picture is.

        Raises
        ------
        ParameterError
            When it has too many pixels, or a preset and a size of its own.
        """
        if self.preset is not None:
            faults = [
                {
                    "parameter": name,
                    "value": str(getattr(self, name)),
                    "reason": f"preset {self.preset} has a size of its own; leave out one of them",
                }
                for name in SIZED
                if name in self.model_fields_set
            ]
            if faults:
                raise ParameterError(faults)
            return PRESETS[self.preset]
        pixels = self.width * self.height * self.scale**2
        if pixels > MOST_PIXELS:
            reason = (
                f"{self.width} × {self.height} at scale {self.scale:g} are {pixels:,.0f} pixels; "
                f"at most {MOST_PIXELS:,}"
            )
            raise ParameterError(
                [{"parameter": "scale", "value": f"{self.scale:g}", "reason": reason}]
            )
        return scaled(self.width, self.height, self.scale)
