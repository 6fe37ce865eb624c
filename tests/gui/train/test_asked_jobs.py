"""The dialog tells the truth: what it shows is what the command and the child process get."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from emo7_core.cli import main as cli
from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation, Tuning
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.knobs import KNOBS
from emo7_core.project import Project
from emo7_gui.train.asked import CROSS_VALIDATE, TRAIN, TUNE, Asked, kind_of, training_of
from emo7_gui.train.train_view import TrainPreview
from emo7_gui.train.training_dialog import TrainingDialog
from emo7_gui.workers.jobs_room import JobsRoom
from tests.gui.train.test_config_form import flip
from tests.gui.waiting import until

# Writes what the child process reads from its job folder, typed as the job itself types it.
READER = """
import json, sys
from pathlib import Path
from emo7_core.config import config_from
from emo7_core.config.studies import CrossValidation, Tuning, study_from
from emo7_core.jobs.spec import Job
job = Job(Path(sys.argv[1]))
spec = job.spec()
studies = {"cross-validate": CrossValidation, "tune": Tuning}
kind = studies.get(spec.kind)
found = config_from(spec.config) if kind is None else study_from(kind, spec.config)
(job.folder / "read.json").write_text(found.model_dump_json())
"""
STUDIES: tuple[Asked, ...] = (
    TrainConfig(),
    CrossValidation(by="session", folds=3),
    Tuning(trials=7, workers=2, is_pruned=False),
)
IDS = [kind_of(asked) for asked in STUDIES]


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> Iterator[TrainingDialog]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    made = TrainingDialog(window, tmp_path / "p")
    made.set_splits(("fold-a",))
    made.open_with(TrainConfig())
    made.form.more.setChecked(True)
    yield made
    window.close()


def flipped(dialog: TrainingDialog, asked: Asked, qtbot: QtBot) -> Asked:
    """Change every knob of a dialog the way a person does; return what it then asks for."""
    values: dict[str, Any] = {}
    for knob in KNOBS:
        dialog.study.set_asked(TrainConfig())
        values[knob.name] = flip(dialog.form, knob, qtbot)
    # The base of a flip has these already; here they shall differ from the defaults.
    values |= {"normalize_data": True, "augment": True, "loss": "ordinal"}
    everything = TrainConfig.model_validate(values)
    study = (
        everything
        if isinstance(asked, TrainConfig)
        else asked.model_copy(update={"training": everything})
    )
    dialog.open_with(study)
    return study


@pytest.fixture
def submitted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What a command would put into the queue."""
    found: list[tuple[str, dict[str, Any]]] = []

    def submit(self: Supervisor, kind: str, config: dict[str, Any], **options: bool) -> None:
        found.append((kind, config))
        raise SystemExit(0)

    monkeypatch.setattr(Supervisor, "submit", submit)
    return found


@pytest.mark.parametrize("asked", STUDIES, ids=IDS)
def test_the_command_asks_for_the_same(
    dialog: TrainingDialog, asked: Asked, qtbot: QtBot, tmp_path: Path, submitted: list
) -> None:
    """Every knob flipped: the shown command, run, puts the same job into the queue."""
    study = flipped(dialog, asked, qtbot)
    assert dialog.asked() == study
    Project.create(tmp_path / "p").close()
    with pytest.raises(SystemExit):
        cli.main(dialog.preview.command.command[1:])
    assert submitted == [(kind_of(study), study.model_dump())]


@pytest.mark.parametrize("asked", STUDIES, ids=IDS)
def test_every_knob_arrives_in_the_child(
    dialog: TrainingDialog, asked: Asked, qtbot: QtBot, tmp_path: Path
) -> None:
    """Every widget flipped, the button pressed: the child process reads the same values."""
    study = flipped(dialog, asked, qtbot)
    assert set(training_of(study).changed()) == {knob.name for knob in KNOBS}
    dialog.set_preview(TrainPreview(study))
    with qtbot.waitSignal(dialog.queue_requested) as queued:
        dialog.add.click()

    def command(job: Any) -> list[str]:
        return [sys.executable, "-c", READER, str(job.folder)]

    room = JobsRoom(supervise=lambda runs: Supervisor(runs, command))
    room.watch(tmp_path / "runs")
    with qtbot.waitSignal(room.submitted, timeout=20_000) as made:
        room.submit(kind_of(queued.args[0]), queued.args[0].model_dump())
    read = tmp_path / "runs" / made.args[0] / "read.json"
    until(read.exists, "the child", 30)
    room.stop()
    assert json.loads(read.read_text()) == json.loads(study.model_dump_json())


@pytest.mark.parametrize(
    ("kind", "name", "text", "wanted"),
    [
        (CROSS_VALIDATE, "folds", "4", CrossValidation(folds=4)),
        (TUNE, "trials", "12", Tuning(trials=12)),
        (TUNE, "workers", "3", Tuning(workers=3)),
    ],
)
def test_fields_of_a_study_read_back(
    dialog: TrainingDialog, kind: str, name: str, text: str, wanted: Asked, qtbot: QtBot
) -> None:
    """What is typed beside the kind of job is what is asked for."""
    dialog.study.kind.segment(kind).click()
    field = dialog.study.widgets[name]
    field.selectAll()
    qtbot.keyClicks(field, text)
    assert dialog.asked() == wanted


def test_the_kind_of_job_names_the_dialog(dialog: TrainingDialog) -> None:
    """The heading says what will be started."""
    dialog.study.kind.segment(TUNE).click()
    assert dialog.heading.text() == "New tuning"
    assert not dialog.form.widgets["hidden_size"].isEnabled()
    dialog.study.kind.segment(TRAIN).click()
    assert dialog.form.widgets["hidden_size"].isEnabled()


def test_a_wrong_number_of_folds_blocks(dialog: TrainingDialog) -> None:
    """The reason stands beside the button."""
    dialog.study.kind.segment(CROSS_VALIDATE).click()
    dialog.study.widgets["folds"].setText("many")
    assert not dialog.add.isEnabled()
    assert dialog.note.text() == "Cannot be added: Folds needs a whole number"
