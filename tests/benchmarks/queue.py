"""How long 100,000 clips take: the project opens, the queue fills, search and filters answer.

What it is: the queue's panel alone, the session on a real database, and the whole window.
What it is not: reading of video; the rows are put into the database in one go.
Convention: the peers are SQLite read by the standard library, and a search over a plain list.
"""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from emo7_core import paths
from emo7_core.project import Project
from emo7_core.storage.tables import caption, clip, clip_file
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.review.queue_row import QueueFilter, QueueRow
from emo7_gui.session import Session
from tests.benchmarks.spread import spread, told
from tests.benchmarks.stopwatch import PaintWatch, dressed, live, live_until
from tests.gui.demo_studio import studio_on

CLIPS, ROUNDS = 100_000, 7
WORDS = ("sister", "rain", "office", "exam", "umbrella", "train", "garden", "letter")


def run(count: int = CLIPS, rounds: int = ROUNDS) -> dict[str, object]:
    """Measure panel, session and window on the same clips; print and return the figures."""
    dressed()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        fill(root, count)
        found = _panel(count, rounds) | _session(root, rounds) | _window(root, rounds)
    for name, value in found.items():
        told(name, value)
    return found


def fill(root: Path, count: int) -> None:
    """Make a project with so many clips, one file and one caption each."""
    numbers = range(1, count + 1)
    with Project.create(root) as project, project.database.write() as connection:
        connection.execute(insert(clip), [_clip(n) for n in numbers])
        connection.execute(insert(clip_file), [_file(n) for n in numbers])
        captions = [{"clip_id": n, "text": _text(n), "corpus": "how2sign"} for n in numbers]
        connection.execute(insert(caption), captions)


def _clip(n: int) -> dict[str, object]:
    return {
        "id": n,
        "key": f"{n:064x}",
        "name": f"s{n % 40:02}-{n:06}",
        "corpus": ("how2sign", "asllrp")[n % 2],
        "signer": f"S{n % 40}",
        "session": f"S{n % 40}-{n % 7}",
        "state": "ok",
        "message": "",
        "duration": 2.0 + n % 50 / 10,
        "frame_count": 50 + n % 100,
        "width": 1280,
        "height": 720,
        "rate": 25.0,
        "face_share": 1.0 - n % 10 / 10,
        "hands_share": 0.9,
        "added_at": "2026-01-01T00:00:00+00:00",
    }


def _file(n: int) -> dict[str, object]:
    path = f"clips/{n:06}.mp4"
    return {"clip_id": n, "path": path, "size": n, "modified": n, "view": "front"}


def _text(n: int) -> str:
    return f"My {WORDS[n % 8]} and the {WORDS[n // 8 % 8]}, sentence {n}."


def _rows(count: int) -> list[QueueRow]:
    return [
        QueueRow(n, f"s{n % 40:02}-{n:06}", 2.0, f"S{n % 40}", "how2sign", n % 7, text=_text(n))
        for n in range(1, count + 1)
    ]


def _panel(count: int, rounds: int) -> dict[str, object]:
    rows = _rows(count)
    panel = QueuePanel()
    panel.resize(264, 800)
    panel.show()
    live(0.2)
    watch = PaintWatch(panel.list.viewport())

    def painted(act: Callable[[], object]) -> float:
        before, started = watch.count, time.perf_counter()
        act()
        panel.list.viewport().update()
        live_until(lambda: watch.count > before)
        return watch.at - started

    fills = [painted(lambda: panel.set_rows(list(rows))) for _ in range(rounds)]
    searches, filters, plain = [], [], []
    for turn in range(rounds * 3):
        word = WORDS[turn % 8]
        search = QueueFilter(text=f"{word} 7")
        searches.append(painted(partial(panel.set_filter, search)))
        by_value = QueueFilter(values=frozenset({turn % 7, 3}))
        filters.append(painted(partial(panel.set_filter, by_value)))
        started = time.perf_counter()
        sum(word in row.text and "7" in row.text for row in rows)
        plain.append(time.perf_counter() - started)
    panel.set_filter(QueueFilter())
    panel.close()
    return {
        "rows into the panel, painted": spread(fills),
        "search, painted": spread(searches),
        "filter by value, painted": spread(filters),
        "peer: a search over a plain list": spread(plain),
        "ratio search : plain list": _ratio(searches, plain),
    }


def _session(root: Path, rounds: int) -> dict[str, object]:
    ours, theirs = [], []
    for _ in range(rounds):
        started = time.perf_counter()
        session = Session()
        session.open(Project.open(root), "Bench")
        ours.append(time.perf_counter() - started)
        session.close()
        started = time.perf_counter()
        with closing(sqlite3.connect(root / paths.DATABASE)) as connection:
            for table in ("clip", "clip_file"):
                connection.execute(f"SELECT * FROM {table}").fetchall()
        theirs.append(time.perf_counter() - started)
    return {
        "project opened by the session": spread(ours),
        "peer: the two tables read by sqlite3": spread(theirs),
        "ratio session : sqlite3": _ratio(ours, theirs),
    }


def _window(root: Path, rounds: int) -> dict[str, object]:
    studio = studio_on(root / "bench.ini", "Bench")
    studio.show()
    watch = PaintWatch(studio.review.queue.list.viewport())
    times, turns = [], []
    for _ in range(rounds):
        live(0.5)
        before, started = watch.count, time.perf_counter()
        studio.projects.open_project(root)
        turns.append(time.perf_counter() - started)
        live_until(lambda count=before: watch.count > count)
        times.append(watch.at - started)
        assert studio.review.queue.model.rowCount() > 0
    studio.window.close()
    studio.close()
    return {
        "project opened in the window, queue painted": spread(times),
        "of this, one turn of the event loop": spread(turns),
    }


def _ratio(ours: list[float], theirs: list[float]) -> float:
    return round(statistics.median(ours) / statistics.median(theirs), 2)
