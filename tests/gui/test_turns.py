"""Long work of the window in turns."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from emo7_gui.turns import TURN_SECONDS, Turns
from tests.gui.waiting import until, wait


def long_stage(done: list[int], count: int) -> bool:
    """A stage that fills a turn; True after the last."""
    time.sleep(TURN_SECONDS)
    done.append(len(done))
    return len(done) == count


def test_the_window_lives_between_two_stages(qtbot: QtBot) -> None:
    """Something else comes to its turn before the work is done."""
    parent, done, seen = QObject(), [], []
    beside = QTimer(parent, interval=1)
    beside.timeout.connect(lambda: seen.append(len(done)))
    beside.start()
    Turns(lambda: long_stage(done, 4), parent=parent)
    until(lambda: len(done) == 4, "all stages")
    assert {1, 2, 3} <= set(seen)


def test_short_stages_share_a_turn(qtbot: QtBot) -> None:
    """Twenty of them do not take twenty turns."""
    parent, done = QObject(), []
    asked: list[int] = []
    Turns(
        lambda: done.append(1) or len(done) == 20,
        lambda: not asked.append(1),
        parent,
    )
    until(lambda: len(done) == 20, "all stages")
    assert len(asked) < 20


def test_work_that_may_not_go_on_stays_as_it_is(qtbot: QtBot) -> None:
    """It ends, without another stage."""
    parent, done, may = QObject(), [], [True]
    Turns(lambda: long_stage(done, 9), lambda: may[0], parent)
    until(lambda: done, "the first stage")
    may[0] = False
    until(lambda: not parent.findChildren(Turns), "its end")
    taken = len(done)
    wait(60)
    assert len(done) == taken
