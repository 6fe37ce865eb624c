"""Wires the adjudication: cases, the looping clip, results that are durable before they show.

What it is: which case is open, what a key does with it, and the writing of results in a log of
their own, with its own undo.
What it is not: the finding of cases (golden_facts.py), or a change of what raters said.
Convention: results are those of the person at the desk, a source of their own; undo reaches only
theirs. A result shows as settled when it is on the disk. Whoever opens a case sees others' values,
so it counts as seen (session.saw).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from emo7_core.errors import LandmarkError
from emo7_core.labels.adjudicate import Case, settlement
from emo7_core.labels.decision import SIGNING_ONLY, Decision
from emo7_core.labels.reveals import Reveals
from emo7_core.labels.sources import ADJUDICATION, Source
from emo7_core.video.info import VideoInfo
from emo7_gui.desks.case_views import case_view, moments_loop
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.player_acts import player_acts
from emo7_gui.golden.adjudication_pane import AdjudicationPane
from emo7_gui.player.player import Player
from emo7_gui.saving import Saving
from emo7_gui.session import Session
from emo7_gui.workers.writer import Append, Mark, Redo, Request, Retract, Undo

CACHE_BYTES = 128 * 2**20


class AdjudicationDesk(QObject):
    """One case at a time."""

    told = Signal(str)
    failed = Signal(str)
    save_state_changed = Signal(object)  # SaveState
    settled_changed = Signal()  # a result became durable, was taken back or brought back

    def __init__(self, session: Session, pane: AdjudicationPane) -> None:
        super().__init__(pane)
        self._session, self._pane = session, pane
        self._cases: list[Case] = []
        self._place = 0
        self._is_shown = False
        self._adjudicator: Source | None = None
        self._saving = Saving(self)
        session.savings.append(self._saving)
        player = Player(
            has_transport=False, has_timeline=False, has_close_ups=False, is_compact=True
        )
        self.playback = Playback(player, CACHE_BYTES, self)
        self.acts = player_acts(self.playback)
        pane.set_player(player)
        self._connect()

    @property
    def case(self) -> Case | None:
        """The open case."""
        return self._cases[self._place] if self._cases else None

    @property
    def cases(self) -> tuple[Case, ...]:
        """All cases in their order, with what is settled."""
        return tuple(self._cases)

    def set_cases(self, cases: Sequence[Case]) -> None:
        """Take the cases; the open one stays open where it is still there."""
        before = self.case
        # Clips with landmarks alone have no picture to settle anything by.
        self._cases = known = [one for one in cases if one.clip_id in self._session.clips]
        places = [i for i, one in enumerate(known) if before and one.clip_id == before.clip_id]
        opened = [i for i, one in enumerate(known) if one.settled is None]
        self._place = next(iter(places or opened), 0)
        self._show()

    def show(self) -> None:
        """The workspace is in front: the clip may play."""
        self._is_shown = True
        self._show()

    def hide(self) -> None:
        """Another workspace is in front."""
        self._is_shown = False
        self.playback.pause()

    def settle(self, value: int) -> None:
        """Make a value the result of the open case."""
        case = self.case
        if case is not None and self._may_write():
            self._submit(Append(settlement(case.clip_id, value, note=self._reason())))

    def retract(self) -> None:
        """Take the result of the open case away, as an entry of its own."""
        case = self.case
        if case is None or not self._may_write():
            return
        if stages := self._own_stages(case):
            self._submit(Retract(case.clip_id, stages))
        else:
            self.told.emit(self._no_result(case))

    def undo(self) -> None:
        """Take back the latest result, showing its case first."""
        self._step(Undo())

    def redo(self) -> None:
        """Bring back what was taken back last."""
        self._step(Redo())

    def skip(self) -> None:
        """Go to the next case that is open; at the end round again."""
        following = [(self._place + i) % len(self._cases) for i in range(1, len(self._cases) + 1)]
        opened = [i for i in following if self._cases[i].settled is None and i != self._place]
        if opened:
            self._go(opened[0])
        elif self._cases:
            self.told.emit(self.tr("no other case is open"))
            self._go(following[0])

    def step(self, by: int) -> None:
        """Go to another case, settled or not."""
        if 0 <= self._place + by < len(self._cases):
            self._go(self._place + by)

    def finish(self) -> list[Request]:
        """Write what waits and end the writing; return what could not be written."""
        unsaved = self._saving.stop()
        # A clip that opens late must not meet the clips of the next project.
        self._cases, self._place = [], 0
        self._show()
        return unsaved

    def stop(self) -> None:
        """Join the threads of this desk."""
        self.finish()
        self.playback.stop()

    # The case

    def _go(self, place: int) -> None:
        self._pane.leave_reason()
        self._place = place
        self._show()

    def _show(self) -> None:
        case = self.case
        if case is None:
            self._pane.set_case(None)
            self._pane.picture.set_loop("", "", is_on_moments=False)
            self._pane.picture.set_playing(False, has_clip=False)
            self.playback.clear()
            return
        self._open(case)
        info, clip = self.playback.info, self.playback.clip
        is_open = info is not None and clip is not None and clip.id == case.clip_id
        times = info.times if info is not None and is_open else None
        clips = self._session.clips
        me = self._name()
        self._pane.set_case(case_view(self._cases, self._place, clips, times, me))
        self._pane.set_writable(self._session.read_only_reason)

    def _open(self, case: Case) -> None:
        project, clip = self._session.project, self._session.clips.get(case.clip_id)
        if not self._is_shown or project is None or clip is None:
            return
        if self.playback.clip is not None and self.playback.clip.id == clip.id:
            return
        self._session.saw(clip.id, ("raters",))
        try:
            track = project.load_track(clip)
        except LandmarkError as error:
            self.failed.emit(str(error))
            track = None
        self._pane.picture.set_loop("", "", is_on_moments=False)
        self.playback.open(clip, track)

    def _on_clip_opened(self, info: VideoInfo) -> None:
        case = self.case
        if case is None:
            return
        loop = moments_loop(case, info.times)
        if loop is not None:
            self.playback.player.loop_changed.emit(*loop, True)
        self._pane.picture.set_playing(self.playback.is_playing)
        self._show_loop()
        self._show()

    def _show_loop(self) -> None:
        info, clip = self.playback.info, self.playback.clip
        if info is None or clip is None:
            return
        start, stop, _ = self.playback.player.loop
        is_part = (start, stop) != (0, info.frame_count)
        end = info.times[stop] if stop < info.times.size else info.duration
        span = f"{info.times[start]:.1f}–{end:.1f} s"
        self._pane.picture.set_loop(clip.name, span, is_part)

    def _toggle_loop(self) -> None:
        """Loop around the moments, or the whole clip."""
        info, case = self.playback.info, self.case
        if info is None or case is None:
            return
        start, stop, _ = self.playback.player.loop
        whole = (0, info.frame_count)
        around = moments_loop(case, info.times) or whole
        self.playback.player.loop_changed.emit(*(around if (start, stop) == whole else whole), True)
        if not self.playback.is_playing:
            self.playback.play()

    def _show_moment(self, frame: int) -> None:
        self.playback.pause()
        self.playback.seek(frame)

    # The result

    def _reason(self) -> str:
        return self._pane.reason.text().strip()

    def _on_reason_changed(self, text: str) -> None:
        """Keep a reason that is typed after the result; before it, it waits in the field."""
        case = self.case
        stages = () if case is None else self._own_stages(case)
        if case is not None and stages and self._may_write():
            change = partial(replace, note=text)
            self._submit(Mark(case.clip_id, change, stages))

    def _name(self) -> str:
        rater = self._session.rater
        return "" if rater is None else rater.name

    def _own_result(self, case: Case) -> Decision | None:
        name = self._name()
        return next((one.decision for one in case.results if one.source.name == name), None)

    def _own_stages(self, case: Case) -> tuple[str, ...]:
        """Return where the own result stands, also while it waits; empty where there is none."""
        if self._saving.waits_for(case.clip_id):
            return (SIGNING_ONLY,)  # of all that is settled here
        own = self._own_result(case)
        return () if own is None else (own.stage,)

    def _no_result(self, case: Case) -> str:
        if case.settled is None:
            return self.tr("there is no result to take away")
        words = self.tr("this result is {0}'s: press a key to put your own beside it")
        return words.format(case.adjudicator)

    def _may_write(self) -> bool:
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
        return self._session.project is not None and not self._session.is_read_only

    def _step(self, request: Undo | Redo) -> None:
        project = self._session.project
        if project is None or not self._may_write():
            return
        known = [one for one in project.sources.all(ADJUDICATION) if one.name == self._name()]
        if known:
            self._submit(request)
        else:
            self._on_nothing_left("undo" if isinstance(request, Undo) else "redo")

    def _submit(self, request: Request) -> None:
        project = self._session.project
        if self._saving.room is None and project is not None:
            # Only now: who settles nothing is no adjudicator.
            self._adjudicator = me = project.sources.ensure(ADJUDICATION, self._name())
            self._saving.start(project.log(me), Reveals(project.database, me.id))
        self._saving.submit(request)

    def _on_saved(self, decision: Decision) -> None:
        me = self._adjudicator
        assert me is not None
        self._cases = [
            one.with_result(me, decision) if one.clip_id == decision.clip_id else one
            for one in self._cases
        ]
        self._show()
        self.settled_changed.emit()

    def _on_found(self, clip_id: int) -> None:
        places = [i for i, one in enumerate(self._cases) if one.clip_id == clip_id]
        if places and places[0] != self._place:
            self._go(places[0])

    def _on_nothing_left(self, name: str) -> None:
        words = {
            "undo": self.tr("no result to take back"),
            "redo": self.tr("nothing to redo"),
            "retract": self.tr("there is no result to take away"),
        }
        self.told.emit(words[name])

    def _connect(self) -> None:
        pane, player = self._pane, self.playback.player
        pane.reason_changed.connect(self._on_reason_changed)
        pane.moment_pressed.connect(self._show_moment)
        pane.loop_pressed.connect(self._toggle_loop)
        pane.play_pressed.connect(self.playback.toggle)
        self._saving.saved.connect(self._on_saved)
        self._saving.found.connect(self._on_found)
        self._saving.nothing_left.connect(self._on_nothing_left)
        self._saving.state_changed.connect(self.save_state_changed)
        self.playback.opened.connect(self._on_clip_opened)
        self.playback.playing_changed.connect(pane.picture.set_playing)
        player.loop_changed.connect(lambda *_: self._show_loop())
