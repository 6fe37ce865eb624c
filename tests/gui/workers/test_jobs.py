"""The jobs room: sees what happens in job folders, whoever writes there."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from emo7_core.jobs import events
from emo7_core.jobs.spec import Job, create_job
from emo7_core.jobs.status import update_status
from emo7_core.jobs.supervisor import Supervisor
from emo7_gui.workers.job_snapshot import JobSnapshot
from emo7_gui.workers.jobs_room import JobsRoom

# A job that writes two epochs and ends, in the words of a child process.
CHILD = """
import sys
from pathlib import Path
from emo7_core.jobs import events
from emo7_core.jobs.status import update_status
folder = Path(sys.argv[1])
update_status(folder, state="running", epochs=2)
for epoch in (1, 2):
    events.append(folder / "events.jsonl", {"event": "epoch", "epoch": epoch})
    update_status(folder, epoch=epoch)
print("all done", flush=True)
update_status(folder, state="ended")
"""
SLEEPER = "import time; time.sleep(60)"


def supervise(code: str) -> Callable[[Path], Supervisor]:
    """Return a maker of supervisors whose jobs run this code."""
    return lambda runs: Supervisor(runs, lambda job: [sys.executable, "-c", code, str(job.folder)])


@pytest.fixture
def start(qapp: object) -> Iterator[Callable[..., JobsRoom]]:
    """Open rooms; all are ended after the test."""
    rooms: list[JobsRoom] = []

    def make(code: str = SLEEPER) -> JobsRoom:
        rooms.append(JobsRoom(supervise=supervise(code)))
        return rooms[-1]

    yield make
    for room in rooms:
        room.stop()
        assert room.is_stopped


def is_state(state: str) -> Callable[[JobSnapshot], bool]:
    """Return a check for a snapshot in this state."""
    return lambda snapshot: snapshot.status.state == state


def test_job_of_another_window_is_found(start, tmp_path: Path, qtbot: QtBot) -> None:
    """Jobs that are there when the room opens are told, with their past."""
    job = create_job(tmp_path, "train", tmp_path, {"seed": 7})
    events.append(job.events_path, {"event": "epoch", "epoch": 1})
    update_status(job.folder, state="ended")
    room = start()
    told: list[object] = []
    room.job_changed.connect(told.append)
    room.history_read.connect(lambda _, history: told.extend(history))
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path)
    event, snapshot = told
    assert isinstance(event, dict)
    assert event["epoch"] == 1
    assert isinstance(snapshot, JobSnapshot)
    assert (snapshot.job_id, snapshot.config) == (job.id, {"seed": 7})


def test_events_are_told_as_they_happen(start, tmp_path: Path, qtbot: QtBot) -> None:
    """A line in events.jsonl becomes a signal, each line once, whatever it says."""
    job = create_job(tmp_path, "train", tmp_path, {})
    room = start()
    told: list[tuple[str, int | None]] = []
    room.event_told.connect(lambda _, event: told.append((event["event"], event.get("epoch"))))
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path, False)
    events.append(job.events_path, {"event": "data"})
    for epoch in (1, 2, 3):
        events.append(job.events_path, {"event": "epoch", "epoch": epoch})
    qtbot.waitUntil(lambda: len(told) >= 4)
    qtbot.wait(150)
    assert told == [("data", None), ("epoch", 1), ("epoch", 2), ("epoch", 3)]


def test_submitted_job_runs_to_its_end(start, tmp_path: Path, qtbot: QtBot) -> None:
    """From the queue to ended, with its log; the process is the job's own."""
    room = start(CHILD)
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path / "runs", True)
    told: list[JobSnapshot] = []
    room.job_changed.connect(told.append)
    with qtbot.waitSignal(room.job_changed, timeout=20_000, check_params_cb=is_state("ended")):
        room.submit("train", {"seed": 1})
    assert told[-1].status.epoch == 2
    assert "all done" in told[-1].log
    assert [snapshot.kind for snapshot in told] == ["train"] * len(told)


