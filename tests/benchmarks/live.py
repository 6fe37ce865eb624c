"""A session at work: the engine starts, 720p24 plays, two models predict, one trains.

What it is: how long the event loop's turns are through a minute of everything at once, in the
real window; dropped pictures; how soon a stop is acknowledged; and what a prediction costs by way
of the window against a direct call of the same model in a process of its own.
What it is not: the speed of a network (networks.py) or of playing alone (playback.py).
Conventions: a turn is the time between two rings of a timer that should ring every 5 ms. Every
clip is predicted anew: nothing is taken from the traces that are known. Models are untrained. Train
was visited before, as by anybody who starts a training. The direct call has the machine for itself,
the window's answers never have.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

from emo7_core.config import TrainConfig
from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.intake import take_in
from emo7_core.extraction import store_track
from emo7_core.project import Project
from emo7_core.video.reader import probe
from emo7_gui.app import Studio
from emo7_gui.workers.infer_requests import SlotTrace
from tests.benchmarks.playback import REAL, drawn_track
from tests.benchmarks.spread import spread, told
from tests.benchmarks.stopwatch import dressed, live, live_until
from tests.gui.demo_studio import studio_on
from tests.gui.live_project import clip_named, labelled_demo
from tests.synth import ONE_KEY, Recipe, write_clip

SECONDS = 60.0
ASK_SECONDS = 1.0
REAL_CLIP = "-d5dN54tH2E_14-1-rgb_front.mp4"
NAME = "session"
LONGEST_ACCEPTED = 0.05
ALONE = "one model"
# Long enough to go on through the session, however little it learns; its device is the CPU, as that
# of the window's models.
TRAINING = TrainConfig(
    num_epochs=5000, patience=5000, hidden_size=64, batch_size=8, split_by="clip", device="cpu"
)
ROOT = Path(__file__).resolve().parents[2]


def run(seconds: float = SECONDS) -> dict[str, object]:
    """Live through the session in a process of its own; return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        command = [sys.executable, "-m", "tests.benchmarks.live", str(seconds), str(out)]
        subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"QT_SCALE_FACTOR": "1"})
        found: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
    return found


class Turns(QObject):
    """The turns of the event loop, and in which phase each was."""

    def __init__(self) -> None:
        super().__init__()
        self.phase = ""
        self._rings: list[tuple[float, str]] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._ring)

    def _ring(self) -> None:
        self._rings.append((time.perf_counter(), self.phase))

    def start(self) -> None:
        """Begin."""
        self._timer.start(5)

    def figures(self) -> dict[str, object]:
        """Return what was measured, and where the longest turn was."""
        self._timer.stop()
        turns = np.diff([at for at, _ in self._rings])
        longest = int(turns.argmax())
        share = round(100 * float(np.mean(turns < LONGEST_ACCEPTED)), 3)
        phases = {phase: 0.0 for _, phase in self._rings}
        for turn, (_, phase) in zip(turns, self._rings[1:], strict=True):
            phases[phase] = max(phases[phase], round(1000 * float(turn), 1))
        return {
            **spread(turns.tolist()),
            "% under 50 ms": share,
            "longest in": self._rings[longest + 1][1],
            "longest of each phase, ms": phases,
        }


class Asked:
    """Asks for the open clip's trace again and again, and takes the time, phase by phase."""

    def __init__(self, studio: Studio, track: Path, turns: Turns) -> None:
        self._room, self._track, self._turns = studio.live._room, track, turns
        self._at = 0.0
        self.first: dict[str, list[float]] = {}
        self.whole: dict[str, list[float]] = {}
        self._room.traced.connect(self._on_traced)

    def ask(self) -> None:
        """Ask as if nothing were known: without a key nothing is kept."""
        self._at = time.perf_counter()
        self._is_first = True
        self._room.predict(None, self._track)

    def _on_traced(self, said: SlotTrace) -> None:
        if not self._at or said.slot != "A":
            return
        took = time.perf_counter() - self._at
        if self._is_first:
            self.first.setdefault(self._turns.phase, []).append(took)
            self._is_first = False
        if said.is_whole:
            self.whole.setdefault(self._turns.phase, []).append(took)
            self._at = 0.0


def session(seconds: float) -> dict[str, object]:
    """Live through the session; print and return the figures."""
    dressed()
    with tempfile.TemporaryDirectory() as place:
        folder, what, track = _project(Path(place))
        models = _models(Path(place))
        with _window(Path(place), folder) as studio:
            found = {"clip": what, **_lived(studio, seconds, models, track)}
        direct = _direct(models[0], track)
    found["direct call of the model"] = spread(direct)
    found["window against direct call"] = {
        phase: _against(took, direct)
        for phase, took in found.pop("whole traces").items()  # type: ignore[attr-defined]
    }
    for name, value in found.items():
        told(name, value)
    return found


@contextmanager
def _window(place: Path, folder: Path) -> Iterator[Studio]:
    studio = studio_on(place / "bench.ini", "MK")
    studio.show()
    studio.window.activateWindow()
    studio.projects.open_project(folder)
    live_until(lambda: studio.session.clips)
    studio.session.choose(clip_named(studio.session.clips, NAME).id)
    live_until(lambda: studio.playback.info is not None)
    studio.session.decide(5)
    studio.window.show_workspace("train")
    live(2.0)
    studio.window.show_workspace("review")
    live(1.0)
    try:
        yield studio
    finally:
        for job_id, job in studio.training.jobs.items():
            if not job.status.is_over:
                studio.training._room.cancel(job_id)
        live_until(lambda: all(job.status.is_over for job in studio.training.jobs.values()))
        studio.window.close()
        studio.close()


