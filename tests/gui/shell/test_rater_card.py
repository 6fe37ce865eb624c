"""The form behind the avatar: a profile, and the change to another rater."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from emo7_core.labels.raters import Profile
from emo7_gui.shell.rater_card import RaterCard
from emo7_gui.theme import install

ROBIN = Profile("Robin Marsh", "RM", True, None, "Since spring")
JO = Profile("Jo Lee", "", False, True)


@pytest.fixture
def card(qapp: QApplication, qtbot: QtBot) -> RaterCard:
    install(qapp, "dark")
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1180, 720)
    made = RaterCard(parent)
    parent.show()
    made.open_for(ROBIN, [ROBIN, JO])
    return made


def test_an_unchanged_profile_comes_back(card: RaterCard) -> None:
    """What is not stated stays not stated."""
    assert card.profile() == ROBIN
    assert card.save.text() == "Save"


def test_a_known_name_brings_its_own_facts(card: RaterCard, qtbot: QtBot) -> None:
    """Typing the name of another rater shows what that rater stated."""
    card.name.selectAll()
    qtbot.keyClicks(card.name, "Jo Lee")
    assert card.profile() == JO
    assert card.save.text() == "Label as Jo Lee"


def test_a_new_name_takes_nothing_over(card: RaterCard, qtbot: QtBot) -> None:
    """Facts of one rater never become those of another."""
    card.name.selectAll()
    qtbot.keyClicks(card.name, "Kim Ode")
    assert card.profile() == Profile("Kim Ode")
    assert card.initials.placeholderText() == "KO"


def test_facts_typed_for_a_new_name_stay_while_it_is_typed_on(
    card: RaterCard, qtbot: QtBot
) -> None:
    """Only facts that belong to somebody else go away."""
    card.name.selectAll()
    qtbot.keyClicks(card.name, "Kim")
    card.uses_asl.set_key("yes")
    qtbot.keyClicks(card.name, " Ode")
    assert card.profile() == Profile("Kim Ode", uses_asl=True)


def test_a_chip_chooses_a_rater(card: RaterCard, qtbot: QtBot) -> None:
    """Known raters are one press away, and Enter labels as them."""
    qtbot.mouseClick(card._raters["Jo Lee"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.profile_given) as told:
        qtbot.keyClick(card.name, Qt.Key.Key_Return)
    assert told.args == [JO]
    assert card.isHidden()


def test_without_a_name_nothing_is_given(card: RaterCard, qtbot: QtBot) -> None:
    """An empty name says so and keeps the card open."""
    card.name.selectAll()
    qtbot.keyClick(card.name, Qt.Key.Key_Delete)
    assert not card.save.isEnabled()
    with qtbot.assertNotEmitted(card.profile_given):
        card.submit()
    assert card.isVisible()