def test_dead_job_becomes_failed(start, tmp_path: Path, qtbot: QtBot) -> None:
    """A process that ends without a result is told with its last words."""
    room = start("import sys; sys.exit('out of luck')")
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path / "runs", True)
    with qtbot.waitSignal(
        room.job_changed, timeout=20_000, check_params_cb=is_state("failed")
    ) as failed:
        room.submit("train", {})
    assert "out of luck" in failed.args[0].status.message


def test_cancel_ends_the_process(start, tmp_path: Path, qtbot: QtBot) -> None:
    """A job that does not hear the stop file is terminated; the room stays awake."""
    room = start(SLEEPER)
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path / "runs", True)
    with qtbot.waitSignal(room.submitted, timeout=10_000) as submitted:
        room.submit("train", {})
    job_id = submitted.args[0]
    with qtbot.waitSignal(room.job_changed, timeout=5_000, check_params_cb=is_state("stopping")):
        room.cancel(job_id)
    with qtbot.waitSignal(room.job_changed, timeout=20_000, check_params_cb=is_state("stopped")):
        pass
    assert (tmp_path / "runs" / job_id / "stop").exists()


def test_waiting_job_is_stopped_at_once(start, tmp_path: Path, qtbot: QtBot) -> None:
    """Stopping a job that waits ends it without a process."""
    job = create_job(tmp_path, "train", tmp_path, {})
    room = start()
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path, False)
    with qtbot.waitSignal(room.job_changed, check_params_cb=is_state("stopped")) as stopped:
        room.stop_early(job.id)
    assert stopped.args[0].status.pid is None


def test_broken_job_is_told_once(start, tmp_path: Path, qtbot: QtBot) -> None:
    """A job.json that cannot be read is an error in words; the other jobs are told."""
    broken = create_job(tmp_path, "train", tmp_path, {})
    (broken.folder / "job.json").write_text("{", encoding="utf-8")
    good = create_job(tmp_path, "train", tmp_path, {})
    room = start()
    errors: list[str] = []
    told: list[str] = []
    room.failed.connect(lambda job_id, _: errors.append(job_id))
    room.job_changed.connect(lambda snapshot: told.append(snapshot.job_id))
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path, False)
    for _ in range(3):
        room.refresh()
    qtbot.wait(200)
    assert errors == [broken.id]
    assert told == [good.id]


def test_another_project_forgets_the_first(start, tmp_path: Path, qtbot: QtBot) -> None:
    """Opening another runs folder tells its jobs anew, and only its."""
    first, second = tmp_path / "a", tmp_path / "b"
    create_job(first, "train", tmp_path, {})
    other = create_job(second, "train", tmp_path, {})
    room = start()
    with qtbot.waitSignal(room.scanned):
        room.watch(first, False)
    told: list[str] = []
    room.job_changed.connect(lambda snapshot: told.append(snapshot.job_id))
    with qtbot.waitSignal(room.scanned):
        room.watch(second, False)
    assert told == [other.id]


def test_folder_that_goes_away_is_no_error(start, tmp_path: Path, qtbot: QtBot) -> None:
    """Deleting a run while the window looks at it breaks nothing."""
    job = create_job(tmp_path / "runs", "train", tmp_path, {})
    room = start()
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path / "runs", False)
    shutil.rmtree(job.folder)
    room.refresh()
    qtbot.wait(200)
    assert not room.is_stopped


def test_room_ends_while_a_job_runs(start, tmp_path: Path, qtbot: QtBot) -> None:
    """Closing the window leaves the job alive."""
    room = start(SLEEPER)
    with qtbot.waitSignal(room.scanned):
        room.watch(tmp_path / "runs", True)
    with qtbot.waitSignal(room.submitted, timeout=10_000) as submitted:
        room.submit("train", {})
    room.stop()
    supervisor = supervise(SLEEPER)(tmp_path / "runs")
    assert Job(tmp_path / "runs" / submitted.args[0]).status().is_active
    assert supervisor.cancel(submitted.args[0], grace_seconds=0.2).state == "stopped"
