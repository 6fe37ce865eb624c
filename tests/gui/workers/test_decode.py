"""The decode room shows exact frames, latest wins, and its thread ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread, Slot

from emo7_core.errors import MediaError
from emo7_core.video.frame import Frame
from emo7_gui.workers.decode_room import DecodeRoom
from tests.gui.waiting import until
from tests.synth import ONE_KEY, Recipe, number_of, write_clip

COUNT = 40


class Seen(QObject):
    """Notes what the room says, and in which thread."""

    def __init__(self, room: DecodeRoom) -> None:
        super().__init__()
        self.frames: list[Frame] = []
        self.threads: set[QThread] = set()
        room.frame_arrived.connect(self.on_frame)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        self.frames.append(frame)
        self.threads.add(QThread.currentThread())

    @property
    def numbers(self) -> list[int]:
        return [number_of(frame.rgb) for frame in self.frames]

    def has(self, ordinal: int) -> Callable[[], bool]:
        return lambda: any(frame.ordinal == ordinal for frame in self.frames)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("decode") / "one.mp4"
    return write_clip(path, Recipe(count=COUNT, options=ONE_KEY))


@pytest.fixture
def room(qapp) -> Iterator[DecodeRoom]:
    room = DecodeRoom(cache_bytes=64 * 2**20)
    yield room
    assert room.stop()


def test_opening_shows_the_first_frame(room: DecodeRoom, clip: Path, qtbot) -> None:
    """A clip opens with its facts and frame 0, in the GUI thread."""
    seen = Seen(room)
    with qtbot.waitSignal(room.opened) as opened:
        room.open("one", clip)
    qtbot.waitUntil(seen.has(0))
    assert opened.args[0].frame_count == COUNT
    assert seen.numbers == [0]
    assert seen.threads == {QThread.currentThread()}


def test_a_seek_shows_exactly_that_frame(room: DecodeRoom, clip: Path, qtbot) -> None:
    """Forwards and backwards, the picture carries the number that was asked for."""
    seen = Seen(room)
    room.open("one", clip)
    for ordinal in (31, 7, 8, 39):
        room.seek(ordinal)
        qtbot.waitUntil(seen.has(ordinal))
        assert seen.numbers[-1] == seen.frames[-1].ordinal == ordinal


def test_of_many_seeks_the_last_one_wins(room: DecodeRoom, clip: Path, qtbot) -> None:
    """A fast scrub ends at its last frame and shows no more pictures than were asked for."""
    seen = Seen(room)
    room.open("one", clip)
    qtbot.waitUntil(seen.has(0))
    for ordinal in range(1, COUNT):
        room.seek(ordinal)
    qtbot.waitUntil(seen.has(COUNT - 1))
    assert seen.frames[-1].ordinal == COUNT - 1
    assert len(seen.frames) < COUNT


def test_playing_shows_frames_in_order_to_the_end(room: DecodeRoom, clip: Path, qtbot) -> None:
    """Play goes through the clip once, paced by its times, then says that it ended."""
    seen = Seen(room)
    room.open("one", clip)
    qtbot.waitUntil(seen.has(0))
    start = time.perf_counter()
    with qtbot.waitSignal(room.ended, timeout=8000):
        room.play(2.0)
    elapsed = time.perf_counter() - start
    ordinals = [frame.ordinal for frame in seen.frames]
    assert ordinals == sorted(ordinals)
    assert ordinals[-1] == COUNT - 1
    assert elapsed > 0.95 * COUNT / 25 / 2


def test_a_loop_stays_in_its_range(room: DecodeRoom, clip: Path, qtbot) -> None:
    """Frames [10, 14) repeat, and frame 14 is not among them."""
    seen = Seen(room)
    room.open("one", clip)
    room.set_loop(10, 14, True)
    room.seek(10)
    qtbot.waitUntil(seen.has(10))
    seen.frames.clear()
    room.play(4.0)
    qtbot.waitUntil(lambda: len(seen.frames) > 12)
    room.pause()
    assert {frame.ordinal for frame in seen.frames} <= {10, 11, 12, 13}


def test_a_loop_can_change_while_it_plays(room: DecodeRoom, clip: Path, qtbot) -> None:
    """The looping worker hears requests between frames."""
    seen = Seen(room)
    room.open("one", clip)
    room.set_loop(0, 3, True)
    room.play(1.0)
    qtbot.waitUntil(lambda: len(seen.frames) > 5)
    room.set_loop(0, COUNT, True)
    qtbot.waitUntil(seen.has(6))
    room.pause()


def test_a_clip_that_cannot_be_played_fails_and_the_next_one_opens(
    room: DecodeRoom, clip: Path, tmp_path: Path, qtbot
) -> None:
    """The error arrives as itself; the thread lives on."""
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"not a clip")
    seen = Seen(room)
    with qtbot.waitSignal(room.failed) as failed:
        room.open("bad", bad)
    assert isinstance(failed.args[0], MediaError)
    room.open("one", clip)
    qtbot.waitUntil(seen.has(0))


def test_late_frames_of_a_left_clip_are_dropped(room: DecodeRoom, clip: Path, qtbot) -> None:
    """After `leave` nothing of the clip arrives any more."""
    seen = Seen(room)
    room.open("one", clip)
    qtbot.waitUntil(seen.has(0))
    room.play(4.0)
    room.leave()
    count = len(seen.frames)
    qtbot.wait(150)
    assert len(seen.frames) == count


def test_a_prefetched_clip_opens_from_the_cache(
    room: DecodeRoom, clip: Path, tmp_path: Path, qtbot
) -> None:
    """The first frame is shown even though the file has gone."""
    other = write_clip(tmp_path / "next.mp4", Recipe(count=5, first=100))
    seen = Seen(room)
    room.open("one", clip)
    room.prefetch([("next", other)])
    worker = room._worker
    qtbot.waitUntil(lambda: worker._reels is not None and worker._reels.has("next", 0))
    other.unlink()
    room.open("next", other)
    qtbot.waitUntil(lambda: 100 in seen.numbers)


def test_while_it_plays_the_next_clip_is_made_ready(
    room: DecodeRoom, clip: Path, tmp_path: Path
) -> None:
    """A rater seldom pauses: between two frames there is time for it."""
    other = write_clip(tmp_path / "next.mp4", Recipe(count=5, first=100))
    seen = Seen(room)
    room.open("one", clip)
    room.set_loop(0, COUNT, True)
    room.play(0.5)
    room.prefetch([("next", other)])
    worker = room._worker
    until(lambda: worker._reels and worker._reels.has("next", 0), "the next clip")
    assert worker._rate is not None
    until(lambda: len(seen.frames) > 3, "more frames")


def test_of_many_switches_the_last_one_wins(room: DecodeRoom, tmp_path: Path) -> None:
    """500 quick switches, played and painted ahead, never show a frame of a clip that was left."""
    clips = [write_clip(tmp_path / f"{n}.mp4", Recipe(count=8, first=50 * n)) for n in range(5)]
    seen = Seen(room)
    room.set_ahead((lambda frame: frame,))
    wrong = []
    for turn in range(500):
        del seen.frames[:]
        room.open(f"clip {turn % 5}", clips[turn % 5])
        room.play(4.0)
        room.prefetch([(f"clip {(turn + 1) % 5}", clips[(turn + 1) % 5])])
        if turn % 7 == 0:
            until(lambda: seen.frames, "a frame of the new clip")
        else:
            QCoreApplication.processEvents()
        wrong += [n for n in seen.numbers if n // 50 != turn % 5]
    until(lambda: seen.frames, "a frame of the last clip")
    assert wrong == []
    assert {n // 50 for n in seen.numbers} == {499 % 5}


def test_what_was_painted_ahead_comes_with_its_frame(room: DecodeRoom, clip: Path) -> None:
    """Frames that were painted while playing arrive together with the painting."""
    pairs: list[tuple[Frame, object]] = []
    room.set_ahead((lambda frame: ("painted", frame),))
    room.frame_arrived.connect(lambda frame, ahead: pairs.append((frame, ahead)))
    room.open("one", clip)
    room.set_loop(0, COUNT, True)
    room.play(0.5)
    until(lambda: sum(bool(ahead) for _, ahead in pairs) > 2, "painted frames")
    for frame, ahead in pairs:
        assert ahead in ((), (("painted", frame),))


def test_stopping_while_it_plays_ends_the_thread(qapp, clip: Path, qtbot) -> None:
    """Interruption and the closed inbox end the loop at once."""
    room = DecodeRoom()
    seen = Seen(room)
    room.open("one", clip)
    room.set_loop(0, COUNT, True)
    room.play(0.1)
    qtbot.waitUntil(seen.has(0))
    before = threading.active_count()
    assert room.stop()
    assert threading.active_count() <= before
