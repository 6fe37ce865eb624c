"""The queue in a person's hands: order, retry, resume. The processes are small but real."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from emo7_core.errors import JobError
from emo7_core.jobs.queue_order import ORDER_FILE
from emo7_core.jobs.spec import Job
from emo7_core.jobs.status import change_status, update_status
from emo7_core.jobs.supervisor import Supervisor

SLEEP = "import time; time.sleep(60)"


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    """Return a supervisor whose first job runs and blocks the queue; all end with the test."""
    made = Supervisor(tmp_path / "runs", lambda job: [sys.executable, "-c", SLEEP])
    made.submit("train", {"seed": 0})
    yield made
    for job in reversed(made.jobs()):
        made.cancel(job.id, grace_seconds=0.1)


def waiting(supervisor: Supervisor, count: int = 3) -> list[Job]:
    return [supervisor.submit("train", {"seed": seed}) for seed in range(1, count + 1)]


def ids(jobs: list[Job]) -> list[str]:
    return [job.id for job in jobs]


def end(supervisor: Supervisor, job: Job) -> None:
    """End a job that runs, so that the next one starts."""
    supervisor.cancel(job.id, grace_seconds=0.1)
    supervisor.refresh()


def test_jobs_start_in_the_order_they_were_made(supervisor: Supervisor) -> None:
    """Nobody moved anything: first made, first started."""
    made = waiting(supervisor)
    assert ids(supervisor.queue()) == ids(made)


def test_a_moved_job_starts_first(supervisor: Supervisor) -> None:
    """The job that was moved to the front is the next one to start."""
    made = waiting(supervisor)
    assert ids(supervisor.move(made[2].id, 0)) == ids([made[2], made[0], made[1]])
    end(supervisor, supervisor.jobs()[0])
    assert [job.status().state for job in made] == ["waiting", "waiting", "starting"]


def test_a_place_behind_the_end_is_the_end(supervisor: Supervisor) -> None:
    """Moving far down means last."""
    made = waiting(supervisor)
    assert ids(supervisor.move(made[0].id, 99)) == ids([made[1], made[2], made[0]])


def test_a_new_job_comes_after_those_that_were_moved(supervisor: Supervisor) -> None:
    """An order once given does not push newer jobs to the front."""
    made = waiting(supervisor)
    supervisor.move(made[2].id, 0)
    new = supervisor.submit("train", {})
    assert ids(supervisor.queue())[-1] == new.id


def test_a_running_job_cannot_be_moved(supervisor: Supervisor) -> None:
    """Only what waits has a place in the queue."""
    with pytest.raises(JobError, match="only a waiting one"):
        supervisor.move(supervisor.jobs()[0].id, 0)


def test_a_broken_order_is_no_order(supervisor: Supervisor, tmp_path: Path) -> None:
    """A damaged queue.json costs the order, not the queue."""
    made = waiting(supervisor)
    supervisor.move(made[2].id, 0)
    (tmp_path / "runs" / ORDER_FILE).write_text("{not json")
    assert ids(supervisor.queue()) == ids(made)


def test_a_retry_is_a_new_job_with_the_same_config(supervisor: Supervisor) -> None:
    """The failed job stays as it is; its config is asked for again."""
    job = waiting(supervisor, 1)[0]
    update_status(job.folder, state="failed", message="no")
    again = supervisor.retry(job.id)
    assert again.id != job.id
    assert (again.spec().kind, again.spec().config) == ("train", {"seed": 1})
    assert job.status().state == "failed"


def test_a_retry_may_follow_the_suggestion(supervisor: Supervisor) -> None:
    """What the status suggests is what the new job differs in."""
    job = supervisor.submit("train", {"seed": 1, "batch_size": 32})
    update_status(job.folder, state="failed", suggestion={"batch_size": 16})
    again = supervisor.retry(job.id, job.status().suggestion)
    assert again.spec().config == {"seed": 1, "batch_size": 16}


def test_a_study_is_retried_with_a_smaller_batch_inside(supervisor: Supervisor) -> None:
    """The config of a study holds that of its trainings; a change goes there."""
    job = supervisor.submit("tune", {"trials": 3, "training": {"batch_size": 32}})
    update_status(job.folder, state="failed")
    again = supervisor.retry(job.id, {"batch_size": 16})
    assert again.spec().config == {"trials": 3, "training": {"batch_size": 16}}


def test_what_still_runs_is_not_retried(supervisor: Supervisor) -> None:
    """There is nothing to try again yet."""
    with pytest.raises(JobError, match="not over"):
        supervisor.retry(supervisor.jobs()[0].id)


@pytest.mark.parametrize("state", ["stopped", "failed"])
def test_a_resumed_job_waits_at_the_end(supervisor: Supervisor, state: str) -> None:
    """It takes nobody's place, its stop is forgotten, its epochs are not."""
    first, second = waiting(supervisor, 2)
    first.request_stop()
    update_status(first.folder, state=state, message="no", epoch=4, remedy="Do.")
    status = supervisor.resume(first.id)
    assert ids(supervisor.queue()) == ids([second, first])
    assert (status.state, status.epoch, status.resumed) == ("waiting", 4, 1)
    assert (status.message, status.remedy) == ("", "")
    assert not first.is_stop_requested()


def test_a_resumed_job_starts_by_itself(supervisor: Supervisor) -> None:
    """With nothing else to do its process begins at once."""
    (first,) = supervisor.jobs()
    end(supervisor, first)
    assert supervisor.resume(first.id).state == "starting"


def test_what_ended_cannot_be_resumed(supervisor: Supervisor) -> None:
    """A job that did all it was asked to is over."""
    job = waiting(supervisor, 1)[0]
    update_status(job.folder, state="ended")
    with pytest.raises(JobError, match="did all"):
        supervisor.resume(job.id)


def test_what_runs_cannot_be_resumed(supervisor: Supervisor) -> None:
    """A second process for one job never starts."""
    with pytest.raises(JobError, match="only one that is over"):
        supervisor.resume(supervisor.jobs()[0].id)


def test_a_held_job_is_left_alone(supervisor: Supervisor) -> None:
    """A job for torchrun or Slurm waits, and the queue goes past it."""
    held = supervisor.submit("train", {}, is_held=True)
    free = supervisor.submit("train", {})
    end(supervisor, supervisor.jobs()[0])
    assert (held.status().state, free.status().state) == ("waiting", "starting")


def test_a_job_on_another_computer_is_not_dead(supervisor: Supervisor) -> None:
    """A pid that means nothing here does not make a job failed, nor killed by cancelling."""
    job = waiting(supervisor, 1)[0]
    values = {"state": "running", "pid": 2**22, "pid_create_time": 1.0, "host": "elsewhere"}
    change_status(job.folder, lambda status: replace(status, **values))
    supervisor.refresh()
    assert job.status().state == "running"
    assert supervisor.cancel(job.id, grace_seconds=0.1).state == "stopping"
    update_status(job.folder, state="stopped")
