"""What a training would cost, told before it starts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.project import Project
from emo7_core.training.preview import preview
from emo7_core.training.probe import probe
from tests.core.training.small_project import make_project

SMALL = TrainConfig(hidden_size=8, num_layers=1, num_epochs=7, batch_size=4, device="cpu")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def test_the_estimate_fits_the_preview(root: Path) -> None:
    """Clips are those of the preview, steps follow from them, the total from the epochs."""
    with Project.open(root) as project:
        found = probe(project, SMALL)
        clips = sum(preview(project, SMALL).training)
    assert found.clips == clips
    assert found.steps == -(-clips // 4)
    assert found.epoch_seconds >= found.steps * found.step_seconds > 0
    assert found.total_seconds == pytest.approx(found.prepare_seconds + 7 * found.epoch_seconds)
    assert found.memory_bytes > 2**20
    assert found.parameters > 0


def test_nothing_is_left_behind(root: Path) -> None:
    """A probe makes no job, no run and no model."""
    before = sorted(path.relative_to(root) for path in root.rglob("*"))
    with Project.open(root) as project:
        probe(project, SMALL)
    after = sorted(path.relative_to(root) for path in root.rglob("*"))
    assert [path for path in after if path not in before and "emo7.db" not in path.name] == []


def test_what_cannot_start_cannot_be_probed(root: Path) -> None:
    """The reason is that of the preview."""
    with Project.open(root) as project, pytest.raises(JobError, match="No clip has a label"):
        probe(project, SMALL.model_copy(update={"target": "caption"}))


def test_the_command_prints_json(root: Path) -> None:
    """The dialog runs it as a child and reads one line."""
    command = [sys.executable, "-m", "emo7_core.cli", "train", "--project", str(root), "--probe"]
    flags = ["--hidden_size", "8", "--device", "cpu"]
    done = subprocess.run([*command, *flags], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["device"].startswith("cpu")
