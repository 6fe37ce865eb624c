"""A trace of a model that sees landmarks, while it is made; also of a track that still grows.

What it is: which windows there are, which are judged, what was seen in them.
What it is not: the network (predictor.py).
Convention: while the track grows, whole windows are judged as they arrive. The signer's scale is
a median over the whole clip, so they are judged once more when the last frame is there: the
answer is exactly that of the whole track.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from emo7_core.inference.pace import MOST_WINDOWS
from emo7_core.inference.trace import Bools, Floats, TracePrediction, mean_of_known
from emo7_core.inference.windows import OpenWindows, step_rows, window_starts
from emo7_core.inference.work import TraceChunk
from emo7_core.landmarks.normalize import Features
from emo7_core.landmarks.track import LandmarkTrack

Starts = npt.NDArray[np.int64]
SEEN_SHARE = 0.5


class LandmarkWork:
    """Windows of a track.

    Args:
        track: What is known of it; None or empty while it only begins to grow.
        judge: Gives the features of a track, and (w, K) for the windows that begin at (w,) rows.
        rate: Rows per second.
        rows: Rows of a window.
        classes: K.
        weights_hash: Which model.
        around: The playhead, s.
        duration: Length of the clip in s, None where unknown.
        is_growing: Whether further frames will come.
    """

    def __init__(
        self,
        track: LandmarkTrack | None,
        judge: tuple[Callable[[LandmarkTrack], Features], Callable[[Features, Starts], Floats]],
        rate: float,
        rows: int,
        classes: int,
        weights_hash: str,
        around: float = 0.0,
        duration: float | None = None,
        is_growing: bool = False,
    ) -> None:
        self._features, self._answer = judge
        self._rate, self._rows, self._classes = rate, rows, classes
        self._step = step_rows(rate)
        self._hash, self._around, self._is_growing = weights_hash, around, is_growing
        self._expected = self._count(duration)
        self._most_done = 0
        self._pieces: list[LandmarkTrack] = []
        self._known: dict[int, Floats] = {}
        self._windows: _Windows | None = None
        if track is not None:
            self._take_in(track)

    @property
    def is_done(self) -> bool:
        """Whether the track is whole and every window judged."""
        if self._is_growing:
            return False
        return self._windows is None or self._windows.open.done == len(self._windows.starts)

    def move(self, time: float) -> None:
        """Put the playhead, s."""
        self._around = time

    def extend(self, piece: LandmarkTrack | None, is_last: bool) -> None:
        """Take in further frames; the last ones open every window once more."""
        if not self._is_growing:
            return
        self._is_growing = not is_last
        if is_last:
            self._known.clear()
        if piece is not None and len(piece):
            self._take_in(piece)
        elif is_last:
            self._renew()

    def step(self, most: int = MOST_WINDOWS) -> TraceChunk | None:
        """Judge some windows."""
        windows = self._windows
        if windows is None or (taken := windows.open.take(self._around, most)) is None:
            return None
        start, stop = taken
        windows.probabilities[start:stop] = self._answer(windows.seen, windows.starts[start:stop])
        for window in range(start, stop):
            self._known[window] = windows.probabilities[window]
        self._most_done = max(self._most_done, windows.open.done)
        return windows.chunk(start, stop, max(self._expected, len(windows.starts)), self._most_done)

    def answer(self) -> TracePrediction:
        """Return the whole trace."""
        windows = self._windows
        if windows is None:
            return self._empty()
        return TracePrediction(
            times=windows.times,
            probabilities=windows.probabilities,
            saw_face=windows.saw_face,
            saw_hands=windows.saw_hands,
            clip_probabilities=mean_of_known(windows.probabilities),
            window_seconds=self._rows / self._rate,
            weights_hash=self._hash,
            extractor=self._pieces[0].extractor,
        )

    def _take_in(self, piece: LandmarkTrack) -> None:
        self._pieces = [LandmarkTrack.joined([*self._pieces, piece])] if self._pieces else [piece]
        self._renew()

    def _renew(self) -> None:
        """Lay the windows anew; those that were judged while it grows stay judged."""
        if not self._pieces:
            return
        seen = self._features(self._pieces[0])
        starts = window_starts(len(seen), self._rows, self._step)
        if self._is_growing:
            # A window that is not whole yet, or that only ends with what is there so far, would
            # lie elsewhere in the end.
            starts = starts[(starts + self._rows <= len(seen)) & (starts % self._step == 0)]
        else:
            self._expected = 0
        self._windows = _Windows(self._pieces[0], seen, starts, self._rows, self._classes)
        for window, probabilities in self._known.items():
            self._windows.keep(window, probabilities)

    def _count(self, duration: float | None) -> int:
        rows = 0 if duration is None else int(np.floor(duration * self._rate)) + 1
        return len(window_starts(rows, self._rows, self._step))

    def _empty(self) -> TracePrediction:
        nothing = np.zeros(0, dtype=bool)
        return TracePrediction(
            np.zeros(0),
            np.zeros((0, self._classes)),
            nothing,
            nothing.copy(),
            np.full(self._classes, np.nan),
            self._rows / self._rate,
            self._hash,
            "",
        )


class _Windows:
    """The windows that a track has now."""

    def __init__(
        self, track: LandmarkTrack, seen: Features, starts: Starts, rows: int, classes: int
    ) -> None:
        stops = np.minimum(starts + rows, len(seen))
        begin, end = starts / seen.rate, stops / seen.rate
        self.seen, self.starts = seen, starts
        self.times: Floats = (begin + end) / 2
        self.open = OpenWindows(self.times)
        self.probabilities: Floats = np.full((len(starts), classes), np.nan)
        self.saw_face = seen_in(track, track.presence("face"), begin, end)
        hands = track.presence("left_hand") | track.presence("right_hand")
        self.saw_hands = seen_in(track, hands, begin, end)

    def keep(self, window: int, probabilities: Floats) -> None:
        """Take over what was judged before."""
        self.open.close(window)
        self.probabilities[window] = probabilities

    def chunk(self, start: int, stop: int, total: int, done: int) -> TraceChunk:
        """Return a copy of some windows."""
        return TraceChunk(
            start,
            total,
            self.times[start:stop].copy(),
            self.probabilities[start:stop].copy(),
            self.saw_face[start:stop].copy(),
            self.saw_hands[start:stop].copy(),
            done,
        )


def seen_in(track: LandmarkTrack, is_seen: Bools, begin: Floats, end: Floats) -> Bools:
    """Return for each span of time whether at least half of its frames are seen."""
    total = np.concatenate([[0], np.cumsum(is_seen)])
    first, last = (np.searchsorted(track.times, edge - 1e-9) for edge in (begin, end))
    frames = last - first
    return (frames > 0) & (total[last] - total[first] >= SEEN_SHARE * frames)
