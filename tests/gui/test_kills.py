"""No decision is lost: kill -9 at any moment keeps all that was acknowledged, once."""

from __future__ import annotations

import os
import random
import select
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from emo7_core import paths
from emo7_core.corpora.imported import ImportedClip
from emo7_core.project import Project
from tests.synth import Recipe, write_clip

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, KILLS_A_ROUND = 10, 19


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p") as project:
        clips = []
        for number in range(6):
            path = tmp_path / f"c{number}.mp4"
            write_clip(path, Recipe(count=2, first=number))
            clips.append(ImportedClip(path, f"c{number}", "folder", caption="Yes."))
        project.catalog.add(clips)
    return tmp_path / "p"


def killed_run(
    folder: Path,
    moment: random.Random,
    module: str = "tests.gui.labelling_child",
    longest: float = 0.12,
) -> dict[str, tuple[int, int | None]]:
    """Let a rater work, kill it at a random moment, and return what it was told was saved."""
    child = subprocess.Popen(
        [sys.executable, "-m", module, str(folder)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert child.stdout is not None
    try:
        assert select.select([child.stdout], [], [], 60)[0], "the rater never began"
        time.sleep(moment.uniform(0, longest))
    finally:
        child.kill()
        said, _ = child.communicate(timeout=30)
    # The last line may be torn: it counts only when its end arrived.
    lines = said.decode().rpartition("\n")[0].splitlines()
    rows = (line.split() for line in lines)
    return {uuid: (int(clip), None if v == "None" else int(v)) for uuid, clip, v in rows}


def stored(folder: Path) -> list[tuple[str, int, int | None]]:
    with closing(sqlite3.connect(folder / paths.DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return connection.execute("SELECT uuid, clip_id, value FROM decision").fetchall()


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_raters_lose_nothing(folder: Path, seed: int):
    """Nineteen kills of a headless rater in one project: each acknowledged entry is there once."""
    moment = random.Random(seed)
    acknowledged: dict[str, tuple[int, int | None]] = {}
    for _ in range(KILLS_A_ROUND):
        acknowledged |= killed_run(folder, moment)
        rows = stored(folder)
        found = {uuid: (clip, value) for uuid, clip, value in rows}
        assert len(found) == len(rows), "an entry stands twice"
        assert {uuid: found.get(uuid) for uuid in acknowledged} == acknowledged
    assert len(acknowledged) >= KILLS_A_ROUND
