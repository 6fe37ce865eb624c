"""Loads the rooms' libraries before a visit, while a person stands still and no clip plays.

What it is: the choice of the moment, and one short step of loading in it.
What it is not: what there is to load (libraries.py), or the making of a room (rooms.py).
Convention: still means no key, click or wheel in the window for a while; a clip that plays is
somebody looking, however still the hands are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

STILL_MS, STEP_MS = 1200, 30
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
    }
)


class Ahead(QObject):
    """Goes through steps while nobody waits for anything.

    Args:
        steps: The work.
        window: Whose keys and clicks are signs of life.
        may_work: Asked before every step.
        still_ms: How long nothing must have happened.
    """

    def __init__(
        self,
        steps: Iterator[None],
        window: QWidget,
        may_work: Callable[[], bool],
        still_ms: int = STILL_MS,
    ) -> None:
        super().__init__(window)
        self._steps, self._window, self._may_work = steps, window, may_work
        self._still_ms = still_ms
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)
        self._is_watching = False
        self._timer.start(still_ms)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do, or it was stopped."""
        return not self._timer.isActive()

    def stop(self) -> None:
        """Do no more. The watched handle may be gone with its window: its filter is left there."""
        self._timer.stop()

    def _step(self) -> None:
        if not self._is_still():
            self._timer.start(self._still_ms)
        elif self._has_ended():
            self.stop()
        else:
            self._timer.start(STEP_MS)

    def _has_ended(self) -> bool:
        # Whoever goes to the room meets an error again, and is told.
        try:
            next(self._steps)
        except (StopIteration, ImportError):
            return True
        return False

    def _is_still(self) -> bool:
        """Whether this is a moment; the window has a handle only once it was shown."""
        handle = self._window.windowHandle()
        if handle is not None and not self._is_watching:
            handle.installEventFilter(self)
            self._is_watching = True
        is_busy = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        return not is_busy and self._may_work()

    # Qt overrides.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self._timer.isActive():
            self._timer.start(self._still_ms)
        return False
