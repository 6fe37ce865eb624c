"""When which frame is due during playback.

What it is: arithmetic over presentation times, a rate and a loop; it reads no clock and sleeps
nowhere, the caller passes `now`.
What it is not: a timer, or the order of decoding.
Convention: media times and wall times are float seconds; the loop is a half-open range of
ordinals; a step is only counted once it is `taken`, so a step that was planned and then
interrupted changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# No display shows more: pictures closer together than this are left out by plan at high rates.
LEAST_GAP = 1 / 65
# A picture that is late by no more is shown all the same, and those after it a little sooner: a
# busy window costs no picture.
TOLERATED = 0.05
# Behind by more than this the clock waits for the picture instead of leaping over a part.
STALL = 0.25


@dataclass(frozen=True, slots=True)
class Step:
    """The next frame to show.

    Attributes:
        ordinal: The frame.
        due: Wall time at which it should appear, seconds.
        dropped: Frames that are left out because they are late.
        anchor_wall: Wall time of `anchor_media` after this step, seconds.
        anchor_media: Media time that belongs to it, seconds.
    """

    ordinal: int
    due: float
    dropped: int
    anchor_wall: float
    anchor_media: float


class PlayClock:
    """Maps wall time to the frames of one clip."""

    def __init__(self, times: NDArray[np.float64], end_time: float) -> None:
        """Take the presentation times (T,) and the end of the last frame, in seconds."""
        self._times = times
        self._end_time = max(end_time, float(times[-1]) + 1e-3)
        self._rate = 1.0
        self._wall = 0.0
        self._media = 0.0
        self._loop: range | None = None
        self._shown_at = -1.0

    def start(self, ordinal: int, rate: float, now: float) -> None:
        """Let the frame `ordinal` begin now; `rate` 1.0 is the true speed."""
        self._rate = rate
        self._wall, self._media = now, float(self._times[ordinal])
        self._shown_at = now

    def set_loop(self, loop: range | None) -> None:
        """Repeat the half-open range of ordinals, or play to the end with None."""
        count = len(self._times)
        if loop is not None:
            loop = range(max(0, loop.start), min(count, loop.stop))
        self._loop = loop if loop else None

    def next_step(self, ordinal: int, now: float) -> Step | None:
        """Plan what follows the shown frame; None when the clip is over."""
        stop = self._loop.stop if self._loop else len(self._times)
        following = self._following(ordinal, stop)
        if following >= stop:
            return self._wrapped(stop, now) if self._loop else None
        due = self._wall_of(float(self._times[following]))
        if now - due > STALL:
            return Step(following, now, 0, now, float(self._times[following]))
        if now - due <= TOLERATED:
            soonest = max(due, self._shown_at + LEAST_GAP)
            return Step(following, soonest, 0, self._wall, self._media)
        reached = min(stop - 1, self._reached(now))
        dropped = max(0, reached - following) // max(1, following - ordinal)
        return Step(max(following, reached), due, dropped, self._wall, self._media)

    def after(self, ordinal: int) -> int | None:
        """Return what follows a frame while nothing is late; None at the clip's end."""
        stop = self._loop.stop if self._loop else len(self._times)
        following = self._following(ordinal, stop)
        if following < stop:
            return following
        return self._loop.start if self._loop else None

    def take(self, step: Step, now: float) -> None:
        """Count a step as shown now."""
        self._wall, self._media = step.anchor_wall, step.anchor_media
        self._shown_at = now

    def end_due(self, now: float) -> float:
        """Return the wall time at which the last frame has been seen in full, at least now."""
        return max(now, self._wall_of(self._end_time))

    def _following(self, ordinal: int, stop: int) -> int:
        """The next frame that a display can show apart from this one; `stop` if there is none."""
        earliest = float(self._times[ordinal]) + LEAST_GAP * self._rate
        found = int(np.searchsorted(self._times, earliest - 1e-9))
        return min(stop, max(ordinal + 1, found))

    def _wrapped(self, stop: int, now: float) -> Step:
        assert self._loop is not None
        end = float(self._times[stop]) if stop < len(self._times) else self._end_time
        due = self._wall_of(end)
        due = now if now - due > STALL else due
        start = self._loop.start
        return Step(start, due, 0, due, float(self._times[start]))

    def _reached(self, now: float) -> int:
        """The frame that should be on the screen now."""
        media = self._media + (now - self._wall) * self._rate
        return int(np.searchsorted(self._times, media + 1e-9, side="right")) - 1

    def _wall_of(self, media: float) -> float:
        return self._wall + (media - self._media) / self._rate
