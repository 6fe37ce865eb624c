"""The engine: a real child process behind its pipe."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil
import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.inference.engine import Engine
from emo7_core.inference.messages import Answered, Chunk, Failed, Loaded, Phase, Report
from emo7_core.inference.predictor import Predictor
from emo7_core.scale import CLASSES
from emo7_core.training.train import train
from tests.planted import empty_track, examples, track

R = TypeVar("R", bound=Report)
CONFIG = TrainConfig(hidden_size=8, num_layers=1, num_epochs=1, device="cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return train(examples(2), CONFIG, tmp_path_factory.mktemp("run")).model_folder


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Engine]:
    engine = Engine()
    engine.start()
    assert until(engine, Phase) == Phase("starting")
    ready = until(engine, Phase)
    assert ready.phase == "ready"
    assert ready.device
    yield engine
    pid = engine.pid
    engine.close()
    assert not psutil.pid_exists(pid or 0)


@pytest.fixture
def engine(shared: Engine, folder: Path) -> Engine:
    """The shared engine with the model loaded and nothing else on its way."""
    shared.load(folder, "cpu")
    until(shared, Loaded)
    return shared


def until(engine: Engine, kind: type[R], seconds: float = 60.0) -> R:
    """Return the next report of a kind; others before it are dropped."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        report = engine.receive(left)
        if isinstance(report, kind):
            return report
        assert not isinstance(report, Failed), report
    raise AssertionError(f"no {kind.__name__} came")


generations = iter(range(10**9))


def test_a_model_is_announced(shared: Engine, folder: Path) -> None:
    """Loading tells which model, where it computes and its classes."""
    shared.load(folder, "cpu")
    loaded = until(shared, Loaded)
    assert (loaded.folder, loaded.vocabulary) == (folder, CLASSES)
    assert loaded.device.startswith("cpu")
    assert loaded.weights_hash == Predictor.load(folder).card.weights_hash


def test_it_answers_as_the_predictor_does(engine: Engine, folder: Path) -> None:
    """The pipe changes nothing about the answer, whether the track is sent or its file."""
    made = track(5, 1, frames=200)
    made.save(folder / "track.npz")
    expected = Predictor.load(folder, "cpu").predict_track(made)
    for sent in (made, folder / "track.npz"):
        generation = next(generations)
        engine.predict(sent, generation)
        answer = until(engine, Answered)
        assert answer.generation == generation
        assert answer.trace.probabilities == pytest.approx(expected.probabilities, abs=1e-6)


def test_chunks_come_before_the_answer(engine: Engine) -> None:
    """The trace grows while it is worked on."""
    generation = next(generations)
    engine.predict(track(5, 1, frames=600), generation)
    chunk = until(engine, Chunk)
    assert chunk.generation == generation
    assert 0 < len(chunk.times) < chunk.total
    assert len(until(engine, Answered).trace) == chunk.total


def test_the_latest_wins(engine: Engine) -> None:
    """Of many requests only the last is answered; the others are dropped at once."""
    numbers = [next(generations) for _ in range(50)]
    long, short = track(5, 1, frames=4000), track(2, 2, frames=60)
    for number in numbers[:-1]:
        engine.predict(long, number)
    engine.predict(short, numbers[-1])
    answer = until(engine, Answered)
    while answer.generation != numbers[-1]:
        answer = until(engine, Answered)
    assert answer.trace.times[-1] < short.times[-1]


def test_cancelling_ends_the_work(engine: Engine) -> None:
    """After a cancel nothing more comes of that request."""
    generation = next(generations)
    engine.predict(track(5, 1, frames=20_000), generation)
    until(engine, Chunk)
    engine.cancel(generation)
    late = next(generations)
    engine.predict(track(5, 1, frames=40), late)
    assert until(engine, Answered).generation == late


