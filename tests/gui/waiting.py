"""Waiting in the window's own event loop: QTest.qWait would hold the interpreter meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer


def wait(ms: int) -> None:
    """Let the event loop run for some milliseconds."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(is_so: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Let the event loop run until something is so; fail with what was waited for."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for: {what}"
        wait(30)
