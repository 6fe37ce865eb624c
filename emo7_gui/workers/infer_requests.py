"""What the infer room hears and says, and how it puts the pieces of a trace together.

What it is: frozen requests and answers, and a builder of partial traces.
What it is not: the messages of the pipe (emo7_core/inference/messages.py).
Convention: generations rise, one number stands for both slots; a trace in the making holds the
windows that are known, in order, and their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emo7_core.errors import ModelError
from emo7_core.inference.clip_input import Needs
from emo7_core.inference.messages import Chunk, Loaded, Slot
from emo7_core.inference.trace import TracePrediction, mean_of_known
from emo7_core.landmarks.track import LandmarkTrack


@dataclass(frozen=True, slots=True)
class ModelWish:
    """A model folder that a slot should hold.

    Attributes:
        folder: The folder of model.json.
        device: "auto", "cpu", "cuda" or "mps".
        number: Of the choice: the same folder chosen again is loaded again.
    """

    folder: Path
    device: str = "auto"
    number: int = 0


@dataclass(frozen=True, slots=True)
class ChooseModels:
    """Hold these models from now on, and no others."""

    wishes: Mapping[Slot, ModelWish] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class InferRequest:
    """Predict along a clip, with every model that can.

    Attributes:
        generation: Number of the request; a newer one makes it void.
        clip_key: Content hash of the clip, None where unknown: then nothing is cached.
        track: Landmarks, or better the file they are in: a file costs the pipe nothing.
        around: Time in s to begin at, the playhead.
        video: The clip's file, for models that see pictures.
        duration: Length of the clip, s.
        is_growing: The landmarks are on their way, GrowRequests bring them.
        store: Folder in which whole traces are kept, None for memory alone.
    """

    generation: int
    clip_key: str | None
    track: LandmarkTrack | Path | None
    around: float = 0.0
    video: Path | None = None
    duration: float | None = None
    is_growing: bool = False
    store: Path | None = None

    def suits(self, needs: Needs) -> bool:
        """Return whether it has what a model looks at."""
        if needs == "pictures":
            return self.video is not None
        return self.is_growing or self.track is not None


@dataclass(frozen=True, slots=True, eq=False)
class GrowRequest:
    """All that is known so far of the landmarks of a request; the latest holds everything."""

    generation: int
    pieces: tuple[LandmarkTrack, ...]


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """The playhead is elsewhere: windows around it come first."""

    generation: int
    around: float


@dataclass(frozen=True, slots=True)
class DropRequest:
    """Nothing is to be predicted any more."""


@dataclass(frozen=True, slots=True, eq=False)
class SlotTrace:
    """What one model said along the clip so far.

    Attributes:
        slot: Which model.
        generation: Of the request.
        trace: Its windows in the order of time.
        windows: Their numbers, shape (W,), rising; gaps are windows that are still to come.
        done: How many are known.
        total: Of how many; an estimate while the landmarks grow.
        is_whole: Whether this is the answer to the clip.
    """

    slot: Slot
    generation: int
    trace: TracePrediction
    windows: NDArray[np.int64]
    done: int
    total: int
    is_whole: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SlotFailure:
    """What did not work.

    Attributes:
        error: What people read; a traceback is among its notes where there is one.
        slot: Which model, None where the whole engine is meant.
        generation: Of the request, None where it was not about one.
    """

    error: ModelError
    slot: Slot | None = None
    generation: int | None = None


class GrowingTrace:
    """The windows of one request that are known so far."""

    def __init__(self, loaded: Loaded, generation: int, extractor: str = "") -> None:
        self._loaded, self._generation, self._extractor = loaded, generation, extractor
        self._windows: dict[int, tuple[Any, ...]] = {}

    def add(self, chunk: Chunk) -> SlotTrace:
        """Take in a piece; return what is known.

        A window that is told again is replaced: a track that grew is judged anew at its end.
        """
        columns = (chunk.times, chunk.probabilities, chunk.saw_face, chunk.saw_hands)
        self._windows.update(enumerate(zip(*columns, strict=True), start=chunk.start))
        done = max(len(self._windows), chunk.done)
        numbers = np.array(sorted(self._windows), dtype=np.int64)
        slot, trace = self._loaded.slot, self._trace(numbers)
        return SlotTrace(slot, self._generation, trace, numbers, done, max(done, chunk.total))

    def whole(self, trace: TracePrediction) -> SlotTrace:
        """Return the answer to the clip."""
        count = len(trace)
        numbers = np.arange(count, dtype=np.int64)
        slot = self._loaded.slot
        return SlotTrace(slot, self._generation, trace, numbers, count, count, is_whole=True)

    def _trace(self, numbers: NDArray[np.int64]) -> TracePrediction:
        rows = [self._windows[window] for window in numbers.tolist()]
        times, probabilities, saw_face, saw_hands = (
            np.array(column) for column in zip(*rows, strict=True)
        )
        return TracePrediction(
            times=times,
            probabilities=probabilities,
            saw_face=saw_face,
            saw_hands=saw_hands,
            clip_probabilities=mean_of_known(probabilities),
            window_seconds=self._loaded.window_seconds,
            weights_hash=self._loaded.weights_hash,
            extractor=self._extractor,
        )
