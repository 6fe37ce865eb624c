"""One owner of the GPU at a time."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from emo7_core.errors import JobError
from emo7_core.jobs.gpu import GpuLock, GpuOwner, gpu_owner


def test_the_owner_can_be_read(tmp_path: Path) -> None:
    """While it is held, anyone can read by whom; afterwards nobody holds it."""
    path = tmp_path / "gpu.lock"
    with GpuLock(path, "LSTM 3"):
        owner = gpu_owner(path)
        assert owner is not None
        assert owner.name == "LSTM 3"
    assert gpu_owner(path) is None


def test_the_second_waits_no_longer_than_asked(tmp_path: Path) -> None:
    """The second gets an error that names the first."""
    path = tmp_path / "gpu.lock"
    with GpuLock(path, "LSTM 3"), pytest.raises(JobError, match="LSTM 3"):
        GpuLock(path, "other", timeout=0.1).acquire()


def test_a_dead_owner_owns_nothing(tmp_path: Path) -> None:
    """The note of a process that died does not keep the GPU."""
    path = tmp_path / "gpu.lock"
    note = asdict(GpuOwner("gone", 2**22 + 1, 0.0, "2020-01-01"))
    path.with_suffix(".json").write_text(json.dumps(note))
    assert gpu_owner(path) is None
    with GpuLock(path, "next", timeout=0.1):
        assert gpu_owner(path) is not None
