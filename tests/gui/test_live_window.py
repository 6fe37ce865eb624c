"""Live predictions in the real window: growing traces, a killed window, failures.

How2Sign clips are skipped where they are not on this machine; drawn ones are always there.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from emo7_core.config import TrainConfig
from emo7_core.demo.clips import demo_clips, render_clip
from emo7_core.jobs.supervisor import Supervisor
from emo7_core.labels.decision import SIGNING_ONLY
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_gui.app import Studio
from emo7_gui.theme import install
from tests.gui.demo_studio import studio_on
from tests.gui.live_project import add_clip, clip_named, labelled_demo, processes_of_window
from tests.gui.training_child import press
from tests.gui.waiting import until, wait
from tests.made_models import made_model

ROOT = Path(__file__).resolve().parents[2]
REAL = "-d5dN54tH2E_7-1-rgb_front"
ENDLESS = TrainConfig(
    num_epochs=5000,
    patience=5000,
    hidden_size=8,
    num_layers=1,
    batch_size=4,
    split_by="clip",
    device="cpu",
)
CTRL = Qt.KeyboardModifier.ControlModifier

pytestmark = [pytest.mark.window, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four labelled clips with landmarks, and one of three seconds without any."""
    place = tmp_path_factory.mktemp("live")
    folder = labelled_demo(place / "demo")
    long = replace(demo_clips(8)[7], frame_count=75)
    render_clip(long, place / "long.mp4")
    add_clip(folder, place / "long.mp4")
    return folder


@pytest.fixture
def folder(drawn: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(drawn, tmp_path / "demo", ignore=shutil.ignore_patterns("*.lock")))


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path, folder: Path) -> Iterator[Studio]:
    """The window on it; nothing that it started is left after the test."""
    install(qapp, "dark")
    made = studio_on(tmp_path / "settings.ini", "MK")
    made.show()
    made.window.activateWindow()
    assert made.projects.open_project(folder)
    until(lambda: made.playback.info is not None, "the first clip", 30)
    yield made
    made.window.close()
    made.close()
    assert processes_of_window() == []
    assert not [t for t in threading.enumerate() if t.name in ("infer", "extract")]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return made_model(tmp_path / "model", 3)


def choose(studio: Studio, name: str) -> None:
    """Open a clip by its name."""
    studio.session.choose(clip_named(studio.session.clips, name).id)
    until(lambda: studio.playback.info is not None, "the clip", 30)


def traces(studio: Studio) -> tuple:
    return studio.playback.player.timeline.traces


def test_a_trace_grows_while_a_clip_without_landmarks_plays(
    studio: Studio, folder: Path, model: Path, tmp_path: Path
) -> None:
    """Drawn and real: pictures go on, windows come one after the other, and the rest is counted."""
    name = "long"
    _grow(studio, model, name)


def test_a_trace_grows_on_a_real_clip(
    qapp: QApplication, folder: Path, model: Path, tmp_path: Path, shared_data: Path
) -> None:
    """A How2Sign clip of 720p that nobody looked at before."""
    add_clip(folder, shared_data / "how2sign" / "clips" / f"{REAL}.mp4")
    install(qapp, "light")
    studio = studio_on(tmp_path / "real.ini", "MK")
    studio.show()
    assert studio.projects.open_project(folder)
    try:
        _grow(studio, model, REAL)
    finally:
        studio.window.close()
        studio.close()
    assert processes_of_window() == []


def _grow(studio: Studio, model: Path, name: str) -> None:
    choose(studio, name)
    session, player = studio.session, studio.playback.player
    session.decide(5)
    until(lambda: session.is_revealed(session.row), "the reveal", 20)
    assert player.timeline.guess_words == "no landmarks yet"
    studio.live.use(model, "LSTM #1")
    until(lambda: studio.live.is_ready, "the model engine", 120)
    seen: list[tuple[int, int]] = []
    shown: list[int] = []
    studio.playback.frame_shown.connect(shown.append)
    studio.live.models_changed.connect(
        lambda _: seen.extend((len(t.times), t.expected) for t in traces(studio)[:1])
    )
    studio.playback.play()
    player.extract_requested.emit()
    until(lambda: "frames" in player.timeline.guess_words, "the count of frames", 60)
    until(lambda: traces(studio), "the first windows", 120)
    frames_before = len(shown)
    growing = clip_named(session.clips, name)
    until(lambda: studio.session.project.find_track(growing), "the landmarks", 240)
    until(lambda: traces(studio) and traces(studio)[0].is_complete, "the whole trace", 60)
    counts = sorted({count for count, _ in seen})
    assert len(counts) >= 3, seen
    assert any(count < expected for count, expected in seen)
    assert len(shown) > frames_before, "the clip stood still meanwhile"
    assert np.allclose(traces(studio)[0].probabilities.sum(axis=1), 1)
    until(lambda: studio.review.panel.state.models[0].note == "", "the whole answer", 60)
    assert "guesses" in session.standing.revealed[session.row]
    studio.extraction.cancel()


