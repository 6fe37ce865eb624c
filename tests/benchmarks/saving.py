"""How long a decision takes to be durable, against a bare SQLite commit of the same settings."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from tests.benchmarks.spread import spread, told

COUNT = 300


def run(count: int = COUNT) -> dict[str, object]:
    """Take both in turn in one run; print and return figures and ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        path.write_bytes(b"x")
        bare = sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = FULL")
        bare.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)")
        with Project.create(Path(folder) / "p") as project:
            clip = project.catalog.add([ImportedClip(path, "clip", "folder")]).new[0]
            log = project.log(project.sources.ensure(RATER, "MK"))
            ours, theirs = [], []
            for number in range(count):
                started = time.perf_counter()
                log.append(Draft(clip, number % 7))
                ours.append(time.perf_counter() - started)
                started = time.perf_counter()
                bare.execute("INSERT INTO t (v) VALUES (?)", ("x" * 200,))
                theirs.append(time.perf_counter() - started)
        bare.close()
    found: dict[str, object] = {
        "decision durable": spread(ours),
        "bare SQLite commit": spread(theirs),
    }
    found["ratio of medians (1 is a bare commit)"] = round(
        sorted(ours)[count // 2] / sorted(theirs)[count // 2], 2
    )
    for name, value in found.items():
        told(name, value)
    return found
