"""Does one short piece of work at a time off the GUI thread, the latest request wins.

Runs in: a QThread named by its owner, made by ErrandRoom.
Owns: nothing; the work is a function of frozen values.
Hears: run (any thread); an earlier request that has not begun is forgotten.
Says: done with the answer, failed with a sentence; of the newest request only.
Stops when: the room is stopped, after the work in hand.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from emo7_core.errors import Emo7Error

Work = Callable[[], Any]


class _Errand(QObject):
    done = Signal(int, object)
    failed = Signal(int, str)
    rung = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._waiting: tuple[int, Work] | None = None
        self.rung.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def leave(self, number: int, work: Work) -> None:
        with self._lock:
            self._waiting = (number, work)
        self.rung.emit()

    @Slot()
    def _run(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        number, work = waiting
        try:
            self.done.emit(number, work())
        except Emo7Error as error:
            self.failed.emit(number, str(error))


class ErrandRoom(QObject):
    """The window's end of the thread."""

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = self._answered = 0
        self._errand = _Errand()
        self._thread = QThread(self)
        self._thread.setObjectName(name)
        self._errand.moveToThread(self._thread)
        self._errand.done.connect(self._on_done)
        self._errand.failed.connect(self._on_failed)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still waited for."""
        return self._answered != self._number

    def run(self, work: Work) -> None:
        """Do this instead of what was asked before."""
        self._number += 1
        self._errand.leave(self._number, work)

    def forget(self) -> None:
        """Let the answer of what is under way go."""
        self._number += 1
        self._answered = self._number

    def stop(self) -> None:
        """Join the thread."""
        self._number += 1
        self._thread.quit()
        self._thread.wait()

    @Slot(int, object)
    def _on_done(self, number: int, answer: object) -> None:
        if number == self._number:
            self._answered = number
            self.done.emit(answer)

    @Slot(int, str)
    def _on_failed(self, number: int, reason: str) -> None:
        if number == self._number:
            self._answered = number
            self.failed.emit(reason)
