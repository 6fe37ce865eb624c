"""Whether everything that was stated is on the disk: the writer seen by the session.

What it is: hands requests to the writer's thread, counts those that wait, and says the state.
What it is not: what is written (session.py), or the writing itself (workers/writer.py).
Convention: the state says "saved" only once the writer said that everything is durable.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from emo7_core.labels.decision import Decision
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.reveals import Reveals
from emo7_gui.review_facts import SaveState
from emo7_gui.workers.writer import Request
from emo7_gui.workers.writing_room import WritingRoom


class Saving(QObject):
    """One rater's writer while a project is open."""

    stored = Signal(object)  # Decision: durable, and about to be said so
    saved = Signal(object)  # Decision: the state said so
    found = Signal(object)  # row of the action about to be taken back
    state_changed = Signal(object)  # SaveState
    nothing_left = Signal(str)  # "undo" or "redo"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = SaveState("saved")
        self.room: WritingRoom | None = None
        self._waiting = 0

    def start(self, log: DecisionLog, reveals: Reveals) -> None:
        """Write for another rater or project."""
        self._waiting = 0
        self.room = WritingRoom(log, reveals, self)
        self.room.saved.connect(self._on_saved)
        self.room.found.connect(self.found)
        self.room.failed.connect(self._on_failed)
        self.room.nothing_left.connect(self._on_nothing_left)

    def stop(self) -> list[Request]:
        """Write what waits and return what could not be written."""
        unsaved = [] if self.room is None else self.room.stop()
        self.room = None
        return unsaved

    def submit(self, request: Request) -> None:
        """Write something that the state tells of."""
        self._waiting += 1
        self._set(replace(self.state, kind="saving", waiting=self._waiting))
        self.write(request)

    def write(self, request: Request) -> None:
        """Write something in passing."""
        if self.room is not None:
            self.room.submit(request)

    def _on_saved(self, decision: Decision) -> None:
        self._waiting = max(0, self._waiting - 1)
        self.stored.emit(decision)
        kind = "saving" if self._waiting else "saved"
        self._set(SaveState(kind, datetime.now(), self._waiting))
        self.saved.emit(decision)

    def _on_failed(self, reason: str, waiting: int) -> None:
        self._set(replace(self.state, kind="failed", waiting=waiting, reason=reason))

    def _on_nothing_left(self, name: str) -> None:
        self._waiting = max(0, self._waiting - 1)
        self._set(replace(self.state, kind="saved", waiting=self._waiting))
        self.nothing_left.emit(name)

    def _set(self, state: SaveState) -> None:
        self.state = state
        self.state_changed.emit(state)
