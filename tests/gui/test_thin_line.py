"""The whole line in a real window: import, landmarks, keys, training, live trace, compare, export.

Two real How2Sign clips (skipped where they are not on this machine) and two drawn ones.
"""

from __future__ import annotations

import csv
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from emo7_core.cli.main import main
from emo7_core.config import TrainConfig
from emo7_core.demo.clips import demo_clips, render_clip
from emo7_core.project import Project
from emo7_gui.app import Studio
from emo7_gui.player.trace import GuessTrace
from emo7_gui.settings import Settings
from emo7_gui.theme import install
from tests.gui.waiting import until, wait

REAL = ("-d5dN54tH2E_7-1-rgb_front", "-f1_kdl050s_11-1-rgb_front")
SHEET = "how2sign_realigned_val.csv"
TINY = TrainConfig(num_epochs=2, hidden_size=8, num_layers=1, batch_size=4, split_by="clip")
# Values by position in the queue; at least two classes, so that something can be learned.
DIGITS = (6, 2, 6, 2)

pytestmark = [pytest.mark.window, pytest.mark.timeout(900)]


def emo7(*words: object) -> None:
    """Run a command that must succeed."""
    with pytest.raises(SystemExit) as done:
        main([str(word) for word in words])
    assert not done.value.code, words


@pytest.fixture
def folder(tmp_path: Path, shared_data: Path) -> Path:
    """A project made by commands: two real clips with their sheet, two drawn ones."""
    real, made = tmp_path / "real", tmp_path / "made"
    real.mkdir()
    made.mkdir()
    for name in REAL:
        shutil.copy(shared_data / "how2sign" / "clips" / f"{name}.mp4", real)
    for clip in demo_clips(2):
        render_clip(replace(clip, frame_count=30), made / f"{clip.name}.mp4")
    project = tmp_path / "project"
    emo7("new", project)
    emo7("import", "how2sign", shared_data / "how2sign" / SHEET, "--clips", real, "-p", project)
    emo7("import", "folder", made, "-p", project)
    return project


@pytest.fixture
def studio(qtbot, tmp_path: Path, folder: Path) -> Iterator[Studio]:
    settings = Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))
    settings.rater = "MK"
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    install(app, "dark")
    made = Studio(settings)
    made.show()
    assert made.projects.open_project(folder)
    yield made
    made.window.close()
    made.close()


