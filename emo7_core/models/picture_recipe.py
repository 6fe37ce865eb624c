"""How a checkpoint wants its pictures: resized, cut, scaled; as its own image processor does it.

What it is: the arithmetic of Hugging Face's VivitImageProcessor on PIL and numpy.
What it is not: the choice of pictures (video/sampling.py).
Convention: pictures are cut as bytes (uint8), which is exact, as resizing gives bytes; their
scaling to floats is done where the network computes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from emo7_core.errors import ModelError

FILES = ("preprocessor_config.json", "video_preprocessor_config.json")
Bytes = npt.NDArray[np.uint8]


class PictureRecipe(BaseModel):
    """What is done to a picture; defaults are those of VivitImageProcessor.

    Attributes:
        shortest_edge: Length to bring the shorter edge to, None where `resize_to` counts.
        resize_to: Height and width to resize to, None to keep the shape.
        resample: PIL's number of the filter; 2 is bilinear.
        height: Of the cut.
        width: Of the cut.
        factor: What bytes are multiplied with.
        offset: Whether 1 is taken away after that.
        mean: Of each colour, None where nothing is normalised.
        std: Of each colour.
    """

    model_config = ConfigDict(frozen=True)

    shortest_edge: int | None = Field(default=256, ge=1, le=4096)
    resize_to: tuple[int, int] | None = None
    resample: Literal[0, 1, 2, 3, 4, 5] = 2
    height: int = Field(default=224, ge=1, le=4096)
    width: int = Field(default=224, ge=1, le=4096)
    factor: float = 1 / 127.5
    offset: bool = True
    mean: tuple[float, float, float] | None = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)

    def cut(self, rgb: Bytes) -> Bytes:
        """Return a picture (H, W, 3) resized and cut from its middle, (height, width, 3)."""
        return self._middle(self._resized(rgb))

    def scaled(self, pictures: Any) -> Any:
        """Return bytes as the floats that the network sees; arrays or tensors (..., 3)."""
        values = pictures * self.factor
        if self.offset:
            values = values - 1
        if self.mean is None:
            return values
        # One colour at a time works for arrays and tensors on any device alike.
        for colour, (mean, std) in enumerate(zip(self.mean, self.std, strict=True)):
            values[..., colour] = (values[..., colour] - mean) / std
        return values

    def _resized(self, rgb: Bytes) -> Bytes:
        from PIL import Image

        height, width = rgb.shape[:2]
        if self.resize_to is not None:
            size = self.resize_to
        elif self.shortest_edge is not None:
            short, long = sorted((height, width))
            longer = int(self.shortest_edge * long / short)
            size = (self.shortest_edge, longer) if height <= width else (longer, self.shortest_edge)
        else:
            return rgb
        picture = Image.fromarray(rgb).resize((size[1], size[0]), Image.Resampling(self.resample))
        return np.asarray(picture)

    def _middle(self, rgb: Bytes) -> Bytes:
        height, width = rgb.shape[:2]
        # A picture smaller than the cut lies in the middle of black.
        top, left = (height - self.height) // 2, (width - self.width) // 2
        if top >= 0 and left >= 0:
            return np.ascontiguousarray(rgb[top : top + self.height, left : left + self.width])
        tall, wide = max(self.height, height), max(self.width, width)
        canvas = np.zeros((tall, wide, 3), np.uint8)
        above, before = -(-(tall - height) // 2), -(-(wide - width) // 2)
        canvas[above : above + height, before : before + width] = rgb
        top, left = top + above, left + before
        return canvas[max(0, top) : top + self.height, max(0, left) : left + self.width]


def read_recipe(folder: Path) -> PictureRecipe:
    """Read how a checkpoint wants its pictures.

    Raises:
        ModelError: it does not say, or asks for what cannot be done.
    """
    path = next((folder / name for name in FILES if (folder / name).is_file()), None)
    if path is None:
        raise ModelError(
            "the backbone does not say how its pictures are prepared",
            where=folder,
            remedy=f"Add the checkpoint's {FILES[0]} to the folder.",
        )
    try:
        return PictureRecipe(**_fields(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ValidationError) as error:
        raise ModelError("the backbone's picture settings cannot be read", where=path) from error


def _fields(stored: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    size = stored.get("size", {"shortest_edge": 256})
    if isinstance(size, int):
        size = {"shortest_edge": size}
    if not stored.get("do_resize", True):
        made["shortest_edge"] = None
    elif "shortest_edge" in size:
        made["shortest_edge"] = size["shortest_edge"]
    else:
        made["shortest_edge"], made["resize_to"] = None, (size["height"], size["width"])
    if not stored.get("do_center_crop", True):
        if made.get("resize_to") is None:
            raise ValueError("pictures of no fixed shape")
        made["height"], made["width"] = made["resize_to"]
    else:
        cut = stored.get("crop_size", {"height": 224, "width": 224})
        cut = {"height": cut, "width": cut} if isinstance(cut, int) else cut
        made["height"], made["width"] = cut["height"], cut["width"]
    made["resample"] = stored.get("resample", 2)
    is_scaled = stored.get("do_rescale", True)
    made["factor"] = stored.get("rescale_factor", 1 / 127.5) if is_scaled else 1.0
    made["offset"] = bool(stored.get("offset", True)) and is_scaled
    if stored.get("do_normalize", True):
        for name, key in (("mean", "image_mean"), ("std", "image_std")):
            value = stored.get(key) or (0.5, 0.5, 0.5)
            made[name] = (value,) * 3 if isinstance(value, int | float) else tuple(value)
    else:
        made["mean"] = None
    return made
