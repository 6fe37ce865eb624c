"""Whether everything that was stated is on the disk: the writer seen by the session.

What it is: hands requests to the writer's thread, counts those that wait, and says the state.
What it is not: what is written (session.py), or the writing itself (workers/writer.py).
Convention: the state says "saved" only once the writer said that everything is durable.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from emo7_core.labels.decision import Decision
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.reveals import Reveals
from emo7_gui.review_facts import SaveState
from emo7_gui.workers.writer import Mark, Redo, Request, Revert, Show, Undo
from emo7_gui.workers.writing_room import WritingRoom


class Saving(QObject):
    """One rater's writer while a project is open."""

    stored = Signal(object)  # Decision: durable, and about to be said so
    saved = Signal(object)  # Decision: the state said so
    found = Signal(object)  # row of the action about to be taken back
    state_changed = Signal(object)  # SaveState
    nothing_left = Signal(str)  # "undo", "redo" or "retract"
    unplaced = Signal(object)  # Mark that no value was there for

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = SaveState("saved")
        self.room: WritingRoom | None = None
        # The writer answers each in turn.
        self._requests: deque[Request] = deque()

    def start(self, log: DecisionLog, reveals: Reveals) -> None:
        """Write for another rater or project."""
        self._requests.clear()
        if self.state.kind != "saved":
            # What could not be written before was told and is over.
            self._set(SaveState("saved", self.state.at))
        self.room = WritingRoom(log, reveals, self)
        self.room.saved.connect(self._on_saved)
        self.room.found.connect(self.found)
        self.room.failed.connect(self._on_failed)
        self.room.nothing_left.connect(self._on_nothing_left)
        self.room.unplaced.connect(self._on_unplaced)
        self.room.shown.connect(self._on_shown)

    def stop(self) -> list[Request]:
        """Write what waits and return what could not be written."""
        unsaved = [] if self.room is None else self.room.stop()
        self.room = None
        return unsaved

    def submit(self, request: Request) -> None:
        """Write something that the state tells of."""
        self._requests.append(request)
        # While the disk refuses, what comes behind waits as well: that stays said.
        kind = "failed" if self.state.kind == "failed" else "saving"
        self._set(replace(self.state, kind=kind, waiting=len(self._requests)))
        self.write(request)

    def is_refused(self) -> bool:
        """Wait until everything was tried once; return whether the disk refuses some of it."""
        if self.state.kind == "saving" and self.room is not None:
            self.room.settle()
        return self.state.kind == "failed" and self.room is not None

    def waits_for(self, row: int) -> bool:
        """Return whether something that may concern a row is still to be written."""
        return any(_may_concern(one, row) for one in self._requests)

    def write(self, request: Request) -> None:
        """Write something in passing."""
        if self.room is not None:
            self.room.submit(request)

    def _on_saved(self, decision: Decision) -> None:
        self._answered()
        self.stored.emit(decision)
        self._set(SaveState(self._kind(), datetime.now(), len(self._requests)))
        self.saved.emit(decision)

    def _on_failed(self, reason: str, waiting: int) -> None:
        self._set(replace(self.state, kind="failed", waiting=waiting, reason=reason))

    def _on_nothing_left(self, name: str) -> None:
        self._answered()
        self._go_on()
        self.nothing_left.emit(name)

    def _on_unplaced(self, mark: Mark) -> None:
        self._answered()
        self._go_on()
        self.unplaced.emit(mark)

    def _on_shown(self) -> None:
        if self.state.kind == "failed":
            self._go_on()

    def _answered(self) -> None:
        if self._requests:
            self._requests.popleft()

    def _go_on(self) -> None:
        self._set(replace(self.state, kind=self._kind(), waiting=len(self._requests), reason=""))

    def _kind(self) -> str:
        return "saving" if self._requests else "saved"

    def _set(self, state: SaveState) -> None:
        self.state = state
        self.state_changed.emit(state)


def _may_concern(request: Request, row: int) -> bool:
    # Which row these mean is known when they are written.
    if isinstance(request, Undo | Redo | Revert):
        return True
    return not isinstance(request, Show) and request.row == row
