"""The frame of the window."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from emo7_gui.key_map import KeyMap
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.shell.status_bar import FAILED, NOTHING, SAVED
from emo7_gui.theme import install

K, M = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> MainWindow:
    install(qapp, "dark")
    made = MainWindow()
    qtbot.addWidget(made)
    for name in ("review", "train"):
        made.add_workspace(name, QLabel(name))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_first_start_answers_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    """Enter, I and O are the three ways in."""
    start = window.first_start
    ways = (
        (K.Key_Return, start.demo_requested),
        (K.Key_I, start.import_requested),
        (K.Key_O, start.open_requested),
    )
    for key, signal in ways:
        with qtbot.waitSignal(signal):
            qtbot.keyClick(window, key)


def test_tabs_are_off_without_a_project(window: MainWindow, qtbot: QtBot) -> None:
    """Without a project no workspace opens, by tab or by key."""
    qtbot.keyClick(window, K.Key_4, M.ControlModifier)
    assert window.workspace == "start"
    assert not window.top_bar._tabs["train"].isEnabled()


def test_keys_change_the_workspace(window: MainWindow, qtbot: QtBot) -> None:
    """With a project Ctrl 4 shows Train, and its keys are heard."""
    window.set_project("Demo project")
    window.show_workspace("review")
    qtbot.keyClick(window, K.Key_4, M.ControlModifier)
    assert window.workspace == "train"
    assert window.top_bar._tabs["train"].isChecked()
    with qtbot.waitSignal(window.action_triggered) as told:
        qtbot.keyClick(window, K.Key_N)
    assert told.args == ["new_training"]


def test_question_mark_opens_the_sheet_and_esc_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    """`?` shows all keys; while they show, digits do nothing."""
    window.set_project("Demo project")
    window.show_workspace("review")
    qtbot.keyClick(window, K.Key_Question, M.ShiftModifier)
    assert window.key_sheet.isVisible()
    with qtbot.assertNotEmitted(window.action_triggered):
        qtbot.keyClick(window.focusWidget(), K.Key_5)
    qtbot.keyClick(window.focusWidget(), K.Key_Escape)
    assert not window.key_sheet.isVisible()


def test_saved_state_has_word_and_time(window: MainWindow) -> None:
    """The state of the log is a word, never a colour alone."""
    bar = window.status_bar
    bar.set_saved(SAVED, datetime(2026, 1, 2, 10, 41, 52))
    assert bar.saved_text() == "saved 10:41:52"
    bar.set_saved(FAILED, None, "disk full")
    assert bar.saved_text() == "not saved, trying again"
    assert bar._icon.isVisibleTo(bar)
    bar.set_saved(NOTHING)
    assert not bar._saved.isVisibleTo(bar)


def test_sentence_stands_until_it_is_over(window: MainWindow) -> None:
    """A sentence takes the place of the facts; facts that come meanwhile wait."""
    bar = window.status_bar
    bar.say("Nothing left to undo.")
    bar.set_facts(("a.mp4", "25 fps"))
    assert bar._facts.text() == "Nothing left to undo."
    bar._notice.timeout.emit()
    bar._notice.stop()
    assert bar._facts.text().split("\u2003") == ["a.mp4", "25 fps"]


def test_banner_comes_and_goes(window: MainWindow) -> None:
    """The strip shows while there is something to say."""
    window.banner.set_message("Mira holds this project since 10:12.", "Read only")
    assert window.banner.isVisible()
    assert window.banner.height() == 32
    window.banner.set_message("")
    assert not window.banner.isVisible()


def test_dropped_folder_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """A drop anywhere says its paths; the frame shows while it hovers."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    place = window.rect().center()
    window.dragEnterEvent(QDragEnterEvent(place, copy, data, button, M.NoModifier))
    assert window._drop_frame.isVisible()
    with qtbot.waitSignal(window.paths_dropped) as told:
        window.dropEvent(QDropEvent(QPointF(place), copy, data, button, M.NoModifier))
    assert told.args == [[tmp_path]]
    assert not window._drop_frame.isVisible()


