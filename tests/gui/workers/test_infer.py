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
from tests.gui.waiting import until

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


def answer(qtbot: QtBot, room: InferRoom):
    """Wait for a whole trace."""
    is_whole = lambda said: said.is_whole  # noqa: E731
    return qtbot.waitSignal(room.traced, timeout=20_000, check_params_cb=is_whole)


def piece(number: int) -> LandmarkTrack:
    """Return the frames of a quarter of a second of a track that grows."""
    xyz, confidence = missing(COMMON, 5)
    times = number / fakes.PIECES_PER_SECOND + np.arange(5) / 20
    return LandmarkTrack(COMMON, xyz, confidence, times, 640, 480, "made")


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
    room.traced.connect(
        lambda s: pieces.append((s.generation, s.done, s.total, s.trace.times.tolist()))
    )
    room.load(MODEL)
    with answer(qtbot, room) as answered:
        room.predict("clip", FILE)
    assert [piece[:3] for piece in pieces] == [(1, 4, 8), (1, 8, 8), (1, 8, 8)]
    assert pieces[0][3] == [2.0, 2.25, 2.5, 2.75]
    assert pieces[1][3] == sorted(pieces[1][3])
    assert answered.args[0].generation == 1
    assert answered.args[0].trace.value == 1


def test_early_windows_keep_their_numbers(start, qtbot: QtBot) -> None:
    """Windows that are told before those in front of them are known as what they are."""
    room = start(fakes.serve_answering)
    numbers: list[list[int]] = []
    room.traced.connect(lambda said: numbers.append(said.windows.tolist()))
    room.load(MODEL)
    with answer(qtbot, room):
        room.predict("clip", FILE)
    assert numbers[0] == [4, 5, 6, 7]
    assert numbers[1] == list(range(8))


def test_request_waits_for_the_model(start, qtbot: QtBot) -> None:
    """What was asked while the engine starts is answered when it is ready."""
    room = start(fakes.serve_late)
    room.load(MODEL)
    room.predict("clip", FILE)
    with answer(qtbot, room) as answered:
        room.predict("clip", FILE)
    assert answered.args[0].generation == 2


def test_late_answers_are_dropped(start, qtbot: QtBot) -> None:
    """Answers to older requests are not said, even by an engine that sends them."""
    room = start(fakes.serve_late)
    said: list[int] = []
    room.traced.connect(lambda one: said.append(one.generation))
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    with answer(qtbot, room):
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
    with qtbot.assertNotEmitted(room.traced, wait=700):
        room.drop()


def test_another_model_answers_the_open_clip(start, qtbot: QtBot) -> None:
    """The clip that is open is predicted again when another model is ready."""
    room = start(fakes.serve_answering)
    room.load(MODEL)
    with answer(qtbot, room):
        room.predict("clip", FILE)
    with answer(qtbot, room):
        room.load(Path("another model"))


def test_without_a_model_there_is_no_default(start, qtbot: QtBot) -> None:
    """A request without a model fails in words, and no child is started."""
    room = start(fakes.serve_answering)
    with qtbot.waitSignal(room.failed) as failed:
        room.predict("clip", FILE)
    assert failed.args[0].generation == 1
    assert "no model is loaded" in str(failed.args[0].error)
    assert engines() == []


def test_track_in_memory_is_sent(start, qtbot: QtBot) -> None:
    """A track that has no file yet goes through the pipe, however large it is."""
    room = start(fakes.serve_answering)
    xyz, confidence = missing(COMMON, 2000)
    track = LandmarkTrack(COMMON, xyz, confidence, np.arange(2000) / 25, 640, 480, "made")
    room.load(MODEL)
    with answer(qtbot, room):
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
    assert failed.args[0].generation == 1
    assert failed.args[0].error.__notes__ == ["Traceback: here"]
    with answer(qtbot, room):
        room.predict("clip", FILE)


def test_child_that_dies_is_said_and_replaced(start, qtbot: QtBot) -> None:
    """A dead engine fails the request; choosing a model again starts another child."""
    room = start(fakes.serve_dying)
    room.load(MODEL)
    with qtbot.waitSignal(room.failed, timeout=20_000) as failed:
        room.predict("clip", FILE)
    assert failed.args[0].generation == 1
    assert f"exit code {fakes.DEAD_CODE}" in str(failed.args[0].error)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)


def test_child_that_hangs_is_given_up(start, qtbot: QtBot) -> None:
    """An engine that does not answer in time is killed, and that is said."""
    room = start(fakes.serve_loading_only, answer_seconds=0.4)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    with qtbot.waitSignal(room.failed, timeout=10_000) as failed:
        room.predict("clip", FILE)
    assert "does not answer" in str(failed.args[0].error)
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


