"""A loaded model that answers along a clip, window by window.

What it is: the same windows and features as in training, from a track to a trace.
What it is not: a process or a thread (engine.py); it computes where it is called.
Convention: chunks may come in any order of time; a chunk is a half-open range of windows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from emo7_core.inference.trace import Bools, Floats, TracePrediction, mean_of_known
from emo7_core.inference.windows import window_starts
from emo7_core.landmarks.normalize import Features, features
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.models.card import ModelCard
from emo7_core.models.checkpoint import LoadedModel, load_model
from emo7_core.models.devices import device_name, resolve_device
from emo7_core.training.dataset import Window, collate

Starts = npt.NDArray[np.int64]
STEP_SECONDS = 0.25
CHUNK_WINDOWS = 16
SEEN_SHARE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class TraceChunk:
    """A piece of a trace.

    Attributes:
        start: Its first window.
        total: Windows of the whole trace.
        times: (w,) middle of each window, s.
        probabilities: (w, K), NaN where the window shows no landmark.
        saw_face: (w,).
        saw_hands: (w,).
    """

    start: int
    total: int
    times: Floats
    probabilities: Floats
    saw_face: Bools
    saw_hands: Bools


OnChunk = Callable[[TraceChunk], None]


class Predictor:
    """A model and its device.

    Args:
        model: A loaded model; its network is on the device.
        device: Where it computes.
    """

    def __init__(self, model: LoadedModel, device: torch.device) -> None:
        self._network = model.network
        self._device = device
        self._scaling = model.card.scaling
        self.card: ModelCard = model.card

    @classmethod
    def load(cls, folder: Path, device: str = "auto") -> Predictor:
        """Load a model folder.

        Raises:
            ModelError: there is no usable model, or no such device.
            VocabularyError: its classes are not the scale in its order.
        """
        chosen = resolve_device(device)
        return cls(load_model(folder, chosen), chosen)

    @property
    def device_name(self) -> str:
        """Where it computes, for people."""
        return device_name(self._device)

    def predict_track(
        self, track: LandmarkTrack, on_chunk: OnChunk | None = None, around: float = 0.0
    ) -> TracePrediction:
        """Return what the model says along a clip.

        Args:
            track: The clip's landmarks.
            on_chunk: Told of each piece as soon as it is there; what it raises ends the work.
            around: Time in s to begin at: later windows first, then those before.

        Raises:
            LandmarkError: the track's layout cannot be brought to the model's.
        """
        seen = features(track, self.card.rate)
        rows = self.card.window_rows
        step = max(1, round(STEP_SECONDS * self.card.rate))
        starts = window_starts(len(seen), rows, step)
        trace = _Trace(track, seen, starts, rows, len(self.card.vocabulary))
        for start, stop in _chunks(len(starts), trace.window_at(around)):
            trace.probabilities[start:stop] = self._answer(seen, starts[start:stop])
            if on_chunk is not None:
                on_chunk(trace.chunk(start, stop))
        return TracePrediction(
            times=trace.times,
            probabilities=trace.probabilities,
            saw_face=trace.saw_face,
            saw_hands=trace.saw_hands,
            clip_probabilities=mean_of_known(trace.probabilities),
            window_seconds=self.card.window_seconds,
            weights_hash=self.card.weights_hash,
            extractor=track.extractor,
        )

    @torch.inference_mode()
    def _answer(self, seen: Features, starts: Starts) -> Floats:
        """Return (w, K), NaN for windows without any landmark."""
        rows = self.card.window_rows
        pieces = [seen.values[start : start + rows] for start in starts]
        windows = [Window(torch.tensor(self._scaling.apply(piece)), 0, 0) for piece in pieces]
        batch = collate(windows)
        logits = self._network(batch.values.to(self._device), batch.lengths.to(self._device))
        answers = logits.double().softmax(-1).cpu().numpy()
        is_empty = np.array([not piece[..., -1].any() for piece in pieces])
        answers[is_empty] = np.nan
        return answers


class _Trace:
    """A trace while it grows."""

    def __init__(
        self, track: LandmarkTrack, seen: Features, starts: Starts, rows: int, classes: int
    ) -> None:
        stops = np.minimum(starts + rows, len(seen))
        begin, end = starts / seen.rate, stops / seen.rate
        self.times: Floats = (begin + end) / 2
        self.probabilities: Floats = np.full((len(starts), classes), np.nan)
        self.saw_face = _seen_in(track, track.presence("face"), begin, end)
        hands = track.presence("left_hand") | track.presence("right_hand")
        self.saw_hands = _seen_in(track, hands, begin, end)

    def window_at(self, time: float) -> int:
        """Return the first window whose middle is not before a time, 0 if there is none."""
        found = int(np.searchsorted(self.times, time))
        return found if found < len(self.times) else 0

    def chunk(self, start: int, stop: int) -> TraceChunk:
        """Return a copy of some windows."""
        return TraceChunk(
            start,
            len(self.times),
            self.times[start:stop].copy(),
            self.probabilities[start:stop].copy(),
            self.saw_face[start:stop].copy(),
            self.saw_hands[start:stop].copy(),
        )


def _chunks(total: int, first: int) -> Iterator[tuple[int, int]]:
    """Yield ranges that cover 0..total once, from `first` to the end and then from 0."""
    for begin, end in ((first, total), (0, first)):
        for start in range(begin, end, CHUNK_WINDOWS):
            yield start, min(start + CHUNK_WINDOWS, end)


def _seen_in(track: LandmarkTrack, is_seen: Bools, begin: Floats, end: Floats) -> Bools:
    """Return for each span of time whether at least half of its frames are seen."""
    total = np.concatenate([[0], np.cumsum(is_seen)])
    first, last = (np.searchsorted(track.times, edge - 1e-9) for edge in (begin, end))
    frames = last - first
    return (frames > 0) & (total[last] - total[first] >= SEEN_SHARE * frames)
