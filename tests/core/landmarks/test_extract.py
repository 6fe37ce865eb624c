"""Extraction in child processes: what is lost in a crash, a restart, a cancel."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from functools import partial

import numpy as np
import psutil
import pytest
from cut_clips import cut_clip

from emo7_core.errors import LandmarkError
from emo7_core.jobs.priority import NICENESS
from emo7_core.landmarks.extract import ExtractionPool, extract_clip
from emo7_core.landmarks.holistic import PIECE_FRAMES
from emo7_core.landmarks.progress import ExtractionTask
from emo7_core.landmarks.track import LandmarkTrack

SHORT, LONG = 15, 40


@pytest.fixture(scope="module")
def clips(shared_data, tmp_path_factory):
    """A short and a long cut of a real clip, and a file that is none."""
    folder = tmp_path_factory.mktemp("clips")
    source = shared_data / "people" / "single_face.mp4"
    (folder / "broken.mp4").write_bytes(b"this is no video" * 99)
    return {
        "short": cut_clip(source, folder / "short.mp4", SHORT),
        "long": cut_clip(source, folder / "long.mp4", LONG),
        "broken": folder / "broken.mp4",
    }


def task(clips, kind, folder, name=None):
    """The task of extracting one of the clips into a folder."""
    key = name or kind
    return ExtractionTask(key, clips[kind], folder / f"{key}-v1.npz")


def ends(steps):
    """How each clip ended."""
    return {s.clip_key: s.state for s in steps if s.state not in ("started", "running")}


class Killed:
    """One extraction in which the child of the clip `victim` is killed while it works."""

    def __init__(self, clips, folder):
        self.folder = folder
        (folder / "there-v1.npz").write_bytes(b"")
        tasks = [
            task(clips, "short", folder, "there"),
            task(clips, "long", folder, "victim"),
            task(clips, "broken", folder),
            task(clips, "short", folder, "one"),
            task(clips, "short", folder, "two"),
        ]
        self.steps, self.niceness = [], None
        with ExtractionPool(2) as pool:
            for step in pool.run(tasks):
                self.steps.append(step)
                if (step.clip_key, step.state) == ("victim", "started"):
                    pid = pool.pid_of("victim")
                    self.niceness = psutil.Process(pid).nice()
                    os.kill(pid, signal.SIGKILL)
            self.again = list(pool.run(tasks))
        self.by_clip = {s.clip_key: [] for s in self.steps}
        for step in self.steps:
            self.by_clip[step.clip_key].append(step)


@pytest.fixture(scope="module")
def killed(clips, tmp_path_factory):
    """The extraction of `Killed`, run once."""
    return Killed(clips, tmp_path_factory.mktemp("landmarks"))


def test_a_crash_loses_one_clip(killed):
    """The killed child's clip fails; all others end as they should."""
    assert ends(killed.steps) == {
        "there": "skipped",
        "victim": "failed",
        "broken": "failed",
        "one": "finished",
        "two": "finished",
    }


def test_the_reason_of_a_crash_is_told(killed):
    """The failure says how the process died."""
    assert "was killed by SIGKILL" in killed.by_clip["victim"][-1].reason


def test_the_reason_of_a_bad_clip_is_told(killed):
    """A file that is no video fails with the reader's own sentence."""
    assert "broken.mp4" in killed.by_clip["broken"][-1].reason


def test_the_next_run_goes_on(killed):
    """What is there is skipped, what was lost is extracted."""
    assert ends(killed.again) == {
        "there": "skipped",
        "one": "skipped",
        "two": "skipped",
        "victim": "finished",
        "broken": "failed",
    }


def test_nothing_half_written_is_left(killed):
    """The folder holds whole tracks only."""
    names = sorted(path.name for path in killed.folder.iterdir())
    assert names == ["one-v1.npz", "there-v1.npz", "two-v1.npz", "victim-v1.npz"]


