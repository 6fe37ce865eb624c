"""The sheet of all keys, and the printed card."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.actions import ACTIONS
from emo7_gui.key_map import KeyMap
from emo7_gui.shell.key_card import ask_for_card, save_card
from emo7_gui.shell.key_sheet import KeySheet
from emo7_gui.theme import install

K, M = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def sheet(qapp: QApplication, qtbot: QtBot) -> KeySheet:
    install(qapp, "dark")
    parent = QWidget()
    parent.resize(1440, 900)
    qtbot.addWidget(parent)
    made = KeySheet(parent, KeyMap())
    parent.show()
    made.open_card()
    return made


def test_every_action_is_on_the_sheet(sheet: KeySheet) -> None:
    """No action is left out."""
    assert all(sheet.row(action.id).isVisibleTo(sheet) for action in ACTIONS)


def test_free_key_is_asked_for(sheet: KeySheet, qtbot: QtBot) -> None:
    """A click on a line, then a free key: the change is asked for."""
    row = sheet.row("play")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(sheet.remap_requested) as asked:
        qtbot.keyClick(row, K.Key_J)
    assert asked.args == ["play", "J"]


def test_taken_key_says_whose_it_is(sheet: KeySheet, qtbot: QtBot) -> None:
    """A taken key changes nothing and names the other action."""
    row = sheet.row("play")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.assertNotEmitted(sheet.remap_requested):
        qtbot.keyClick(row, K.Key_W)
    assert "Eyes" in sheet.message()


def test_esc_while_listening_keeps_the_sheet_open(sheet: KeySheet, qtbot: QtBot) -> None:
    """Esc ends the listening first, then the sheet."""
    row = sheet.row("play")
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.keyClick(row, K.Key_Escape)
    assert sheet.isVisible()
    qtbot.keyClick(row, K.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize("name", ["keys.pdf", "keys.png"])
def test_card_is_written(sheet: KeySheet, tmp_path: Path, name: str) -> None:
    """The card is a file with something on it."""
    path = tmp_path / name
    save_card(path, KeyMap())
    assert path.stat().st_size > 5_000
    if name.endswith("png"):
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1684, 1190)
        bottom = image.copy(0, image.height() - 20, image.width(), 20)
        colours = {bottom.pixelColor(x, 10).name() for x in range(0, bottom.width(), 3)}
        assert colours == {"#ffffff"}


def test_card_that_cannot_be_written_says_so(sheet: KeySheet, tmp_path: Path) -> None:
    """A folder that is not there is an error."""
    with pytest.raises(OSError, match="cannot be written"):
        save_card(tmp_path / "nowhere" / "keys.png", KeyMap())


def test_card_has_only_what_the_window_can_do(sheet: KeySheet, tmp_path: Path) -> None:
    """A window without the other workspaces prints another card."""
    all_of_it, less = tmp_path / "all.png", tmp_path / "less.png"
    save_card(all_of_it, KeyMap())
    save_card(less, KeyMap(), frozenset({"review"}))
    assert QImage(str(all_of_it)) != QImage(str(less))


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("k.png", "PNG (*.png)", "k.png"),
        ("k", "PNG (*.png)", "k.png"),
        ("k", "PDF (*.pdf)", "k.pdf"),
        ("", "", None),
    ],
)
def test_card_is_asked_for_by_name(
    sheet: KeySheet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: str,
    expected: str | None,
) -> None:
    """A name without an ending gets that of the chosen kind; no name means no card."""
    given = str(tmp_path / name) if name else ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (given, kind))
    assert ask_for_card(sheet) == (tmp_path / expected if expected else None)
