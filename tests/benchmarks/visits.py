"""How long the first visit of each workspace takes, in the real window.

What it is: per workspace the time until its first paint and the longest turn of the event loop,
at the first visit and, as its peer, at a later one; straight after the opening of the project,
and after a person has stood still for a while.
What it is not: the start of the process (startup.py) or what is done in a workspace.
Conventions: each first visit happens in a process of its own, with compiled modules, as an
installation has them. A turn is the time between two rings of a timer of 1 ms; "own" is processor
time of the window's thread alone, which other work on the machine does not change.

    python -m tests.benchmarks.visits NAME FOLDER STILL OUT     (the child)
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from tests.benchmarks.spread import told

ROOT = Path(__file__).resolve().parents[2]
WORKSPACES = ("golden", "compare", "train", "data")
ROUNDS, AFTER = 3, 2.5
# Long enough that everything that waits for a still window has happened.
STILL = 8.0


def run(rounds: int = ROUNDS) -> dict[str, object]:
    """Visit every workspace for the first time and again; return medians in ms."""
    from tests.gui.demo_studio import drawn_demo

    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        demo = drawn_demo(Path(folder) / "demo", 4)
        for still in (0.0, STILL):
            for name in WORKSPACES:
                # The first round compiles and counts for nothing.
                seen = [_visited(name, demo, still, Path(folder)) for _ in range(rounds + 1)][1:]
                for visit in ("first", "later"):
                    key = f"{name}, {visit} visit, after {still:.0f} s still"
                    found[key] = _medians([one[visit] for one in seen])
                    told(key, found[key])
    return found


def _medians(visits: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(v[key] for v in visits), 1) for key in visits[0]}


def _visited(name: str, demo: Path, still: float, folder: Path) -> dict[str, dict[str, float]]:
    out = folder / "found.json"
    command = [sys.executable, "-m", "tests.benchmarks.visits"]
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [*command, name, str(demo), str(still), str(out)]
    subprocess.run(words, check=True, cwd=ROOT, env=environment)
    seen: dict[str, dict[str, float]] = json.loads(out.read_text(encoding="utf-8"))
    return seen


def child(name: str, folder: Path, still: float) -> dict[str, dict[str, float]]:
    """Open the project, stand still, go to a workspace, back, and there again."""
    from emo7_core.bulk import keep_for_good
    from tests.benchmarks.stopwatch import dressed, live, live_until
    from tests.gui.demo_studio import studio_on

    dressed()
    studio = studio_on(folder / "bench.ini", "Bench")
    # As start.py does after it made the Studio.
    keep_for_good()
    studio.show()
    studio.projects.open_project(folder)
    live_until(lambda: studio.playback.info is not None)
    studio.playback.pause()
    live(0.3 + still)
    found = {}
    for visit in ("first", "later"):
        found[visit] = _visit(studio, name)
        studio.window.show_workspace("review")
        studio.playback.pause()
        live(0.5)
    studio.close()
    return found


def _visit(studio, name: str) -> dict[str, float]:  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QEvent, QObject, Qt, QTimer

    from tests.benchmarks.stopwatch import live

    class FirstPaint(QObject):
        """Sees when what came to the front was painted."""

        at = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not self.at:
                self.at = time.perf_counter()
            return False

    rings: list[tuple[float, float]] = []
    ring = lambda: rings.append((time.perf_counter(), time.thread_time()))  # noqa: E731
    timer, watch = QTimer(), FirstPaint()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(ring)
    stack = studio.window._stack
    live(0.1)
    ring()
    timer.start(1)
    begun, own = rings[0]
    seen = lambda place: stack.widget(place).installEventFilter(watch)  # noqa: E731
    stack.currentChanged.connect(seen)
    studio.window.show_workspace(name)
    live(AFTER)
    timer.stop()
    stack.currentChanged.disconnect(seen)
    turns = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(rings)]
    return {
        "first paint ms": 1000 * (watch.at - begun),
        "longest turn ms": 1000 * max(turn for turn, _ in turns),
        "longest turn, own ms": 1000 * max(turn for _, turn in turns),
        "turns over 100 ms": sum(turn > 0.1 for turn, _ in turns),
        "turns over 50 ms": sum(turn > 0.05 for turn, _ in turns),
        "all turns, own ms": 1000 * (rings[-1][1] - own),
    }


if __name__ == "__main__":
    seen = child(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
    Path(sys.argv[4]).write_text(json.dumps(seen), encoding="utf-8")
