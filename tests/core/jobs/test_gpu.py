"""One owner of the GPU at a time."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from pathlib import Path

import pytest

from emo7_core.errors import JobError
from emo7_core.jobs.gpu import GpuGuest, GpuLock, GpuOwner, gpu_owner, gpu_waiting


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


def test_who_waits_can_be_seen(tmp_path: Path) -> None:
    """A job that waits for the GPU says so, and stops saying so when it has it."""
    path = tmp_path / "gpu.lock"
    guest = GpuGuest(path, "live")
    assert guest.take()
    waiting = threading.Thread(target=lambda: GpuLock(path, "LSTM 4", timeout=30).__enter__())
    waiting.start()
    while not gpu_waiting(path):
        pass
    assert guest.in_the_way_of() == gpu_waiting(path)[0]
    assert gpu_waiting(path)[0].name == "LSTM 4"
    guest.give_back()
    waiting.join()
    assert gpu_waiting(path) == ()


def test_a_guest_takes_only_what_nobody_wants(tmp_path: Path) -> None:
    """While a job holds the GPU the guest gets nothing; afterwards it does."""
    path = tmp_path / "gpu.lock"
    guest = GpuGuest(path, "live")
    with GpuLock(path, "LSTM 3"):
        assert not guest.take()
        other = guest.in_the_way_of()
        assert other is not None
        assert other.name == "LSTM 3"
    assert guest.take()
    assert guest.in_the_way_of() is None
    guest.give_back()
    assert gpu_owner(path) is None
