"""Tests of the form: the dialog tells the truth about the config."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from emo7_core.config import TrainConfig
from emo7_core.knobs import KNOBS, Knob
from emo7_gui.combo import Combo
from emo7_gui.segmented import Segmented
from emo7_gui.train.config_form import ConfigForm, rows_of_knobs
from emo7_gui.train.number_field import NumberField

IDS = [knob.name for knob in KNOBS]
BASE = TrainConfig(normalize_data=True, loss="focal", augment=True)
MODEL_OF = {
    "stgcn_preset": "stgcn",
    "streams": "stgcn",
    "backbone": "vivit",
    "unfreeze_backbone": "vivit",
}


@pytest.fixture
def form(qtbot: QtBot) -> ConfigForm:
    widget = ConfigForm()
    qtbot.addWidget(widget)
    widget.set_config(BASE)
    widget.more.setChecked(True)
    widget.show()
    return widget


def base_of(knob: Knob) -> TrainConfig:
    """Return a config in which a knob matters."""
    return BASE.model_copy(update={"model_type": MODEL_OF.get(knob.name, "lstm")})


def flip(form: ConfigForm, knob: Knob, qtbot: QtBot) -> object:
    """Change a widget the way a person does; return the value that was asked for."""
    form.set_config(base_of(knob))
    widget = form.widgets[knob.name]
    if isinstance(widget, QCheckBox):
        widget.click()
        return not getattr(BASE, knob.name)
    if isinstance(widget, NumberField):
        wanted = _another_number(knob)
        widget.selectAll()
        qtbot.keyClicks(widget, str(wanted))
        return wanted
    if isinstance(widget, QLineEdit):
        widget.selectAll()
        qtbot.keyClicks(widget, "another")
        return "another"
    wanted = next((c for c in knob.choices if c != getattr(BASE, knob.name)), knob.choices[0])
    if isinstance(widget, Segmented):
        qtbot.mouseClick(widget.segment(wanted), Qt.MouseButton.LeftButton)
    else:
        assert isinstance(widget, Combo)
        while widget.key != wanted:
            down = wanted in [widget.itemData(i) for i in range(widget.currentIndex() + 1, 99)]
            qtbot.keyClick(widget, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
    return wanted


def _another_number(knob: Knob) -> float:
    number = 3 if knob.kind == "int" else 0.25
    return number + 1 if number == knob.default else number


@pytest.mark.parametrize("knob", KNOBS, ids=IDS)
def test_every_widget_reads_back(form: ConfigForm, knob: Knob, qtbot: QtBot) -> None:
    """What a person sets arrives in the config, and nothing else changes."""
    wanted = flip(form, knob, qtbot)
    assert form.config() == base_of(knob).model_copy(update={knob.name: wanted})


@pytest.mark.parametrize("knob", KNOBS, ids=IDS)
def test_every_knob_is_shown_as_it_is_set(form: ConfigForm, knob: Knob, qtbot: QtBot) -> None:
    """A config with another value of one knob survives the form."""
    value = flip(form, knob, qtbot)
    config = base_of(knob).model_copy(update={knob.name: value})
    form.set_config(config)
    assert form.config() == config


def test_every_knob_has_a_row() -> None:
    """No field of the config is missing in the form, none stands there twice."""
    named = [name for row in rows_of_knobs() for name in row.knobs]
    assert sorted(named) == sorted(IDS)


def test_a_new_knob_gets_a_row_of_its_own() -> None:
    """A field that no row names is shown nevertheless."""
    rows = rows_of_knobs(KNOBS, rows=())
    assert [row.knobs for row in rows] == [(name,) for name in IDS]


def test_every_widget_has_a_name_and_a_description(form: ConfigForm) -> None:
    """Screen readers hear what a knob is and what it does."""
    for knob in KNOBS:
        assert form.widgets[knob.name].accessibleName()
        assert form.widgets[knob.name].accessibleDescription() == knob.description


def test_focal_numbers_wait_for_the_focal_loss(form: ConfigForm) -> None:
    """A knob that does not matter is disabled, says why, and keeps its value."""
    form.set_config(TrainConfig(focal_gamma=1.5))
    field = form.widgets["focal_gamma"]
    assert not field.isEnabled()
    assert field.toolTip() == "Only with Loss."
    assert form.config().focal_gamma == 1.5


def test_rare_settings_say_that_they_were_changed(form: ConfigForm) -> None:
    """Behind "More settings" nothing can be changed unseen."""
    form.more.setChecked(False)
    assert not form.widgets["pooling"].isVisible()
    form.set_config(TrainConfig(pooling="last", weight_decay=0.1))
    assert form.more.text() == "More settings (2 changed)"


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("batch_size", "0", "Batch size: at least 1"),
        ("batch_size", "1.5", "Batch size needs a whole number"),
        ("batch_size", "", "Batch size needs a whole number"),
        ("learning_rate", "x", "Learning rate needs a number"),
        ("learning_rate", "nan", "Learning rate needs a number"),
        ("learning_rate", "0", "Learning rate: more than 0"),
        ("dropout", "1", "Dropout: less than 1"),
        ("num_layers", "99", "Layers: at most 16"),
    ],
)
def test_wrong_numbers_say_what_is_wrong(
    form: ConfigForm, name: str, text: str, problem: str
) -> None:
    """Every limit of the config is a sentence in the form."""
    field = form.widgets[name]
    assert isinstance(field, NumberField)
    field.setText(text)
    assert form.problems() == (problem,)
    assert field.property("state") == "error"


def test_decimal_comma_is_understood(form: ConfigForm) -> None:
    """0,3 is 0.3."""
    field = form.widgets["dropout"]
    assert isinstance(field, NumberField)
    field.setText("0,3")
    assert form.config().dropout == 0.3


def test_up_and_down_step_inside_the_limits(form: ConfigForm, qtbot: QtBot) -> None:
    """A whole number steps by one and stays allowed."""
    field = form.widgets["num_layers"]
    assert isinstance(field, NumberField)
    field.setText("1")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value() == 1
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 2
