"""What the window and the model engine say to each other; frozen, no torch.

    window  ->  Load, Predict, Cancel, Quit
    engine  ->  Phase, Loaded, Chunk, Answered, Failed

Convention: requests carry a generation; a newer one makes all older ones void, and the window
drops answers of generations it no longer asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from emo7_core.inference.trace import Bools, Floats, TracePrediction
from emo7_core.landmarks.track import LandmarkTrack


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model folder; the model before it is let go."""

    folder: Path
    device: str = "auto"


@dataclass(frozen=True, slots=True, eq=False)
class Predict:
    """Predict along a clip.

    Attributes:
        generation: Number of the request.
        track: Its landmarks, or the file they are in.
        clip_key: Content hash of the clip; None, and for a track still growing: not cached.
        around: Time in s to begin at.
    """

    generation: int
    track: LandmarkTrack | Path
    clip_key: str | None = None
    around: float = 0.0


@dataclass(frozen=True, slots=True)
class Cancel:
    """Whatever was asked up to this generation is not wanted any more."""

    generation: int


@dataclass(frozen=True, slots=True)
class Quit:
    """End the engine."""


@dataclass(frozen=True, slots=True)
class Phase:
    """How far the engine's start is.

    Attributes:
        phase: "starting" while torch loads, then "ready".
        device: Where it will compute, "" while starting.
    """

    phase: Literal["starting", "ready"]
    device: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model is loaded.

    Attributes:
        folder: Where from.
        device: Where it computes.
        weights_hash: Which model.
        vocabulary: Its classes in order.
        window_seconds: Length of a window, s.
    """

    folder: Path
    device: str
    weights_hash: str
    vocabulary: tuple[str, ...]
    window_seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A piece of a trace: windows start .. start + len(times) of `total`."""

    generation: int
    start: int
    total: int
    times: Floats
    probabilities: Floats
    saw_face: Bools
    saw_hands: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """The whole trace."""

    generation: int
    trace: TracePrediction
    is_cached: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Something did not work; the engine goes on unless it is dead.

    Attributes:
        generation: Of the request, None if it was not about one.
        message: What people read.
        details: A traceback to copy, "" for what people can mend themselves.
        is_dead: Whether the engine ended.
    """

    generation: int | None
    message: str
    details: str = ""
    is_dead: bool = False


Request = Load | Predict | Cancel | Quit
Report = Phase | Loaded | Chunk | Answered | Failed
