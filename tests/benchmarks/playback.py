"""Playback of 720p at 50 pictures a second, with all overlays, in the real window.

What it is: ten seconds of playing with body, hands, face, trails and close-ups; dropped pictures
and how long the event loop's turns are, seen by a timer that should ring every 5 ms.
What it is not: decoding alone (video.py).
Conventions: each scale is played in a process of its own. A turn is the time between two rings;
the peer is the same timer in the same window while nothing plays.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer

from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.intake import take_in
from emo7_core.demo.clips import demo_clips, known_track
from emo7_core.extraction import store_track
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project
from emo7_core.video.reader import probe
from emo7_gui.app import Studio
from tests.benchmarks.spread import spread, told
from tests.benchmarks.stopwatch import PaintWatch, dressed, live, live_until
from tests.gui.demo_studio import studio_on
from tests.synth import ONE_KEY, Recipe, write_clip

SECONDS, RATE = 10, 50
ROOT = Path(__file__).resolve().parents[2]
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "how2sign" / "clips"
REAL_CLIP = "-g0iPSnQt6w_5-1-rgb_front.mp4"


def run(seconds: float = SECONDS) -> dict[str, object]:
    """Play at 100 and at 200 %; print and return what was dropped and how long turns were."""
    return {"100 %": _in_a_process("1", seconds), "200 %": _in_a_process("2", seconds)}


def _in_a_process(scale: str, seconds: float) -> dict[str, object]:
    """Play in a process of its own: how large everything is holds from its start."""
    print(f"   at {scale}00 %", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        command = [sys.executable, "-m", "tests.benchmarks.playback", str(seconds), str(out)]
        environment = os.environ | {"QT_SCALE_FACTOR": scale}
        subprocess.run(command, check=True, cwd=ROOT, env=environment)
        found: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return found


def play(seconds: float) -> dict[str, object]:
    """Play, then stand still for as long; print and return the figures."""
    dressed()
    with tempfile.TemporaryDirectory() as folder:
        root, what = _project(Path(folder))
        studio = studio_on(Path(folder) / "bench.ini", "Bench")
        studio.show()
        studio.window.activateWindow()
        studio.projects.open_project(root)
        live_until(lambda: studio.playback.info is not None)
        for name in ("body", "hands", "face", "trails"):
            studio.playback.player.set_overlay(name, True)
        live(1.0)
        found = {"clip": what} | _played(studio, seconds)
        studio.playback.pause()
        live(0.5)
        found["peer: turns while nothing plays"] = _turns(seconds / 2)
        studio.window.close()
        studio.close()
    for name, value in found.items():
        told(name, value)
    return found


def _played(studio: Studio, seconds: float) -> dict[str, object]:
    playback = studio.playback
    stats: list[tuple[float, int]] = []
    ordinals: list[int] = []
    playback.stats_changed.connect(lambda s: stats.append((s.frames_per_second, s.dropped)))
    playback.frame_shown.connect(ordinals.append)
    playback.pause()
    live(0.3)
    watch = PaintWatch(playback.player.canvas)
    ordinals.clear()
    playback.play()
    started = time.perf_counter()
    turns = _turns(seconds)
    lived = time.perf_counter() - started
    return {
        "pictures shown": {"n": len(ordinals), "a second": round(len(ordinals) / lived, 1)},
        "canvas painted": {"n": watch.count, "a second": round(watch.count / lived, 1)},
        "dropped pictures": stats[-1][1] if stats else 0,
        "turns while playing": turns,
    }


def _turns(seconds: float) -> dict[str, object]:
    """Return the turns of the event loop over a while."""
    rings: list[float] = [time.perf_counter()]
    probe_timer = QTimer()
    probe_timer.setTimerType(Qt.TimerType.PreciseTimer)
    probe_timer.timeout.connect(lambda: rings.append(time.perf_counter()))
    probe_timer.start(5)
    live(seconds)
    probe_timer.stop()
    turns = np.diff(rings)
    share = round(100 * float(np.mean(turns < 0.05)), 3)
    return {**spread(turns.tolist()), "% under 50 ms": share}


def _project(folder: Path) -> tuple[Path, str]:
    clips = folder / "clips"
    clips.mkdir()
    real = REAL / REAL_CLIP
    path = clips / "clip.mp4"
    if real.is_file():
        path.write_bytes(real.read_bytes())
    else:
        recipe = Recipe(SECONDS * RATE, RATE, size=(1280, 720), options=ONE_KEY)
        write_clip(path, recipe)
    with Project.create(folder / "project") as project:
        take_in(project, read_folder(clips))
        store_track(project, project.catalog.all()[0], drawn_track(path))
    info = probe(path)
    kind = "How2Sign" if real.is_file() else "made"
    what = f"{kind}, {info.width}x{info.height}, {info.rate:.4g} fps, {info.frame_count} pictures"
    return folder / "project", what


def drawn_track(path: Path) -> LandmarkTrack:
    """Return a drawn signer's 543 points in every frame, enlarged to the clip's picture."""
    info = probe(path)
    known = known_track(replace(demo_clips(1)[0], frame_count=info.frame_count))
    scale = info.height / known.height
    xyz = known.xyz[: info.frame_count] * np.float32(scale)
    xyz[..., 0] += (info.width - known.width * scale) / 2
    confidence = known.confidence[: info.frame_count]
    times, size = info.times[: len(xyz)], (info.width, info.height)
    return LandmarkTrack(known.layout, xyz, confidence, times, *size, "mediapipe-bench")


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(play(float(sys.argv[1]))), encoding="utf-8")
