"""Jobs as processes: queue, stop, death and survival. The processes are small but real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from emo7_core.jobs.executors import ProcessId, start_detached
from emo7_core.jobs.spec import Job, create_job
from emo7_core.jobs.status import update_status
from emo7_core.jobs.supervisor import Supervisor

SLEEP = "import time; time.sleep(60)"
DEAF = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); time.sleep(60)"
)
END = """
import sys
from pathlib import Path
from emo7_core.jobs.status import update_status
update_status(Path(sys.argv[1]), state="running")
update_status(Path(sys.argv[1]), state="ended", epoch=3)
"""


def running(source: str) -> Callable[[Job], list[str]]:
    return lambda job: [sys.executable, "-c", source, str(job.folder)]


def until(fact: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def process_of(job: Job) -> ProcessId:
    status = job.status()
    assert status.pid is not None
    assert status.pid_create_time is not None
    return ProcessId(status.pid, status.pid_create_time)


def test_a_job_starts_and_ends(tmp_path: Path) -> None:
    """A job that is added runs at once, and its own last word counts."""
    supervisor = Supervisor(tmp_path / "runs", running(END))
    job = supervisor.submit("train", {})
    until(lambda: job.status().state == "ended")
    until(lambda: not process_of(job).is_alive())
    supervisor.refresh()
    assert (job.status().state, job.status().epoch) == ("ended", 3)


def test_one_runs_and_the_others_wait(tmp_path: Path) -> None:
    """The second job waits for the first."""
    supervisor = Supervisor(tmp_path / "runs", running(SLEEP))
    first, second = supervisor.submit("train", {}), supervisor.submit("train", {})
    assert (first.status().state, second.status().state) == ("starting", "waiting")
    supervisor.cancel(first.id, grace_seconds=0.1)
    supervisor.refresh()
    assert (first.status().state, second.status().state) == ("stopped", "starting")
    supervisor.cancel(second.id, grace_seconds=0.1)


def test_a_killed_job_is_told_as_failed(tmp_path: Path) -> None:
    """A job that dies by SIGKILL becomes failed, with how it died and its last words."""
    supervisor = Supervisor(
        tmp_path / "runs", running("import os; os.write(2, b'ouch\\n');" + SLEEP)
    )
    job = supervisor.submit("train", {})
    until(lambda: "ouch" in job.log_tail())
    os.kill(process_of(job).pid, signal.SIGKILL)
    until(lambda: not process_of(job).is_alive())
    supervisor.refresh()
    assert job.status().state == "failed"
    assert "SIGKILL" in job.status().message
    assert "ouch" in job.status().message


def test_a_reused_pid_is_not_the_job(tmp_path: Path) -> None:
    """A living process with the pid of a dead job does not keep the job running."""
    supervisor = Supervisor(tmp_path / "runs", running(SLEEP))
    job = create_job(tmp_path / "runs", "train", tmp_path, {})
    begun = psutil.Process().create_time()
    update_status(job.folder, state="running", pid=os.getpid(), pid_create_time=begun)
    supervisor.refresh()
    assert job.status().state == "running"
    update_status(job.folder, pid_create_time=begun - 1000)
    supervisor.refresh()
    assert job.status().state == "failed"


def test_a_waiting_job_is_stopped_without_a_process(tmp_path: Path) -> None:
    """Stopping what waits needs nobody's answer."""
    supervisor = Supervisor(tmp_path / "runs", running(SLEEP))
    first, second = supervisor.submit("train", {}), supervisor.submit("train", {})
    assert supervisor.stop(second.id).state == "stopped"
    supervisor.cancel(first.id, grace_seconds=0.1)
    assert second.status().pid is None


def test_a_stop_is_acknowledged_at_once(tmp_path: Path) -> None:
    """Asking to stop shows as stopping without waiting for the job, and leaves the stop file."""
    supervisor = Supervisor(tmp_path / "runs", running(SLEEP))
    job = supervisor.submit("train", {})
    assert supervisor.stop(job.id).state == "stopping"
    assert job.is_stop_requested()
    supervisor.cancel(job.id, grace_seconds=0.1)


def test_a_job_that_ignores_all_is_killed(tmp_path: Path) -> None:
    """A process that ignores the stop file and SIGTERM is still ended."""
    supervisor = Supervisor(tmp_path / "runs", running(DEAF))
    job = supervisor.submit("train", {})
    until(lambda: job.log_tail("out.log") == ["1"])
    assert supervisor.cancel(job.id, grace_seconds=0.2).state == "stopped"
    assert not process_of(job).is_alive()


def test_a_program_that_is_missing_fails_the_job(tmp_path: Path) -> None:
    """A job whose process cannot start is failed and says why."""
    supervisor = Supervisor(tmp_path / "runs", lambda job: ["/no/such/program"])
    job = supervisor.submit("train", {})
    assert job.status().state == "failed"
    assert "cannot be started" in job.status().message


def test_a_job_outlives_its_window(tmp_path: Path) -> None:
    """When the process that started it is gone, the job goes on and is found again."""
    script = f"""
import sys
from pathlib import Path
from emo7_core.jobs.supervisor import Supervisor
command = lambda job: [sys.executable, "-c", {SLEEP!r}]
Supervisor(Path({str(tmp_path / "runs")!r}), command).submit("train", {{}})
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    supervisor = Supervisor(tmp_path / "runs", running(SLEEP))
    (job,) = supervisor.refresh()
    assert job.status().state == "starting"
    assert process_of(job).is_alive()
    supervisor.cancel(job.id, grace_seconds=0.1)
    assert not process_of(job).is_alive()


def test_a_job_has_its_own_session_and_low_priority(tmp_path: Path) -> None:
    """Closing the terminal does not end it, and it gives way to the window."""
    process = start_detached([sys.executable, "-c", SLEEP], tmp_path)
    try:
        assert os.getsid(process.pid) == process.pid
        assert psutil.Process(process.pid).nice() >= 10
    finally:
        process.signal(signal.SIGKILL)
        until(lambda: not process.is_alive())


def test_two_windows_start_a_job_once(tmp_path: Path) -> None:
    """Two supervisors of one folder do not start the same job twice."""
    source = "import os, sys; print(os.getpid(), flush=True);" + SLEEP
    one, two = (Supervisor(tmp_path / "runs", running(source)) for _ in range(2))
    job = one.submit("train", {})
    for _ in range(5):
        two.refresh()
        one.refresh()
    until(lambda: bool(job.log_tail("out.log")))
    time.sleep(0.2)
    assert len(job.log_tail("out.log")) == 1
    one.cancel(job.id, grace_seconds=0.1)


@pytest.mark.parametrize("state", ["ended", "failed"])
def test_what_ended_is_left_alone(tmp_path: Path, state: str) -> None:
    """Refreshing changes nothing about jobs that are over."""
    supervisor = Supervisor(tmp_path / "runs", running(END))
    job = supervisor.submit("train", {})
    until(lambda: job.status().is_over)
    update_status(job.folder, state=state)
    before = job.status()
    supervisor.refresh()
    assert job.status() == before
