"""The form that makes a queue."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_core.labels.orders import Shares
from emo7_core.labels.queue_making import QUEUES, Recipe
from emo7_gui.review.queue_card import QueueCard
from emo7_gui.review.queue_panel import QueuePanel


@pytest.fixture
def card(qtbot: QtBot) -> QueueCard:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1180, 720)
    made = QueueCard(parent)
    parent.show()
    made.open_for("Robin Marsh")
    return made


def told_by(recipe: Recipe) -> tuple[object, ...]:
    return recipe.order, recipe.seed, recipe.details()


def test_it_begins_with_the_defaults_of_the_command(card: QueueCard) -> None:
    """What the form says unchanged is what `emo7 assign` makes without options."""
    recipe = card.recipe()
    assert recipe is not None
    assert told_by(recipe) == told_by(Recipe())
    assert [card.order.itemData(place) for place in range(card.order.count())] == list(QUEUES)


def test_percent_become_shares(card: QueueCard, qtbot: QtBot) -> None:
    """Order, seed, the three shares and the limit arrive in the recipe."""
    card.order.set_key("disagreement")
    card.seed.setText("11")
    card.limit.setText("40")
    for name, text in (("random", "20"), ("repeats", "12,5"), ("control", "0")):
        card.shares[name].setText(text)
    with qtbot.waitSignal(card.queue_requested) as told:
        qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wanted = Recipe("disagreement", 11, Shares(0.2, 0.125, 0.0), limit=40)
    assert told_by(told.args[0]) == told_by(wanted)
    assert card.isHidden()


def test_the_target_counts_for_rare_classes_alone(card: QueueCard) -> None:
    """The field is shut where the order does not look at it."""
    assert not card.target.isEnabled()
    card.order.set_key("rare classes")
    card.order.chosen.emit("rare classes")
    assert card.target.isEnabled()
    card.target.setText("12")
    assert card.recipe().target_count == 12


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("seed", "x"),
        ("seed", "-1"),
        ("random", "101"),
        ("repeats", ""),
        ("limit", "-1"),
        ("target", "0"),
    ],
)
def test_a_wrong_field_makes_no_queue_and_says_why(card: QueueCard, field: str, text: str) -> None:
    """The button is off, and the reason stands in the card."""
    wrong = card.shares.get(field) or getattr(card, field)
    wrong.setText(text)
    assert card.recipe() is None
    assert not card.make.isEnabled()
    assert card.note.text() == wrong.problem() != ""


def test_the_order_menu_marks_the_order_and_offers_a_new_queue(qtbot: QtBot) -> None:
    """Below the orders, the menu asks for a new queue."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_orders((("assigned", "Assigned: mixed, seed 7"), ("mixed", "Mixed")), "assigned")
    orders = panel._orders.actions()
    assert [one.isChecked() for one in orders[:2]] == [True, False]
    with qtbot.waitSignal(panel.queue_requested):
        orders[-1].trigger()
