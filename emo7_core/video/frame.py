"""One displayed picture of a clip.

What it is: the pixels of the n-th presented picture, turned as the viewer sees them.
What it is not: a decoder's picture (YUV, unrotated; see decoder.py) or a place in a file.
Convention: ordinals count presented pictures from 0; times are seconds, the first picture
is at 0.0; pixels are RGB, x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The n-th presented picture; two frames are equal only if they are the same object.

    Attributes:
        ordinal: Place in the order of presentation, from 0.
        time: Seconds since the first picture.
        rgb: Pixels, shape (H, W, 3), uint8, read-only, as displayed.
    """

    ordinal: int
    time: float
    rgb: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.rgb.ndim != 3 or self.rgb.shape[2] != 3 or self.rgb.dtype != np.uint8:
            raise ValueError(f"rgb is {self.rgb.shape} {self.rgb.dtype}, not (H, W, 3) uint8")
        self.rgb.setflags(write=False)

    @property
    def size_bytes(self) -> int:
        """Bytes that the pixels take."""
        return int(self.rgb.nbytes)
