"""From a decoder's picture to the displayed one: colours, pixel shape, turn, mirror.

What it is: the file's display matrix and pixel shape, read once, applied to each picture.
What it is not: a choice; the matrix is obeyed, also where it mirrors, for a mirrored
signer has changed hands.
Convention: turns are clockwise; arrays are (H, W, 3) RGB, contiguous.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import numpy as np
from av.buffer import Buffer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

_PIXEL = np.dtype("V3")


@dataclass(frozen=True, slots=True)
class Orientation:
    """A turn by quarters and a mirror: transpose first, then flip rows and columns."""

    is_transposed: bool = False
    flips_rows: bool = False
    flips_columns: bool = False
    degrees: int = 0
    is_exact: bool = True

    def apply(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the turned picture, contiguous; the same array if nothing is to be done."""
        if not (self.is_transposed or self.flips_rows or self.flips_columns):
            return rgb
        # Whole pixels of 3 bytes move more than twice as fast as single bytes.
        pixels = np.ascontiguousarray(rgb).view(_PIXEL)[..., 0]
        pixels = pixels.T if self.is_transposed else pixels
        pixels = pixels[:: -1 if self.flips_rows else 1, :: -1 if self.flips_columns else 1]
        turned = np.ascontiguousarray(pixels)
        return turned.view(np.uint8).reshape(*turned.shape, 3)


def orientation_of(picture: VideoFrame) -> Orientation:
    """Read the display matrix of a picture; upright where there is none.

    The matrix (ISO/IEC 14496-12, 6.2.2) maps a stored place (x, y) to the displayed place
    (a x + c y, b x + d y).
    """
    data = cast("Buffer | None", picture.side_data.get("DISPLAYMATRIX"))
    if data is None:
        return Orientation()
    a, b, _, c, d, *_ = struct.unpack("=9i", memoryview(data))
    return _orientation(a, b, c, d)


def _orientation(a: int, b: int, c: int, d: int) -> Orientation:
    side = a * d - b * c
    if not side:
        return Orientation()
    # A mirror is told apart from the turn: it comes first, left to right.
    angle = math.degrees(math.atan2(b, a) if side > 0 else math.atan2(-b, -a))
    degrees = round(angle / 90) % 4 * 90
    is_exact = (a == d == 0) or (b == c == 0)
    if abs(a) + abs(d) < abs(b) + abs(c):
        return Orientation(True, b < 0, c < 0, degrees, is_exact)
    return Orientation(False, d < 0, a < 0, degrees, is_exact)


class Converter:
    """Makes displayed RGB pixels of one clip's pictures.

    Attributes:
        orientation: The turn and mirror that are applied.
        width: Pixels across the displayed picture.
        height: Pixels down the displayed picture.
    """

    def __init__(self, first: VideoFrame, pixel_shape: Fraction | None) -> None:
        self.orientation = orientation_of(first)
        self._reformatter = VideoReformatter()
        self._columns = square_width(first.width, pixel_shape)
        self._rows = first.height
        size = (self._columns, self._rows)
        self.width, self.height = size[::-1] if self.orientation.is_transposed else size

    def to_rgb(self, picture: VideoFrame) -> NDArray[np.uint8]:
        """Return new pixels, shape (height, width, 3), uint8, contiguous."""
        rgb = self._reformatter.reformat(
            picture, width=self._columns, height=self._rows, format="rgb24", threads=1
        )
        array = np.ascontiguousarray(rgb.to_ndarray(), dtype=np.uint8)
        # An unchanged picture still belongs to the decoder.
        array = array.copy() if rgb is picture else array
        return self.orientation.apply(array)


def square_width(width: int, pixel_shape: Fraction | None) -> int:
    """Return the width at which pixels are square; odd shapes (beyond 1:4) are ignored."""
    if not pixel_shape or pixel_shape == 1 or not Fraction(1, 4) <= pixel_shape <= 4:
        return width
    return max(1, round(width * pixel_shape))
