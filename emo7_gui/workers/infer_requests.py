"""What the infer room hears, and how it puts the pieces of a trace together.

What it is: frozen requests, and a builder of partial traces.
What it is not: the messages of the pipe (emo7_core/inference/messages.py).
Convention: generations rise; a trace in the making holds the windows that are known, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from emo7_core.inference.messages import Chunk, Loaded
from emo7_core.inference.trace import TracePrediction, mean_of_known
from emo7_core.landmarks.track import LandmarkTrack


@dataclass(frozen=True, slots=True)
class ChooseModel:
    """Load this model folder, or let the model go.

    Attributes:
        folder: The folder of model.json; None for no model.
        device: "auto", "cpu", "cuda" or "mps".
    """

    folder: Path | None
    device: str = "auto"


@dataclass(frozen=True, slots=True, eq=False)
class InferRequest:
    """Predict along a clip.

    Attributes:
        generation: Number of the request; a newer one makes it void.
        clip_key: Content hash of the clip; None while its track still grows.
        track: Landmarks, or better the file they are in: a file costs the pipe nothing.
        around: Time in s to begin at, the playhead.
    """

    generation: int
    clip_key: str | None
    track: LandmarkTrack | Path
    around: float = 0.0


@dataclass(frozen=True, slots=True)
class DropRequest:
    """Nothing is to be predicted any more."""


class GrowingTrace:
    """The windows of one request that are known so far."""

    def __init__(self, loaded: Loaded | None, extractor: str) -> None:
        self._loaded = loaded
        self._extractor = extractor
        self._windows: dict[int, tuple[Any, ...]] = {}

    def add(self, chunk: Chunk) -> tuple[int, int]:
        """Take in a piece; return how many windows are known, and of how many.

        A window that is told again is replaced: a track that grew is judged anew at its end.
        """
        columns = (chunk.times, chunk.probabilities, chunk.saw_face, chunk.saw_hands)
        self._windows.update(enumerate(zip(*columns, strict=True), start=chunk.start))
        return max(len(self._windows), chunk.done), chunk.total

    def trace(self) -> TracePrediction:
        """Return what is known, the windows in the order of time; at least one chunk."""
        rows = [self._windows[window] for window in sorted(self._windows)]
        times, probabilities, saw_face, saw_hands = (
            np.array(column) for column in zip(*rows, strict=True)
        )
        return TracePrediction(
            times=times,
            probabilities=probabilities,
            saw_face=saw_face,
            saw_hands=saw_hands,
            clip_probabilities=mean_of_known(probabilities),
            window_seconds=self._loaded.window_seconds if self._loaded else 0.0,
            weights_hash=self._loaded.weights_hash if self._loaded else "",
            extractor=self._extractor,
        )
