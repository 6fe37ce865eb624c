"""The only mutator of a project's human labels, and the owner of undo in the window.

What it is: which project, rater and clip are open, what is decided, what waits to be saved.
What it is not: a view, a decoder or a model; it runs without any widget.
Convention: signals are facts. A decision counts here when the writer said it is durable;
until then the save state says so, and nothing is revealed or left behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from emo7_core.clips.clip import TRACK_ONLY, Clip
from emo7_core.clips.identify import identify
from emo7_core.errors import ProjectLockedError
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Decision, Draft
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.queue import MIXED, ordered
from emo7_core.labels.reveals import Reveals
from emo7_core.labels.sources import RATER, Source
from emo7_core.lock import ProjectLock
from emo7_core.project import Project
from emo7_gui.review_facts import Marks, SaveState
from emo7_gui.workers.writer import Append, Redo, Request, Revert, Show, Undo
from emo7_gui.workers.writing_room import WritingRoom


class Session(QObject):
    """One rater at work in one project.

    Args:
        is_blind_first: Whether the rater commits before anything is revealed.
        has_reveal: Whether the clip stays after the decision and the reveal appears.
    """

    opened = Signal()
    closed = Signal()
    clips_changed = Signal()
    clip_changed = Signal(object)  # Clip | None
    review_changed = Signal(int)  # clip id: its decisions, marks or reveal changed
    save_state_changed = Signal(object)  # SaveState
    told = Signal(str)  # a short sentence for the status bar

    def __init__(
        self, is_blind_first: bool = True, has_reveal: bool = True, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.is_blind_first = is_blind_first
        self.has_reveal = has_reveal
        self.project: Project | None = None
        self.rater: Source | None = None
        self.is_read_only = False
        self.read_only_reason = ""
        self.clips: dict[int, Clip] = {}
        self.order: list[int] = []
        self.order_name, self.seed = MIXED, 7
        # A view that narrows the list puts its own here.
        self.neighbour: Callable[[int], int | None] = self._neighbour_in_order
        self.current: Clip | None = None
        self.save_state = SaveState("saved")
        self._decisions: dict[tuple[int, str], Decision] = {}
        self._marks: dict[int, Marks] = {}
        self._revealed: dict[int, tuple[str, ...]] = {}
        self._lock: ProjectLock | None = None
        self._writing: WritingRoom | None = None
        self._log: DecisionLog | None = None
        self._waiting = 0

    # Opening and closing

    def open(self, project: Project, rater: str, order: str = MIXED, seed: int = 7) -> None:
        """Take a project; read only where somebody else labels in it."""
        self.close()
        self.project = project
        self._take_lock(project)
        self.rater = project.sources.ensure(RATER, rater)
        self._log = project.log(self.rater)
        reveals = Reveals(project.database, self.rater.id)
        self._decisions = {(one.clip_id, one.stage): one for one in self._log.currents()}
        self._revealed = reveals.all()
        self._start_writing(project.log(self.rater), reveals)
        self.order_name, self.seed = order, seed
        self.reload_clips()
        self.opened.emit()

    def close(self) -> list[Request]:
        """Leave the project and return what could not be saved (nothing, as a rule)."""
        unsaved = [] if self._writing is None else self._writing.stop()
        self._writing = None
        if self._lock is not None:
            self._lock.release()
        if self.project is not None:
            self.project.close()
            self.project = None
            self.closed.emit()
        self.current, self._lock, self._log = None, None, None
        self.clips, self.order = {}, []
        self._decisions, self._marks, self._revealed = {}, {}, {}
        return unsaved

    def reload_clips(self) -> None:
        """Read the catalog again, after an import or in the course of one."""
        assert self.project is not None
        clips = [clip for clip in self.project.catalog.all() if clip.state != TRACK_ONLY]
        self.clips = {clip.id: clip for clip in clips}
        self.order = [clip.id for clip in ordered(clips, self.order_name, self.seed)]
        if self.current is not None:
            self.current = self.clips.get(self.current.id)
        self.clips_changed.emit()

    def refresh_clip(self, clip_id: int) -> None:
        """Read one clip of the catalog again."""
        if self.project is not None:
            clip = self.clips[clip_id] = self.project.catalog.get(clip_id)
            if self._is_shown(clip_id):
                self.current = clip

    def set_order(self, order: str) -> None:
        """See the clips in another order; the open clip stays."""
        self.order_name = order
        self.reload_clips()

    # Which clip

    def choose(self, clip_id: int) -> None:
        """Show a clip; its file is read now if the background has not come to it yet."""
        clip = self.clips.get(clip_id)
        if clip is None or self.project is None:
            return
        if clip.key is None:
            clip = identify(self.project.catalog, clip)
            self.clips[clip_id] = clip
        self.current = clip
        if not self.is_blind_first and not self.is_revealed(clip.id):
            self._reveal(clip.id)
        self.clip_changed.emit(clip)

    def step(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) clip of the list; False at the end of the list."""
        target = self.neighbour(by)
        if target is None:
            self.told.emit(self.tr("no further clip in this list"))
            return False
        self.choose(target)
        return True

    def _neighbour_in_order(self, by: int) -> int | None:
        if self.current is None or self.current.id not in self.order:
            return self.order[0] if self.order else None
        place = self.order.index(self.current.id) + by
        return self.order[place] if 0 <= place < len(self.order) else None

    # What is known of a clip

    def decision(self, clip_id: int, stage: str) -> Decision | None:
        """Return this rater's entry that counts, None if there is none or it has no value."""
        found = self._decisions.get((clip_id, stage))
        return found if found is not None and found.value is not None else None

    def latest(self, clip_id: int) -> Decision | None:
        """Return the value of the last stage decided."""
        return self.decision(clip_id, WITH_CAPTION) or self.decision(clip_id, SIGNING_ONLY)

    def is_revealed(self, clip_id: int) -> bool:
        """Whether this rater was shown more than the signing."""
        return clip_id in self._revealed

    def stage(self, clip_id: int) -> str:
        """The stage that the next digit decides."""
        return WITH_CAPTION if self.is_revealed(clip_id) else SIGNING_ONLY

    def marks(self, clip_id: int) -> Marks:
        """Cues, note and decisive moment: of the last decision, or waiting for one."""
        found = self.latest(clip_id)
        if found is None:
            return self._marks.get(clip_id, Marks())
        return Marks(found.cues, found.note, found.decisive_frame)

    def history(self, clip_id: int) -> list[Decision]:
        """Return every entry of this rater about a clip, oldest first."""
        return [] if self._log is None else self._log.history(clip_id)

    # What the rater does

    def decide(self, value: int, is_unsure: bool = False) -> None:
        """Put the current clip on the scale."""
        if self.current is not None:
            self.decide_clip(self.current.id, value, is_unsure)

    def decide_clip(self, clip_id: int, value: int, is_unsure: bool = False) -> None:
        """Put any clip on the scale, for example one that Compare shows."""
        if not self._may_write():
            return
        if self.clips[clip_id].key is None:
            self.told.emit(self.tr("this clip has no readable file, it cannot be labelled"))
            return
        marks = self.marks(clip_id)
        self._submit(
            Append(
                Draft(
                    clip_id,
                    value,
                    is_unsure=is_unsure,
                    cues=marks.cues,
                    note=marks.note,
                    decisive_frame=marks.decisive_frame,
                    stage=self.stage(clip_id),
                    visible=self._revealed.get(clip_id, ()),
                )
            )
        )

    def show_more(self, clip_id: int) -> None:
        """Record that the rater now sees more of a clip than the signing."""
        if not self.is_revealed(clip_id):
            self._reveal(clip_id)

    def toggle_cue(self, cue: str) -> None:
        """Add or take away a cue of the decision."""
        if self.current is not None:
            cues = self.marks(self.current.id).cues
            kept = tuple(c for c in cues if c != cue) if cue in cues else (*cues, cue)
            self._set_marks(cues=kept)

    def set_note(self, note: str) -> None:
        """Write the note of the decision."""
        if self.current is not None and note != self.marks(self.current.id).note:
            self._set_marks(note=note)

    def set_decisive_frame(self, ordinal: int | None) -> None:
        """Mark the frame that decided it."""
        self._set_marks(decisive_frame=ordinal)

    def retract(self) -> None:
        """Take this stage's value away, as an entry of its own."""
        if self.current is None or not self._may_write():
            return
        stage = self.stage(self.current.id)
        if self.decision(self.current.id, stage) is None:
            stage = SIGNING_ONLY
        standing = self.decision(self.current.id, stage)
        if standing is None:
            self.told.emit(self.tr("there is no value to take away"))
            return
        draft = _draft_of(standing)
        self._submit(Append(replace(draft, value=None, kind="retract")))

    def undo(self) -> None:
        """Take back this rater's latest action, showing its clip first."""
        if self._may_write():
            self._submit(Undo())

    def redo(self) -> None:
        """Bring back the action that was taken back last."""
        if self._may_write():
            self._submit(Redo())

    def revert(self, uuid: str) -> None:
        """Make an earlier entry count again."""
        if self._may_write():
            self._submit(Revert(uuid))

    # Inside

    def _set_marks(self, **changes: object) -> None:
        if self.current is None or not self._may_write():
            return
        clip_id = self.current.id
        standing = self.latest(clip_id)
        marks = replace(self.marks(clip_id), **changes)  # type: ignore[arg-type]
        if standing is None:
            self._marks[clip_id] = marks
            self.review_changed.emit(clip_id)
            return
        draft = replace(
            _draft_of(standing),
            kind="annotate",
            cues=marks.cues,
            note=marks.note,
            decisive_frame=marks.decisive_frame,
        )
        self._submit(Append(draft))

    def _may_write(self) -> bool:
        if self.is_read_only:
            self.told.emit(self.read_only_reason)
        return self.project is not None and not self.is_read_only

    def _submit(self, request: Request) -> None:
        self._waiting += 1
        self._set_save_state(replace(self.save_state, kind="saving", waiting=self._waiting))
        self._write(request)

    def _on_saved(self, decision: Decision) -> None:
        self._waiting = max(0, self._waiting - 1)
        self._decisions[decision.clip_id, decision.stage] = decision
        if decision.value is not None:
            self._marks.pop(decision.clip_id, None)
        kind = "saving" if self._waiting else "saved"
        self._set_save_state(SaveState(kind, datetime.now(), self._waiting))
        self.review_changed.emit(decision.clip_id)
        if decision.kind == "decide" and self._is_shown(decision.clip_id):
            self._go_on(decision)

    def _go_on(self, decision: Decision) -> None:
        if not self.has_reveal:
            self.step(1)
        elif not self.is_revealed(decision.clip_id):
            self._reveal(decision.clip_id)

    def _on_found(self, clip_id: int) -> None:
        if not self._is_shown(clip_id):
            self.choose(clip_id)

    def _on_failed(self, reason: str, waiting: int) -> None:
        self._set_save_state(
            replace(self.save_state, kind="failed", waiting=waiting, reason=reason)
        )

    def _on_nothing_left(self, name: str) -> None:
        self._waiting = max(0, self._waiting - 1)
        self._set_save_state(replace(self.save_state, kind="saved", waiting=self._waiting))
        self.told.emit(
            self.tr("nothing to take back") if name == "undo" else self.tr("nothing to redo")
        )

    def _is_shown(self, clip_id: int) -> bool:
        return self.current is not None and self.current.id == clip_id

    def _reveal(self, clip_id: int) -> None:
        what = self.hidden(clip_id)
        self._revealed[clip_id] = tuple(sorted(name for name, count in what.items() if count))
        if not self.is_read_only:
            self._write(Show(clip_id, self._revealed[clip_id]))
        self.review_changed.emit(clip_id)

    def hidden(self, clip_id: int) -> dict[str, int]:
        """Return how many captions, guesses and other raters' values a clip has."""
        assert self.project is not None
        return {
            "caption": len(self.project.catalog.captions_of(clip_id)),
            "guesses": len(self.project.guesses.of_clip(clip_id)),
            "raters": len(self.others(clip_id)),
        }

    def others(self, clip_id: int) -> list[Decision]:
        """Return the values of other people about a clip, the newest of each stage."""
        assert self.project is not None
        assert self.rater is not None
        found = []
        for source in self.project.sources.all():
            if source.is_human and source.id != self.rater.id:
                log = self.project.log(source)
                both = (log.current(clip_id, stage) for stage in (WITH_CAPTION, SIGNING_ONLY))
                newest = next((one for one in both if one and one.value is not None), None)
                found += [newest] if newest else []
        return found

    def _start_writing(self, log: DecisionLog, reveals: Reveals) -> None:
        self._waiting = 0
        self._writing = room = WritingRoom(log, reveals, self)
        room.saved.connect(self._on_saved)
        room.found.connect(self._on_found)
        room.failed.connect(self._on_failed)
        room.nothing_left.connect(self._on_nothing_left)

    def _write(self, request: Request) -> None:
        if self._writing is not None:
            self._writing.submit(request)

    def _set_save_state(self, state: SaveState) -> None:
        self.save_state = state
        self.save_state_changed.emit(state)

    def _take_lock(self, project: Project) -> None:
        lock = project.lock()
        try:
            lock.acquire()
            self._lock, self.is_read_only, self.read_only_reason = lock, False, ""
        except ProjectLockedError as error:
            self.is_read_only, self.read_only_reason = True, str(error)


def _draft_of(decision: Decision) -> Draft:
    return Draft(
        decision.clip_id,
        decision.value,
        is_unsure=decision.is_unsure,
        cues=decision.cues,
        note=decision.note,
        decisive_frame=decision.decisive_frame,
        stage=decision.stage,
        visible=decision.visible,
    )
