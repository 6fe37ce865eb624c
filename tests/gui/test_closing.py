"""The window ends at once and for good, whatever is in hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from emo7_gui.shell.unsaved_box import UnsavedBox
from emo7_gui.theme import install
from tests.gui.demo_studio import drawn_demo, studio_on
from tests.gui.waiting import until, wait

LEAVES = QMessageBox.ButtonRole.AcceptRole


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_closing_while_a_project_is_completed_asks_nothing(qapp: QApplication, tmp_path: Path):
    """Closing stops the work in hand; no box stands in the way afterwards."""
    install(qapp, "dark")
    folder = drawn_demo(tmp_path / "demo", 1, frames=12)
    studio = studio_on(tmp_path / "settings.ini")
    told: list[int] = []
    studio.projects._intake.progressed.connect(lambda done, total, name: told.append(done))
    studio.show()
    assert studio.projects.open_project(folder)
    until(lambda: told, "the work to begin")
    assert studio.window.close()
    studio.close()
    boxes: list[QDialog] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QDialog):
            boxes.append(box)
            box.reject()

    QTimer.singleShot(150, look)
    wait(300)
    assert not boxes


def test_a_refused_decision_keeps_the_window_open(qapp: QApplication, tmp_path: Path):
    """While the disk refuses a decision, closing asks, staying is the default, nothing is lost."""
    install(qapp, "dark")
    studio = studio_on(tmp_path / "settings.ini")
    studio.show()
    assert studio.projects.open_project(drawn_demo(tmp_path / "demo", 1, frames=12))
    until(lambda: studio.session.current is not None, "a clip")
    until(lambda: studio.session.current.state == "ok", "its check")
    with closing(sqlite3.connect(tmp_path / "demo" / "emo7.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        studio.session.decide(5)
        until(lambda: studio.session.save_state.kind == "failed", "the refusal")
        assert not studio.window.close()
        assert not studio.window.close(), "asking twice opens one box"
        (box,) = studio.window.findChildren(UnsavedBox)
        assert box.text() == "A decision is not saved yet."
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert studio.window.isVisible()
        other.rollback()
    until(lambda: studio.session.save_state.kind == "saved", "the next try")
    assert studio.window.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_quiet_work_that_fails_asks_nothing(qapp: QApplication, tmp_path: Path):
    """What was done by itself is told in the strip, what a person asked for in a box."""
    install(qapp, "dark")
    studio = studio_on(tmp_path / "settings.ini")
    studio.show()
    assert studio.projects.open_project(drawn_demo(tmp_path / "demo", 1, frames=12))
    assert studio.projects.opening.is_running
    failed = studio.projects._intake.failed
    failed.emit("the project's database refused: database is locked.")
    assert not studio.window.findChildren(QMessageBox)
    failed.emit("the disk is full.")
    (box,) = studio.window.findChildren(QMessageBox)
    assert box.text() == "the disk is full."
    box.reject()
    assert studio.window.close()


def test_leaving_closes_the_window(qapp: QApplication, tmp_path: Path):
    """Only the button that says so closes a window whose decisions are refused."""
    window, boxes = QWidget(), []
    box = UnsavedBox(2, "the disk is full", window)
    box.leaving.connect(lambda: boxes.append(True))
    box.open()
    assert box.text() == "2 decisions are not saved yet."
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not boxes
    again = UnsavedBox(1, "the disk is full", window)
    again.leaving.connect(lambda: boxes.append(True))
    again.open()
    (leave,) = (one for one in again.buttons() if again.buttonRole(one) == LEAVES)
    QTest.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert boxes == [True]