def test_a_training_outlives_the_window_and_its_model_predicts(
    qapp: QApplication, folder: Path, tmp_path: Path
) -> None:
    """Started in one window that is killed, ended in the next, chosen in the picker, predicting."""
    job_id = _train_in_a_window_that_is_killed(folder)
    install(qapp, "dark")
    for visit in (_choose_and_predict, _predict_again):
        studio = studio_on(tmp_path / "second.ini", "MK")
        studio.show()
        studio.window.activateWindow()
        assert studio.projects.open_project(folder)
        try:
            visit(studio, job_id)
        finally:
            studio.window.close()
            studio.close()
        assert processes_of_window() == []


def _train_in_a_window_that_is_killed(folder: Path) -> str:
    command = [sys.executable, "-m", "tests.gui.training_child", str(folder)]
    window = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    job_id = window.stdout.readline().strip()
    os.kill(window.pid, signal.SIGKILL)
    window.wait()
    window.stdout.close()
    assert job_id, "the training never ran"
    return job_id


def _choose_and_predict(studio: Studio, job_id: str) -> None:
    press(studio, Qt.Key.Key_4, CTRL)
    until(lambda: job_id in studio.training.jobs, "the job, found again", 30)
    until(lambda: studio.training.jobs[job_id].status.is_over, "its end", 300)
    status = studio.training.jobs[job_id].status
    assert status.state == "ended", status.message
    press(studio, Qt.Key.Key_1, CTRL)
    press(studio, Qt.Key.Key_L, CTRL)
    card = studio.picking.card
    until(lambda: card.rows, "the list of models", 90)
    assert [row.refused for row in card.rows] == [""]
    press(studio, Qt.Key.Key_Return)
    assert card.isHidden()
    until(lambda: studio.live.is_ready, "the model engine", 120)
    assert studio.live.folder == studio.session.project.runs / job_id / "model"
    choose(studio, _first_with_track(studio))
    until(lambda: traces(studio) and traces(studio)[0].is_complete, "its trace", 60)


def _predict_again(studio: Studio, job_id: str) -> None:
    """The project remembers its model: nobody chooses it again."""
    until(lambda: studio.live.is_ready, "the model engine", 120)
    assert studio.live.folder == studio.session.project.runs / job_id / "model"
    choose(studio, _first_with_track(studio))
    until(lambda: traces(studio), "its trace", 60)


def _first_with_track(studio: Studio) -> str:
    clips = studio.session.clips.values()
    return next(one.name for one in clips if studio.session.project.find_track(one))


def test_a_corrupt_model_is_said_and_the_window_goes_on(
    studio: Studio, model: Path, tmp_path: Path
) -> None:
    """Weights cut short: a reason in the status bar, no trace, and the whole one still works."""
    broken = Path(shutil.copytree(model, tmp_path / "broken"))
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:200])
    studio.live.use(broken, "LSTM #1")
    until(lambda: "LSTM #1" in studio.window.status_bar.shown, "the reason", 120)
    assert "damaged" in studio.window.status_bar.shown
    assert traces(studio) == ()
    choose(studio, _first_with_track(studio))
    studio.live.use(model, "LSTM #2")
    until(lambda: traces(studio), "the trace of the whole model", 120)


def test_a_hostile_folder_runs_nothing(studio: Studio, tmp_path: Path) -> None:
    """A pickle beside a card that lies: nothing is executed, the reason is said."""
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    mark = tmp_path / "pwned"
    payload = f"cposix\nsystem\n(S'touch {mark}'\ntR.".encode()
    for name in ("model.pkl", "python_model.pkl", "model.safetensors"):
        (hostile / name).write_bytes(payload)
    (hostile / "model.json").write_text('{"model_type": "lstm", "vocabulary": ["__reduce__"]}')
    (hostile / "modeling.py").write_text(f"open({str(mark)!r}, 'w')")
    studio.live.use(hostile, "hostile")
    until(lambda: "hostile" in studio.window.status_bar.shown, "the reason", 120)
    assert studio.live.models.phrase() == "no model: hostile cannot be used"
    assert not mark.exists()


def test_a_killed_engine_answers_again(studio: Studio, model: Path) -> None:
    """SIGKILL from outside: started once more, said, and the open clip has its trace."""
    choose(studio, _first_with_track(studio))
    studio.live.use(model, "LSTM #1")
    until(lambda: traces(studio), "the trace", 120)
    told: list[str] = []
    studio.live.told.connect(told.append)
    pid = studio.live.engine_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: told, "the word of it", 30)
    assert "started again" in told[0]
    until(lambda: studio.live.is_ready and studio.live.engine_pid != pid, "another engine", 120)
    other = _other_with_track(studio)
    choose(studio, other)
    until(lambda: traces(studio), "the trace of another clip", 60)