def test_both_models_answer_one_request(start, qtbot: QtBot) -> None:
    """A and B say their traces under the same number."""
    room = start(fakes.serve_answering)
    whole: set[tuple[str, int]] = set()
    room.traced.connect(lambda s: whole.add((s.slot, s.generation)) if s.is_whole else None)
    room.load(MODEL)
    room.load(Path("other"), slot="B")
    room.predict("clip", FILE)
    until(lambda: len(whole) == 2, "both answers", 20)
    assert whole == {("A", 1), ("B", 1)}


def test_a_second_model_leaves_the_first_alone(start, qtbot: QtBot) -> None:
    """Choosing B loads nothing into A again, and B answers the open clip by itself."""
    room = start(fakes.serve_answering)
    loaded: list[str] = []
    room.loaded.connect(lambda one: loaded.append(one.slot))
    room.load(MODEL)
    with answer(qtbot, room):
        room.predict("clip", FILE)
    with answer(qtbot, room) as answered:
        room.load(Path("other"), slot="B")
    assert answered.args[0].slot == "B"
    assert loaded == ["A", "B"]


def test_letting_one_model_go_keeps_the_other(start, qtbot: QtBot) -> None:
    """Without B the child lives on and A answers."""
    room = start(fakes.serve_answering)
    room.load(MODEL)
    room.load(Path("other"), slot="B")
    room.load(None, slot="B")
    with answer(qtbot, room) as answered:
        room.predict("clip", FILE)
    assert answered.args[0].slot == "A"
    assert len(engines()) == 1


def test_a_model_of_pictures_needs_no_landmarks(start, qtbot: QtBot) -> None:
    """Without landmarks the model that sees pictures answers, the other one is not asked."""
    room = start(fakes.serve_answering)
    said: set[str] = set()
    room.traced.connect(lambda one: said.add(one.slot))
    room.load(MODEL)
    room.load(Path(fakes.PICTURES), slot="B")
    with answer(qtbot, room):
        room.predict("clip", None, video=Path("clip.mp4"))
    assert said == {"B"}


def test_growing_landmarks_reach_the_model_piece_by_piece(start, qtbot: QtBot) -> None:
    """Pieces that came while the model loaded are not lost, later ones follow alone."""
    room = start(fakes.serve_answering)
    numbers: list[list[int]] = []
    room.traced.connect(lambda said: numbers.append(said.windows.tolist()))
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    room.predict("clip", None, duration=2.0, is_growing=True)
    pieces = tuple(piece(number) for number in range(3))
    room.grow(pieces[:1])
    until(lambda: numbers, "the first window", 20)
    room.grow(pieces[:2])
    room.grow(pieces)
    until(lambda: numbers[-1][-1] >= 1, "further windows", 20)
    assert numbers[0] == [0]
    assert numbers[-1] in ([0, 1], [0, 1, 2])


def test_growing_landmarks_have_no_deadline(start, qtbot: QtBot) -> None:
    """An extraction may be slow: an engine that waits for it is not given up."""
    room = start(fakes.serve_answering, answer_seconds=0.2)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    with qtbot.assertNotEmitted(room.failed, wait=600):
        room.predict("clip", None, duration=2.0, is_growing=True)


def test_scrubbing_reaches_the_engine(start, qtbot: QtBot) -> None:
    """Where the playhead is goes to the child that works on the clip."""
    room = start(fakes.serve_answering)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    room.predict("clip", None, duration=2.0, is_growing=True)
    with qtbot.waitSignal(room.moved, timeout=20_000) as moved:
        room.move(1.5)
    assert moved.args[0].reason == "moved to 1.5 s"


def test_a_killed_child_is_replaced_once_and_answers(start, qtbot: QtBot) -> None:
    """The models load anew by themselves and the open clip is asked again; that is said."""
    room = start(fakes.serve_answering)
    reasons: list[str] = []
    room.restarted.connect(reasons.append)
    room.load(MODEL)
    with answer(qtbot, room):
        room.predict("clip", FILE)
    with answer(qtbot, room) as answered:
        engines()[0].kill()
    assert answered.args[0].generation == 1
    assert len(reasons) == 1
    assert "started again" in reasons[0]


def test_a_trace_of_a_model_that_went_is_dropped(start, qtbot: QtBot) -> None:
    """What comes after a model was let go is not said."""
    room = start(fakes.serve_late)
    with qtbot.waitSignal(room.loaded, timeout=20_000):
        room.load(MODEL)
    room.predict("clip", FILE)
    with qtbot.assertNotEmitted(room.traced, wait=600):
        room.load(None)
