"""Golden on a real project: blind until the rating is over, durable results, explicit versions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.adjudicate import cases, settle
from emo7_core.labels.decision import SIGNING_ONLY, Draft
from emo7_core.labels.golden import versions
from emo7_core.labels.reveals import Reveals
from emo7_core.labels.soft_labels import soft_labels
from emo7_core.labels.sources import ADJUDICATION, RATER
from emo7_core.labels.stage import close_stage, is_stage_over
from emo7_core.project import Project
from emo7_gui.desks.golden_desk import GoldenDesk
from emo7_gui.golden.golden_view import ClipSet
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.session import Session
from tests.gui.waiting import until
from tests.synth import Recipe, write_clip

# Clip by clip: what MK, JL and AO put there; None where nothing.
VALUES = ((0, 3, None), (5, 5, 5), (1, 2, 6), (6, 6, 5), (2, None, None))


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five clips, three raters, three clips that they disagree on; a sixth nobody decided."""
    tmp_path = tmp_path_factory.mktemp("golden")
    with Project.create(tmp_path / "p") as project:
        clips = []
        for number in range(len(VALUES) + 1):
            path = write_clip(tmp_path / f"c{number}.mp4", Recipe(count=12, first=number))
            caption = "I am so happy, this is wonderful!"
            clips.append(ImportedClip(path, path.stem, "x", "S1", f"s{number}", caption))
        project.catalog.add(clips)
        identify_all(project.catalog)
        ids = [clip.id for clip in project.catalog.all()]
        for place, name in enumerate(("MK", "JL", "AO")):
            log = project.log(project.sources.ensure(RATER, name))
            for clip_id, row in zip(ids, VALUES, strict=False):
                if (value := row[place]) is not None:
                    log.append(Draft(clip_id, value, note=f"{name} says", decisive_frame=place + 3))
    return tmp_path / "p"


@pytest.fixture
def folder(rated: Path, tmp_path: Path) -> Path:
    """A copy of the project for one test."""
    return Path(shutil.copytree(rated, tmp_path / "p"))


class Desk:
    """A window with Golden alone, over a session."""

    def __init__(self, qtbot: QtBot, folder: Path, rater: str = "MK") -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1440, 824)
        self.queue = QueuePanel()
        qtbot.addWidget(self.queue)
        self.session = Session()
        self.workspace = GoldenWorkspace(self.window)
        self.workspace.resize(1440, 824)
        self.desk = GoldenDesk(self.session, self.workspace, self.queue)
        self.window.show()
        self.folder = folder
        self.session.open(Project.open(folder), rater, order="as imported")
        self.until(lambda: self.desk.facts is not None, "the facts")

    def until(self, is_so: Callable[[], object], what: str) -> None:
        until(is_so, what, 20)

    def open_all(self) -> None:
        """Wait for the whole page, after the rating is over."""
        self.until(lambda: self.workspace.page == "all", "the page")

    def settled(self, value: int) -> None:
        """Settle the open case and wait until it shows."""
        clip_id = self.clip_id
        self.workspace.value_pressed.emit(value)
        self.until(
            lambda: any(
                one.clip_id == clip_id and one.settled is not None and one.settled.value == value
                for one in self.desk.cases.cases
            ),
            "the result",
        )

    @property
    def clip_id(self) -> int:
        assert self.desk.cases.case is not None
        return self.desk.cases.case.clip_id

    def close(self) -> None:
        self.desk.finish()
        self.session.close()
        self.desk.stop()


@pytest.fixture
def blind(qtbot: QtBot, folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, folder)
    yield made
    made.close()


@pytest.fixture
def opened(qtbot: QtBot, folder: Path) -> Iterator[Desk]:
    with Project.open(folder) as project:
        close_stage(project, "MK", "all done")
    made = Desk(qtbot, folder)
    made.open_all()
    yield made
    made.close()


def result(folder: Path, clip_id: int, by: str = "MK") -> object:
    """Return the adjudicated entry of one person as another connection sees it."""
    with Project.open(folder) as project:
        adjudicator = project.sources.ensure(ADJUDICATION, by)
        return project.log(adjudicator).current(clip_id, SIGNING_ONLY)