def press(studio: Studio, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    focus = studio.window.focusWidget()
    QTest.keyClick(focus if focus is not None else studio.window, key, modifier)


def look(widget: QWidget, path: Path) -> None:
    """Keep a picture where asked for, and make sure that it is not one flat colour."""
    image = widget.grab().toImage()
    if kept := os.environ.get("EMO7_KEEP_SCREENS"):
        image.save(str(Path(kept) / path.name))
    colours = {image.pixel(x, y) for x in range(0, image.width(), 23) for y in range(0, 700, 19)}
    assert len(colours) > 20, f"{path.name} is blank"


def test_the_whole_line(studio: Studio, folder: Path, tmp_path: Path):
    """Every station on real input, one after the other, in one window."""
    session = studio.session
    until(lambda: studio.playback.info is not None, "the first clip")
    assert len(session.order) == 4

    # Landmarks, found in a child process while the window goes on.
    studio.playback.player.extract_requested.emit()
    until(lambda: len(_tracked(studio)) == 4, "landmarks of four clips", 240)
    look(studio.window, tmp_path / "1-landmarks.png")

    # The digits of a rater.
    for digit in DIGITS:
        clip = session.current
        press(studio, Qt.Key(Qt.Key.Key_0 + digit))
        until(lambda c=clip: session.latest(c.id) is not None, "the decision", 10)
        until(lambda: session.save_state.kind == "saved", "saved", 10)
        press(studio, Qt.Key.Key_Return)
        wait(200)
    values = {session.clips[c].name: session.latest(c).value for c in session.order}
    assert sorted(values.values()) == [1, 1, 5, 5]

    # A training from the dialog.
    press(studio, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    press(studio, Qt.Key.Key_N)
    dialog = studio.training.dialog
    assert dialog is not None
    dialog.form.set_config(TINY)
    until(lambda: dialog.is_current and dialog.config() == TINY, "the preview", 30)
    assert dialog.reasons == ()
    look(studio.window, tmp_path / "2-dialog.png")
    press(studio, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: studio.training.jobs, "the job in the queue", 20)
    until(lambda: _over(studio, "train"), "the end of the training", 240)
    snapshot = _over(studio, "train")[0]
    assert snapshot.status.state == "ended", snapshot.status.message
    wait(500)
    look(studio.window, tmp_path / "3-trained.png")
    assert {p.name for p in (snapshot.folder / "model").iterdir()} == {
        "model.json",
        "model.safetensors",
    }
    _check_tracking(folder)

    # Its model predicts while the clip plays.
    studio.training.use_requested.emit(snapshot.folder / "model", "LSTM #1")
    until(lambda: studio.live.is_ready, "the model engine", 120)
    until(lambda: _traces(studio), "the trace under the seek bar", 60)
    trace = _traces(studio)[0]
    assert len(trace.times) == trace.expected > 0
    assert np.allclose(trace.probabilities.sum(axis=1), 1)
    wait(300)
    look(studio.window, tmp_path / "4-live.png")

    # The model against the labels; a cell opens its clips.
    studio.training.predict(snapshot.folder / "model")
    until(lambda: _over(studio, "predict"), "the answers of the model", 120)
    press(studio, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    until(lambda: studio.comparing.comparison is not None, "the comparison", 60)
    until(lambda: _models(studio), "the model in the comparison", 60)
    found = studio.comparing.comparison
    assert set(found.targets.tolist()) == {1, 5}
    assert int(found.result(_models(studio)[0]).matrix.sum()) == 4
    row, column = np.argwhere(found.result(_models(studio)[0]).matrix > 0)[0]
    studio.compare.matrices.cell_opened.emit("a", int(row), int(column))
    wait(300)
    clip = found.cell(_models(studio)[0], int(row), int(column))[0]
    studio.compare.clip_opened.emit(clip)
    until(lambda: studio.comparing.playback.info is not None, "the clip of the cell", 20)
    wait(300)
    look(studio.window, tmp_path / "5-compare.png")

    # The golden CSV, and nothing lost after closing.
    studio.window.close()
    studio.close()
    golden = tmp_path / "golden.csv"
    emo7("export", "-p", folder, "--out", golden)
    with golden.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    emotions = {row["video_name"]: row["emotion"] for row in rows}
    words = {1: "Negative", 5: "Positive"}
    assert emotions == {name: words[value] for name, value in values.items()}
    captions = {row["video_name"]: row["caption"] for row in rows}
    assert all(captions[name] for name in REAL)


def _tracked(studio: Studio) -> set[str]:
    project = studio.session.project
    assert isinstance(project, Project)
    return project.keys_with_landmarks()


def _over(studio: Studio, kind: str) -> list:
    return [j for j in studio.training.jobs.values() if j.kind == kind and j.status.is_over]


def _traces(studio: Studio) -> list[GuessTrace]:
    return [t for t in studio.playback.player.timeline.traces if t.is_complete]


def _models(studio: Studio) -> list[str]:
    found = studio.comparing.comparison
    return [] if found is None else [r.name for r in found.results if r.kind == "model"]


def _check_tracking(folder: Path) -> None:
    """The run stands in the local MLflow store under the name that users know."""
    with closing(sqlite3.connect(folder / "mlflow.db")) as store:
        names = [row[0] for row in store.execute("SELECT name FROM experiments")]
        losses = store.execute("SELECT count(*) FROM metrics WHERE key LIKE '%loss%'").fetchone()
    assert "7 Classes - Emotion Recognition (Baseline)" in names
    assert losses[0] > 0
