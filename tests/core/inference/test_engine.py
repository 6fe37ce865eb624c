"""The engine: a real child process behind its pipe."""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil
import pytest

from emo7_core.inference.engine import Engine
from emo7_core.inference.messages import (
    SLOTS,
    Answered,
    Chunk,
    Failed,
    Loaded,
    Phase,
)
from emo7_core.inference.predictor import Predictor
from emo7_core.scale import CLASSES
from tests.core.inference.listening import until
from tests.made_models import made_model
from tests.planted import empty_track, track


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_model(tmp_path_factory.mktemp("model"))


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
    other = made_model(tmp_path, seed=7)
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


def test_a_growing_track_is_judged_as_it_comes(engine: Engine, folder: Path) -> None:
    """Pieces of an extraction give chunks with the share done; the end is the whole answer."""
    whole = track(5, 1, frames=300)
    expected = Predictor.load(folder, "cpu").predict_track(whole)
    generation = next(generations)
    engine.predict(None, generation, "grown", duration=12.0, is_growing=True)
    engine.extend(generation, whole.cut(0, 100))
    early = until(engine, Chunk)
    assert early.total == pytest.approx(len(expected), abs=1)
    assert 0 < early.done < early.total / 2
    engine.extend(generation, whole.cut(100, 300))
    engine.extend(generation, None, is_last=True)
    answer = until(engine, Answered)
    assert answer.trace.probabilities == pytest.approx(expected.probabilities, abs=1e-6)


def test_a_track_that_never_came_has_no_answer(engine: Engine) -> None:
    """An extraction that ends without a frame gives an empty trace, not a wait for ever."""
    generation = next(generations)
    engine.predict(None, generation, is_growing=True)
    engine.extend(generation, None, is_last=True)
    assert until(engine, Answered).trace.value is None


def test_scrubbing_moves_the_work(engine: Engine) -> None:
    """After a move the windows near the new place come before those in between."""
    generation = next(generations)
    engine.predict(track(5, 1, frames=25_000), generation)
    until(engine, Chunk)
    engine.move(generation, 600.0)
    times = [until(engine, Chunk).times for _ in range(200)]
    first = next(n for n, some in enumerate(times) if abs(some - 600.0).min() < 0.3)
    later = next(n for n, some in enumerate(times[first:]) if some.min() < 590)
    assert later > 0
    assert all(some.max() < 500 for some in times[:first])
    engine.cancel(generation)


def test_two_models_answer_at_once(engine: Engine, tmp_path: Path) -> None:
    """A and B have answers of their own to the same clip, each with its slot."""
    other = made_model(tmp_path, seed=9)
    engine.load(other, "cpu", slot="B")
    assert until(engine, Loaded).slot == "B"
    generation = next(generations)
    for slot in SLOTS:
        engine.predict(track(5, 1), generation, slot=slot)
    answers = {answer.slot: answer.trace for answer in (until(engine, Answered) for _ in SLOTS)}
    assert set(answers) == {"A", "B"}
    assert answers["A"].weights_hash != answers["B"].weights_hash
    engine.unload("B")
    late = next(generations)
    engine.predict(track(5, 1), late, slot="B")
    failed = engine.receive(30)
    assert isinstance(failed, Failed)
    assert (failed.slot, failed.generation) == ("B", late)


def test_five_hundred_quick_switches(engine: Engine, tmp_path: Path) -> None:
    """Switching clips as fast as keys repeat: the last is answered, of no other the whole."""
    paths = []
    for number in range(5):
        paths.append(tmp_path / f"{number}.npz")
        track(number, number, frames=2000).save(paths[-1])
    numbers = [next(generations) for _ in range(500)]
    for number in numbers:
        engine.predict(paths[number % 5], number, f"switch {number % 5}")
        engine.move(number, 30.0)
    answer = until(engine, Answered)
    answered = [answer.generation]
    while answer.generation != numbers[-1]:
        answer = until(engine, Answered)
        answered.append(answer.generation)
    assert len(answered) < 100
    assert answer.trace.times[-1] > 70
    assert engine.receive(0.2) is None


def test_a_stored_trace_is_found_by_another_engine(
    engine: Engine, folder: Path, tmp_path: Path
) -> None:
    """What one engine judged, the next one reads from the project's folder."""
    made = track(5, 1, frames=100)
    engine.predict(made, next(generations), clip_key="kept", store=tmp_path)
    first = until(engine, Answered)
    with closing(Engine()) as other:
        other.start()
        other.load(folder, "cpu")
        until(other, Loaded)
        other.predict(made, 0, clip_key="kept", store=tmp_path)
        second = until(other, Answered)
    assert (first.is_cached, second.is_cached) == (False, True)
    assert (first.trace.probabilities == second.trace.probabilities).all()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("vocabulary", ["b", "a"], "classes"),
        ("layout", "other-68", "layout"),
        ("rate", 100.0, "rows per second"),
        ("model_type", "mystery", "mystery"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    engine: Engine, folder: Path, tmp_path: Path, field: str, value: object, words: str
) -> None:
    """Vocabulary, layout, rate and kind are checked; the reason is told, and nothing is loaded."""
    card = json.loads((folder / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps(card | {field: value}))
    (tmp_path / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes())
    engine.load(tmp_path)
    failed = engine.receive(30)
    assert isinstance(failed, Failed)
    assert words in failed.message


def test_a_hostile_folder_runs_nothing(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """Pickles, loader modules and code beside a model are never opened."""
    witness = tmp_path / "witness"
    (tmp_path / "code").mkdir()
    harm = f"import pathlib; pathlib.Path({str(witness)!r}).touch()"
    for name in ("model.py", "code/loader.py", "__init__.py", "sitecustomize.py"):
        (tmp_path / name).write_text(harm)
    (tmp_path / "model.pkl").write_bytes(pickle.dumps(_Harm(str(witness))))
    (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps(_Harm(str(witness))))
    (tmp_path / "MLmodel").write_text("flavors:\n  python_function:\n    loader_module: model\n")
    engine.load(tmp_path)
    assert isinstance(engine.receive(30), Failed)
    for name in ("model.json", "model.safetensors"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    engine.load(tmp_path)
    until(engine, Loaded)
    assert not witness.exists()


class _Harm:
    """Touches a file when it is unpickled."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path(self._path).touch, ()
