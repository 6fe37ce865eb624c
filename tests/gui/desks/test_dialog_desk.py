"""The dialog over a real project: counts, folds, leaks, splits, time and memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation, Tuning
from emo7_core.knobs import KNOBS
from emo7_core.labels.splits import make_split
from emo7_core.project import Project
from emo7_gui.desks.dialog_desk import DialogDesk
from emo7_gui.desks.previews import PRESETS, look_ahead
from emo7_gui.desks.probe_desk import ProbeDesk, estimate_of, probe_command
from emo7_gui.train.asked import Asked
from emo7_gui.train.train_view import Estimate
from emo7_gui.train.training_dialog import TrainingDialog
from tests.core.training.small_project import make_project
from tests.gui.waiting import until, wait

FOUND = {
    "device": "cpu, 1 thread",
    "clips": 20,
    "steps": 5,
    "step_seconds": 0.05,
    "prepare_seconds": 1.0,
    "epoch_seconds": 2.0,
    "total_seconds": 120.0,
    "memory_bytes": 1_200_000_000,
    "parameters": 9,
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(make_project(tmp_path)) as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    return made


@pytest.fixture
def desk(window: QWidget) -> Iterator[DialogDesk]:
    made = DialogDesk(window, ProbeDesk(command=lambda asked, root: said(FOUND)))
    yield made
    made.stop()


def said(found: dict[str, object]) -> list[str]:
    """Return a child that prints an answer after its libraries' chatter."""
    words = f"print('loading'); print({json.dumps(found)!r})"
    return [sys.executable, "-c", words]


def titles(project: Project, asked: Asked) -> list[str]:
    return [finding.title for finding in look_ahead(project, asked, 0).findings]


def test_counts_come_with_the_dialog(desk: DialogDesk, window: QWidget, project: Project) -> None:
    """What it opens on is counted at once, and can be added."""
    dialog = desk.open(window, project)
    until(lambda: dialog.is_current, "the counts", 20)
    assert dialog.add.isEnabled()
    assert dialog.preview.legend.accessibleName().startswith("train ")


def test_folds_are_told_before(project: Project) -> None:
    """A cross-validation says how many folds there are and how large they are."""
    assert "folds: each signer is held out once" in titles(project, CrossValidation())[0]
    found = look_ahead(project, CrossValidation(), 0)
    assert found.repeats == float(titles(project, CrossValidation())[0].split()[0])


def test_too_many_folds_are_an_error(project: Project) -> None:
    """The reason is the core's."""
    found = look_ahead(project, CrossValidation(folds=999), 0)
    assert "999 folds cannot be made of" in found.errors[0]


def test_folds_on_several_devices_are_an_error(project: Project) -> None:
    """What the job would refuse is refused here."""
    study = CrossValidation(training=TrainConfig(devices=2))
    assert look_ahead(project, study, 0).errors == (
        "folds are trained one process each: choose one device",
    )


def test_a_tuning_takes_as_long_as_its_trials(project: Project) -> None:
    """Workers share them."""
    found = look_ahead(project, Tuning(trials=30, workers=2), 0)
    assert found.repeats == 15
    assert found.findings[0].title == "30 trials, 2 at once"


