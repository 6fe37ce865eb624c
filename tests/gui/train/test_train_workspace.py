"""Tests of the Train workspace, its jobs, curves, strip and log."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from emo7_gui.theme import theme
from emo7_gui.train.confusion_strip import chosen_epochs
from emo7_gui.train.log_tail import LEAST_LINES, LogTail
from emo7_gui.train.ticks import epoch_ticks, nice_ticks
from emo7_gui.train.train_view import CurvePoints, EpochConfusion, JobRow, Remedy
from emo7_gui.train.train_workspace import TrainWorkspace
from tests.gui.train.made import curves_of, epoch_event, run

FAILED = JobRow(
    "44",
    "LSTM #44",
    state="failed",
    problem="out of memory",
    remedies=(Remedy("retry", "Retry with batch 16"), Remedy("log", "Log")),
)
JOBS = (
    JobRow("38", "LSTM #38", state="ended"),
    FAILED,
    JobRow("45", "LSTM #45", state="running", epoch=14, epochs=40),
    JobRow("46", "LSTM #46"),
)


@pytest.fixture
def workspace(qtbot: QtBot) -> TrainWorkspace:
    widget = TrainWorkspace()
    qtbot.addWidget(widget)
    widget.resize(1440, 824)
    widget.set_jobs(JOBS)
    widget.set_run(run())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_without_jobs_it_says_what_to_do(qtbot: QtBot) -> None:
    """The empty page has a button, and N is its key."""
    widget = TrainWorkspace()
    qtbot.addWidget(widget)
    widget.show()
    assert widget.empty.title.text() == "No training yet"
    assert widget.empty.button.text() == "New training"
    with qtbot.waitSignal(widget.new_requested):
        qtbot.keyClick(widget, Qt.Key.Key_N)


def test_jobs_stand_by_what_they_need(workspace: TrainWorkspace) -> None:
    """Now, failed, waiting, ended."""
    assert workspace.jobs.shown == ("45", "44", "46", "38")


def test_arrows_walk_the_jobs(workspace: TrainWorkspace, qtbot: QtBot) -> None:
    """Down on a card asks for the next job."""
    card = workspace.jobs.card("45")
    card.setFocus()
    with qtbot.waitSignal(workspace.job_chosen) as chosen:
        qtbot.keyClick(card, Qt.Key.Key_Down)
    assert chosen.args == ["44"]


def test_remedy_of_a_failed_job_is_asked_for(workspace: TrainWorkspace, qtbot: QtBot) -> None:
    """The first button of the card asks for the retry."""
    button = next(
        b
        for b in workspace.jobs.card("44").findChildren(type(workspace.jobs.new_button))
        if b.text() == "Retry with batch 16"
    )
    with qtbot.waitSignal(workspace.remedy_requested) as asked:
        button.click()
    assert asked.args == ["44", "retry"]


def test_news_of_a_job_keep_its_card(workspace: TrainWorkspace) -> None:
    """An epoch later it is the same widget, with another number."""
    before = workspace.jobs.card("45")
    workspace.set_jobs((*JOBS[:2], replace(JOBS[2], epoch=15), JOBS[3]))
    assert workspace.jobs.card("45") is before
    assert before._epoch.text() == "epoch 15 of 40"


def test_job_that_ended_gets_another_look(workspace: TrainWorkspace) -> None:
    """A run that is over moves under Ended."""
    workspace.set_jobs((JOBS[0], replace(JOBS[2], state="ended")))
    assert workspace.jobs.shown == ("38", "45")
    assert workspace.jobs.card("45").kind == "row"


def test_live_run_can_stop_early(workspace: TrainWorkspace, qtbot: QtBot) -> None:
    """The button names the epoch that is kept."""
    assert workspace.actions_row.buttons["stop"].text() == "Stop early, keep epoch 11"
    with qtbot.waitSignal(workspace.act_requested) as asked:
        workspace.actions_row.buttons["stop"].click()
    assert asked.args == ["45", "stop"]


def test_run_without_a_best_epoch_can_only_be_cancelled(workspace: TrainWorkspace) -> None:
    """Nothing would be kept, so there is no stop early."""
    workspace.set_run(run(1, None))
    assert not workspace.actions_row.buttons["stop"].isVisible()
    assert workspace.actions_row.buttons["cancel"].isVisible()


def test_ended_run_is_used_and_compared(workspace: TrainWorkspace, qtbot: QtBot) -> None:
    """What can be done depends on the state."""
    workspace.set_run(run(state="ended"))
    assert not workspace.actions_row.buttons["cancel"].isVisible()
    with qtbot.waitSignal(workspace.act_requested) as used:
        workspace.actions_row.buttons["use"].click()
    assert used.args == ["45", "use"]


def test_plot_says_the_last_value(workspace: TrainWorkspace) -> None:
    """The number in the card's corner is the last epoch's."""
    assert workspace.curves.macro_f1.value.text() == "0.140"
    assert workspace.curves.macro_f1.note.text() == "best 0.110 at 11"
    assert workspace.curves.kappa.note.text() == "n = 36"


def test_plots_follow_the_theme(workspace: TrainWorkspace) -> None:
    """After a change of theme the lines have its accent."""
    scheme = theme().scheme
    theme().set_scheme("light" if scheme == "dark" else "dark")
    try:
        lines = workspace.curves.kappa.plot.getPlotItem().listDataItems()
        colours = {line.opts["pen"].color().name() for line in lines}
        assert theme().colour("accent").name() in colours
    finally:
        theme().set_scheme(scheme)


def test_run_without_epochs_is_no_error(workspace: TrainWorkspace) -> None:
    """Before the first epoch the plots are empty."""
    workspace.set_run(run(0, None))
    assert workspace.curves.loss.value.text() == ""
    assert not workspace.strip.isVisible()


def test_first_epoch_has_a_scale(workspace: TrainWorkspace) -> None:
    """One epoch whose kappa is 0 is drawn on an axis, not refused."""
    first = curves_of("45", "#45", [epoch_event(1, val_kappa=0.0)])
    workspace.set_run(replace(run(1), live=first))
    assert workspace.curves.kappa.value.text() == "0.00"


def test_curves_leave_gaps_and_keep_the_last_of_a_repeated_epoch() -> None:
    """What an epoch did not say is NaN; a resumed epoch counts once."""
    events = [epoch_event(1), epoch_event(2, val_kappa=None), epoch_event(2, val_loss=9.0)]
    points = curves_of("1", "#1", [*events, {"event": "data"}])
    assert points.epochs.tolist() == [1, 2]
    assert points.of("val_loss").tolist() == [2.1, 9.0]
    assert np.isnan(curves_of("1", "#1", events[1:2]).of("val_kappa")).all()


def test_curves_are_frozen() -> None:
    """Points that cross to the window cannot be written."""
    points = CurvePoints("1", "#1", np.array([1.0]), {"val_loss": np.array([2.0])})
    with pytest.raises(ValueError, match="read-only"):
        points.of("val_loss")[0] = 1


def test_strip_keeps_first_best_and_last() -> None:
    """Of a hundred epochs seven are shown, among them the ones that matter."""
    confusions = tuple(EpochConfusion(e, np.eye(7), e == 42) for e in range(1, 101))
    shown = [confusion.epoch for confusion in chosen_epochs(confusions, 7)]
    assert len(shown) == 7
    assert shown[0] == 1
    assert 42 in shown
    assert shown[-1] == 100


@pytest.mark.parametrize(
    ("low", "high"), [(1.39, 1.96), (0.0, 0.223), (-0.2, 0.5), (0.0, 0.0), (1.39, 1.39), (2e3, 2e3)]
)
def test_ticks_are_round_and_reach_over_the_data(low: float, high: float) -> None:
    """The first tick is at or below the data, the last at or above."""
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert 2 <= len(ticks) <= 8


def test_epoch_ticks_are_whole_and_end_at_the_last() -> None:
    """40 epochs: 0, 10, 20, 30, 40; a single epoch has two ticks."""
    assert epoch_ticks(40) == [0, 10, 20, 30, 40]
    assert epoch_ticks(1) == [0, 1]
    assert epoch_ticks(12) == [0, 5, 12]


def test_log_follows_until_it_is_scrolled(workspace: TrainWorkspace, qtbot: QtBot) -> None:
    """New lines are in sight, unless a person reads older ones."""
    lines = tuple(f"line {i}" for i in range(100))
    workspace.log.set_lines(lines)
    assert workspace.log.is_following
    workspace.log.text.verticalScrollBar().setValue(0)
    workspace.log.set_lines((*lines, "newest"))
    assert workspace.log.text.verticalScrollBar().value() == 0
    assert workspace.log.text.toPlainText().endswith("newest")


def test_job_that_went_away_leaves_the_right_side(workspace: TrainWorkspace) -> None:
    """A deleted job is not shown any more."""
    workspace.set_jobs(JOBS[:1])
    assert workspace.chosen_job is None


def test_the_log_asks_for_no_more_than_its_least_lines(qtbot: QtBot) -> None:
    """It scrolls itself; a page that is full without it does not scroll because of it."""
    log = LogTail()
    qtbot.addWidget(log)
    log.set_lines(tuple(f"epoch {number}" for number in range(400)))
    assert log.sizeHint().height() <= log.minimumHeight()
    assert log.minimumHeight() >= LEAST_LINES * theme().line("mono")
