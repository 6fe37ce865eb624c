"""Writes decisions off the GUI thread, in order, until each is durable.

Runs in: QThread "writer", made by Session.
Owns: the rater's DecisionLog and Reveals. Nobody else writes with them.
Hears: submit (queued); finish (blocking, from the GUI thread at the end).
Says: saved; found (before an undo, so that its clip can be shown); failed; nothing_left.
Stops when: finish was called: what can be written is, the rest is handed back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from emo7_core.errors import Emo7Error
from emo7_core.labels.decision import Draft
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.reveals import Reveals
from emo7_gui.row_id import row_of

RETRY_MS = 1000


@dataclass(frozen=True, slots=True)
class Append:
    """Store this draft."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the latest action of this rater."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Bring back the action that was taken back last."""


@dataclass(frozen=True, slots=True)
class Revert:
    """Make an earlier entry count again."""

    uuid: str


@dataclass(frozen=True, slots=True)
class Show:
    """Record what the rater is shown of a clip."""

    clip_id: int
    what: tuple[str, ...]


Request = Append | Undo | Redo | Revert | Show


class Writer(QObject):
    """The only hand that writes in the log."""

    saved = Signal(object)  # Decision
    found = Signal(object)  # row of the action about to be taken back
    failed = Signal(str, int)  # message, how many wait
    nothing_left = Signal(str)  # "undo" or "redo"

    def __init__(self, log: DecisionLog, reveals: Reveals) -> None:
        super().__init__()
        self._log = log
        self._reveals = reveals
        self._waiting: deque[Request] = deque()
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._work)

    @Slot(object)
    def submit(self, request: Request) -> None:
        """Take a request; it is written now, or as soon as the store lets us."""
        self._waiting.append(request)
        if not self._retry.isActive():
            self._work()

    @property
    def unsaved(self) -> list[Request]:
        """What waits; read it after finish."""
        return list(self._waiting)

    @Slot()
    def finish(self) -> None:
        """Write what waits once more and stop trying; the rest stays in `unsaved`."""
        self._retry.stop()
        self._work()
        self._retry.stop()

    @Slot()
    def _work(self) -> None:
        while self._waiting:
            try:
                self._write(self._waiting[0])
            except Emo7Error as error:
                self.failed.emit(str(error), len(self._waiting))
                self._retry.start()
                return
            self._waiting.popleft()

    def _write(self, request: Request) -> None:
        match request:
            case Append(draft):
                self.saved.emit(self._log.append(draft))
            case Undo():
                self._step(self._log.undo_draft, "undo")
            case Redo():
                self._step(self._log.redo_draft, "redo")
            case Revert(uuid):
                self.saved.emit(self._log.append(self._log.revert_draft(uuid)))
            case Show(clip_id, what):
                self._reveals.add(clip_id, what)

    def _step(self, draft_of: Callable[[], Draft | None], name: str) -> None:
        draft = draft_of()
        if draft is None:
            self.nothing_left.emit(name)
            return
        # From here on it is this very entry: a retry after an unclear failure cannot undo twice.
        self._waiting[0] = Append(draft)
        self.found.emit(row_of(draft.clip_id, draft.round))
        self.saved.emit(self._log.append(draft))