def test_while_the_rating_goes_on_nothing_of_others_is_there(blind: Desk) -> None:
    """Facts and page hold the own values alone."""
    facts = blind.desk.facts
    assert facts is not None
    assert blind.workspace.page == "blind"
    assert facts.own == {1: 0, 2: 5, 3: 1, 4: 6, 5: 2}
    assert (facts.versions, facts.draft, facts.cases, facts.captions) == ((), None, (), {})
    shown = [len(row.people) for row in blind.workspace.blind.own.plot._view.rows]
    assert shown == [1, 1, 1, 0, 0, 1, 1]


def test_the_rating_ends_only_after_a_card_that_asks(blind: Desk, qtbot: QtBot) -> None:
    """Esc leaves it as it is; Ctrl Enter ends it, with who and why in the record."""
    button = blind.workspace.blind.close_button
    button.click()
    card = blind.desk.acts._confirm
    assert card is not None
    assert "MK 5, JL 4, AO 3 clips; 4 by two or more" in card.text.text()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not is_stage_over(blind.session.project)
    button.click()
    qtbot.keyClicks(card.note, "all done")
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    blind.open_all()
    assert is_stage_over(blind.session.project)
    assert blind.desk.facts.stage.note == "all done"


def test_one_rater_alone_has_nothing_to_hide(qtbot: QtBot, tmp_path: Path) -> None:
    """Where nobody else rated, the page is open from the start."""
    with Project.create(tmp_path / "one") as project:
        path = write_clip(tmp_path / "c.mp4", Recipe(count=5))
        project.catalog.add([ImportedClip(path, "c", "x")])
        identify_all(project.catalog)
        project.log(project.sources.ensure(RATER, "MK")).append(Draft(1, 4))
    made = Desk(qtbot, tmp_path / "one")
    made.open_all()
    made.until(lambda: made.desk._figures is not None, "the figures")
    assert made.workspace.agreement.reason.text().startswith("Only one rater (MK)")
    assert made.workspace.pane.case is None
    made.close()


def test_the_widest_spread_comes_first(opened: Desk) -> None:
    """The first case is the clip with five steps between the raters."""
    view = opened.workspace.pane.case
    assert view is not None
    assert (view.clip_id, view.place, view.total, view.soft) == (3, 1, 3, ".33 on 2, 3, 7")
    assert [one.note for one in view.opinions] == ["MK says", "JL says", "AO says"]


def test_moments_have_the_times_of_their_frames(opened: Desk) -> None:
    """Frame 3 at 25 a second is 0.12 s, and the clip loops around the moments."""
    opened.until(lambda: opened.desk.cases.playback.info is not None, "the clip")
    view = opened.workspace.pane.case
    assert view is not None
    assert [round(one.seconds, 2) for one in view.opinions] == [0.12, 0.16, 0.2]
    assert opened.desk.cases.playback.player.loop[2]


def test_a_result_shows_when_another_connection_sees_it(opened: Desk) -> None:
    """Settled means on the disk, in a source of its own; nobody's value and no share changes."""
    with Project.open(opened.folder) as project:
        before = {clip: list(shares) for clip, shares in soft_labels(project).items()}
    states: list[str] = []
    opened.desk.cases.save_state_changed.connect(lambda state: states.append(state.kind))
    opened.workspace.pane.reason.setText("The brows are grammar")
    opened.settled(2)
    stored = result(opened.folder, 3)
    assert (stored.value, stored.note, stored.visible) == (2, "The brows are grammar", ("raters",))
    assert states == ["saving", "saved"]
    with Project.open(opened.folder) as project:
        assert {clip: list(shares) for clip, shares in soft_labels(project).items()} == before
        assert [one.value for one in cases(project)[0].opinions] == [1, 2, 6]


def test_a_reason_after_the_result_is_kept_with_it(opened: Desk) -> None:
    """It is an entry of its own that keeps the value."""
    opened.settled(2)
    opened.workspace.pane.reason_changed.emit("later")
    opened.until(lambda: result(opened.folder, 3).note == "later", "the reason")
    assert result(opened.folder, 3).value == 2


