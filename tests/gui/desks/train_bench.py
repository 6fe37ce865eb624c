"""Train over a runs folder whose jobs run what a test says: for tests of its desk.

What it is: the real desk, view, jobs thread and children.
What it is not: a training; the children are a few lines each.
"""

from __future__ import annotations

import sys

from pytestqt.qtbot import QtBot

from emo7_core.jobs.spec import Job
from emo7_core.jobs.supervisor import Supervisor
from emo7_gui.desks.train_desk import TrainDesk
from emo7_gui.session import Session
from emo7_gui.train.job_card import JobCard
from emo7_gui.train.train_workspace import TrainWorkspace
from emo7_gui.workers.jobs_room import JobsRoom
from tests.gui.waiting import until

HEAD = """
import signal, sys, time
from pathlib import Path
from emo7_core.jobs.events import append
from emo7_core.jobs.running import Ending, run_job
from emo7_core.jobs.status import update_status
folder = Path(sys.argv[1])
"""
# Waits for the stop file.
PATIENT = f"""{HEAD}
def work(job):
    update_status(folder, epochs=9, epoch=1, best=0.2, best_epoch=1)
    append(job.events_path, {{"event": "epoch", "epoch": 1, "val_macro_f1": 0.2, "seconds": 1.0}})
    while not job.is_stop_requested():
        time.sleep(0.05)
    return Ending("stopped", "stopped early")
run_job(folder, work)
"""


class TrainBench:
    """A desk with its view over the runs of an open project."""

    def __init__(self, qtbot: QtBot, session: Session, code: str = PATIENT) -> None:
        # The session may be closed before this bench is.
        self._runs = [] if session.project is None else [session.project.runs]
        self.workspace = TrainWorkspace()
        qtbot.addWidget(self.workspace)
        self.workspace.resize(1180, 660)
        self.workspace.show()
        self.room = JobsRoom(supervise=lambda runs: Supervisor(runs, command(code)))
        self.desk = TrainDesk(session, self.workspace, self.room)
        self.told: list[str] = []
        self.failures: list[str] = []
        self.desk.told.connect(self.told.append)
        self.desk.failed.connect(self.failures.append)

    def submit(self, kind: str = "train", **config: object) -> str:
        """Add a job and return its id once the window shows it."""
        before = set(self.desk.jobs)
        self.room.submit(kind, config)
        until(lambda: set(self.desk.jobs) - before, "the job in the window", 20)
        return next(iter(set(self.desk.jobs) - before))

    def state(self, job_id: str) -> str:
        """Return how the job stands, as the window knows it."""
        return self.desk.jobs[job_id].status.state

    def until_state(self, job_id: str, state: str) -> None:
        """Wait until the window shows a state on the job's card."""
        until(lambda: self.card(job_id).row.state == state, f"{state}: {job_id}", 180)

    def card(self, job_id: str) -> JobCard:
        """Return the card of a job; waits until there is one."""
        until(lambda: job_id in self.workspace.jobs.shown, "the card", 20)
        return self.workspace.jobs.card(job_id)

    def close(self) -> None:
        """End the jobs that live, and the threads."""
        self.desk.stop()
        for runs in self._runs:
            supervisor = Supervisor(runs)
            for job in supervisor.refresh():
                if not job.status().is_over:
                    supervisor.cancel(job.id, grace_seconds=0.2)


def command(code: str):
    """Return how a job's child is started."""

    def make(job: Job) -> list[str]:
        return [sys.executable, "-c", code, str(job.folder)]

    return make
