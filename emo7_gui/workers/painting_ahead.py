"""Paints the next frame before it is due, where there is time.

What it is: the decode thread's bookkeeping of one painted frame, and of how long painting takes.
What it is not: the painting itself, which a view hands over (player/sight.py).
Convention: seconds of time.perf_counter. Where the time is too short the window paints itself,
so that both share the work of a machine that is busy.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from emo7_core.video.frame import Frame

# A painting that was slow once is not held against the next ones for long.
FORGETTING = 0.9


class PaintingAhead:
    """One frame painted ahead; `paint` may be set by any thread, the rest belongs to one."""

    def __init__(self) -> None:
        self.paint: Callable[[Frame], object] | None = None
        self._cost = 0.0
        self._frame: Frame | None = None
        self._by: Callable[[Frame], object] | None = None
        self._made: object = None

    def prepare(self, frame: Frame, due: float) -> None:
        """Paint a frame that is due at a time, if that can be done until then."""
        paint = self.paint
        if paint is None or (self._frame is frame and self._by is paint):
            return
        began = time.perf_counter()
        if due - began < self._cost:
            self._cost *= FORGETTING
            return
        self._made, self._frame, self._by = paint(frame), frame, paint
        took = time.perf_counter() - began
        self._cost = max(took, self._cost * FORGETTING)

    def of(self, frame: Frame) -> object:
        """Return what was painted of a frame, or None."""
        return self._made if self._frame is frame else None
