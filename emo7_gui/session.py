"""The only mutator of a project's human labels, and the owner of undo in the window.

What it is: which project, rater and clip are open, what is decided, what waits to be saved.
What it is not: the read side (known_rows.py), a view, a decoder or a model; it runs without any
widget.
Convention: signals are facts. A decision counts here when the writer said it is durable;
until then the save state says so, and nothing is revealed or left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from emo7_core.clips.clip import BAD
from emo7_core.clips.identify import identify
from emo7_core.clips.table import ClipTable
from emo7_core.errors import ProjectLockedError
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Decision, Draft
from emo7_core.labels.queue import MIXED, Queue, newest_queue
from emo7_core.labels.reveals import Reveals, ShownModel
from emo7_core.labels.sources import RATER
from emo7_core.lock import ProjectLock
from emo7_core.project import Project
from emo7_core.scale import CLASSES
from emo7_gui.assigned import Assigned
from emo7_gui.known_rows import ASSIGNED, KnownRows
from emo7_gui.review_facts import Marks, SaveState
from emo7_gui.row_id import clip_of, round_of, row_of
from emo7_gui.saving import Saving
from emo7_gui.standing import Standing, with_marks
from emo7_gui.workers.writer import Decide, Mark, Redo, Request, Retract, Revert, Show, Undo


class Session(KnownRows):
    """One rater at work in one project.

    Args:
        is_blind_first: Whether the rater commits before anything is revealed.
        has_reveal: Whether the clip stays after the decision and the reveal appears.
    """

    opened = Signal()
    closing = Signal()  # the project is about to close: whoever writes in it ends now
    closed = Signal()
    clips_changed = Signal()
    clip_changed = Signal(object)  # Clip | None
    advanced = Signal()  # the next clip came by itself
    review_changed = Signal(object)  # row: its decisions, marks or reveal changed
    save_state_changed = Signal(object)  # SaveState
    lost = Signal(int)  # so many requests could not be saved before the project closed
    told = Signal(str)  # a short sentence for the status bar

    def __init__(
        self, is_blind_first: bool = True, has_reveal: bool = True, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.is_blind_first = is_blind_first
        self.has_reveal = has_reveal
        # A view that narrows the list puts its own here.
        self.neighbour: Callable[[int], int | None] = self.neighbour_in_order
        # Marks that wait for a digit when raters change; they are there when one comes back.
        self._shelf: dict[tuple[str, str], dict[int, Marks]] = {}
        self._lock: ProjectLock | None = None
        self.saving = Saving(self)
        self.saving.stored.connect(lambda decision: self.standing.take(decision))
        self.saving.saved.connect(self._on_saved)
        self.saving.found.connect(self._on_found)
        self.saving.nothing_left.connect(self._on_nothing_left)
        self.saving.unplaced.connect(lambda mark: self._keep_marks(mark.row, mark.change))
        self.saving.state_changed.connect(self.save_state_changed)
        # Whoever else writes down what people state puts its own here.
        self.savings = [self.saving]

    @property
    def save_state(self) -> SaveState:
        """Whether everything stated is on the disk."""
        return self.saving.state

    def refused(self) -> SaveState | None:
        """Wait until all that was stated was tried once; return how it stands if the disk refuses.

        Whoever is about to close the project asks first: what still waits then is lost.
        """
        return next((one.state for one in self.savings if one.is_refused()), None)

    # Opening and closing

    def open(self, project: Project, rater: str, order: str | None = None, seed: int = 7) -> None:
        """Take a project; read only where somebody else labels in it.

        Args:
            project: The project; it belongs to the session from here on.
            rater: By name.
            order: ASSIGNED or one of queue.ORDERS; None for the rater's queue, else mixed.
            seed: Of the mixed order.
        """
        if unsaved := self.close():
            self.lost.emit(len(unsaved))
        self.project = project
        self._take_lock(project)
        self.rater = project.sources.ensure(RATER, rater)
        self._log = project.log(self.rater)
        reveals = Reveals(project.database, self.rater.id)
        self.standing = Standing(self._log, reveals.all(), reveals.models())
        self.standing.marked = self._shelf.pop(self._shelf_place(), {})
        self.saving.start(project.log(self.rater), reveals)
        self.assigned = Assigned(newest_queue(project.database, self.rater.id))
        default = MIXED if self.assigned.queue is None else ASSIGNED
        self.order_name, self.seed = order or default, seed
        self.reload_clips()
        self.opened.emit()

    def close(self) -> list[Request]:
        """Leave the project and return what could not be saved (nothing, as a rule)."""
        self.closing.emit()
        unsaved = self.saving.stop()
        if self.standing.marked:
            self._shelf[self._shelf_place()] = self.standing.marked
        if self._lock is not None:
            self._lock.release()
        if self.project is not None:
            self.project.close()
            self.project = None
            self.closed.emit()
        self.current, self.row, self._lock, self._log = None, None, None, None
        self.clips, self.order, self._opinions = ClipTable(), [], None
        self.assigned, self.standing = Assigned(), Standing()
        return unsaved

    def reload_clips(self) -> None:
        """Read the catalog again, after an import or in the course of one."""
        assert self.project is not None
        self._opinions = None
        self.clips = self.project.catalog.table()
        self.order = self.ordered_rows()
        if self.current is not None:
            self.current = self.clips.get(self.current.id)
        self.clips_changed.emit()

    def refresh_clip(self, clip_id: int) -> None:
        """Read one clip of the catalog again."""
        if self.project is not None:
            clip = self.project.catalog.get(clip_id)
            self.clips.renew(clip)
            if self.current is not None and self.current.id == clip_id:
                self.current = clip

    def take_queue(self, queue: Queue) -> None:
        """Work through a queue that was just made for this rater."""
        self.assigned = Assigned(queue)
        self.set_order(ASSIGNED)

    def set_order(self, order: str) -> None:
        """See the clips in another order; the open clip stays."""
        self.order_name = order
        self.reload_clips()

    # Which clip

    def choose(self, row: int) -> None:
        """Show a clip; its file is read now if the background has not come to it yet."""
        clip = self.clips.get(clip_of(row))
        if clip is None or self.project is None:
            return
        if clip.key is None:
            clip = identify(self.project.catalog, clip)
            self.clips.renew(clip)
        self.current, self.row, self._opinions = clip, row, None
        is_open = not self.is_blind_first and not self.is_held_back(row)
        if is_open or self.is_revealed(row):
            self.saw(row, _names_of(self.hidden(row)))
        self.clip_changed.emit(clip)

    def step(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) clip of the list; False at the end of the list."""
        target = self.neighbour(by)
        if target is None:
            self.told.emit(self.tr("no further clip in this list"))
            return False
        self.choose(target)
        return True

    # What the rater does

    def decide(self, value: int, is_unsure: bool = False) -> None:
        """Put the current clip on the scale."""
        if self.row is not None:
            self.decide_clip(self.row, value, is_unsure)

    def decide_clip(self, row: int, value: int, is_unsure: bool = False) -> None:
        """Put any clip on the scale, for example one that Compare shows."""
        if not self._may_write():
            return
        if self.clips[clip_of(row)].key is None or self.clips[clip_of(row)].state == BAD:
            self.told.emit(self.tr("this clip has no readable file, it cannot be labelled"))
            return
        draft = Draft(
            clip_of(row),
            value,
            is_unsure=is_unsure,
            stage=self.stage(row),
            visible=self.standing.revealed.get(row, ()),
            round=round_of(row),
        )
        self.saving.submit(Decide(with_marks(draft, self.marks(row))))

    def show_more(self, clip_id: int) -> None:
        """Record that the rater is shown all that is known of a clip, whatever was held back."""
        self.saw(clip_id, _names_of(self.counts(clip_id, is_control=False)))

    def saw(self, row: int, what: tuple[str, ...], models: Iterable[ShownModel] = ()) -> None:
        """Record that these are shown; nothing happens where that is known."""
        new = self.standing.meet(row, models)
        if set(what) - set(self.standing.revealed.get(row, ())) or not self.is_revealed(row):
            self._show(row, what, new)
        elif new:
            self._record(row, what, new)

    def toggle_cue(self, cue: str) -> None:
        """Add or take away a cue of the decision."""
        self._change_marks(lambda marks: replace(marks, cues=_toggled(marks.cues, cue)))

    def set_note(self, note: str) -> None:
        """Write the note of the decision."""
        if self.row is None:
            return
        if note != self.marks(self.row).note or self.saving.waits_for(self.row):
            self._change_marks(lambda marks: replace(marks, note=note))

    def set_decisive_frame(self, ordinal: int | None) -> None:
        """Mark the frame that decided it."""
        self._change_marks(lambda marks: replace(marks, decisive_frame=ordinal))

    def retract(self) -> None:
        """Take this stage's value away, as an entry of its own."""
        if self.row is None or not self._may_write():
            return
        self.saving.submit(Retract(self.row, (self.stage(self.row), SIGNING_ONLY)))

    def undo(self) -> None:
        """Take back this rater's latest action, showing its clip first."""
        if self._may_write():
            self.saving.submit(Undo())

    def redo(self) -> None:
        """Bring back the action that was taken back last."""
        if self._may_write():
            self.saving.submit(Redo())

    def revert(self, uuid: str) -> None:
        """Make an earlier entry count again."""
        if self._may_write():
            self.saving.submit(Revert(uuid))

    # Inside

    def _change_marks(self, change: Callable[[Marks], Marks]) -> None:
        if self.row is None or not self._may_write():
            return
        if self.latest(self.row) is None and not self.saving.waits_for(self.row):
            self._keep_marks(self.row, change)
        else:
            self.saving.submit(Mark(self.row, change))

    def _keep_marks(self, row: int, change: Callable[[Marks], Marks]) -> None:
        """Let marks wait for a value."""
        self.standing.marked[row] = change(self.marks(row))
        self.review_changed.emit(row)

    def _may_write(self) -> bool:
        if self.is_read_only:
            self.told.emit(self.read_only_reason)
        return self.project is not None and not self.is_read_only

    def _on_saved(self, decision: Decision) -> None:
        row, self._opinions = row_of(decision.clip_id, decision.round), None
        self._tell_overruled(row, decision)
        goes_on = decision.kind == "decide" and self.row == row
        if goes_on and not self.has_reveal:
            # First the next clip: the one that is left need not be shown once more.
            if self.step(1):
                self.advanced.emit()
            goes_on = False
        self.review_changed.emit(row)
        if goes_on:
            self._go_on(row)

    def _tell_overruled(self, row: int, decision: Decision) -> None:
        """Say that going back to a value of signing only leaves the later value counting."""
        later = self.decision(row, WITH_CAPTION)
        if decision.kind != "revert" or decision.stage != SIGNING_ONLY or later is None:
            return
        if decision.value is not None and later.value is not None:
            words = self.tr("signing only is {0} again; {1}, with caption, still counts")
            names = (CLASSES[decision.value], CLASSES[later.value])
            self.told.emit(words.format(*names))

    def _go_on(self, row: int) -> None:
        if self.is_held_back(row):
            self.told.emit(self.tr("nothing is revealed of this clip yet; go on to the next one"))
        elif not self.is_revealed(row):
            self._reveal(row)

    def _on_found(self, row: int) -> None:
        if self.row != row:
            self.choose(row)

    def _on_nothing_left(self, name: str) -> None:
        words = {
            "undo": self.tr("nothing to take back"),
            "redo": self.tr("nothing to redo"),
            "retract": self.tr("there is no value to take away"),
        }
        self.told.emit(words[name])

    def _reveal(self, row: int) -> None:
        self._show(row, _names_of(self.hidden(row)))

    def _show(self, row: int, what: tuple[str, ...], models: tuple[ShownModel, ...] = ()) -> None:
        self._opinions = None
        self.standing.show(row, what)
        self._record(row, what, models)
        for one in {row, clip_of(row)}:
            self.review_changed.emit(one)

    def _record(self, row: int, what: tuple[str, ...], models: tuple[ShownModel, ...]) -> None:
        if not self.is_read_only:
            self.saving.write(Show(clip_of(row), what, models))

    def _shelf_place(self) -> tuple[str, str]:
        assert self.project is not None
        assert self.rater is not None
        return str(self.project.root), self.rater.name

    def _take_lock(self, project: Project) -> None:
        lock = project.lock()
        try:
            lock.acquire()
            self._lock, self.is_read_only, self.read_only_reason = lock, False, ""
        except ProjectLockedError as error:
            reason = self.tr("Read only: {0}. Close it there to label here.").format(error.what)
            self.is_read_only, self.read_only_reason = True, reason


def _names_of(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(name for name, count in counts.items() if count))


def _toggled(cues: tuple[str, ...], cue: str) -> tuple[str, ...]:
    return tuple(one for one in cues if one != cue) if cue in cues else (*cues, cue)
