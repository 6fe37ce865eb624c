"""A question to a child process ends in every way."""

from __future__ import annotations

import sys

import pytest
from pytestqt.qtbot import QtBot

from emo7_gui.workers.child_answer import ChildAnswer

NOISY = "import sys; print('warning', file=sys.stderr); print('answer')"
WRONG = "import sys; print('first', file=sys.stderr); sys.exit('emo7: it cannot be')"
SLOW = "import time; time.sleep(60)"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.fixture
def child(qtbot: QtBot):
    made = ChildAnswer()
    yield made
    made.stop()


def test_what_was_printed_is_answered(child: ChildAnswer, qtbot: QtBot) -> None:
    """Warnings on the error stream are no part of it."""
    with qtbot.waitSignal(child.answered, timeout=20_000) as answered:
        child.ask(python(NOISY))
    assert answered.args == ["answer\n"]
    assert not child.is_asking


def test_a_failure_has_its_last_line(child: ChildAnswer, qtbot: QtBot) -> None:
    """The program's name in front of it is left out."""
    with qtbot.waitSignal(child.failed, timeout=20_000) as failed:
        child.ask(python(WRONG))
    assert failed.args == ["it cannot be"]


def test_a_program_that_is_not_there_is_said(child: ChildAnswer, qtbot: QtBot) -> None:
    """Nobody waits for what never began."""
    with qtbot.waitSignal(child.failed, timeout=20_000):
        child.ask(["/nowhere/at/all"])
    assert not child.is_asking


def test_a_child_that_hangs_is_ended(qtbot: QtBot) -> None:
    """A server that never answers does not keep the picker waiting for ever."""
    child = ChildAnswer(patience=0.3)
    with qtbot.waitSignal(child.failed, timeout=20_000) as failed:
        child.ask(python(SLOW))
    assert "no answer" in failed.args[0]
    assert not child.is_asking


def test_a_new_question_ends_the_old_one(child: ChildAnswer, qtbot: QtBot) -> None:
    """Only the newest is answered."""
    child.ask(python(SLOW))
    with qtbot.waitSignal(child.answered, timeout=20_000) as answered:
        child.ask(python(NOISY))
    assert answered.args == ["answer\n"]