def _lived(
    studio: Studio, seconds: float, models: tuple[Path, Path], track: Path
) -> dict[str, object]:
    dropped: list[int] = []
    studio.playback.stats_changed.connect(lambda stats: dropped.append(stats.dropped))
    turns = Turns()
    asked = Asked(studio, track, turns)
    asking = QTimer(interval=round(ASK_SECONDS * 1000))
    asking.timeout.connect(asked.ask)
    end = time.perf_counter() + seconds
    turns.phase = "playing"
    turns.start()
    studio.playback.play()
    live(2.0)
    turns.phase = "engine starts"
    started = time.perf_counter()
    studio.live.use(models[0], "LSTM")
    live_until(lambda: studio.live.is_ready, 120)
    engine = time.perf_counter() - started
    turns.phase = ALONE
    asking.start()
    live(max(4.0, seconds / 8))
    studio.live.use(models[1], "ST-GCN", "B")
    live_until(lambda: studio.live.is_ready, 120)
    turns.phase = "two models"
    live(max(4.0, seconds / 8))
    turns.phase = "training starts"
    studio.training.submit(TRAINING)
    live_until(lambda: _running(studio), 120)
    turns.phase = "two models and a training"
    live(max(4.0, end - time.perf_counter()))
    turns.phase = "stopping"
    stop = _stop(studio)
    asking.stop()
    return {
        "turns": turns.figures(),
        "dropped pictures": dropped[-1] if dropped else 0,
        "engine and model ready, s": round(engine, 2),
        "stop acknowledged, s": round(stop, 3),
        "first windows by way of the window": _spreads(asked.first),
        "whole trace by way of the window": _spreads(asked.whole),
        "whole traces": asked.whole,
    }


def _spreads(told: dict[str, list[float]]) -> dict[str, object]:
    return {phase: spread(took) for phase, took in told.items()}


def _against(window: list[float], direct: list[float]) -> dict[str, float]:
    shares = {"p50": 50, "p95": 95}
    return {
        name: round(float(np.percentile(window, share) / np.percentile(direct, share)), 2)
        for name, share in shares.items()
    }


def _running(studio: Studio) -> str:
    jobs = studio.training.jobs.items()
    return next((key for key, job in jobs if job.status.state == "running"), "")


def _stop(studio: Studio) -> float:
    job_id = _running(studio)
    assert job_id, "the training ended before it was stopped"
    began = time.perf_counter()
    studio.training._room.stop_early(job_id)
    live_until(lambda: studio.training.jobs[job_id].status.state != "running")
    return time.perf_counter() - began


def _project(place: Path) -> tuple[Path, str, Path]:
    folder = labelled_demo(place / "demo", count=8)
    clips = place / "clips"
    clips.mkdir()
    real, path = REAL / REAL_CLIP, clips / f"{NAME}.mp4"
    if real.is_file():
        path.write_bytes(real.read_bytes())
    else:
        write_clip(path, Recipe(111, 24, size=(1280, 720), options=ONE_KEY))
    with Project.open(folder) as project:
        take_in(project, read_folder(clips))
        clip = project.catalog.by_name(NAME)
        assert clip is not None
        store_track(project, clip, drawn_track(path))
        track = project.track_path(clip)
    info = probe(path)
    kind = "How2Sign" if real.is_file() else "made"
    what = f"{kind}, {info.width}x{info.height}, {info.rate:.4g} fps, {info.frame_count} pictures"
    return folder, what, track


def _models(place: Path) -> tuple[Path, Path]:
    """Make two models in a child, so that no torch is loaded into the window's process."""
    code = (
        "import sys; from pathlib import Path\n"
        "from emo7_core.config import TrainConfig\n"
        "from tests.made_models import made_model\n"
        "for kind in ('lstm', 'stgcn'):\n"
        "    made_model(Path(sys.argv[1]) / kind, config=TrainConfig(model_type=kind))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(place)], check=True, cwd=ROOT)
    return place / "lstm", place / "stgcn"


def _direct(model: Path, track: Path, calls: int = 20) -> list[float]:
    """Return the seconds of direct calls in a process of their own, with as many threads."""
    code = (
        "import json, sys, time; from pathlib import Path\n"
        "from emo7_core.inference.clip_input import ClipInput\n"
        "from emo7_core.inference.load import load_predictor\n"
        "from emo7_core.models.devices import leave_one_core\n"
        "leave_one_core()\n"
        "model, clip = load_predictor(Path(sys.argv[1])), ClipInput(track=Path(sys.argv[2]))\n"
        "model.predict_clip(clip)\n"
        "took = []\n"
        "for _ in range(int(sys.argv[3])):\n"
        "    began = time.perf_counter(); model.predict_clip(clip)\n"
        "    took.append(time.perf_counter() - began)\n"
        "print(json.dumps(took))\n"
    )
    command = [sys.executable, "-c", code, str(model), str(track), str(calls)]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    found: list[float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(session(float(sys.argv[1]))), encoding="utf-8")
