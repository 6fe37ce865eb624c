"""Wires Train: the dialog, the queue of jobs, their curves.

What it is: what a config would train on, which jobs there are, what the chosen one did.
What it is not: the queue (jobs/supervisor.py) or the training; both live elsewhere.
Convention: a job's number is its place among the project's jobs, from 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from emo7_core.config import TrainConfig, config_from
from emo7_core.training.preview import Preview, preview
from emo7_gui.desks.previews import PRESETS, train_preview
from emo7_gui.desks.run_views import job_name, job_row, run_curves, run_view
from emo7_gui.session import Session
from emo7_gui.train.train_view import CurvePoints
from emo7_gui.train.train_workspace import TrainWorkspace
from emo7_gui.train.training_dialog import TrainingDialog
from emo7_gui.workers.errand import ErrandRoom
from emo7_gui.workers.job_snapshot import JobSnapshot
from emo7_gui.workers.jobs_room import JobsRoom

MOST_OTHERS = 2


class TrainDesk(QObject):
    """Jobs of the open project."""

    use_requested = Signal(object, str)  # model folder, name
    compare_requested = Signal()
    running_changed = Signal(str, object)  # words for the top bar, share or None
    told = Signal(str)
    failed = Signal(str)  # an error in a sentence

    def __init__(self, session: Session, workspace: TrainWorkspace) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self._dialog: TrainingDialog | None = None
        self._last_config = TrainConfig()
        self._snapshots: dict[str, JobSnapshot] = {}
        self._events: dict[str, list[dict[str, Any]]] = {}
        self._chosen = ""
        self._previews = ErrandRoom("preview", self)
        self._room = JobsRoom(self)
        self._connect()
        if session.project is not None:
            self._on_opened()

    @property
    def jobs(self) -> dict[str, JobSnapshot]:
        """The project's jobs by id, oldest first."""
        return dict(sorted(self._snapshots.items()))

    @property
    def dialog(self) -> TrainingDialog | None:
        """The dialog that was opened last, None before the first."""
        return self._dialog

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if action_id == "new_training":
            self.open_dialog()
            return True
        return False

    def open_dialog(self, config: TrainConfig | None = None) -> TrainingDialog | None:
        """Open the dialog on a config, or on the last one."""
        project = self._session.project
        if project is None:
            return None
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
            return None
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = TrainingDialog(self._workspace.window(), project.root)
        self._dialog.set_presets(PRESETS)
        self._dialog.config_changed.connect(self._on_config_changed)
        self._dialog.queue_requested.connect(self.submit)
        self._dialog.open_with(config or self._last_config)
        self._on_config_changed(self._dialog.config())
        return self._dialog

    def submit(self, config: TrainConfig) -> None:
        """Add a training to the queue."""
        self._last_config = config
        self._room.submit("train", config.model_dump())

    def predict(self, folder: Path, name: str = "") -> None:
        """Let a model answer all clips, as a job.

        Args:
            folder: The model folder.
            name: What people call it; its type if empty.
        """
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
            return
        self._room.submit("predict", {"model": str(folder), "device": "auto", "name": name})

    def add_model(self, folder: Path) -> None:
        """Let the model of any folder answer all clips; a job's folder will do."""
        found = next((f for f in (folder, folder / "model") if (f / "model.json").is_file()), None)
        if found is None:
            self.failed.emit(self.tr("no model in {0}: model.json is missing").format(folder.name))
            return
        job_id = found.parent.name
        name = self.model_name(job_id) if job_id in self._snapshots else ""
        self.told.emit(self.tr("{0} answers the clips first").format(name or found.parent.name))
        self.predict(found, name)

    def model_name(self, job_id: str) -> str:
        """Return what people call the model of a job."""
        return job_name(self._snapshots[job_id], self._number(job_id))

    def stop(self) -> None:
        """Join the threads; jobs go on."""
        self._previews.stop()
        self._room.stop()

    def _connect(self) -> None:
        self._session.opened.connect(self._on_opened)
        self._session.closed.connect(self._forget)
        self._room.job_changed.connect(self._on_job_changed)
        self._room.history_read.connect(self._on_history_read)
        self._room.event_told.connect(self._on_event_told)
        self._room.submitted.connect(self._on_submitted)
        self._room.failed.connect(self._on_failed)
        self._previews.done.connect(self._on_preview)
        workspace = self._workspace
        workspace.new_requested.connect(self._on_new_requested)
        workspace.job_chosen.connect(self._choose)
        workspace.stop_requested.connect(self._room.stop_early)
        workspace.cancel_requested.connect(self._room.cancel)
        workspace.use_requested.connect(self._on_use)
        workspace.compare_requested.connect(self._on_compare)
        workspace.folder_requested.connect(self._on_folder)
        workspace.remedy_requested.connect(self._on_remedy)

    def _on_opened(self) -> None:
        self._forget()
        project = self._session.project
        if project is not None:
            self._room.watch(project.runs, not self._session.is_read_only)

    def _forget(self) -> None:
        self._snapshots, self._events, self._chosen = {}, {}, ""
        self._workspace.set_jobs(())
        self.running_changed.emit("", None)

    # The dialog

    def _on_new_requested(self) -> None:
        self.open_dialog()

    def _on_config_changed(self, config: TrainConfig | None) -> None:
        project = self._session.project
        if config is not None and project is not None:
            self._previews.run(lambda: preview(project, config))

    def _on_preview(self, found: Preview) -> None:
        if self._dialog is not None:
            waiting = [s for s in self._snapshots.values() if not s.status.is_over]
            self._dialog.set_preview(train_preview(found, len(waiting)))

    # Jobs

    def _on_job_changed(self, snapshot: JobSnapshot) -> None:
        before = self._snapshots.get(snapshot.job_id)
        self._snapshots[snapshot.job_id] = snapshot
        if snapshot.status.is_over and snapshot.kind == "predict":
            self.compare_requested.emit()
        self._show()
        if before is not None and snapshot.status.is_over and not before.status.is_over:
            self._tell_end(snapshot)

    def _tell_end(self, snapshot: JobSnapshot) -> None:
        name, reason = self.model_name(snapshot.job_id), snapshot.status.message.partition("\n")[0]
        if snapshot.status.state == "failed":
            self.failed.emit(self.tr("{0} failed: {1}").format(name, reason))
        else:
            self.told.emit(f"{name}: {reason}" if reason else name)

    def _on_history_read(self, job_id: str, events: tuple[dict[str, Any], ...]) -> None:
        self._events[job_id] = list(events)

    def _on_event_told(self, job_id: str, event: dict[str, Any]) -> None:
        self._events.setdefault(job_id, []).append(event)
        self._show()

    def _on_submitted(self, job_id: str) -> None:
        self._chosen = job_id

    def _on_failed(self, job_id: str, error: Exception) -> None:
        self.failed.emit(str(error))

    def _choose(self, job_id: str) -> None:
        self._chosen = job_id
        self._show()

    def _show(self) -> None:
        rows = tuple(
            job_row(snapshot, number, self._events.get(job_id, ()))
            for number, (job_id, snapshot) in enumerate(self.jobs.items(), start=1)
        )
        self._workspace.set_jobs(rows)
        if self._chosen not in self._snapshots and rows:
            self._chosen = rows[-1].job_id
        if snapshot := self._snapshots.get(self._chosen):
            number, events = self._number(self._chosen), self._events.get(self._chosen, [])
            others = self._earlier(self._chosen)
            self._workspace.set_run(run_view(snapshot, number, events, others))
        live = next((row for row in rows if row.is_live), None)
        words = f"{live.name} · {live.progress}" if live else ""
        self.running_changed.emit(words, live.share if live else None)

    def _earlier(self, chosen: str) -> tuple[CurvePoints, ...]:
        """Return the curves of the last trainings before the chosen one."""
        runs = [
            run_curves(snapshot, number, self._events.get(job_id, ()))
            for number, (job_id, snapshot) in enumerate(self.jobs.items(), start=1)
            if job_id < chosen and snapshot.kind == self._snapshots[chosen].kind == "train"
        ]
        return tuple(run for run in runs if run.epochs.size)[-MOST_OTHERS:]

    def _number(self, job_id: str) -> int:
        return list(self.jobs).index(job_id) + 1

    def _on_use(self, job_id: str) -> None:
        folder = self._snapshots[job_id].folder / "model"
        self.use_requested.emit(folder, self.model_name(job_id))

    def _on_compare(self, job_id: str) -> None:
        self.add_model(self._snapshots[job_id].folder)

    def _on_folder(self, job_id: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._snapshots[job_id].folder)))

    def _on_remedy(self, job_id: str, key: str) -> None:
        snapshot = self._snapshots[job_id]
        if key == "retry" and snapshot.kind == "train":
            self.open_dialog(config_from(dict(snapshot.config)))
        elif key == "retry":
            self._room.submit(snapshot.kind, dict(snapshot.config))
        else:
            self._choose(job_id)


def newest_model(jobs: dict[str, JobSnapshot]) -> str | None:
    """Return the id of the newest training that kept a model, None without one."""
    kept = [job_id for job_id, one in jobs.items() if one.kind == "train" and one.has_model]
    return kept[-1] if kept else None