def _other_with_track(studio: Studio) -> str:
    current, clips = studio.session.current, studio.session.clips.values()
    project = studio.session.project
    return next(one.name for one in clips if project.find_track(one) and one.id != current.id)


def test_500_quick_changes_of_the_clip_end_with_the_last(studio: Studio, model: Path) -> None:
    """The last clip has its own trace, nothing of the others is left, the engine is the same."""
    studio.live.use(model, "LSTM #1")
    until(lambda: studio.live.is_ready, "the model engine", 120)
    pid = studio.live.engine_pid
    rows = [row for row in studio.session.order if _has_track(studio, row)]
    for number in range(500):
        studio.session.choose(rows[number % len(rows)])
        if number % 25 == 0:
            wait(1)
    last = studio.session.current
    until(lambda: studio.playback.info is not None, "the last clip", 30)
    until(lambda: traces(studio) and traces(studio)[0].is_complete, "its trace", 60)
    duration = studio.playback.info.duration
    assert studio.session.current == last
    assert traces(studio)[0].times[-1] < duration
    assert studio.live.engine_pid == pid


def _has_track(studio: Studio, row: int) -> bool:
    return studio.session.project.find_track(studio.session.clips[row]) is not None


@pytest.mark.parametrize("moment", ["engine starts", "landmarks grow", "list is read"])
def test_closing_in_the_middle_leaves_nothing(studio: Studio, model: Path, moment: str) -> None:
    """The fixture looks for processes and threads after the window has gone."""
    if moment == "engine starts":
        studio.live.use(model, "LSTM #1")
        until(lambda: processes_of_window(), "the child", 30)
    elif moment == "list is read":
        press(studio, Qt.Key.Key_L, CTRL)
        until(lambda: studio.picking.is_listing, "the question", 30)
    else:
        studio.live.use(model, "LSTM #1")
        choose(studio, "long")
        studio.playback.player.extract_requested.emit()
        growing = studio.extraction.growing
        until(lambda: growing.of(studio.session.current.key), "the first frame", 60)
    assert processes_of_window()


def test_closing_in_the_middle_of_everything_leaves_the_job_alone(
    studio: Studio, model: Path
) -> None:
    """Models predict, landmarks grow, a dialog is made, a decision is written: one job lives on."""
    runs = Supervisor(studio.session.project.runs)
    row = clip_named(studio.session.clips, "long").id
    try:
        studio.training.submit(ENDLESS)
        until(lambda: _job_states(studio) == ["running"], "the training", 120)
        studio.live.use(model, "LSTM #1")
        studio.live.use(model, "LSTM #2", "B")
        choose(studio, "long")
        studio.playback.player.extract_requested.emit()
        growing = studio.extraction.growing
        until(lambda: growing.of(studio.session.current.key), "the first frame", 60)
        press(studio, Qt.Key.Key_4, CTRL)
        press(studio, Qt.Key.Key_N)
        studio.playback.play()
        studio.session.decide_clip(row, 6)
        studio.window.close()
        (job,) = runs.jobs()
        pid = job.status().pid
        assert [one.pid for one in processes_of_window()] == [pid]
        assert job.status().state == "running"
        with Project.open(runs.jobs()[0].spec().project) as project:
            log = project.log(project.sources.ensure(RATER, "MK"))
            assert log.current(row, SIGNING_ONLY).value == 6
    finally:
        for job in runs.jobs():
            runs.cancel(job.id, grace_seconds=0.5)


def _job_states(studio: Studio) -> list[str]:
    return [job.status.state for job in studio.training.jobs.values()]


def test_blind_first_hides_what_a_model_says(studio: Studio, model: Path) -> None:
    """Until the commit the lane is locked; then it opens, and that is recorded."""
    name = _first_with_track(studio)
    session = studio.session
    row = clip_named(session.clips, name).id
    session.standing.revealed.pop(row, None)
    choose(studio, name)
    if session.is_revealed(row):
        pytest.fail("this clip was revealed before")
    studio.live.use(model, "LSTM #1")
    until(lambda: traces(studio), "the trace behind the lock", 120)
    assert studio.playback.player.timeline.guess_words == "Hidden until you commit"
    assert studio.review.panel.state.models == ()
    assert "guesses" not in session.standing.revealed.get(row, ())
    press(studio, Qt.Key.Key_6)
    until(lambda: session.is_revealed(row), "the reveal", 20)
    until(lambda: studio.review.panel.state.models, "the bars", 20)
    assert studio.playback.player.timeline.guess_words == ""
    assert "guesses" in session.standing.revealed[row]
