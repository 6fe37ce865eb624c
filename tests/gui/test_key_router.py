"""Keys in a real widget tree."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.key_map import KeyMap
from emo7_gui.key_router import KeyRouter

K, M = Qt.Key, Qt.KeyboardModifier


class Place(QWidget):
    """A window with a field, a button and a canvas."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.button, self.canvas = QLineEdit(), QPushButton("Press"), QWidget()
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        for part in (self.field, self.button, self.canvas):
            column.addWidget(part)
        self.router = KeyRouter(self, KeyMap(), "review")
        self.heard: list[str] = []
        self.router.triggered.connect(self.heard.append)


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    made = Place()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.canvas.setFocus()
    return made


def test_digit_is_heard_once(place: Place, qtbot: QtBot) -> None:
    """A key press triggers one action, however deep the focus is."""
    qtbot.keyClick(place.canvas, K.Key_5)
    assert place.heard == ["decide_5"]


def test_text_field_keeps_its_keys(place: Place, qtbot: QtBot) -> None:
    """In a field digits and letters are typed; Esc and Ctrl with a digit still work."""
    place.field.setFocus()
    qtbot.keyClicks(place.field, "1q/")
    qtbot.keyClick(place.field, K.Key_2, M.ControlModifier)
    qtbot.keyClick(place.field, K.Key_Escape)
    assert place.field.text() == "1q/"
    assert place.heard == ["workspace_golden", "back"]


def test_undo_in_a_field_is_the_fields(place: Place, qtbot: QtBot) -> None:
    """Ctrl Z in a field takes back typing, not a decision."""
    place.field.setFocus()
    qtbot.keyClicks(place.field, "ab")
    qtbot.keyClick(place.field, K.Key_Z, M.ControlModifier)
    assert place.heard == []


def test_focused_button_keeps_space(place: Place, qtbot: QtBot) -> None:
    """A button that has the focus is pressed by Space; digits still decide."""
    place.button.setFocus()
    with qtbot.waitSignal(place.button.clicked):
        qtbot.keyClick(place.button, K.Key_Space)
    qtbot.keyClick(place.button, K.Key_4)
    assert place.heard == ["decide_4"]


def test_held_digit_decides_once(place: Place) -> None:
    """Auto-repeat never decides; it steps frames."""
    for key, text in ((K.Key_4, "4"), (K.Key_Left, "")):
        for is_repeat in (False, True, True):
            event = QKeyEvent(QEvent.Type.KeyPress, key, M.NoModifier, text, is_repeat, 1)
            QApplication.sendEvent(place.canvas, event)
    assert place.heard == ["decide_4", "frame_back", "frame_back", "frame_back"]


def test_dialog_keeps_everything(place: Place, qtbot: QtBot) -> None:
    """Under the property "dialog" no action is heard."""
    place.canvas.setProperty("key_group", "dialog")
    qtbot.keyClick(place.canvas, K.Key_5)
    assert place.heard == []


def test_scope_decides(place: Place, qtbot: QtBot) -> None:
    """Another workspace hears other actions."""
    place.router.set_scope("train")
    qtbot.keyClick(place.canvas, K.Key_N)
    qtbot.keyClick(place.canvas, K.Key_5)
    assert place.heard == ["new_training"]