def test_a_split_by_clip_is_warned_of_and_mended(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """The button beside the warning sets the knob."""
    dialog = desk.open(window, project, TrainConfig(split_by="clip"))
    until(lambda: dialog.is_current, "the counts", 20)
    dialog.remedy_requested.emit("split_by")
    assert dialog.config() == TrainConfig(split_by="signer")


def test_stored_splits_are_offered(desk: DialogDesk, window: QWidget, project: Project) -> None:
    """Those of the project, by name."""
    make_split(project, "by clip", "clip", (0.5, 0.5, 0.0))
    dialog = desk.open(window, project)
    choice = dialog.form.widgets["stored_split"]
    assert choice.isEnabled()
    assert choice.findData("by clip") > 0


def test_presets_only_set_knobs(desk: DialogDesk, window: QWidget, project: Project) -> None:
    """Each one is named while it holds; clips, split and device stay the person's."""
    dialog = desk.open(window, project, TrainConfig(target="caption", seed=9))
    for place, preset in enumerate(PRESETS):
        dialog.preset.chosen.emit(place)
        assert dialog.preset.currentText() == preset.name
        config = dialog.config()
        assert config is not None
        assert (config.target, config.seed) == ("caption", 9)


def test_the_cost_is_measured_when_it_is_quiet(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """Time and memory come from the child; another config fades them."""
    dialog = desk.open(window, project)
    line = dialog.preview.estimate
    until(lambda: line.title.text().startswith("At most"), "the estimate", 30)
    assert line.title.text() == "At most about 2 min, 1.2 GB on cpu, 1 thread"
    assert line.title.property("tone") == ""
    dialog.form.set_config(TrainConfig(batch_size=8))
    until(lambda: line.title.property("tone") == "tertiary", "the old numbers to fade", 20)


def test_nothing_is_measured_beside_a_job(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """The button says why, and nothing starts by itself."""
    desk.set_jobs(0, "LSTM #1")
    dialog = desk.open(window, project)
    until(lambda: dialog.is_current, "the counts", 20)
    wait(1800)
    assert not dialog.preview.estimate.measure.isEnabled()
    assert dialog.preview.estimate.detail.text() == "While LSTM #1 runs, nothing can be measured."


def test_the_newest_config_alone_is_measured(window: QWidget, tmp_path: Path) -> None:
    """A child that is no longer wanted is ended, and its answer is not shown."""
    slow = [sys.executable, "-c", "import time; time.sleep(60)"]
    probe = ProbeDesk(
        window, command=lambda asked, root: slow if asked == TrainConfig() else said(FOUND)
    )
    told: list[Estimate] = []
    probe.estimate_changed.connect(told.append)
    probe.ask(TrainConfig(), tmp_path, 1)
    probe.measure()
    until(lambda: told and told[-1].is_measuring, "the first child", 20)
    probe.ask(TrainConfig(seed=1), tmp_path, 1)
    probe.measure()
    until(lambda: told[-1].title.startswith("At most"), "the answer", 20)
    probe.stop()


def test_out_of_memory_is_said(window: QWidget, tmp_path: Path) -> None:
    """What does not fit is a warning with the remedy."""
    words = "import sys; sys.exit('emo7: the GPU ran out of memory at batch size 64')"
    probe = ProbeDesk(window, command=lambda asked, root: [sys.executable, "-c", words])
    told: list[Estimate] = []
    probe.estimate_changed.connect(told.append)
    probe.ask(TrainConfig(), tmp_path, 1)
    probe.measure()
    until(lambda: told[-1].title == "It does not fit into the memory", "the answer", 20)
    assert told[-1].detail == "the GPU ran out of memory at batch size 64"
    probe.stop()


def test_repeats_multiply_the_time() -> None:
    """Thirty trials of two minutes are an hour."""
    assert estimate_of(FOUND, 30).title.startswith("At most about 60 min")


def test_the_child_measures_what_is_asked(tmp_path: Path) -> None:
    """Its flags are those of the training, also of a study's."""
    words = probe_command(Tuning(training=TrainConfig(batch_size=7)), tmp_path)
    assert words[3:] == [
        "emo7_core.cli", "train", "--project", str(tmp_path), "--batch-size", "7", "--probe"
    ]  # fmt: skip


def test_the_dialog_is_made_in_bits_before_it_is_opened(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """Rows come one by one in the event loop; until it was opened there is no dialog to see."""
    desk.prepare(window, project)
    made = window.findChildren(TrainingDialog)
    assert [len(one.form.widgets) for one in made] == [0]
    until(lambda: len(made[0].form.widgets) == len(KNOBS), "all rows", 20)
    assert desk.dialog is None
    assert not made[0].isVisible()
    assert desk.open(window, project) is made[0]
    assert desk.dialog is made[0]


def test_a_dialog_that_is_half_made_is_whole_when_it_opens(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """Who is quicker than the making waits for the rest, and loses no row."""
    desk.prepare(window, project)
    dialog = desk.open(window, project, TrainConfig(seed=11))
    assert len(dialog.form.widgets) == len(KNOBS)
    assert dialog.config() == TrainConfig(seed=11)
    until(lambda: dialog.is_current, "the counts", 20)


def test_the_dialog_opens_again_as_if_it_were_new(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """The same widgets, the clips counted anew, nothing folded out, each signal once."""
    dialog = desk.open(window, project)
    until(lambda: dialog.is_current, "the counts", 20)
    dialog.form.more.setChecked(True)
    dialog.close_card()
    asked: list[object] = []
    desk.asked_for.connect(lambda config, is_next: asked.append(config))
    assert desk.open(window, project, TrainConfig(seed=3)) is dialog
    assert not dialog.is_current
    assert not dialog.form.more.isChecked()
    until(lambda: dialog.is_current, "the counts", 20)
    dialog.submit()
    assert asked == [TrainConfig(seed=3)]


def test_another_project_has_a_dialog_of_its_own(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """Nothing of the last project's clips is in sight."""
    first = desk.open(window, project)
    desk.close()
    assert desk.dialog is None
    assert desk.open(window, project) is not first


def test_a_dialog_that_is_never_opened_ends_with_its_desk(
    desk: DialogDesk, window: QWidget, project: Project
) -> None:
    """Closing the project in the middle of the making leaves nothing behind."""
    desk.prepare(window, project)
    desk.close()
    until(lambda: not window.findChildren(TrainingDialog), "the end of the half-made dialog")
