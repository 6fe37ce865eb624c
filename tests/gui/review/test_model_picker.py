"""The picker is worked by keys alone, and refuses what cannot be used."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from emo7_gui.review.model_picker import ModelPicker
from emo7_gui.review.picker_view import PickedModel, PickerRow

K, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
NONE = (PickedModel("A"), PickedModel("B"))
ROWS = (
    PickerRow("one", "LSTM #1", "project run", ("macro-F1 .52",)),
    PickerRow("two", "ST-GCN #2"),
    PickerRow("bad", "pickled", refused="a pickle"),
)


@pytest.fixture
def picker(qtbot) -> ModelPicker:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(1180, 720)
    parent.show()
    made = ModelPicker(parent)
    made.said = []
    made.picked.connect(lambda uri, letter: made.said.append((uri, letter)))
    made.cleared.connect(lambda letter: made.said.append(("none", letter)))
    made.open_for(NONE)
    made.set_rows(ROWS)
    return made


def press(picker: ModelPicker, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(picker.list, key, modifier)


def test_enter_takes_the_row_as_a_and_closes(picker: ModelPicker) -> None:
    """The common case is one key."""
    press(picker, K.Key_Return)
    assert picker.said == [("one", "A")]
    assert picker.isHidden()


def test_letters_take_rows_and_stay(picker: ModelPicker) -> None:
    """Two models are chosen in one visit."""
    press(picker, K.Key_A)
    press(picker, K.Key_Down)
    press(picker, K.Key_B)
    assert picker.said == [("one", "A"), ("two", "B")]
    assert picker.isVisible()


def test_shift_and_a_letter_empty_a_slot(picker: ModelPicker) -> None:
    """No model is a choice, too."""
    press(picker, K.Key_B, SHIFT)
    assert picker.said == [("none", "B")]


def test_a_refused_row_chooses_nothing(picker: ModelPicker) -> None:
    """It is walked to, its reason is read, and neither key nor button takes it."""
    press(picker, K.Key_End)
    assert picker.list.current == ROWS[2]
    for key in (K.Key_A, K.Key_B, K.Key_Return):
        press(picker, key)
    assert picker.said == []
    assert not picker.use_a.isEnabled()
    assert picker.use_a.toolTip() == "a pickle"


def test_the_list_stays_on_its_row_when_more_come(picker: ModelPicker) -> None:
    """MLflow's models come after the project's own; the hand does not lose its place."""
    press(picker, K.Key_Down)
    picker.set_rows((PickerRow("new", "new"), *ROWS))
    assert picker.list.current == ROWS[1]


def test_an_empty_list_says_what_to_do(picker: ModelPicker) -> None:
    """Never a bare list, but blocks while it is still being read."""
    picker.set_rows(())
    assert picker._pages.currentIndex() == 1
    picker.set_loading("asking MLflow …")
    assert picker._pages.currentIndex() == 0
    assert picker.note.text() == "asking MLflow …"
    assert not picker.use_a.isEnabled()


def test_slots_say_what_they_hold(picker: ModelPicker) -> None:
    """Name and state are read out, a failure with its reason."""
    failed = PickedModel("B", "ST-GCN #2", "cannot be used: damaged", is_failed=True)
    picker.set_models((PickedModel("A", "LSTM #1", "on cpu"), failed))
    names = [picker.slots[letter].accessibleName() for letter in "AB"]
    assert names == ["A, LSTM #1, on cpu", "B, ST-GCN #2, cannot be used: damaged"]


def test_escape_changes_nothing(picker: ModelPicker) -> None:
    """What was chosen holds; Esc only closes."""
    press(picker, K.Key_Escape)
    assert picker.isHidden()
    assert picker.said == []