def test_work_on_the_first_start_can_be_cancelled(window: MainWindow, qtbot: QtBot) -> None:
    """While the demo is made the ways in wait, and Cancel is there."""
    start = window.first_start
    start.set_work("Drawing clip 6 of 24, 20 s left", 0.25)
    assert not start._demo.isEnabled()
    with qtbot.waitSignal(start.cancel_requested):
        start._cancel.click()
    start.set_work("", None)
    assert start._demo.isEnabled()


def test_first_start_fits_the_least_window(window: MainWindow, qtbot: QtBot) -> None:
    """At 1180 x 720 with a picture nothing lies outside."""
    picture = QImage(656, 264, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.gray)
    window.first_start.set_picture(picture)
    window.resize(1180, 720)
    qtbot.waitUntil(lambda: window.height() == 720)
    hint = window.first_start._hint
    bottom = hint.mapTo(window.first_start, hint.rect().bottomLeft()).y()
    assert bottom < window.first_start.height()
    assert window.first_start._picture.height() >= 96


def test_remapped_keys_show_everywhere(window: MainWindow) -> None:
    """A new map is written on the first start, the menu and the sheet."""
    window.set_key_map(KeyMap().remapped("start_import", "J"))
    assert "J" in window.first_start._import.accessibleName()
    assert "J" in window.key_sheet.row("start_import").accessibleName()


def test_only_workspaces_that_are_there_have_a_tab(window: MainWindow, qtbot: QtBot) -> None:
    """Tab, key and sheet come with the workspace; the numbers of the keys stay."""
    bar, sheet = window.top_bar, window.key_sheet
    hidden = [name for name, tab in bar._tabs.items() if not tab.isVisibleTo(bar)]
    assert hidden == ["golden", "compare", "data"]
    assert not sheet.row("workspace_data").isVisibleTo(sheet)
    assert not sheet.row("cut_lower").isVisibleTo(sheet)
    window.add_workspace("data", QLabel("data"))
    assert bar._tabs["data"].isVisibleTo(bar)
    assert sheet.row("cut_lower").isVisibleTo(sheet)
    window.set_project("Demo project")
    window.show_workspace("review")
    qtbot.keyClick(window, K.Key_5, M.ControlModifier)
    assert window.workspace == "data"


def test_an_error_stays_until_the_next_sentence(window: MainWindow) -> None:
    """Facts do not hide it, and it has an icon beside its colour."""
    bar = window.status_bar
    bar.say_error("the disk is full")
    bar.set_facts(("a.mp4",))
    assert bar.shown == "the disk is full"
    assert not bar._notice.isActive()
    assert bar._warning.isVisibleTo(bar)
    bar.say("12 rows written")
    assert not bar._warning.isVisibleTo(bar)
    bar._notice.timeout.emit()
    assert bar.shown == "a.mp4"


def test_an_error_of_the_log_ends_when_all_is_saved(window: MainWindow) -> None:
    """What could not be saved was saved later: the facts are back."""
    bar = window.status_bar
    bar.set_facts(("a.mp4",))
    bar.set_saved(FAILED, None, "disk full")
    bar.say_error("disk full")
    bar.set_saved(SAVED, datetime(2026, 1, 2, 10, 41, 52))
    assert bar.shown == "a.mp4"


def test_an_empty_page_stands_for_a_workspace_that_is_being_made(window, qtbot):
    """The workspace counts as shown; once it is added, it takes the place of the page."""
    window.add_workspace("data", None)
    window.show_workspace("data")
    assert window.workspace == "data"
    made = QLabel("data")
    window.add_workspace("data", made)
    assert window._stack.currentWidget() is made
    assert window.workspace == "data"


def test_a_workspace_that_nobody_waits_for_any_more_stays_behind(window):
    """Whoever went elsewhere meanwhile stays there."""
    window.add_workspace("data", None)
    window.show_workspace("data")
    window.show_workspace("review")
    window.add_workspace("data", QLabel("data"))
    assert window.workspace == "review"


def test_the_empty_page_says_what_is_opened(window):
    """Its words name the workspace as its tab does."""
    window.add_workspace("data", None)
    window.show_workspace("data")
    assert window._waiting.words.text() == "Opening Data …"