def test_pieces_are_the_track(killed):
    """What was shown while running is what was written."""
    pieces = [s.piece for s in killed.by_clip["one"] if s.state == "running"]
    assert [len(piece) for piece in pieces] == [PIECE_FRAMES, SHORT - PIECE_FRAMES]
    written = LandmarkTrack.load(killed.folder / "one-v1.npz")
    np.testing.assert_array_equal(LandmarkTrack.joined(pieces).xyz, written.xyz)


def test_progress_counts_frames(killed):
    """A clip's steps count its frames up to all of them."""
    steps = killed.by_clip["one"]
    assert [s.state for s in steps] == ["started", "running", "running", "finished"]
    assert [s.done_frames for s in steps] == [0, PIECE_FRAMES, SHORT, SHORT]
    assert {s.total_frames for s in steps} == {SHORT}


def test_progress_counts_clips(killed):
    """At the end all clips are done, two of them failed, and nothing is left to do."""
    overall = killed.steps[-1].overall
    assert (overall.clips_done, overall.clips_failed, overall.clips_total) == (5, 2, 5)
    assert overall.rate > 0
    assert overall.seconds_left == 0


def test_time_left_is_told_while_running(killed):
    """With a clip waiting and a rate known, the time left is known."""
    running = [s for s in killed.steps if s.state == "running" and s.overall.clips_done < 4]
    assert all(s.overall.seconds_left > 0 for s in running)


def test_children_give_way(killed):
    """A child runs at lower priority."""
    assert killed.niceness >= NICENESS


def test_cancel_stops_within_a_piece(clips, tmp_path):
    """Cancelled from another thread, a clip leaves no file; its child takes the next run."""
    with ExtractionPool(1) as pool:
        steps, pid = [], None
        for step in pool.run([task(clips, "long", tmp_path, f"clip {n}") for n in range(3)]):
            steps.append(step)
            if step.state == "started":
                pid = pool.pid_of(step.clip_key)
                canceller = threading.Thread(target=pool.cancel)
                canceller.start()
                canceller.join()
        assert ends(steps) == {"clip 0": "cancelled"}
        assert list(tmp_path.iterdir()) == []
        again = list(pool.run([task(clips, "short", tmp_path)]))
        assert ends(again) == {"short": "finished"}
        assert psutil.pid_exists(pid)
    assert not psutil.pid_exists(pid)


def test_a_dropped_iterator_ends_its_child(clips, tmp_path):
    """Who stops listening leaves no process at work."""
    with ExtractionPool(1) as pool:
        steps = pool.run([task(clips, "long", tmp_path)])
        next(steps)
        pid = pool.pid_of("long")
        steps.close()
        assert not psutil.pid_exists(pid)


def test_one_clip_alone(clips, tmp_path):
    """`extract_clip` shows pieces, replaces what is there, and returns the track."""
    out, seen = tmp_path / "a.npz", []
    out.write_bytes(b"old")
    track = extract_clip(clips["short"], out, seen.append)
    assert sum(len(piece) for piece in seen) == len(track) == len(LandmarkTrack.load(out)) == SHORT


def test_children_that_cannot_start_are_an_error(clips, tmp_path):
    """If no child comes up, no clip is blamed for it."""
    with (
        ExtractionPool(1, make_extractor=partial(int, "no extractor")) as pool,
        pytest.raises(LandmarkError, match=r"extracted here, .* ended with code 1: Value"),
    ):
        list(pool.run([task(clips, "short", tmp_path)]))


def test_no_worker_is_refused():
    """A pool without workers would wait for ever."""
    with pytest.raises(LandmarkError, match="0 workers"):
        ExtractionPool(0)


def test_the_longest_of_the_last_clips_begins_first(tmp_path):
    """Clips come in their order; at the end none is long at work alone."""
    sizes = (5, 1, 4, 2, 9, 3)
    paths = [tmp_path / f"{size}.mp4" for size in sizes]
    for path, size in zip(paths, sizes, strict=True):
        path.write_bytes(b"x" * size)
    waiting = deque(ExtractionTask(p.name, p, p.with_suffix(".npz")) for p in paths)
    with ExtractionPool(workers=2) as pool:
        order = [int(pool._next(waiting).path.stem) for _ in sizes]
    assert order == [5, 1, 9, 4, 3, 2]
