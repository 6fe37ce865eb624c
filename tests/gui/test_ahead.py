"""What is loaded ahead waits for a still window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.ahead import Ahead
from tests.gui.waiting import until, wait


def steps(done: list[int], count: int = 3) -> Iterator[None]:
    for number in range(count):
        done.append(number)
        yield


def shown(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def test_all_steps_are_taken_while_nothing_happens(qtbot: QtBot) -> None:
    """One after the other, to the end."""
    done: list[int] = []
    ahead = Ahead(steps(done), shown(qtbot), lambda: True, still_ms=0)
    until(lambda: ahead.is_done, "the end")
    assert done == [0, 1, 2]


def test_nothing_is_done_while_a_clip_plays(qtbot: QtBot) -> None:
    """It goes on where that has ended."""
    done: list[int] = []
    is_playing, asked = [True], []
    ahead = Ahead(
        steps(done),
        shown(qtbot),
        lambda: bool(asked.append(1) or not is_playing[0]),
        still_ms=0,
    )
    until(lambda: len(asked) > 5, "a few moments")
    assert done == []
    is_playing[0] = False
    until(lambda: ahead.is_done, "the end")
    assert done == [0, 1, 2]


def test_a_key_puts_it_off(qtbot: QtBot) -> None:
    """The next step has to wait for stillness again."""
    done: list[int] = []
    window = shown(qtbot)
    ahead = Ahead(steps(done), window, lambda: True, still_ms=0)
    until(lambda: done, "the first step")
    ahead._still_ms = 60_000
    taken = len(done)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    wait(120)
    assert len(done) == taken
    ahead.stop()
    assert ahead.is_done


def test_a_library_that_cannot_be_loaded_ends_it(qtbot: QtBot) -> None:
    """Nobody asked for it yet; whoever goes to the room is told."""

    def failing() -> Iterator[None]:
        yield
        raise ImportError("no such library")

    ahead = Ahead(failing(), shown(qtbot), lambda: True, still_ms=0)
    until(lambda: ahead.is_done, "the end")
