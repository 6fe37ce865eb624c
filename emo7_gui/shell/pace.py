"""How fast a long work goes and when it will end, in words.

What it is: arithmetic on counts and seconds; the clock comes from outside.
What it is not: a widget or a timer.
Convention: the rate is that of the last seconds, so that a slow start is soon forgotten; the
time left is said once two seconds are known.
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QCoreApplication

REMEMBERED_SECONDS = 10.0
LEAST_SECONDS = 2.0


class Pace:
    """The pace of one work.

    Args:
        now: Seconds of a steady clock.
    """

    def __init__(self, now: float) -> None:
        self._marks: deque[tuple[float, int]] = deque([(now, 0)])
        self._total = 0

    def advance(self, done: int, total: int, now: float) -> None:
        """Note how much is done; fewer than before means that something new began."""
        if done < self._marks[-1][1] or total != self._total:
            self._marks.clear()
            self._total = total
            self._marks.append((now, max(0, done - 1)))
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[0][0] > REMEMBERED_SECONDS:
            self._marks.popleft()

    @property
    def share(self) -> float:
        """How much is done, 0..1."""
        return self._marks[-1][1] / self._total if self._total else 0.0

    @property
    def rate(self) -> float | None:
        """Things per second, None before it can be said."""
        (start, first), (end, last) = self._marks[0], self._marks[-1]
        seconds = end - start
        return (last - first) / seconds if seconds >= LEAST_SECONDS and last > first else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds to the end, None before it can be said."""
        return None if self.rate is None else (self._total - self._marks[-1][1]) / self.rate

    def text(self) -> str:
        """Return "5 of 14, 3.2 a second, about 4 s left"."""
        parts = [_tr("{0} of {1}").format(f"{self._marks[-1][1]:,}", f"{self._total:,}")]
        if self.rate is not None and self.seconds_left is not None:
            parts.append(_tr("{0} a second").format(f"{self.rate:.{0 if self.rate >= 10 else 1}f}"))
            parts.append(_tr("about {0} left").format(span(self.seconds_left)))
        return ", ".join(parts)


def span(seconds: float) -> str:
    """Return a length of time in its two largest units: "4 s", "3 min", "2 h 5 min"."""
    whole = max(1, round(seconds))
    if whole < 90:
        return _tr("{0} s").format(whole)
    minutes = round(whole / 60)
    if minutes < 90:
        return _tr("{0} min").format(minutes)
    return _tr("{0} h {1} min").format(*divmod(minutes, 60))


def _tr(text: str) -> str:
    return QCoreApplication.translate("pace", text)
