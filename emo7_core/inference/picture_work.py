"""A trace of a model that sees pictures, while it is made.

What it is: windows of time on a clip's file, one judged at a step, the clip itself at last.
What it is not: the network (picture_predictor.py).
Convention: a window's pictures are spread over its time as a clip's are over the clip's; so the
answer to the clip comes from pictures over the whole of it, as in training, and is not the mean
of the windows. Whether face and hands were seen is known from landmarks, where there are any.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from emo7_core.inference.landmark_work import seen_in
from emo7_core.inference.trace import Floats, TracePrediction
from emo7_core.inference.windows import OpenWindows
from emo7_core.inference.work import TraceChunk
from emo7_core.landmarks.track import LandmarkTrack

STEPS_PER_WINDOW = 4
Judge = Callable[[Any], Floats]


class Pictures(Protocol):
    """An open clip that gives pictures in the form its model wants."""

    @property
    def duration(self) -> float:
        """Length of the clip, s."""

    def whole(self, count: int) -> Any:
        """Return pictures spread over the whole clip."""

    def between(self, begin: float, end: float, count: int) -> Any:
        """Return pictures spread over a span of time in s."""

    def close(self) -> None:
        """Let go of the file."""


class PictureWork:
    """Windows of a clip's file.

    Args:
        reader: The open clip; it is closed with the last window.
        judge: Gives (K,) for pictures as the reader gives them.
        frames: T.
        window_seconds: Length of a window; 0 for the clip as a whole.
        classes: K.
        weights_hash: Which model.
        sampling: How the pictures are taken, for the trace.
        track: The clip's landmarks, None where there are none.
        around: The playhead, s.
    """

    def __init__(
        self,
        reader: Pictures,
        judge: Judge,
        frames: int,
        window_seconds: float,
        classes: int,
        weights_hash: str,
        sampling: str,
        track: LandmarkTrack | None = None,
        around: float = 0.0,
    ) -> None:
        self._reader, self._judge, self._frames = reader, judge, frames
        self._hash, self._sampling, self._around = weights_hash, sampling, around
        duration = reader.duration
        self._length = min(window_seconds, duration) if window_seconds > 0 else duration
        self._begin = window_begins(duration, self._length)
        self._times = self._begin + self._length / 2
        self._open = OpenWindows(self._times)
        self._probabilities: Floats = np.full((len(self._begin), classes), np.nan)
        self._saw_face, self._saw_hands = _seen(track, self._begin, self._length)
        self._knows_seen = track is not None
        self._clip: Floats | None = None

    @property
    def is_done(self) -> bool:
        """Whether every window and the clip are judged."""
        return self._clip is not None

    def move(self, time: float) -> None:
        """Put the playhead, s."""
        self._around = time

    def extend(self, piece: LandmarkTrack | None, is_last: bool) -> None:
        """Do nothing: pictures do not wait for landmarks."""

    def step(self, most: int = 1) -> TraceChunk | None:
        """Judge one window, whatever fits into a step; after the last the clip."""
        taken = self._open.take(self._around, 1)
        if taken is None:
            self._finish()
            return None
        window, _ = taken
        begin = self._begin[window]
        pictures = self._reader.between(begin, begin + self._length, self._frames)
        self._probabilities[window] = self._judge(pictures)
        if len(self._begin) == 1:
            self._finish()
        return self._chunk(window)

    def answer(self) -> TracePrediction:
        """Return the whole trace."""
        assert self._clip is not None
        return TracePrediction(
            times=self._times,
            probabilities=self._probabilities,
            saw_face=self._saw_face,
            saw_hands=self._saw_hands,
            clip_probabilities=self._clip,
            window_seconds=self._length,
            weights_hash=self._hash,
            extractor=self._sampling,
            knows_seen=self._knows_seen,
        )

    def _finish(self) -> None:
        if len(self._begin) == 1:  # One window is the whole clip.
            self._clip = self._probabilities[0].copy()
        else:
            self._clip = self._judge(self._reader.whole(self._frames))
        self._reader.close()

    def _chunk(self, window: int) -> TraceChunk:
        part = slice(window, window + 1)
        return TraceChunk(
            window,
            len(self._begin),
            self._times[part].copy(),
            self._probabilities[part].copy(),
            self._saw_face[part].copy(),
            self._saw_hands[part].copy(),
            self._open.done,
        )


def window_begins(duration: float, length: float) -> Floats:
    """Return when windows begin, (W,) s: a quarter of a window apart, the last ends the clip."""
    last = duration - length
    if last <= 0:
        return np.zeros(1)
    count = int(np.ceil(last / (length / STEPS_PER_WINDOW) - 1e-6)) + 1
    return np.linspace(0.0, last, max(2, count))


def _seen(track: LandmarkTrack | None, begin: Floats, length: float) -> tuple[Any, Any]:
    if track is None:
        return np.ones(len(begin), dtype=bool), np.ones(len(begin), dtype=bool)
    hands = track.presence("left_hand") | track.presence("right_hand")
    end = begin + length
    return seen_in(track, track.presence("face"), begin, end), seen_in(track, hands, begin, end)
