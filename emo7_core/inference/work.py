"""A model along a clip, as everybody sees it: begun, done step by step, answered. No torch.

    ClipPredictor.begin(ClipInput) -> Work;  Work.step() -> TraceChunk ...;  Work.answer()

What it is: the one interface of all models, those that see landmarks (predictor.py) and those
that see pictures (picture_predictor.py, likelihood_predictor.py), for commands and live alike.
What it is not: a thread or a process (engine.py): a step computes where it is called.
Convention: chunks may come in any order of time; a chunk is a half-open range of windows; a later
chunk replaces what an earlier one said of the same windows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from emo7_core.inference.clip_input import ClipInput, Needs
from emo7_core.inference.pace import MOST_WINDOWS
from emo7_core.inference.trace import Bools, Floats, TracePrediction
from emo7_core.landmarks.track import LandmarkTrack


@dataclass(frozen=True, slots=True, eq=False)
class TraceChunk:
    """A piece of a trace.

    Attributes:
        start: Its first window.
        total: Windows of the whole trace; an estimate while its track grows.
        times: (w,) middle of each window, s.
        probabilities: (w, K), NaN where nothing could be judged.
        saw_face: (w,).
        saw_hands: (w,).
        done: Windows that are known so far, this piece among them; it never falls.
    """

    start: int
    total: int
    times: Floats
    probabilities: Floats
    saw_face: Bools
    saw_hands: Bools
    done: int = 0


OnChunk = Callable[[TraceChunk], None]


class Work(Protocol):
    """A trace in the making."""

    @property
    def is_done(self) -> bool:
        """Whether every window is judged and none will come any more."""

    def step(self, most: int = MOST_WINDOWS) -> TraceChunk | None:
        """Judge at most so many windows nearest to the playhead.

        Returns None where there is nothing to do now.
        """

    def move(self, time: float) -> None:
        """Put the playhead, s."""

    def extend(self, piece: LandmarkTrack | None, is_last: bool) -> None:
        """Take in further frames of a track that grows; a model of pictures waits for none."""

    def answer(self) -> TracePrediction:
        """Return the whole trace and the answer to the clip; only when done."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a loaded model, whatever it is.

    Attributes:
        title: Its kind for people, e.g. "LSTM", "ViViT (random weights)".
        identity: Hash of all weights and settings that decide its answers.
        vocabulary: Its classes in order.
        window_seconds: Length of a window, s; 0 where it sees clips as a whole.
        is_random: Whether any of its weights were never trained.
    """

    title: str
    identity: str
    vocabulary: tuple[str, ...]
    window_seconds: float
    is_random: bool = False


class ClipPredictor(Protocol):
    """A loaded model."""

    needs: Needs

    @property
    def facts(self) -> ModelFacts:
        """What is known of it."""

    @property
    def device_name(self) -> str:
        """Where it computes, for people."""

    @property
    def device_type(self) -> str:
        """Where it computes: "cpu", "cuda" or "mps"."""

    def move_to(self, device: str) -> None:
        """Compute elsewhere from now on."""

    def input_name(self, clip: ClipInput) -> str:
        """Return what its answer depends on besides itself and the clip's content.

        That is: which landmarks, how pictures are taken, which words it reads.
        """

    def begin(self, clip: ClipInput, around: float = 0.0) -> Work:
        """Begin a trace; raises what the clip cannot give."""

    def predict_clip(
        self, clip: ClipInput, on_chunk: OnChunk | None = None, around: float = 0.0
    ) -> TracePrediction:
        """Return what the model says along a clip.

        Args:
            clip: The clip.
            on_chunk: Told of each piece as soon as it is there; what it raises ends the work.
            around: Time in s to begin at: windows nearest to it come first.

        Raises:
            LandmarkError: landmarks are needed and missing, or their layout does not fit.
            MediaError: pictures are needed and the file cannot be played.
        """


def run_to_end(
    work: Work, on_chunk: OnChunk | None = None, most: int = MOST_WINDOWS
) -> TracePrediction:
    """Do all steps of a work, of so many windows each at most, and return its answer."""
    while not work.is_done:
        chunk = work.step(most)
        if chunk is not None and on_chunk is not None:
            on_chunk(chunk)
    return work.answer()
