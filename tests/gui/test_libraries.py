"""The libraries of the rooms, loaded in steps before or at a visit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from emo7_gui.libraries import NEEDED, PLOTS, loading, loading_all

ROOT = Path(__file__).resolve().parents[2]
DESKS = {
    "golden": "emo7_gui.golden.golden_workspace, emo7_gui.desks.golden_desk",
    "compare": "emo7_gui.compare.compare_workspace, emo7_gui.desks.compare_desk",
    "train": (
        "emo7_gui.train.train_workspace, emo7_gui.desks.train_desk, emo7_gui.desks.mlflow_desk"
    ),
    "data": "emo7_gui.data.data_workspace, emo7_gui.desks.data_desk",
}


def told_by(code: str) -> list[str]:
    """Run code in an interpreter of its own and return the words it prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.split()


@pytest.mark.parametrize("name", NEEDED)
def test_after_the_steps_a_room_has_nothing_left_to_load(name: str) -> None:
    """What the making of a room imports is there already."""
    code = (
        "import sys, emo7_gui.app\n"
        "from emo7_gui.libraries import loading\n"
        f"for _ in loading({name!r}): pass\n"
        "before = set(sys.modules)\n"
        f"import {DESKS[name]}\n"
        "print(*set(sys.modules) - before)"
    )
    assert told_by(code) == []


def test_the_rooms_are_loaded_without_the_plotting_library() -> None:
    """Only curves bring it, and those are made when there is a run to see."""
    code = (
        "import sys, emo7_gui.app\n"
        "from emo7_gui.libraries import NEEDED, PLOTS, loading\n"
        "for name in NEEDED:\n"
        "    for _ in loading(name): pass\n"
        "print('pyqtgraph' in sys.modules)\n"
        "for _ in loading(PLOTS): pass\n"
        "print('emo7_gui.train.curve_plot' in sys.modules)"
    )
    assert told_by(code) == ["False", "True"]


def test_what_is_loaded_takes_no_further_step() -> None:
    """A later visit, or a visit after the loading ahead, goes straight to the making."""
    assert list(loading_all()) is not None
    for name in (*NEEDED, PLOTS):
        assert list(loading(name)) == []
