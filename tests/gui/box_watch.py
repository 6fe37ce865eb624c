"""Closes boxes and menus that nobody answers.

What it is: a look once a second, from a timer that also runs inside the event loop of a box, where
a test waits and no time limit of its own is heard.
What it is not: an answer: what was found fails the test.
Convention: it counts looks, not seconds: a machine that is busy looks less often.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget

LOOK_MS, LOOKS = 1000, 60


class BoxWatch:
    """Watches one test.

    Args:
        look_ms: How often it looks.
        looks: At how many looks in a row it sees the same box before it is closed.
    """

    def __init__(self, look_ms: int = LOOK_MS, looks: int = LOOKS) -> None:
        self.found: list[str] = []
        self._most, self._looks = looks, 0
        self._box: QWidget | None = None
        self._clock = QTimer(interval=look_ms)
        self._clock.timeout.connect(self._look)
        self._clock.start()

    def stop(self) -> None:
        """Look no more; a box of the test that still stands is found as well."""
        self._clock.stop()
        left = QApplication.activeModalWidget()
        if isinstance(left, QMessageBox):
            self._close(left)

    def _look(self) -> None:
        box = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        self._looks = self._looks + 1 if box is self._box else 1
        self._box = box
        if box is not None and self._looks >= self._most:
            self._box = None
            self._close(box)

    def _close(self, box: QWidget) -> None:
        self.found.append(words_of(box))
        if isinstance(box, QDialog):
            box.reject()
        else:
            box.close()


def words_of(box: QWidget) -> str:
    """Return what a box or menu asks."""
    if isinstance(box, QMessageBox):
        return f"{box.text()} {box.informativeText()}".strip()
    if isinstance(box, QMenu):
        return ", ".join(action.text() for action in box.actions())
    return f"{type(box).__name__} {box.windowTitle()}".strip()
