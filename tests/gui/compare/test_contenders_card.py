"""The check list of who is compared."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.compare.contenders_card import Contender, ContendersCard

PEOPLE = (
    Contender("LSTM", "model", 10, 12, is_chosen=True, can_predict=True),
    Contender("ST-GCN", "model", 12, 12, is_chosen=True, can_predict=True),
    Contender("caption-VADER", "floor", 12, 12, is_chosen=False),
    Contender("MK", "rater", 5, 12, is_chosen=False),
)


@pytest.fixture
def card(qtbot: QtBot) -> ContendersCard:
    window = QWidget()
    window.resize(1180, 720)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    made = ContendersCard(window)
    made.open_on(PEOPLE, "session")
    return made


def test_it_begins_with_what_is_chosen(card: ContendersCard) -> None:
    """Checked are those that are compared now."""
    assert card.names == ("LSTM", "ST-GCN")


def test_space_checks_and_ctrl_enter_compares(card: ContendersCard, qtbot: QtBot) -> None:
    """The keys alone choose and confirm."""
    qtbot.keyClick(card.boxes["MK"], Qt.Key.Key_Space)
    card.units.set_key("none")
    with qtbot.waitSignal(card.chosen) as chosen:
        qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args == [("LSTM", "ST-GCN", "MK"), "none"]
    assert card.isHidden()


def test_nobody_is_no_comparison(card: ContendersCard, qtbot: QtBot) -> None:
    """Without anybody the button is off and the card says why."""
    for name in card.names:
        card.boxes[name].setChecked(False)
    assert not card.done.isEnabled()
    assert "nothing to compare" in card.note.text()
    with qtbot.assertNotEmitted(card.chosen):
        card.submit()


def test_only_a_model_can_be_asked_for_what_is_missing(card: ContendersCard, qtbot: QtBot) -> None:
    """A rater who lacks clips has no button; a model is asked once."""
    assert list(card.predict_buttons) == ["LSTM"]
    with qtbot.waitSignal(card.predict_requested) as asked:
        qtbot.mouseClick(card.predict_buttons["LSTM"], Qt.MouseButton.LeftButton)
    assert asked.args == ["LSTM"]
    assert not card.predict_buttons["LSTM"].isEnabled()
