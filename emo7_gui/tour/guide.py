"""Leads through the real window: presses keys, waits, takes pictures.

What it is: the hands and the camera of the tour, over a Studio that somebody else made.
What it is not: the list of screens (screens.py), or a test; it only says when it waited in vain.
Convention: a picture holds the window and every pop-up or dialog over it, in device pixels.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from emo7_gui.app import Studio

_TURN_MS, _PATIENCE_MS = 20, 40_000
_PLAIN = Qt.KeyboardModifier.NoModifier


class TourError(RuntimeError):
    """The window did not come to where the tour wanted it."""


class Guide:
    """Drives one Studio.

    Attributes:
        studio: The window and its rooms.
        project: The folder of the demo project that this tour may change.
    """

    def __init__(self, studio: Studio, project: Path) -> None:
        self.studio = studio
        self.project = project
        self._before = set(threading.enumerate())

    @property
    def window(self) -> QWidget:
        return self.studio.window

    def show(self, size: QSize | None = None) -> None:
        """Show the window with the keyboard, also where no window manager gives it."""
        self.studio.show()
        if size is not None:
            self.studio.window.resize(size)
        self.studio.window.activateWindow()
        self.wait_for(self.studio.window.isActiveWindow, "the keyboard")

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press a key where the focus is."""
        popup = QApplication.activePopupWidget()
        target = popup or self.studio.window.focusWidget() or self.studio.window
        QTest.keyClick(target, key, modifiers)

    def type(self, text: str) -> None:
        """Type into the field that has the focus."""
        QTest.keyClicks(self.studio.window.focusWidget() or self.studio.window, text)

    def wait_for(
        self, is_so: Callable[[], object], what: str, patience: int = _PATIENCE_MS
    ) -> None:
        """Let the window live until something is so.

        Raises:
            TourError: it did not become so in time.
        """
        for _ in range(0, patience, _TURN_MS):
            if is_so():
                return
            self.settle(_TURN_MS)
        raise TourError(f"waited in vain for {what}")

    def settle(self, ms: int = 250) -> None:
        """Let fades, thumbs and layouts come to rest."""
        # QTest.qWait keeps the interpreter to itself, so that no other room could work.
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def show_clip(self, frame: int = 20) -> None:
        """Wait for the open clip and stand still at a frame."""
        playback, saved = self.studio.playback, self.studio.session
        self.wait_for(lambda: playback.info is not None, "the clip")
        self.press(Qt.Key.Key_Home)
        for _ in range(frame // 10):
            self.press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
            self.settle(_TURN_MS * 3)
        self.wait_for(lambda: saved.save_state.kind == "saved", "the decision to be saved")
        self.wait_for(self._is_still, "the picture")
        self.settle()

    def picture(self) -> QPixmap:
        """Return what a person sees now."""
        shown = self.window.grab()
        painter = QPainter(shown)
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible() and not widget.isHidden():
                painter.drawPixmap(self._place_of(widget), widget.grab())
        painter.end()
        return shown

    def close(self) -> None:
        """Close the window and see that nothing goes on behind it.

        Raises:
            TourError: a thread was left running.
        """
        self.studio.window.close()
        self.studio.close()
        begun = set(threading.enumerate()) - self._before
        left = [thread.name for thread in begun if not thread.daemon]
        if left:
            raise TourError(f"still running: {', '.join(left)}")

    def _is_still(self) -> bool:
        frame = self.studio.playback.player.canvas.frame
        return frame is not None and not self.studio.playback.is_playing

    def _place_of(self, widget: QWidget) -> QPoint:
        if isinstance(widget, QDialog):
            spare = self.window.rect().center() - widget.rect().center()
            return spare
        return self.window.mapFromGlobal(widget.pos())
