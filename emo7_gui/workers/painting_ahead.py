"""Paints the next frames before they are due, where there is time.

What it is: the decode thread's small store of painted frames, and of how long painting takes.
What it is not: the painting itself, which the views hand over (player/sight.py).
Convention: seconds. One piece of work is one view's painting of one frame. Where the time is too
short the window paints itself, so that both share the work of a machine that is busy.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from emo7_core.video.frame import Frame

# Painted frames that wait: a machine that is busy for so many frames costs no picture.
DEPTH = 3
# A painting that was slow once is not held against the next ones for long.
FORGETTING = 0.97

Paint = Callable[[Frame], object]


class PaintingAhead:
    """A few frames painted ahead; `paints` may be set by any thread, the rest belongs to one."""

    def __init__(self) -> None:
        self.paints: tuple[Paint, ...] = ()
        self._made: OrderedDict[Frame, list[tuple[Paint, object]]] = OrderedDict()
        self._costs: dict[int, float] = {}

    def paint(self, frame: Frame, seconds: float) -> bool:
        """Paint a frame for one view more, where that can be done in so many seconds.

        Returns:
            Whether something was painted.
        """
        for place, paint in enumerate(self.paints):
            if all(by is not paint for by, _ in self._made.get(frame, ())):
                cost = self._costs.get(place, 0.0)
                self._costs[place] = cost * FORGETTING
                if cost < seconds:
                    self._do(frame, place, paint)
                    return True
        return False

    def take(self, frame: Frame) -> tuple[object, ...]:
        """Return what was painted of a frame, and forget it."""
        return tuple(made for _, made in self._made.pop(frame, ()))

    def forget(self) -> None:
        """Throw away what waits."""
        self._made.clear()

    def _do(self, frame: Frame, place: int, paint: Paint) -> None:
        began = time.perf_counter()
        self._made.setdefault(frame, []).append((paint, paint(frame)))
        self._costs[place] = max(time.perf_counter() - began, self._costs.get(place, 0.0))
        while len(self._made) > DEPTH:
            self._made.popitem(last=False)
