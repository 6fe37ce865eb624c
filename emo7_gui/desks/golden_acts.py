"""What changes golden versions or the stage, always after a card that asked.

What it is: the difference of versions over the window, promotion, bringing a version back,
ending and reopening the rating; each is written in a thread and told when it is durable.
What it is not: the reading of versions (golden_facts.py) or of labels.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from emo7_core.labels.golden import GoldenVersion, promote, promote_from
from emo7_core.labels.stage import close_stage, reopen_stage
from emo7_core.project import Project
from emo7_gui.desks.change_views import changes_view
from emo7_gui.desks.golden_facts import ADJUDICATED, CONSENSUS, HUMAN, PROMOTABLE, GoldenFacts
from emo7_gui.desks.golden_views import date_of, previous_of, stage_lines
from emo7_gui.golden.changes_card import ChangesCard
from emo7_gui.golden.confirm_card import ConfirmCard
from emo7_gui.golden.golden_view import ChangesView
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.session import Session
from emo7_gui.workers.errand import ErrandRoom

PROMOTE, RESTORE, CLOSE, REOPEN = "promote", "restore", "close", "reopen"


class GoldenActs(QObject):
    """The cards and what they do."""

    told = Signal(str)
    failed = Signal(str)
    done = Signal()  # something was written: facts must be read anew
    clips_opened = Signal(object)  # ClipSet

    def __init__(self, session: Session, workspace: GoldenWorkspace) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self.facts: GoldenFacts | None = None
        self._restoring = 0
        self._target = HUMAN
        self.changes_card: ChangesCard | None = None
        self.confirm_card: ConfirmCard | None = None
        self._room = ErrandRoom("golden acts", self)
        self._room.done.connect(self._on_acted)
        self._room.failed.connect(self.failed)
        workspace.blind.close_requested.connect(self._ask_stage)
        workspace.heading.stage_requested.connect(self._ask_stage)
        workspace.heading.changes_requested.connect(self._open_changes)
        workspace.heading.promote_requested.connect(self._ask_promotion)

    def set_facts(self, facts: GoldenFacts | None) -> None:
        """Take newer facts; a promotion that is being asked for shows them."""
        self.facts = facts
        card = self.confirm_card
        if facts is not None and card is not None and card.isVisible() and card.key == PROMOTE:
            self._on_target(self._target)

    def stop(self) -> None:
        """Join the thread."""
        self._room.stop()

    def _open_changes(self) -> None:
        facts = self.facts
        last = None if facts is None else facts.last
        before = None if facts is None or last is None else previous_of(facts, last)
        if facts is None or last is None or before is None:
            return
        earlier = tuple(
            (one.number, f"v{one.number}, {date_of(one.created_at)}")
            for one in reversed(facts.versions)
            if one.target == last.target and one.number < last.number
        )
        self._card().open_on(self._difference(before, last), earlier, before.number)

    def _on_version_chosen(self, number: int) -> None:
        facts = self.facts
        if facts is not None and facts.last is not None:
            before = next(one for one in facts.versions if one.number == number)
            self._card().set_changes(self._difference(before, facts.last), number)

    def _difference(self, before: GoldenVersion, after: GoldenVersion) -> ChangesView:
        title = self.tr("From v{0} to v{1}").format(before.number, after.number)
        return changes_view(before, after, title)

    def _ask_promotion(self) -> None:
        facts = self.facts
        if facts is None or facts.draft is None:
            return
        title = self.tr("Promote to Golden v{0}").format(facts.draft.number)
        yes = self.tr("Promote to v{0}").format(facts.draft.number)
        words = {
            HUMAN: self.tr("All people"),
            ADJUDICATED: self.tr("Adjudicated only"),
            CONSENSUS: self.tr("Consensus only"),
        }
        choices = tuple((target, words[target]) for target in PROMOTABLE)
        card = self._question()
        card.ask(PROMOTE, title, yes, (), None, choices)
        card.choice.set_key(facts.draft.target)
        self._on_target(facts.draft.target)

    def _on_target(self, target: str) -> None:
        """Show what a promotion of this target would freeze."""
        facts, card = self.facts, self._question()
        if facts is None or facts.draft is None:
            return
        self._target = target
        rules = {
            HUMAN: self.tr(
                "One value a clip: the newest adjudicated one, else a consensus, else the median "
                "of the raters (of two in the middle the lower one)."
            ),
            ADJUDICATED: self.tr("Only clips that somebody settled, each with its newest result."),
            CONSENSUS: self.tr("Only values that came in as a consensus, such as EmoSign's."),
        }
        draft, last = facts.draft_of(target), facts.last
        if draft is None:
            card.answer((rules[target],), None, self.tr("No clip has such a value yet."))
            return
        first = self.tr("This is the first version; it stays, whatever follows.")
        since = self.tr(
            "Compared with v{0}, which stays and can be brought back under a new number."
        )
        compared = since.format(last.number) if last is not None else first
        why_not = ""
        if last is not None and last.hash == draft.hash:
            why_not = self.tr("v{0} holds exactly these labels.").format(last.number)
        card.answer((rules[target], compared), changes_view(last, draft, ""), why_not)

    def _ask_restore(self, number: int) -> None:
        facts = self.facts
        if facts is None or facts.last is None:
            return
        earlier = next(one for one in facts.versions if one.number == number)
        following = facts.versions[-1].number + 1
        self._restoring = number
        title = self.tr("Bring v{0} back as v{1}").format(number, following)
        lines = (self.tr("The versions between stay as they are, and so do all decisions."),)
        view = changes_view(facts.last, earlier, title)
        self._question().ask(RESTORE, title, title, lines, view)

    def _ask_stage(self) -> None:
        facts = self.facts
        if facts is None:
            return
        if facts.is_hidden:
            title, yes = self.tr("End the rating?"), self.tr("End the rating")
            self._question().ask(CLOSE, title, yes, stage_lines(facts), None)
            return
        stage = facts.stage
        who = "" if stage is None else f"{stage.name}, {date_of(stage.changed_at)}"
        lines = (
            self.tr("Ended by {0}.").format(who),
            self.tr("Each rater sees only their own decisions again. What was seen stays seen."),
        )
        self._question().ask(REOPEN, self.tr("Go back to rating?"), self.tr("Reopen"), lines, None)

    def _on_confirmed(self, key: str, note: str) -> None:
        project, rater = self._session.project, self._session.rater
        if project is None or rater is None:
            return
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
            return
        # Else the button that asked is disabled next, and Qt moves the focus to any other.
        self._workspace.setFocus()
        name = rater.name
        acts: dict[str, Callable[[], str]] = {
            PROMOTE: partial(_promote, project, self._target, note, name),
            RESTORE: partial(_restore, project, self._restoring, note, name),
            CLOSE: partial(_close, project, name, note),
            REOPEN: partial(_reopen, project, name, note),
        }
        self._room.run(acts[key])

    def _on_acted(self, words: str) -> None:
        self.told.emit(words)
        self.done.emit()

    def _card(self) -> ChangesCard:
        if self.changes_card is None:
            self.changes_card = card = ChangesCard(self._workspace.window())
            card.version_chosen.connect(self._on_version_chosen)
            card.restore_requested.connect(self._ask_restore)
            card.clips_opened.connect(self.clips_opened)
        return self.changes_card

    def _question(self) -> ConfirmCard:
        if self.confirm_card is None:
            self.confirm_card = card = ConfirmCard(self._workspace.window())
            card.confirmed.connect(self._on_confirmed)
            card.chosen.connect(self._on_target)
        return self.confirm_card


def _promote(project: Project, target: str, note: str, by: str) -> str:
    made = promote(project, target, note, by)
    return f"Golden v{made.number} holds {len(made.members)} clips, hash {made.hash[:8]}"


def _restore(project: Project, number: int, note: str, by: str) -> str:
    made = promote_from(project, number, note, by)
    return f"v{number} is back as Golden v{made.number}, hash {made.hash[:8]}"


def _close(project: Project, name: str, note: str) -> str:
    close_stage(project, name, note)
    return "The rating is over; raters see each other's values now"


def _reopen(project: Project, name: str, note: str) -> str:
    reopen_stage(project, name, note)
    return "Rating goes on; each rater sees only their own decisions"
