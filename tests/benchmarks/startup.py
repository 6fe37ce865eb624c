"""How long a start takes, in whole processes in turn.

What it is: the first painted frame of the window against a bare QtWidgets window; the first
usable review (queue filled, first picture shown) against importing the libraries it needs.
What it is not: a profile (python -X importtime -c "import emo7_gui.app").
Conventions: a time runs from the start of the process until the line that it prints arrives.
Everybody's modules are compiled by the first round, as an installation has them.

    python -m tests.benchmarks.startup window|review FOLDER     (the child)
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.spread import spread, told

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 9
BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: (print("ready", flush=True), app.quit()))

app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""
LIBRARIES = """
import PySide6.QtWidgets, pyqtgraph, sqlalchemy, av, cv2
print("ready", flush=True)
"""


def run(rounds: int = ROUNDS) -> dict[str, object]:
    """Start every kind of process in turn; return medians and the two ratios."""
    from tests.gui.demo_studio import drawn_demo

    with tempfile.TemporaryDirectory() as folder:
        demo = str(drawn_demo(Path(folder) / "demo", 4))
        ours = [sys.executable, "-m", "tests.benchmarks.startup"]
        commands = {
            "bare QtWidgets window": [sys.executable, "-c", BARE],
            "first painted frame": [*ours, "window", demo],
            "importing the libraries": [sys.executable, "-c", LIBRARIES],
            "first usable review": [*ours, "review", demo],
        }
        compiled = Path(folder) / "compiled"
        times: dict[str, list[float]] = {name: [] for name in commands}
        for place in range(rounds + 1):
            for name, command in commands.items():
                seconds = _seconds_to_ready(command, compiled)
                # The first round compiles, warms the disk's cache, and counts for nobody.
                if place:
                    times[name].append(seconds)
    return _told(times)


def _told(times: dict[str, list[float]]) -> dict[str, object]:
    found: dict[str, object] = {name: spread(values) for name, values in times.items()}
    for name, ours, peer in (
        ("first frame : bare window", "first painted frame", "bare QtWidgets window"),
        ("usable review : imports", "first usable review", "importing the libraries"),
    ):
        ratio = statistics.median(times[ours]) / statistics.median(times[peer])
        found[f"ratio {name}"] = round(ratio, 2)
    for name, value in found.items():
        told(name, value)
    return found


def _seconds_to_ready(command: list[str], compiled: Path) -> float:
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
    )
    assert child.stdout is not None
    line = child.stdout.readline()
    seconds = time.perf_counter() - started
    child.communicate(timeout=60)
    if line.strip() != b"ready" or child.returncode:
        raise RuntimeError(f"{command[:4]} ended with {child.returncode} and said {line!r}")
    return seconds


def child(what: str, folder: Path) -> None:
    """Open the window as `emo7` does, say when it is there, and close it."""
    from PySide6.QtCore import QEvent, QObject, QSettings, QTimer

    from emo7_gui.settings import Settings
    from emo7_gui.start import Start, make_application
    from emo7_gui.theme import install

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, ready)
            return False

    def ready() -> None:
        print("ready", flush=True)
        QTimer.singleShot(0, start.window.close)

    def review(studio) -> None:
        canvas = studio.playback.player.canvas
        studio.projects.open_project(folder)
        studio.playback.frame_shown.connect(lambda _: canvas.installEventFilter(watch))
        assert studio.review.queue.model.rowCount() > 0

    app = make_application()
    settings = Settings(QSettings(str(folder / "bench.ini"), QSettings.Format.IniFormat))
    settings.rater = "Bench"
    install(app, "dark")
    start, watch = Start(settings), FirstPaint()
    if what == "window":
        start.painted.connect(lambda: print("ready", flush=True))
        start.made.connect(lambda studio: QTimer.singleShot(0, start.window.close))
    else:
        start.made.connect(review)
    app.exec()
    start.close()


if __name__ == "__main__":
    child(sys.argv[1], Path(sys.argv[2]))
