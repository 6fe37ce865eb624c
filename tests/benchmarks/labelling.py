"""From the key press to "saved" and the next clip's picture painted, with the reveal off.

What it is: presses in the real window over clips of 720p, as fast as a quick rater.
What it is not: saving alone (saving.py).
Convention: the peer does the bare least in the same turn: one SQLite commit of the same
settings, and OpenCV opening the next clip for its first picture.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.intake import take_in
from emo7_core.project import Project
from emo7_gui.app import Studio
from tests.benchmarks.spread import spread, told
from tests.benchmarks.stopwatch import PaintWatch, dressed, live, live_until
from tests.gui.demo_studio import studio_on
from tests.synth import ONE_KEY, Recipe, write_clip

PRESSES, PAUSE = 60, 0.4
DIGITS = (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_6)


def run(presses: int = PRESSES) -> dict[str, object]:
    """Press digits one after another; print and return the times to saved and to painted."""
    dressed()
    with tempfile.TemporaryDirectory() as folder:
        root = _project(Path(folder), presses + 1)
        studio = studio_on(Path(folder) / "bench.ini", "Bench")
        studio.show()
        studio.window.activateWindow()
        studio.projects.open_project(root)
        studio.session.has_reveal = False
        studio.reviewing.least_look_ms = 0  # no finger is as fast as this
        saved, painted = _pressed(studio, presses)
        studio.window.close()
        studio.close()
        bare = _bare(Path(folder), presses)
    found: dict[str, object] = {
        "key press to saved": spread(saved),
        "key press to the next picture painted": spread(painted),
        "share under 100 ms": round(float(np.mean(np.asarray(painted) < 0.1)), 3),
        "peer: bare commit, cv2 opens and reads": spread(bare),
        "ratio of medians": round(float(np.median(painted) / np.median(bare)), 2),
    }
    for name, value in found.items():
        told(name, value)
    return found


def _project(folder: Path, count: int) -> Path:
    clips = folder / "clips"
    clips.mkdir()
    for number in range(count):
        recipe = Recipe(count=30, size=(1280, 720), first=number, options=ONE_KEY)
        write_clip(clips / f"c{number:03}.mp4", recipe)
    with Project.create(folder / "project") as project:
        take_in(project, read_folder(clips))
    return folder / "project"


def _pressed(studio: Studio, presses: int) -> tuple[list[float], list[float]]:
    session, playback = studio.session, studio.playback
    saved_at: list[float] = []
    shown: list[tuple[int, int]] = []
    watch = PaintWatch(playback.player.canvas)
    session.save_state_changed.connect(
        lambda state: saved_at.append(time.perf_counter()) if state.kind == "saved" else None
    )
    playback.frame_shown.connect(
        lambda _: shown.append((playback.clip.id if playback.clip else 0, watch.count))
    )
    saved, painted = [], []
    for place in range(presses):
        live_until(lambda: playback.info is not None)
        live(PAUSE)
        before = session.current
        saved_at.clear()
        shown.clear()
        started = time.perf_counter()
        window = studio.window
        QTest.keyClick(window.focusWidget() or window, DIGITS[place % len(DIGITS)])
        at = _painted_after(watch, shown, before.id if before else 0)
        saved.append(saved_at[0] - started)
        painted.append(at - started)
    return saved, painted


def _painted_after(watch: PaintWatch, shown: list[tuple[int, int]], old: int) -> float:
    """Wait until a picture of another clip was shown and the canvas painted after it."""

    def is_there() -> bool:
        new = next((count for clip_id, count in shown if clip_id != old), None)
        return new is not None and watch.count > new

    live_until(is_there)
    return watch.at


def _bare(folder: Path, presses: int) -> list[float]:
    import cv2

    base = sqlite3.connect(folder / "bare.db", isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = FULL")
    base.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)")
    times = []
    for number in range(presses):
        started = time.perf_counter()
        base.execute("INSERT INTO t (v) VALUES (?)", ("x" * 200,))
        video = cv2.VideoCapture(str(folder / "clips" / f"c{number:03}.mp4"))
        video.read()
        times.append(time.perf_counter() - started)
        video.release()
    base.close()
    return times
