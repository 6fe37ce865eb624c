"""What models guess along a clip, as the timeline shows it.

What it is: frozen values; the states of the guess lane.
What it is not: a prediction's own type (emo7_core.inference); this one knows no model.
Convention: W windows, K = 7 classes. A window's time is its middle, seconds; its cell reaches
half way to its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from emo7_core.scale import K


class GuessState(Enum):
    """What the guess lane has to say while there is no trace."""

    NO_MODEL = "no model"
    NO_LANDMARKS = "no landmarks yet"
    WAITING = "waiting for the model"
    GROWING = "finding landmarks"
    FAILED = "the model cannot be used"
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
        letter: "A" (solid line) or "B" (dashed line).
        saw_hands: Whether the window holds a hand, shape (W,), bool; empty means always.
        windows: Number of each window, shape (W,), rising; empty means 0, 1, ... A gap is a
            window that is still to come.
    """

    name: str
    times: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    saw_face: NDArray[np.bool_]
    expected: int = 0
    letter: str = "A"
    saw_hands: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    windows: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __post_init__(self) -> None:
        count = len(self.times)
        if len(self.saw_hands) == 0:
            object.__setattr__(self, "saw_hands", np.ones(count, dtype=bool))
        if len(self.windows) == 0:
            object.__setattr__(self, "windows", np.arange(count))
        shapes = {self.saw_face.shape, self.saw_hands.shape, self.windows.shape}
        if self.probabilities.shape != (count, K) or shapes != {(count,)}:
            raise ValueError(
                f"{count} windows do not fit probabilities {self.probabilities.shape}, "
                f"faces {self.saw_face.shape}, hands and numbers"
            )

    @property
    def is_complete(self) -> bool:
        """Whether all windows of the clip are there."""
        return len(self.times) >= self.expected

    def values(self) -> NDArray[np.float64]:
        """Return the expected value 0..6 of every window, shape (W,)."""
        return self.probabilities @ np.arange(K)

    def stretches(self) -> list[tuple[int, int]]:
        """Return the half-open stretches of windows that follow each other."""
        if len(self.windows) == 0:
            return []
        breaks = (np.flatnonzero(np.diff(self.windows) != 1) + 1).tolist()
        return list(pairwise([0, *breaks, len(self.windows)]))

    def edges(self, duration: float, stretch: tuple[int, int] | None = None) -> NDArray[np.float64]:
        """Return where the cells of a stretch begin and end, shape (w + 1,), seconds.

        The clip's first cell begins with the clip, its last one ends with it.

        Args:
            duration: Length of the clip, s.
            stretch: Half-open range of windows that follow each other, all by default.
        """
        start, stop = stretch or (0, len(self.times))
        times = self.times[start:stop]
        if len(times) == 0:
            return np.zeros(1)
        half = self._step(duration) / 2
        is_last = self.windows[stop - 1] >= max(self.expected, 1) - 1
        begin = 0.0 if self.windows[start] == 0 else max(0.0, times[0] - half)
        end = duration if is_last else min(duration, times[-1] + half)
        return np.concatenate([[begin], (times[1:] + times[:-1]) / 2, [end]])

    def holes(self, duration: float) -> list[tuple[float, float]]:
        """Return the spans of time that are still to come, seconds."""
        spans, begin = [], 0.0
        for stretch in self.stretches():
            edges = self.edges(duration, stretch)
            spans.append((begin, float(edges[0])))
            begin = float(edges[-1])
        spans.append((begin, duration))
        return [(start, stop) for start, stop in spans if stop - start > 1e-6]

    def _step(self, duration: float) -> float:
        """Return the time from one window to the next; even shares where none follow each other."""
        steps = np.diff(self.times)[np.diff(self.windows) == 1]
        return float(np.median(steps)) if len(steps) else duration / max(1, self.expected)


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
