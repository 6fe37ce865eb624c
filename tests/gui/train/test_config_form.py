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
from emo7_gui.train.config_form import ConfigForm
from emo7_gui.train.form_rows import models_of, rows_of_knobs
from emo7_gui.train.knob_widgets import NameChoice
from emo7_gui.train.number_field import NumberField

IDS = [knob.name for knob in KNOBS]
BASE = TrainConfig(normalize_data=True, loss="focal", augment=True)


@pytest.fixture
def form(qtbot: QtBot) -> ConfigForm:
    widget = ConfigForm()
    qtbot.addWidget(widget)
    widget.set_splits(("fold-a", "fold-b"))
    widget.set_config(BASE)
    widget.more.setChecked(True)
    widget.show()
    return widget


def base_of(knob: Knob) -> TrainConfig:
    """Return a config in which a knob matters."""
    return BASE.model_copy(update={"model_type": (*models_of(knob.name), "lstm")[0]})


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
    if isinstance(widget, NameChoice):
        qtbot.keyClick(widget, Qt.Key.Key_Down)
        return "fold-a"
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
    assert field.toolTip() == "Only with the focal loss."
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


def test_a_split_of_another_project_is_shown_as_such(form: ConfigForm) -> None:
    """A name that this project does not have is kept, with a remark."""
    form.set_config(TrainConfig(stored_split="elsewhere"))
    choice = form.widgets["stored_split"]
    assert isinstance(choice, Combo)
    assert choice.currentText() == "elsewhere (not in this project)"
    assert form.config().stored_split == "elsewhere"


def test_without_stored_splits_there_is_nothing_to_choose(form: ConfigForm) -> None:
    """The list says how a split is made."""
    form.set_splits(())
    assert not form.widgets["stored_split"].isEnabled()
    assert "emo7 split" in form.widgets["stored_split"].toolTip()


def test_a_stored_split_decides_who_validates(form: ConfigForm) -> None:
    """What it decides is disabled and says so."""
    form.set_config(TrainConfig(stored_split="fold-a"))
    for name in ("split_by", "validation_share"):
        assert not form.widgets[name].isEnabled()
        assert form.widgets[name].toolTip() == "The stored split says which clips validate."
    assert form.widgets["seed"].isEnabled()


@pytest.mark.parametrize("model", ["lstm", "stgcn", "vivit"])
def test_only_knobs_of_the_model_are_shown(form: ConfigForm, model: str) -> None:
    """What another model would need is hidden, and keeps its value."""
    form.set_config(TrainConfig(model_type=model, streams="joint_bone"))
    for name in IDS:
        models = models_of(name)
        assert form.widgets[name].isVisible() == (not models or model in models), name
    assert form.config().streams == "joint_bone"


def test_a_heading_without_rows_is_hidden(form: ConfigForm) -> None:
    """ViViT varies no clips: nothing stands under Augmentation, so neither does the word."""
    form.set_config(TrainConfig(model_type="vivit"))
    assert not form._headings["Augmentation"].isVisible()


def test_the_folder_of_a_backbone_is_chosen(form: ConfigForm, monkeypatch) -> None:
    """The button fills the line."""
    form.set_config(TrainConfig(model_type="vivit"))
    monkeypatch.setattr(
        "emo7_gui.train.config_form.QFileDialog.getExistingDirectory", lambda *_: "/weights/vivit"
    )
    form.browse.click()
    assert form.config().backbone == "/weights/vivit"


def test_what_a_tuning_tries_is_not_asked(form: ConfigForm) -> None:
    """A knob that the tuning sets is disabled and says its range."""
    form.set_tried({"dropout": "Dropout: the tuning tries 0.5 to 0.8."})
    assert not form.widgets["dropout"].isEnabled()
    assert form.widgets["dropout"].toolTip().endswith("0.5 to 0.8.")
    form.set_tried({})
    assert form.widgets["dropout"].isEnabled()
