"""Wires Golden: versions, agreement, coverage, the stage, and the way into Review.

What it is: when facts are read anew, what promotes, ends the rating or narrows the queue.
What it is not: the figures (golden_facts.py, in a thread) or the cases (adjudication_desk.py).
Convention: nothing is promoted, brought back, ended or reopened without a card that asks. What
tells somebody's value is recorded as seen when its clip opens in Review.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from emo7_core.clips.clip import Clip
from emo7_gui.awaited import awaited, held_words
from emo7_gui.desks.adjudication_desk import AdjudicationDesk
from emo7_gui.desks.golden_acts import GoldenActs
from emo7_gui.desks.golden_facts import GoldenFacts, GoldenFigures, read_facts, read_figures
from emo7_gui.desks.golden_views import (
    agreement_view,
    blind_view,
    coverage_view,
    heading_of,
    shift_view,
)
from emo7_gui.golden.golden_view import ClipSet
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.review.queue_row import QueueFilter
from emo7_gui.row_id import clip_of
from emo7_gui.session import Session
from emo7_gui.shell.report_card import ReportCard
from emo7_gui.theme import theme
from emo7_gui.workers.errand import ErrandRoom

# Of those who queue likely clips, so many others come along: being there shall tell no class.
OTHERS = 3


class GoldenDesk(QObject):
    """Golden sets and raters."""

    told = Signal(str)
    failed = Signal(str)
    review_requested = Signal()
    facts_changed = Signal(tuple)  # how much is rated, for the status bar

    def __init__(self, session: Session, workspace: GoldenWorkspace, queue: QueuePanel) -> None:
        super().__init__(workspace)
        self._session, self._workspace, self._queue = session, workspace, queue
        self._facts: GoldenFacts | None = None
        self._figures: GoldenFigures | None = None
        self._has_new_facts, self._has_new_figures = True, True
        self._telling: frozenset[int] = frozenset()
        self._quick = ErrandRoom("golden facts", self)
        self._slow = ErrandRoom("golden figures", self)
        self.acts = GoldenActs(session, workspace)
        self.cases = AdjudicationDesk(session, workspace.pane)
        self._report: ReportCard | None = None
        self._connect()
        if session.project is not None:
            self._on_opened()

    @property
    def facts(self) -> GoldenFacts | None:
        """What is shown, None before it is read."""
        return self._facts

    @property
    def has_figures(self) -> bool:
        """Whether agreement and shift are shown."""
        return self._figures is not None

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if self._workspace.perform(action_id):
            return True
        own = {"undo": self.cases.undo, "redo": self.cases.redo}
        act: Callable[[], object] | None = own.get(action_id) or self.cases.acts.get(action_id)
        if act is not None and self._workspace.page == "all":
            act()
            return True
        return False

    def show(self) -> None:
        """Bring the workspace up to date."""
        project, rater = self._session.project, self._session.rater
        if project is None or rater is None:
            return
        if self._has_new_facts:
            self._has_new_facts = False
            self._quick.run(lambda: read_facts(project, rater))
        if self._workspace.page == "all":
            self.cases.show()

    def hide(self) -> None:
        """Another workspace is in front."""
        self.cases.hide()

    def refresh(self) -> None:
        """Read everything anew, now or when the workspace is shown."""
        self._has_new_facts = self._has_new_figures = True
        if self._workspace.isVisible():
            self.show()

    def finish(self) -> int:
        """Write what waits before the project closes; return how much could not be written."""
        unsaved = self.cases.finish()
        # What was just written asked for new facts, of a project that closes now.
        for room in (self._quick, self._slow):
            room.forget()
        return len(unsaved)

    def stop(self) -> None:
        """Join the threads of this desk."""
        self.acts.stop()
        for room in (self._quick, self._slow):
            room.stop()
        self.cases.stop()

    # Reading

    def _on_closing(self) -> None:
        if unsaved := self.finish():
            self._session.lost.emit(unsaved)

    def _on_opened(self) -> None:
        self._facts, self._figures, self._telling = None, None, frozenset()
        self.acts.set_facts(None)
        self._workspace.set_figures(None, None)
        self.cases.playback.clear()
        self.cases.set_cases(())
        self._workspace.show_empty()
        if self._queue.current_filter.clip_ids:
            self._queue.set_filter(QueueFilter())
        self.refresh()

    def _on_facts(self, facts: GoldenFacts) -> None:
        self._facts = facts
        self.acts.set_facts(facts)
        self.facts_changed.emit(_told_facts(facts))
        workspace, rater = self._workspace, self._session.rater
        if facts.is_empty:
            workspace.show_empty()
        elif facts.is_hidden:
            self._figures, self._has_new_figures = None, True
            self.cases.hide()
            self.cases.set_cases(())
            workspace.show_blind(blind_view(facts, rater.name if rater else ""))
        else:
            self._show_all(facts)

    def _show_all(self, facts: GoldenFacts) -> None:
        self._show_counts(facts)
        self._workspace.pane.set_empty(*_no_cases(facts))
        self.cases.set_cases(facts.cases)
        if self._workspace.isVisible():
            self.cases.show()
        project = self._session.project
        if self._has_new_figures and project is not None:
            self._has_new_figures = False
            self._slow.run(partial(read_figures, project, facts.members))

    def _show_counts(self, facts: GoldenFacts) -> None:
        has_stage = facts.stage is not None and len(facts.raters) > 1
        heading = heading_of(facts, self._session.read_only_reason)
        self._workspace.show_all(heading, coverage_view(facts, self._figures), has_stage)

    def _on_figures(self, figures: GoldenFigures) -> None:
        self._figures, facts = figures, self._facts
        if facts is None or facts.is_hidden:
            return
        report = figures.report
        own = "" if self._session.rater is None else self._session.rater.name
        shift = shift_view(facts, report, figures.anchoring, own)
        self._workspace.set_figures(agreement_view(facts, report), shift)
        self._show_counts(facts)

    def _on_settled(self) -> None:
        # Results change labels and versions, but nobody's own values: the figures stay.
        self._has_new_facts = True
        self.show()

    # Into Review

    def _open_clips(self, clips: ClipSet) -> None:
        held = awaited(self._session) if clips.tells_value else frozenset()
        known = [one for one in clips.clip_ids if one in self._session.clips and one not in held]
        words = held_words(clips.clip_ids, held)
        if not known and words:
            self.told.emit(words)
            return
        if not known:
            self.told.emit(self.tr("these clips have landmarks only, no picture to play"))
            return
        self._telling = frozenset(known) if clips.tells_value else frozenset()
        self._narrow(frozenset(known), clips.title)
        left = len(clips) - len(known) - len(held.intersection(clips.clip_ids))
        if words or left:
            told = self.tr("{0} of them have no picture to play").format(left) if left else ""
            self.told.emit("; ".join(part for part in (words, told) if part))

    def _queue_likely(self, value: int, clips: ClipSet) -> None:
        """Put the likely clips of a class into Review, with some others among them."""
        session = self._session
        likely = [one for one in clips.clip_ids if one in session.clips]
        opened = (clip_of(row) for row in session.order if session.latest(row) is None)
        rest = [one for one in dict.fromkeys(opened) if one not in likely]
        others = rest[: max(1, len(likely) // OTHERS)] if likely else []
        if not likely:
            self.told.emit(self.tr("these clips have landmarks only, no picture to play"))
            return
        self._telling = frozenset()
        self._narrow(frozenset((*likely, *others)), clips.title)
        words = self.tr("{0} likely and {1} other clips wait in mixed order")
        self.told.emit(words.format(len(likely), len(others)))

    def _narrow(self, clip_ids: frozenset[int], title: str) -> None:
        self._queue.set_filter(QueueFilter(clip_ids=clip_ids, clips_title=title))
        current = self._session.current
        if current is None or current.id not in clip_ids:
            first = next((one for one in self._session.order if one in clip_ids), None)
            if first is not None:
                self._session.choose(first)
        else:
            self._on_clip_changed(current)
        self.review_requested.emit()

    def _on_clip_changed(self, clip: Clip | None) -> None:
        is_narrowed = self._queue.current_filter.clip_ids == self._telling
        if clip is not None and self._telling and is_narrowed and clip.id in self._telling:
            self._session.show_more(clip.id)

    def _show_report(self) -> None:
        if self._figures is None:
            return
        from emo7_core.evaluation.agreement_text import lines_of

        if self._report is None:
            self._report = ReportCard(self._workspace.window(), self.tr("All figures"))
            # Columns of figures stand under each other only in a font of one width.
            self._report.text.setFont(theme().font("mono"))
        self._report.open_on("\n".join(lines_of(self._figures.report, self._figures.anchoring)))

    def _connect(self) -> None:
        session, workspace, cases = self._session, self._workspace, self.cases
        session.opened.connect(self._on_opened)
        session.closing.connect(self._on_closing)
        session.review_changed.connect(lambda _row: self._mark_stale())
        session.clips_changed.connect(self._mark_stale)
        session.clip_changed.connect(self._on_clip_changed)
        self._quick.done.connect(self._on_facts)
        self._slow.done.connect(self._on_figures)
        self.acts.done.connect(self.refresh)
        self.acts.told.connect(self.told)
        self.acts.clips_opened.connect(self._open_clips)
        for room in (self._quick, self._slow, self.acts):
            room.failed.connect(self.failed)
        cases.settled_changed.connect(self._on_settled)
        cases.told.connect(self.told)
        cases.failed.connect(self.failed)
        workspace.value_pressed.connect(cases.settle)
        workspace.retract_requested.connect(cases.retract)
        workspace.skip_requested.connect(cases.skip)
        workspace.step_requested.connect(cases.step)
        workspace.clips_opened.connect(self._open_clips)
        workspace.queue_requested.connect(self._queue_likely)
        workspace.review_requested.connect(self.review_requested)
        workspace.agreement.all_requested.connect(self._show_report)

    def _mark_stale(self) -> None:
        # Own decisions come while Review is in front; the next look reads them.
        self._has_new_facts = self._has_new_figures = True


def _told_facts(facts: GoldenFacts) -> tuple[str, ...]:
    total = sum(one.count for one in facts.raters)
    people = len(facts.raters)
    many = f"{people} rater{'' if people == 1 else 's'}"
    return many, f"{total:,} clips decided, {facts.shared_count:,} by two or more"


def _no_cases(facts: GoldenFacts) -> tuple[str, str]:
    if len(facts.raters) < 2:
        return (
            "Nothing to settle",
            "When two people put a clip on different values, it comes here with both statements "
            "side by side. Change the rater at the top right to label as another person.",
        )
    if not facts.shared_count:
        return "Nothing to settle", "No clip was labelled by two people yet."
    return "Nothing to settle", "Everybody put every shared clip on the same value."