def test_a_clip_is_computed_once(engine: Engine) -> None:
    """The same clip, landmarks and weights come from the cache; another key does not."""
    made = track(5, 1, frames=100)
    cached = []
    for key in ("clip a", "clip a", "clip b", None, None):
        engine.predict(made, next(generations), clip_key=key)
        cached.append(until(engine, Answered).is_cached)
    assert cached == [False, True, False, False, False]


def test_another_model_has_its_own_answers(engine: Engine, tmp_path: Path) -> None:
    """After another model is loaded, the cache of the first is not used."""
    made = track(5, 1, frames=100)
    engine.predict(made, next(generations), clip_key="clip c")
    first = until(engine, Answered).trace
    other = train(examples(2), CONFIG.model_copy(update={"seed": 7}), tmp_path).model_folder
    engine.load(other, "cpu")
    until(engine, Loaded)
    engine.predict(made, next(generations), clip_key="clip c")
    second = until(engine, Answered)
    assert not second.is_cached
    assert not np.allclose(first.probabilities, second.trace.probabilities)


def test_nothing_seen_is_no_answer(engine: Engine) -> None:
    """An empty track crosses the pipe as NaN."""
    engine.predict(empty_track(60), next(generations))
    assert until(engine, Answered).trace.value is None


@pytest.mark.parametrize("damage", ["no model", "cut"])
def test_a_bad_model_is_an_answer_not_the_end(
    engine: Engine, folder: Path, tmp_path: Path, damage: str
) -> None:
    """A model that cannot be loaded is told; then there is no model, and the engine lives."""
    if damage == "cut":
        for name in ("model.json", "model.safetensors"):
            (tmp_path / name).write_bytes((folder / name).read_bytes()[:300])
    engine.load(tmp_path)
    assert isinstance(engine.receive(30), Failed)
    generation = next(generations)
    engine.predict(track(5, 1), generation)
    failed = engine.receive(30)
    assert isinstance(failed, Failed)
    assert failed.generation == generation
    assert "no model" in failed.message
    assert engine.is_alive


def test_a_missing_track_is_an_answer(engine: Engine, tmp_path: Path) -> None:
    """A track file that is gone is told with the request's number."""
    generation = next(generations)
    engine.predict(tmp_path / "gone.npz", generation)
    failed = engine.receive(30)
    assert isinstance(failed, Failed)
    assert (failed.generation, failed.is_dead) == (generation, False)


def test_waiting_can_be_ended(engine: Engine) -> None:
    """Another thread can end the wait for a report at once."""
    timer = threading.Timer(0.2, engine.wake)
    timer.start()
    assert engine.receive(3600) is None
    timer.join()


def test_a_dead_engine_is_told_and_can_be_started_again(folder: Path) -> None:
    """A child that is killed is reported once; a new start gives a new child."""
    engine = Engine()
    try:
        engine.start()
        until(engine, Phase)
        os.kill(engine.pid or 0, signal.SIGKILL)
        failed = engine.receive(30)
        while not isinstance(failed, Failed):
            failed = engine.receive(30)
        assert failed.is_dead
        assert not engine.is_alive
        assert engine.receive(0.01) is None
        engine.start()
        engine.load(folder, "cpu")
        assert until(engine, Loaded).folder == folder
    finally:
        engine.close()


def test_closing_at_once_leaves_nobody() -> None:
    """Closing while torch is still loading leaves no process, and twice is once."""
    engine = Engine()
    engine.start()
    pid = engine.pid
    engine.close(patience=0.1)
    engine.close()
    assert not psutil.pid_exists(pid or 0)


def test_it_ends_with_its_window() -> None:
    """When the window is killed, the engine ends by itself."""
    script = """
import sys, time
from emo7_core.inference.engine import Engine
if __name__ == "__main__":
    engine = Engine()
    engine.start()
    print(engine.pid, flush=True)
    time.sleep(60)
"""
    window = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    pid = int(window.stdout.readline())
    window.kill()
    window.wait()
    window.stdout.close()
    deadline = time.monotonic() + 30
    while _runs(pid):
        assert time.monotonic() < deadline, "the engine outlived its window"
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
