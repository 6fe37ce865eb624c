"""What models guess along a clip, as the timeline shows it.

What it is: frozen values; the states of the guess lane.
What it is not: a prediction's own type (emo7_core.inference); this one knows no model.
Convention: W windows, K = 7 classes. A window's time is its middle, seconds; its cell reaches
half way to its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from emo7_core.scale import K


class GuessState(Enum):
    """What the guess lane has to say while there is no trace."""

    NO_MODEL = "no model"
    NO_LANDMARKS = "no landmarks yet"
    WAITING = "waiting for the model"
    CONTROL = "no model is shown for this clip"


@dataclass(frozen=True, slots=True, eq=False)
class GuessTrace:
    """One model's guesses along one clip.

    Attributes:
        name: The model, as legends call it.
        times: Middles of the windows, shape (W,), float64, seconds, rising.
        probabilities: Shape (W, 7); rows sum to 1.
        saw_face: Whether the window holds a face, shape (W,), bool.
        expected: Windows that the whole clip has; more than W while the guesses stream in.
    """

    name: str
    times: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    saw_face: NDArray[np.bool_]
    expected: int = 0

    def __post_init__(self) -> None:
        windows = len(self.times)
        if self.probabilities.shape != (windows, K) or self.saw_face.shape != (windows,):
            raise ValueError(
                f"{windows} windows do not fit probabilities {self.probabilities.shape} "
                f"and faces {self.saw_face.shape}"
            )

    @property
    def is_complete(self) -> bool:
        """Whether all windows of the clip are there."""
        return len(self.times) >= self.expected

    def values(self) -> NDArray[np.float64]:
        """Return the expected value 0..6 of every window, shape (W,)."""
        return self.probabilities @ np.arange(K)

    def edges(self, duration: float) -> NDArray[np.float64]:
        """Return where cells begin and end, shape (W + 1,), seconds.

        The first cell begins with the clip; the last one of a complete trace ends with it.
        """
        if len(self.times) == 0:
            return np.zeros(1)
        middles = (self.times[1:] + self.times[:-1]) / 2
        step = float(np.median(np.diff(self.times))) if len(self.times) > 1 else duration
        end = duration if self.is_complete else min(duration, self.times[-1] + step / 2)
        return np.concatenate([[0.0], middles, [end]])


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of a tier: frames [start, stop) with words."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A named row of intervals, as an annotation file or a cue detector has them."""

    name: str
    intervals: tuple[Interval, ...]
