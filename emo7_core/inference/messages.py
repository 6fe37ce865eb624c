"""What the window and the model engine say to each other; frozen, no torch.

    window  ->  Load, Unload, Predict, Extend, Move, Cancel, Quit
    engine  ->  Phase, Loaded, Chunk, Answered, Failed, Moved, Restarted

Two models may be loaded at once, in the slots "A" and "B"; whoever says nothing means "A".

Convention: requests carry a generation; in a slot a newer one makes all older ones void, and the
window drops answers of generations it no longer asks for. A piece of a trace replaces what was
said of its windows before: while a track grows, what is known of its signer still changes, and
its windows are judged once more when it is whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from emo7_core.inference.clip_input import Needs
from emo7_core.inference.trace import Bools, Floats, TracePrediction
from emo7_core.landmarks.track import LandmarkTrack

Slot: TypeAlias = Literal["A", "B"]
SLOTS: tuple[Slot, ...] = ("A", "B")


@dataclass(frozen=True, slots=True)
class Load:
    """Load a model folder; the model that was in the slot is let go."""

    folder: Path
    device: str = "auto"
    slot: Slot = "A"


@dataclass(frozen=True, slots=True)
class Unload:
    """Let the model of a slot go, and what it is working on."""

    slot: Slot


@dataclass(frozen=True, slots=True, eq=False)
class Predict:
    """Predict along a clip.

    Attributes:
        generation: Number of the request.
        track: Its landmarks, or the file they are in; None where there are none yet.
        clip_key: Content hash of the clip; None: not cached.
        around: Time in s to begin at: windows nearest to it come first.
        slot: Which model.
        video: The clip's file, for models that see pictures.
        duration: Length of the clip in s, to tell the share done of a growing track.
        is_growing: Whether `Extend` will bring further frames of the track.
        store: Folder in which whole traces are kept, None for memory alone.
    """

    generation: int
    track: LandmarkTrack | Path | None
    clip_key: str | None = None
    around: float = 0.0
    slot: Slot = "A"
    video: Path | None = None
    duration: float | None = None
    is_growing: bool = False
    store: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Extend:
    """Further frames of a track that grows, for every slot that works on it.

    Attributes:
        generation: Of the `Predict` it belongs to; others are not touched.
        piece: The newest frames, their times those of the clip; None if there are none.
        is_last: Whether the track is whole now; the answer follows.
    """

    generation: int
    piece: LandmarkTrack | None
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """The playhead is elsewhere: windows nearest to it come first from now on.

    Attributes:
        generation: Of the request that is worked on; its work goes on, nothing is done twice.
        around: Time in s.
    """

    generation: int
    around: float


@dataclass(frozen=True, slots=True)
class Cancel:
    """Whatever was asked up to this generation is not wanted any more.

    Attributes:
        generation: The last one that is void.
        slot: Which model; None for all.
    """

    generation: int
    slot: Slot | None = None


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
        slot: Which one.
        needs: What it sees.
        title: Its kind for people, e.g. "LSTM" or "ViViT (random weights)".
    """

    folder: Path
    device: str
    weights_hash: str
    vocabulary: tuple[str, ...]
    window_seconds: float
    slot: Slot = "A"
    needs: Needs = "landmarks"
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A piece of a trace: windows start .. start + len(times) of `total`.

    Attributes:
        generation: Of the request.
        start: Its first window.
        total: Windows of the whole trace; an estimate while the track grows.
        times: (w,) middle of each window, s.
        probabilities: (w, K), NaN where nothing could be judged.
        saw_face: (w,).
        saw_hands: (w,).
        slot: Which model.
        done: Windows that are known so far, this piece among them; it never falls.
    """

    generation: int
    start: int
    total: int
    times: Floats
    probabilities: Floats
    saw_face: Bools
    saw_hands: Bools
    slot: Slot = "A"
    done: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """The whole trace, with the answer to the clip."""

    generation: int
    trace: TracePrediction
    is_cached: bool = False
    slot: Slot = "A"


@dataclass(frozen=True, slots=True)
class Failed:
    """Something did not work; the engine goes on unless it is dead.

    Attributes:
        generation: Of the request, None if it was not about one.
        message: What people read.
        details: A traceback to copy, "" for what people can mend themselves.
        is_dead: Whether the engine ended.
        slot: Which model.
    """

    generation: int | None
    message: str
    details: str = ""
    is_dead: bool = False
    slot: Slot = "A"


@dataclass(frozen=True, slots=True)
class Moved:
    """A model computes elsewhere from now on; what it said stays true.

    Attributes:
        slot: Which model.
        device: Where it computes now.
        reason: Why, a sentence for people.
    """

    slot: Slot
    device: str
    reason: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The child died and another one was started, once.

    Its phases and a `Loaded` for each model follow by themselves. What was asked is lost: ask
    again when `Loaded` comes. If it dies again before it answered anything, `Failed` with
    `is_dead` says so.

    Attributes:
        reason: How it ended, a sentence for people.
    """

    reason: str


Request = Load | Unload | Predict | Extend | Move | Cancel | Quit
Report = Phase | Loaded | Chunk | Answered | Failed | Moved | Restarted
