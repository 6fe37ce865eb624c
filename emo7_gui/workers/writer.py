"""Writes decisions off the GUI thread, in order, until each is durable.

Runs in: QThread "writer", made by Session.
Owns: the rater's DecisionLog and Reveals. Nobody else writes with them.
Hears: submit (queued); reach and finish (blocking, from the GUI thread; finish at the end).
Says: one of saved, nothing_left and unplaced for each request but Show, in order; shown for that;
found before an undo, so that its clip can be shown; failed.
Convention: what builds on the standing value (Decide, Mark, Retract) takes it from the log when it
is written, so that it also builds on entries that waited when it was said.
Stops when: finish was called: what can be written is, the rest is handed back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from emo7_core.errors import Emo7Error
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Decision, Draft
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.reveals import Reveals, ShownModel
from emo7_gui.review_facts import Marks
from emo7_gui.row_id import clip_of, round_of, row_of
from emo7_gui.standing import draft_of, marks_of, with_marks

RETRY_MS = 1000
# The later stage speaks for a rater.
LATER_FIRST = (WITH_CAPTION, SIGNING_ONLY)


@dataclass(frozen=True, slots=True)
class Append:
    """Store this draft."""

    draft: Draft

    @property
    def row(self) -> int:
        """The showing that it is about."""
        return row_of(self.draft.clip_id, self.draft.round)


@dataclass(frozen=True, slots=True)
class Decide:
    """Store this value; the marks of the standing one go with it, else the draft's own."""

    draft: Draft

    @property
    def row(self) -> int:
        """The showing that it is about."""
        return row_of(self.draft.clip_id, self.draft.round)


@dataclass(frozen=True, slots=True)
class Mark:
    """Change the marks of the standing value: of the first of these stages that has one."""

    row: int
    change: Callable[[Marks], Marks]
    stages: tuple[str, ...] = LATER_FIRST


@dataclass(frozen=True, slots=True)
class Retract:
    """Take away the value of the first of these stages that has one."""

    row: int
    stages: tuple[str, ...] = LATER_FIRST


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
    models: tuple[ShownModel, ...] = ()


Request = Append | Decide | Mark | Retract | Undo | Redo | Revert | Show


class Writer(QObject):
    """The only hand that writes in the log."""

    saved = Signal(object)  # Decision
    found = Signal(object)  # row of the action about to be taken back
    failed = Signal(str, int)  # message, how many wait
    nothing_left = Signal(str)  # "undo", "redo" or "retract"
    unplaced = Signal(object)  # Mark: there is no value that it could belong to
    shown = Signal()  # that something was shown is recorded

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
    def reach(self) -> None:
        """Do nothing: whoever waits for it waits for every request that was made before."""

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
            case Decide(draft):
                found = self._standing(request.row, LATER_FIRST)
                self._append(draft if found is None else with_marks(draft, marks_of(found)))
            case Mark(row, _, stages):
                self._mark(request, self._standing(row, stages))
            case Retract(row, stages):
                self._retract(self._standing(row, stages))
            case Undo():
                self._step(self._log.undo_draft, "undo")
            case Redo():
                self._step(self._log.redo_draft, "redo")
            case Revert(uuid):
                self.saved.emit(self._log.append(self._log.revert_draft(uuid)))
            case Show(clip_id, what, models):
                self._reveals.add(clip_id, what, models)
                self.shown.emit()

    def _step(self, draft_of: Callable[[], Draft | None], name: str) -> None:
        draft = draft_of()
        if draft is None:
            self.nothing_left.emit(name)
            return
        self.found.emit(row_of(draft.clip_id, draft.round))
        self._append(draft)

    def _append(self, draft: Draft) -> None:
        # From here on it is this very entry: a retry after an unclear failure cannot undo twice.
        self._waiting[0] = Append(draft)
        self.saved.emit(self._log.append(draft))

    def _mark(self, request: Mark, found: Decision | None) -> None:
        if found is None:
            self.unplaced.emit(request)
            return
        marks = request.change(marks_of(found))
        self._append(replace(with_marks(draft_of(found), marks), kind="annotate"))

    def _retract(self, found: Decision | None) -> None:
        if found is None:
            self.nothing_left.emit("retract")
            return
        self._append(replace(draft_of(found), value=None, kind="retract"))

    def _standing(self, row: int, stages: tuple[str, ...]) -> Decision | None:
        both = (self._log.current(clip_of(row), stage, round_of(row)) for stage in stages)
        return next((one for one in both if one is not None and one.value is not None), None)
