"""kill -9 of the real window while keys are pressed: what was acknowledged is there, once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.gui.demo_studio import drawn_demo
from tests.gui.test_kills import killed_run, stored

KILLS = 10

pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_demo(tmp_path_factory.mktemp("kills") / "demo", 3, frames=12)


def test_killed_windows_lose_nothing(folder: Path):
    """Ten kills of the window in one project: each acknowledged entry is there once."""
    moment = random.Random(11)
    acknowledged: dict[str, tuple[int, int | None]] = {}
    for _ in range(KILLS):
        told = killed_run(folder, moment, "tests.gui.window_child", longest=0.6)
        assert told, "the window was killed before anything was acknowledged"
        acknowledged |= told
        rows = stored(folder)
        found = {uuid: (clip, value) for uuid, clip, value in rows}
        assert len(found) == len(rows), "an entry stands twice"
        assert {uuid: found.get(uuid) for uuid in acknowledged} == acknowledged
    assert len(acknowledged) >= KILLS