def test_undo_takes_back_the_latest_result_and_shows_its_case(opened: Desk) -> None:
    """Undo works across cases and leaves the raters' logs alone."""
    opened.settled(2)
    opened.workspace.skip_requested.emit()
    assert opened.clip_id != 3
    assert opened.desk.perform("undo")
    opened.until(lambda: result(opened.folder, 3).value is None, "the undo")
    opened.until(lambda: opened.clip_id == 3, "its case")
    assert opened.desk.perform("redo")
    opened.until(lambda: result(opened.folder, 3).value == 2, "the redo")


@pytest.fixture
def settled_by_jl(qtbot: QtBot, folder: Path) -> Iterator[Desk]:
    """The widest case was settled by JL; MK is at the desk."""
    with Project.open(folder) as project:
        close_stage(project, "MK", "all done")
        settle(project, 3, 5, by="JL", note="seen together")
    made = Desk(qtbot, folder)
    made.open_all()
    made.until(lambda: made.workspace.pane.case, "the case")
    made.workspace.step_requested.emit(-1)
    made.workspace.step_requested.emit(-1)
    yield made
    made.close()


def test_each_adjudicator_has_results_of_their_own(settled_by_jl: Desk) -> None:
    """The newest counts; taken back, the other's counts again."""
    desk = settled_by_jl
    view = desk.workspace.pane.case
    assert (view.settled, view.settled_by, view.their_note) == (5, "JL", "seen together")
    desk.settled(2)
    view = desk.workspace.pane.case
    assert (view.settled_by, view.earlier) == ("MK", (("JL", 5),))
    assert (result(desk.folder, 3).value, result(desk.folder, 3, "JL").value) == (2, 5)
    assert desk.desk.facts is not None
    desk.workspace.retract_requested.emit()
    desk.until(lambda: desk.workspace.pane.case.settled_by == "JL", "the other result")
    assert result(desk.folder, 3).value is None


def test_nobody_takes_back_the_result_of_another(settled_by_jl: Desk) -> None:
    """Neither Backspace nor undo reaches it, and the words say whose it is."""
    told: list[str] = []
    settled_by_jl.desk.told.connect(told.append)
    settled_by_jl.workspace.retract_requested.emit()
    settled_by_jl.desk.perform("undo")
    assert told[0].startswith("this result is JL's")
    assert told[1] == "no result to take back"
    assert result(settled_by_jl.folder, 3, "JL").value == 5


def test_skip_goes_to_the_next_open_case_and_round(opened: Desk) -> None:
    """A settled case is passed over."""
    opened.settled(2)
    opened.workspace.skip_requested.emit()
    second = opened.clip_id
    opened.workspace.skip_requested.emit()
    third = opened.clip_id
    opened.workspace.skip_requested.emit()
    assert {second, third} == {1, 4}
    assert opened.clip_id == second


def test_an_opened_case_counts_as_seen(opened: Desk) -> None:
    """Whoever sees others' values on a clip is no longer blind on it: the record says so."""
    opened.until(lambda: opened.session.is_revealed(3), "the record")
    opened.session.close()
    with Project.open(opened.folder) as project:
        rater = project.sources.ensure(RATER, "MK")
        assert Reveals(project.database, rater.id).all() == {3: ("raters",)}


def test_a_promotion_is_explicit_and_told(opened: Desk, qtbot: QtBot) -> None:
    """The card says what will change; only a yes makes a version, and then nothing is left."""
    heading = opened.workspace.heading
    assert heading.promote.text() == "Promote to v1, 5 decisions"
    heading.promote.click()
    card = opened.desk.acts._confirm
    assert card.body.summary.text().startswith("5 added")
    assert versions(opened.session.project) == []
    qtbot.keyClicks(card.note, "first")
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: heading.title.text() == "Golden v1", "the version")
    made = versions(opened.session.project)
    assert [(one.number, one.note, one.by, one.is_intact) for one in made] == [
        (1, "first", "MK", True)
    ]
    assert not heading.promote.isEnabled()


