"""The infer room: one model, the latest request, and an end in every situation."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import psutil
import pytest
from pytestqt.qtbot import QtBot

from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.track import LandmarkTrack, missing
from emo7_gui.workers.infer_room import InferRoom
from tests import fakes

MODEL = Path("a model")
FILE = Path("a track.npz")


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[Callable[..., InferRoom]]:
    """Open rooms whose child is one of the fakes; all are ended after the test."""
    rooms: list[InferRoom] = []

    def make(child: Callable[[Connection], None], **limits: float) -> InferRoom:
        monkeypatch.setattr("emo7_core.inference.engine_child.serve", child)
        rooms.append(InferRoom(**limits))
        return rooms[-1]

    yield make
    for room in rooms:
        room.stop(patience=0.5)
        assert room.is_stopped


def engines() -> list[psutil.Process]:
    """Return the living children of this process that are model engines."""
    children = psutil.Process().children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


def test_phases_are_said_in_order(start, qtbot: QtBot) -> None:
    """Off, starting, loading, ready; the device is named at the end."""
    room = start(fakes.serve_answering)
    said: list[tuple[str, str]] = []
    room.engine_state.connect(lambda phase, device: said.append((phase, device)))
    with qtbot.waitSignal(room.loaded, timeout=20_000) as loaded:
        room.load(MODEL)
    assert [phase for phase, _ in said if phase != "off"] == ["starting", "loading", "ready"]
    assert said[-1] == ("ready", "fake")
    assert loaded.args[0].folder == MODEL


def test_trace_grows_and_is_answered(start, qtbot: QtBot) -> None:
    """Pieces come from the playhead on and stand in the order of time."""
    room = start(fakes.serve_answering)
    pieces: list[tuple[int, int, int, list[float]]] = []
    room.progressed.connect(lambda g, d, t, p: pieces.append((g, d, t, p.times.tolist())))
    room.load(MODEL)
    with qtbot.waitSignal(room.answered, timeout=20_000) as answered:
        room.predict("clip", FILE)
    assert [piece[:3] for piece in pieces] == [(1, 4, 8), (1, 8, 8)]
    assert pieces[0][3] == [2.0, 2.25, 2.5, 2.75]
    assert pieces[1][3] == sorted(pieces[1][3])
    assert answered.args[0] == 1
    assert answered.args[1].value == 1


def test_request_waits_for_the_model(start, qtbot: QtBot) -> None:
    """What was asked while the engine starts is answered when it is ready."""
    room = start(fakes.serve_late)
    room.load(MODEL)
    room.predict("clip", FILE)
    with qtbot.waitSignal(room.answered, timeout=20_000) as answered:
        room.predict("clip", FILE)
    assert answered.args[0] == 2


def test_late_answers_are_dropped(start, qtbot: QtBot) -> None:
    """Answers to older requests are not said, even by an engine that sends them."""
    room = start(fakes.serve_late)
    said: list[int] = []
    room.progressed.connect(lambda generation, *_: said.append(generation))
    room.answered.connect(lambda generation, _: said.append(generation))
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    with qtbot.waitSignal(room.answered, timeout=20_000):
        for _ in range(7):
            newest = room.predict("clip", FILE)
            time.sleep(0.02)
    assert set(said) == {newest}


def test_dropped_request_is_not_answered(start, qtbot: QtBot) -> None:
    """After `drop` nothing is said about the clip any more."""
    room = start(fakes.serve_late)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    room.predict("clip", FILE)
    with qtbot.assertNotEmitted(room.answered, wait=700):
        room.drop()


def test_another_model_answers_the_open_clip(start, qtbot: QtBot) -> None:
    """The clip that is open is predicted again when another model is ready."""
    room = start(fakes.serve_answering)
    room.load(MODEL)
    with qtbot.waitSignal(room.answered, timeout=20_000):
        room.predict("clip", FILE)
    with qtbot.waitSignal(room.answered, timeout=20_000):
        room.load(Path("another model"))


def test_without_a_model_there_is_no_default(start, qtbot: QtBot) -> None:
    """A request without a model fails in words, and no child is started."""
    room = start(fakes.serve_answering)
    with qtbot.waitSignal(room.failed) as failed:
        room.predict("clip", FILE)
    assert failed.args[0] == 1
    assert "no model is loaded" in str(failed.args[1])
    assert engines() == []


def test_track_in_memory_is_sent(start, qtbot: QtBot) -> None:
    """A track that has no file yet goes through the pipe, however large it is."""
    room = start(fakes.serve_answering)
    xyz, confidence = missing(COMMON, 2000)
    track = LandmarkTrack(COMMON, xyz, confidence, np.arange(2000) / 25, 640, 480, "made")
    room.load(MODEL)
    with qtbot.waitSignal(room.answered, timeout=20_000):
        room.predict(None, track)


def test_broken_model_is_said_and_another_loads(start, qtbot: QtBot) -> None:
    """A folder that cannot be loaded fails; the same engine loads the next."""
    room = start(fakes.serve_answering)
    with qtbot.waitSignals([room.failed, room.engine_state], timeout=20_000):
        room.load(Path(fakes.BROKEN))
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)


def test_failed_prediction_keeps_the_engine(start, qtbot: QtBot) -> None:
    """One clip that fails has its generation and details; the next clip is answered."""
    room = start(fakes.serve_answering)
    room.load(MODEL)
    with qtbot.waitSignal(room.failed, timeout=20_000) as failed:
        room.predict(fakes.BROKEN, FILE)
    assert failed.args[0] == 1
    assert failed.args[1].__notes__ == ["Traceback: here"]
    with qtbot.waitSignal(room.answered, timeout=20_000):
        room.predict("clip", FILE)


def test_child_that_dies_is_said_and_replaced(start, qtbot: QtBot) -> None:
    """A dead engine fails the request; choosing a model again starts another child."""
    room = start(fakes.serve_dying)
    room.load(MODEL)
    with qtbot.waitSignal(room.failed, timeout=20_000) as failed:
        room.predict("clip", FILE)
    assert failed.args[0] == 1
    assert f"exit code {fakes.DEAD_CODE}" in str(failed.args[1])
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)


def test_child_that_hangs_is_given_up(start, qtbot: QtBot) -> None:
    """An engine that does not answer in time is killed, and that is said."""
    room = start(fakes.serve_loading_only, answer_seconds=0.4)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    with qtbot.waitSignal(room.failed, timeout=10_000) as failed:
        room.predict("clip", FILE)
    assert "does not answer" in str(failed.args[1])
    assert engines() == []


def test_no_model_ends_the_child(start, qtbot: QtBot) -> None:
    """Letting the model go ends its process."""
    room = start(fakes.serve_answering)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    assert len(engines()) == 1
    with qtbot.waitSignal(
        room.engine_state, timeout=10_000, check_params_cb=lambda phase, _: phase == "off"
    ):
        room.load(None)
    assert engines() == []


def test_stop_without_a_child(start) -> None:
    """A room that never had a model ends at once."""
    room = start(fakes.serve_answering)
    room.stop()
    assert room.is_stopped


def test_stop_while_the_child_starts(start, qtbot: QtBot) -> None:
    """A child that is just starting does not hold up the end."""
    room = start(fakes.serve_answering)
    with qtbot.waitSignal(
        room.engine_state, timeout=10_000, check_params_cb=lambda phase, _: phase == "starting"
    ):
        room.load(MODEL)
    room.stop()
    assert room.is_stopped
    assert engines() == []


def test_stop_while_the_child_never_gets_ready(start, qtbot: QtBot) -> None:
    """A child that ignores everything is killed, within the patience."""
    room = start(fakes.serve_nothing)
    room.load(MODEL)
    qtbot.waitUntil(lambda: len(engines()) == 1, timeout=10_000)
    qtbot.wait(300)
    room.stop(patience=1.0)
    assert room.is_stopped
    assert engines() == []


def test_stop_while_a_full_pipe_holds_the_thread(start, qtbot: QtBot) -> None:
    """A thread that waits for a deaf child's pipe is freed by killing the child."""
    room = start(fakes.serve_loading_only)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    xyz, confidence = missing(COMMON, 20_000)
    track = LandmarkTrack(COMMON, xyz, confidence, np.arange(20_000) / 25, 640, 480, "made")
    room.predict(None, track)
    qtbot.wait(500)
    room.stop(patience=0.5)
    assert room.is_stopped
    assert engines() == []


def test_stop_twice_is_harmless(start, qtbot: QtBot) -> None:
    """The end of the window may call it again."""
    room = start(fakes.serve_answering)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    room.stop()
    room.stop()
    assert engines() == []
