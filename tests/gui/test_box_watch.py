"""A box that nobody answers does not hold the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

from tests.gui.box_watch import BoxWatch


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[BoxWatch]:
    made = BoxWatch(look_ms=10, looks=3)
    yield made
    made.stop()


def test_an_unanswered_box_is_closed_and_told(watch: BoxWatch):
    """Whoever waits for its answer goes on, and its words are kept."""
    box = QMessageBox(QMessageBox.Icon.Warning, "emo7", "the disk is full")
    box.exec()
    assert watch.found == ["the disk is full"]
    assert box.isHidden()


def test_boxes_one_over_the_other_are_all_closed(watch: BoxWatch):
    """The one on top first."""
    over = QMessageBox(QMessageBox.Icon.Warning, "emo7", "over")
    QTimer.singleShot(0, over.exec)
    QMessageBox(QMessageBox.Icon.Warning, "emo7", "under").exec()
    assert watch.found == ["over", "under"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_unanswered_menu_is_closed_and_told(watch: BoxWatch):
    """Also where a key or a click opened it."""
    window = QWidget()
    menu = QMenu(window)
    menu.addAction("Hide")
    menu.exec(QPoint(5, 5))
    assert watch.found == ["Hide"]


def test_an_answered_box_is_not_told(watch: BoxWatch):
    """What a test answers is the test's own."""
    box = QMessageBox(QMessageBox.Icon.Question, "emo7", "stay?")
    QTimer.singleShot(0, box.accept)
    box.exec()
    assert watch.found == []


def test_a_box_that_is_left_open_is_told_at_the_end(watch: BoxWatch):
    """A complaint that the test did not look at is one."""
    box = QMessageBox(QMessageBox.Icon.Warning, "emo7", "the project is locked")
    box.open()
    watch.stop()
    assert watch.found == ["the project is locked"]
    assert box.isHidden()