def promoted(desk: Desk, qtbot: QtBot, number: int) -> None:
    """Promote and wait for the version."""
    desk.workspace.heading.promote.click()
    card = desk.desk.acts._confirm
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: desk.workspace.heading.title.text() == f"Golden v{number}", "the version")


def test_a_version_comes_back_under_a_new_number(opened: Desk, qtbot: QtBot) -> None:
    """v1 after v2 is v3, and the difference says which value changed."""
    promoted(opened, qtbot, 1)
    opened.settled(6)
    heading = opened.workspace.heading
    opened.until(lambda: heading.promote.text() == "Promote to v2, 1 decision", "the change")
    promoted(opened, qtbot, 2)
    heading.changes.click()
    card = opened.desk.acts._changes
    assert [mark.words for mark in card.body.clips.marks] == [
        "c2, signer S1: 3 Somewhat Negative, then 7 Extremely Positive"
    ]
    card.restore.click()
    question = opened.desk.acts._confirm
    assert question.title.text() == "Bring v1 back as v3"
    qtbot.keyClick(question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: heading.title.text() == "Golden v3", "the version")
    first, _, third = versions(opened.session.project)
    assert third.hash == first.hash
    assert third.restored == 1


def test_clips_of_a_bar_narrow_review(opened: Desk, qtbot: QtBot) -> None:
    """Review holds only these clips, says why, opens the first and records what it told."""
    with qtbot.waitSignal(opened.desk.review_requested):
        opened.workspace.clips_opened.emit(ClipSet("JL: 6 Positive", (2, 4), tells_value=True))
    wanted = opened.queue.current_filter
    assert (wanted.clip_ids, wanted.clips_title) == (frozenset({2, 4}), "JL: 6 Positive")
    assert opened.session.current.id == 2
    assert opened.session.is_revealed(2)
    assert not opened.session.is_revealed(4)


def test_own_bars_tell_nothing_new(opened: Desk) -> None:
    """A bar of another rater counts as seen where it opens, one's own does not."""
    opened.until(lambda: opened.desk._figures is not None, "the figures")
    marks = opened.workspace.shift.plot.marks
    telling = {m.words.partition(",")[0] for m in marks if ":" in m.words and m.clips.tells_value}
    assert telling == {"JL", "AO"}


def test_likely_clips_tell_no_class(opened: Desk) -> None:
    """They come with others, under a name without a class, and nothing counts as seen."""
    opened.until(lambda: opened.desk._figures is not None, "the figures")
    opened.workspace.queue_requested.emit(6, ClipSet("for a short class", (6,)))
    wanted = opened.queue.current_filter
    assert wanted.clip_ids == {6}
    assert opened.session.current.id == 6
    assert not opened.session.is_revealed(6)


def test_another_project_begins_without_the_narrowing(opened: Desk, tmp_path: Path) -> None:
    """Clip ids of one project mean nothing in the next."""
    opened.workspace.clips_opened.emit(ClipSet("JL: 6", (2, 4)))
    Project.create(tmp_path / "other").close()
    opened.session.open(Project.open(tmp_path / "other"), "MK")
    assert not opened.queue.current_filter.clip_ids
    opened.until(lambda: opened.workspace.page == "empty", "the empty page")


def test_a_result_is_written_before_the_project_closes(opened: Desk) -> None:
    """Leaving at once after a key loses nothing."""
    opened.workspace.value_pressed.emit(4)
    opened.session.close()
    assert result(opened.folder, 3).value == 4


def test_read_only_settles_and_promotes_nothing(opened: Desk) -> None:
    """Where somebody else labels, the keys say why and the button is off."""
    opened.session.is_read_only = True
    opened.session.read_only_reason = "held by another window"
    told: list[str] = []
    opened.desk.told.connect(told.append)
    opened.workspace.value_pressed.emit(4)
    opened.desk.refresh()
    opened.until(lambda: not opened.workspace.heading.promote.isEnabled(), "the button")
    assert told == ["held by another window"]
    with Project.open(opened.folder) as project:
        assert project.sources.all(ADJUDICATION) == []
