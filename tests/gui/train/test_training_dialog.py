"""Tests of the training dialog around its form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from emo7_core.config import TrainConfig
from emo7_core.knobs import config_from_flags
from emo7_gui.train.command_box import LETTERS, broken
from emo7_gui.train.number_field import NumberField
from emo7_gui.train.train_view import ClassCount, Finding, Preset, Remedy, TrainPreview
from emo7_gui.train.training_dialog import TrainingDialog

COUNTS = tuple(ClassCount(value, 10 * value + 1, value) for value in range(7))


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QMainWindow]:
    widget = QMainWindow()
    qtbot.addWidget(widget)
    widget.setCentralWidget(QLineEdit())
    widget.resize(1440, 900)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    yield widget
    widget.close()


@pytest.fixture
def dialog(window: QMainWindow) -> TrainingDialog:
    made = TrainingDialog(window, "my project")
    made.open_with(TrainConfig())
    return made


def answer(dialog: TrainingDialog, *errors: str, note: str = "It starts at once") -> None:
    """Answer the config that the dialog shows."""
    config = dialog.config()
    assert config is not None
    finding = Finding("leak", "Leak: S1", "87 clips", Remedy("leave S1", "Leave S1 out"))
    dialog.set_preview(
        TrainPreview(config, COUNTS, "Largest …", (finding,), errors, queue_note=note)
    )


def field(dialog: TrainingDialog, name: str) -> NumberField:
    """Return a number field of the form."""
    widget = dialog.form.widgets[name]
    assert isinstance(widget, NumberField)
    return widget


def test_it_cannot_be_added_before_it_was_counted(dialog: TrainingDialog) -> None:
    """Until the right side answers, the button waits and the note says why."""
    assert not dialog.add.isEnabled()
    assert dialog.note.text() == "Counting the clips …"
    answer(dialog)
    assert dialog.add.isEnabled()
    assert dialog.note.text() == "It starts at once"


def test_change_asks_for_a_new_count(dialog: TrainingDialog, qtbot: QtBot) -> None:
    """A changed knob is told as a whole config, and the old answer is stale."""
    answer(dialog)
    with qtbot.waitSignal(dialog.changed) as changed:
        field(dialog, "batch_size").setText("16")
    assert changed.args == [TrainConfig(batch_size=16)]
    assert not dialog.add.isEnabled()


def test_late_answer_is_dropped(dialog: TrainingDialog) -> None:
    """An answer to an older config changes nothing."""
    late = TrainPreview(TrainConfig(), COUNTS)
    field(dialog, "batch_size").setText("16")
    dialog.set_preview(late)
    assert not dialog.is_current


def test_error_disables_and_says_why(dialog: TrainingDialog) -> None:
    """An error of the preview stands beside the button."""
    answer(dialog, "no clip has a label", note="")
    assert not dialog.add.isEnabled()
    assert dialog.note.text() == "Cannot be added: no clip has a label"
    assert dialog.note.property("tone") == "error"


def test_wrong_field_disables_and_says_why(dialog: TrainingDialog, qtbot: QtBot) -> None:
    """A wrong number asks for no count and blocks the button."""
    answer(dialog)
    with qtbot.assertNotEmitted(dialog.changed):
        field(dialog, "batch_size").setText("0")
    assert not dialog.add.isEnabled()
    assert dialog.note.text() == "Cannot be added: Batch size: at least 1"
    field(dialog, "batch_size").setText("32")
    assert dialog.add.isEnabled()


def test_warning_does_not_block(dialog: TrainingDialog, qtbot: QtBot) -> None:
    """A leak is shown with its remedy, and the training may start."""
    answer(dialog)
    line = dialog.preview.findings.findChild(type(dialog.add))
    assert line.text() == "Leave S1 out"
    with qtbot.waitSignal(dialog.remedy_requested) as asked:
        line.click()
    assert asked.args == ["leave S1"]
    assert dialog.add.isEnabled()


def test_ctrl_enter_adds_and_closes(dialog: TrainingDialog, qtbot: QtBot) -> None:
    """The config that is shown is the one that is queued."""
    field(dialog, "num_epochs").setText("3")
    answer(dialog)
    with qtbot.waitSignal(dialog.queue_requested) as queued:
        qtbot.keyClick(
            field(dialog, "num_epochs"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    assert queued.args == [TrainConfig(num_epochs=3)]
    assert not dialog.isVisible()


def test_ctrl_enter_on_an_error_adds_nothing(dialog: TrainingDialog, qtbot: QtBot) -> None:
    """The key obeys the button."""
    answer(dialog, "no clip has a label")
    with qtbot.assertNotEmitted(dialog.queue_requested):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()


def test_command_is_the_config(dialog: TrainingDialog) -> None:
    """What the command would do is what the button does."""
    field(dialog, "learning_rate").setText("5e-05")
    command = list(dialog.preview.command.command)
    assert command[:4] == ["emo7", "train", "--project", "my project"]
    assert config_from_flags(command[4:]) == dialog.config()


def test_copied_command_is_quoted(dialog: TrainingDialog) -> None:
    """The clipboard has one line that a shell understands."""
    dialog.preview.command.copy()
    assert QGuiApplication.clipboard().text() == "emo7 train --project 'my project'"


def test_escape_closes_and_gives_the_focus_back(window: QMainWindow, qtbot: QtBot) -> None:
    """After Esc the keys go where they went before."""
    before = window.centralWidget()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    dialog = TrainingDialog(window, "p")
    dialog.open_with(TrainConfig())
    assert dialog.isAncestorOf(QApplication.focusWidget())
    with qtbot.waitSignal(dialog.closed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert before.hasFocus()


def test_tab_stays_inside(dialog: TrainingDialog, qtbot: QtBot) -> None:
    """Tab goes around in the dialog and reaches the button."""
    answer(dialog)
    visited = set()
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.isAncestorOf(QApplication.focusWidget())
        visited.add(QApplication.focusWidget())
    assert dialog.add in visited
    assert dialog.form.widgets["batch_size"] in visited


def test_keys_of_the_workspace_rest(
    window: QMainWindow, dialog: TrainingDialog, qtbot: QtBot
) -> None:
    """A shortcut of the window below does not fire while the dialog is open."""
    shortcut = QShortcut(QKeySequence("N"), window)
    with qtbot.assertNotEmitted(shortcut.activated):
        qtbot.keyClick(dialog.cancel, Qt.Key.Key_N)


def test_preset_fills_the_form(dialog: TrainingDialog, qtbot: QtBot) -> None:
    """Choosing a preset asks for a count of its config."""
    small = TrainConfig(hidden_size=64)
    dialog.set_presets((Preset("Defaults", TrainConfig()), Preset("Small", small)))
    with qtbot.waitSignal(dialog.changed) as changed:
        qtbot.keyClick(dialog.preset, Qt.Key.Key_Down)
    assert changed.args == [small]


def test_counts_are_words_too(dialog: TrainingDialog) -> None:
    """Screen readers hear the counts from the most positive class down."""
    answer(dialog)
    said = dialog.preview.bars.accessibleName()
    assert said.startswith("Extremely Positive: 61 to train, 6 to validate; Positive: 51")
    assert dialog.preview.legend.accessibleName() == "train 217, validation 21"


def test_closing_never_leaves_the_focus_inside(
    dialog: TrainingDialog, window: QMainWindow, qtbot: QtBot
) -> None:
    """Where the widget that opened it is gone, the window hears the keys again."""
    window.centralWidget().hide()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.focusWidget() is window


def test_own_settings_are_no_preset(dialog: TrainingDialog) -> None:
    """A preset is named while the form says it, whatever clips and device are chosen."""
    small = TrainConfig(hidden_size=64, num_epochs=10)
    dialog.set_presets((Preset("Defaults", TrainConfig()), Preset("Small", small)))
    assert dialog.preset.currentText() == "Defaults"
    dialog.form.set_config(TrainConfig(target="caption", seed=3))
    assert dialog.preset.currentText() == "Defaults"
    dialog.form.set_config(TrainConfig(hidden_size=65))
    assert dialog.preset.currentText() == "Own settings"


def test_preset_leaves_the_choice_of_clips(dialog: TrainingDialog) -> None:
    """Target, split and seed are not part of a preset."""
    small = TrainConfig(hidden_size=64, num_epochs=10)
    dialog.set_presets((Preset("Small", small),))
    dialog.form.set_config(TrainConfig(target="caption", seed=3))
    dialog.preset.chosen.emit(0)
    assert dialog.config() == small.model_copy(update={"target": "caption", "seed": 3})


def test_a_long_path_is_shown_whole() -> None:
    """No line of the command is longer than the card is wide, and no letter is lost."""
    path = "/" + "/".join(["a long name of a folder"] * 8)
    text = broken(["emo7", "train", "--project", path, "--seed", "3"])
    assert max(map(len, text.split("\n"))) <= LETTERS
    assert path.replace(" ", "") in text.replace("\n", "").replace(" ", "")
