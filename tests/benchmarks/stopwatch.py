"""Waits in the window's event loop, and sees widgets being painted.

What it is: what the benchmarks of the window share.
What it is not: a measure; each benchmark takes its own times.
Convention: times are those of time.perf_counter, seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from emo7_gui.start import make_application
from emo7_gui.theme import install


class PaintWatch(QObject):
    """Remembers when a widget was painted last, and how often."""

    def __init__(self, widget: QWidget, told: Callable[[float], object] | None = None) -> None:
        super().__init__(widget)
        self.count, self.at = 0, 0.0
        self._told = told
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # The paint itself follows; the event after it marks its end.
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self.count, self.at = self.count + 1, time.perf_counter()
        if self._told is not None:
            self._told(self.at)


def live(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def live_until(is_so: Callable[[], object], seconds: float = 60.0) -> None:
    """Let the window live until something is so.

    Raises:
        TimeoutError: it did not become so.
    """
    end = time.perf_counter() + seconds
    loop, look = QEventLoop(), QTimer()
    look.setInterval(2)
    look.timeout.connect(lambda: loop.quit() if is_so() or time.perf_counter() > end else None)
    look.start()
    loop.exec()
    if not is_so():
        raise TimeoutError("the window did not come to it in time")


def dressed() -> QApplication:
    """Return the application in the dark look."""
    app = make_application()
    install(app, "dark")
    return app
