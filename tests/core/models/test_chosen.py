"""Which models a project predicts live with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from emo7_core import paths
from emo7_core.models.chosen import ChosenModel, chosen_models, keep_chosen


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    """Both letters, with their names."""
    models = {"A": ChosenModel(tmp_path / "runs" / "a", "LSTM #1")}
    models["B"] = ChosenModel(Path("/elsewhere/b"), "b")
    assert keep_chosen(tmp_path, models)
    assert chosen_models(tmp_path) == models


def test_a_moved_project_finds_its_own_models(tmp_path: Path) -> None:
    """A folder inside the project moves with it."""
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    keep_chosen(before, {"A": ChosenModel(before / "runs" / "a", "a")})
    shutil.move(before, after)
    assert chosen_models(after)["A"].folder == after / "runs" / "a"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"A": 1}', '{"A": {"folder": "x"}}', "null"])
def test_a_damaged_file_is_no_choice(tmp_path: Path, text: str) -> None:
    """Whatever stands there, the project opens."""
    (tmp_path / paths.LIVE).write_text(text)
    assert chosen_models(tmp_path) == {}


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A full or missing disk costs only the memory of the choice."""
    assert not keep_chosen(tmp_path / "missing", {})
