"""Another key is named wherever the old one stood, also in rooms that are made later."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.desks.key_desk import KeyDesk
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.player.player import Player
from emo7_gui.review.review_workspace import ReviewWorkspace
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.theme import install


def tips(view: QWidget) -> set[str]:
    return {button.toolTip() for button in view.findChildren(QAbstractButton)}


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> KeyDesk:
    install(qapp, "dark")
    window = MainWindow()
    qtbot.addWidget(window)
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    made = KeyDesk(window, Settings(store))
    made.setParent(window)
    return made


def test_a_remapped_key_is_named_by_players_and_workspaces(desk: KeyDesk, qtbot: QtBot) -> None:
    """In the room that is there, and in one that is made afterwards."""
    review = ReviewWorkspace(Player())
    qtbot.addWidget(review)
    desk.show_in(review)
    assert "Play (Space)" in tips(review)
    window = desk.parent()
    window.remap_requested.emit("play", "J")
    window.remap_requested.emit("reason", "Y")
    assert "Play (J)" in tips(review)
    golden = GoldenWorkspace()
    qtbot.addWidget(golden)
    desk.show_in(golden)
    assert golden.pane.reason.cap == "Y"
    window.restore_requested.emit()
    assert golden.pane.reason.cap == "N"
