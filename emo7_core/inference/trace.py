"""What a model says along a clip; plain numbers, no torch.

Convention: what a model could not judge is NaN, never a default class.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class TracePrediction:
    """A model's answer to a clip; the arrays are read-only.

    Attributes:
        times: (W,) middle of each window, s from the first frame, rising.
        probabilities: (W, K), each row sums to 1, NaN where the window shows no landmark.
        saw_face: (W,) whether the face was seen in at least half of the window's frames.
        saw_hands: (W,) the same for any hand.
        clip_probabilities: (K,) mean over the windows that were judged, NaN if none was.
        window_seconds: Length of a window, s.
        weights_hash: Which model.
        extractor: What found the landmarks, or how the pictures were taken.
        knows_seen: Whether saw_face and saw_hands were measured; without landmarks they were
            not, and are True throughout.
    """

    times: Floats
    probabilities: Floats
    saw_face: Bools
    saw_hands: Bools
    clip_probabilities: Floats
    window_seconds: float
    weights_hash: str
    extractor: str
    knows_seen: bool = True

    def __post_init__(self) -> None:
        for name in ("times", "probabilities", "saw_face", "saw_hands", "clip_probabilities"):
            getattr(self, name).flags.writeable = False

    def __reduce__(self) -> tuple[Any, ...]:
        # Made anew, so that its arrays are read-only on the other side of a pipe, too.
        return type(self), tuple(getattr(self, field.name) for field in fields(self))

    def __len__(self) -> int:
        return len(self.times)

    @property
    def value(self) -> int | None:
        """The most probable class of the clip, None where nothing could be judged."""
        known = self.clip_probabilities
        return int(known.argmax()) if np.isfinite(known).all() else None

    @property
    def expected(self) -> Expectation:
        """Where the clip stands on the scale and how unsure that is; NaN where not judged."""
        return expectation(self.clip_probabilities)

    @property
    def expected_along(self) -> Expectation:
        """The same for each window, (W,)."""
        return expectation(self.probabilities)


class Expectation(NamedTuple):
    """Where the probabilities stand on the scale.

    Attributes:
        value: Mean, 0..K-1.
        spread: Standard deviation, in steps of the scale.
    """

    value: Any
    spread: Any


def expectation(probabilities: npt.ArrayLike) -> Expectation:
    """Return mean and standard deviation on the scale.

    Args:
        probabilities: (..., K).

    Returns:
        Arrays of the leading shape (0-dimensional for one row); NaN where NaN.
    """
    rows = np.asarray(probabilities, dtype=np.float64)
    steps = np.arange(rows.shape[-1])
    mean = (rows * steps).sum(-1)
    variance = (rows * (steps - mean[..., None]) ** 2).sum(-1)
    return Expectation(mean, np.sqrt(variance))


def mean_of_known(probabilities: Floats) -> Floats:
    """Return the mean (K,) over the rows of (W, K) that are known, NaN if none is."""
    known = np.isfinite(probabilities).all(axis=1)
    if not known.any():
        return np.full(probabilities.shape[1], np.nan)
    return probabilities[known].mean(axis=0)
