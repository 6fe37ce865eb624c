"""What is known about a clip once its table of presentation times is read.

What it is: facts for lists, timelines and exports, safe to send between threads.
What it is not: a promise of the file's header; counts and times come from the packets.
Convention: sizes are those of the displayed, rotated picture; times are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class VideoInfo:
    """The facts of one clip.

    Attributes:
        path: The file.
        width: Pixels across the displayed picture.
        height: Pixels down the displayed picture.
        rotation: Degrees clockwise (0, 90, 180, 270) that the stored picture was turned.
        frame_count: T, the number of presented pictures.
        times: Seconds of each picture, shape (T,), float64, strictly increasing, from 0.0.
        duration: Seconds from the first picture to the end of the last.
        rate: Mean pictures a second, T / duration.
        is_variable_rate: The gaps between pictures differ.
        codec: Name of the compression, such as "h264".
        warnings: Sentences for people about what is odd in the file; empty when nothing is.
    """

    path: Path
    width: int
    height: int
    rotation: int
    frame_count: int
    times: NDArray[np.float64]
    duration: float
    rate: float
    is_variable_rate: bool
    codec: str
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.times.shape != (self.frame_count,):
            raise ValueError(f"{self.frame_count} frames but times of shape {self.times.shape}")
        self.times.setflags(write=False)
