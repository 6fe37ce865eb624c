"""Adjudication on a real project: the widest spread first, durable results of named people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from emo7_core.errors import StorageError
from emo7_core.labels.adjudicate import cases, settle
from emo7_core.labels.reveals import Reveals
from emo7_core.labels.soft_labels import soft_labels
from emo7_core.labels.sources import RATER
from emo7_core.labels.stage import close_stage
from emo7_core.project import Project
from tests.gui.desks.golden_bench import Desk, result


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


def test_a_reason_given_while_a_new_result_waits_belongs_to_it(opened: Desk) -> None:
    """The reason does not bring back the result that is being changed."""
    opened.settled(2)
    opened.workspace.value_pressed.emit(4)
    opened.workspace.pane.reason_changed.emit("later")
    opened.until(lambda: result(opened.folder, 3).note == "later", "the reason")
    assert result(opened.folder, 3).value == 4


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
def settled_by_jl(qtbot: QtBot, golden_folder: Path) -> Iterator[Desk]:
    """The widest case was settled by JL; MK is at the desk."""
    with Project.open(golden_folder) as project:
        close_stage(project, "MK", "all done")
        settle(project, 3, 5, by="JL", note="seen together")
    made = Desk(qtbot, golden_folder)
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


def test_a_result_is_written_before_the_project_closes(opened: Desk) -> None:
    """Leaving at once after a key loses nothing."""
    opened.workspace.value_pressed.emit(4)
    opened.session.close()
    assert result(opened.folder, 3).value == 4


def test_a_refused_result_is_asked_about_before_the_project_closes(opened: Desk) -> None:
    """Results are among what a closing window asks about, and are kept and tried again."""
    opened.settled(2)
    log = opened.desk.cases._saving.room.writer._log

    def refuse(draft: object) -> object:
        raise StorageError("the disk is full")

    log.append = refuse
    opened.desk.cases.settle(4)
    assert opened.session.refused().reason == "the disk is full."
    del log.append
    opened.until(lambda: opened.session.refused() is None, "the next try")
    assert result(opened.folder, 3).value == 4
