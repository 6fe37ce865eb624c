"""The state of a job."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from emo7_core.errors import JobError
from emo7_core.jobs.spec import Job, create_job
from emo7_core.jobs.status import change_status, read_status, update_status


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return create_job(tmp_path / "runs", "train", tmp_path, {"seed": 1})


def test_a_new_job_waits(job: Job) -> None:
    """A job that was just made waits, and knows what was asked."""
    assert job.status().state == "waiting"
    assert job.spec().config == {"seed": 1}


@pytest.mark.parametrize("final", ["ended", "stopped", "failed"])
def test_what_is_over_stays_over(job: Job, final: str) -> None:
    """A late writer cannot bring a job back to life."""
    update_status(job.folder, state=final, message="first")
    update_status(job.folder, state="running", message="late")
    assert (job.status().state, job.status().message) == (final, "first")


def test_a_state_never_goes_back(job: Job) -> None:
    """A job that is stopping does not run again because an epoch was just reported."""
    update_status(job.folder, state="stopping")
    update_status(job.folder, state="running", epoch=3)
    assert (job.status().state, job.status().epoch) == ("stopping", 0)


def test_writers_at_once_lose_nothing(job: Job) -> None:
    """Changes from many writers are made one after the other."""

    def add(_: int) -> None:
        change_status(job.folder, lambda status: replace(status, epoch=status.epoch + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(80)))
    assert job.status().epoch == 80


def test_a_reader_never_sees_a_part(job: Job) -> None:
    """While it is written again and again, each reading is whole."""
    with ThreadPoolExecutor(2) as pool:
        writing = pool.submit(lambda: [update_status(job.folder, epoch=n) for n in range(60)])
        seen = [read_status(job.folder).epoch for _ in range(200)]
        writing.result()
    assert seen == sorted(seen)


def test_a_damaged_status_is_named(job: Job) -> None:
    """A status that cannot be read says where it lies."""
    (job.folder / "status.json").write_text("{")
    with pytest.raises(JobError, match=r"status\.json"):
        job.status()


def test_a_later_field_is_ignored(job: Job) -> None:
    """A status written by a newer emo7 is still read."""
    (job.folder / "status.json").write_text('{"state": "ended", "mood": "good"}')
    assert job.status().state == "ended"
