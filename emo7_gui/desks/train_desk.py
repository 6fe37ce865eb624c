"""Wires Train: the queue of jobs, their curves, what can be done with them.

What it is: which jobs there are, which one is shown, and what a button or key asks of it.
What it is not: the dialog (dialog_desk.py), the queue (jobs/supervisor.py) or the training.
Convention: a job's number is its place among the project's jobs, from 1. The view is drawn anew
at most every `PACE_MS`, however fast a job tells of its epochs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from emo7_core.jobs.gpu import GpuOwner
from emo7_gui.desks.dialog_desk import DialogDesk
from emo7_gui.desks.overlays import Overlays
from emo7_gui.desks.run_history import RunHistory
from emo7_gui.desks.run_views import job_name, job_row, numbered, run_view
from emo7_gui.desks.study_views import best_config, training_config
from emo7_gui.session import Session
from emo7_gui.train.asked import CROSS_VALIDATE, KINDS, TRAIN, TUNE, Asked, kind_of
from emo7_gui.train.train_view import JobRow
from emo7_gui.train.train_workspace import TrainWorkspace
from emo7_gui.train.training_dialog import TrainingDialog
from emo7_gui.workers.job_snapshot import JobSnapshot
from emo7_gui.workers.jobs_room import JobsRoom

PACE_MS = 80
# Once Train has been painted, its dialog is likely to be next.
AHEAD_MS = 300


class TrainDesk(QObject):
    """Jobs of the open project.

    Args:
        session: Whose project.
        workspace: The view.
        room: The jobs' thread; one of its own unless given.
    """

    use_requested = Signal(object, str)  # model folder, name
    compare_requested = Signal()  # a model has answered clips
    golden_requested = Signal(str)  # name of a model whose answers shall be compared now
    mlflow_requested = Signal()
    running_changed = Signal(str, object)  # words for the top bar, share or None
    facts_changed = Signal(tuple)  # for the status bar
    told = Signal(str)
    failed = Signal(str)  # an error in a sentence

    def __init__(
        self, session: Session, workspace: TrainWorkspace, room: JobsRoom | None = None
    ) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self._snapshots: dict[str, JobSnapshot] = {}
        self._past: dict[str, RunHistory] = {}
        self._queue: tuple[str, ...] = ()
        self._chosen = ""
        self._overlays = Overlays()
        self._to_compare: set[str] = set()
        self._owner: GpuOwner | None = None
        self._soon = QTimer(self, interval=PACE_MS, singleShot=True)
        self._soon.timeout.connect(self._show)
        self._ahead = QTimer(self, interval=AHEAD_MS, singleShot=True)
        self._ahead.timeout.connect(self._prepare_dialog)
        workspace.installEventFilter(self)
        self.dialogs = DialogDesk(self)
        self._room = room or JobsRoom(self)
        self._acts = self._make_acts()
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
        return self.dialogs.dialog

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if action_id == "new_training":
            self.open_dialog()
        elif action_id == "remedy":
            self._first_remedy()
        elif action_id == "job_folder":
            self._act(self._workspace.chosen_job or "", "folder")
        else:
            return self._workspace.perform(action_id)
        return True

    def open_dialog(self, asked: Asked | None = None) -> TrainingDialog | None:
        """Open the dialog on a config, or on the last one."""
        project = self._session.project
        if project is None or self._is_refused():
            return None
        return self.dialogs.open(self._workspace.window(), project, asked)

    def _prepare_dialog(self) -> None:
        project = self._session.project
        if project is not None and not self._session.is_read_only and self._workspace.isVisible():
            self.dialogs.prepare(self._workspace.window(), project)

    def submit(self, asked: Asked, is_next: bool = False) -> None:
        """Add a job to the queue, before those that wait if it shall be the next."""
        self._room.submit(kind_of(asked), asked.model_dump(), is_next)

    def predict(self, folder: Path, name: str = "") -> None:
        """Let a model answer all clips, as a job.

        Args:
            folder: The model folder.
            name: What people call it; its type if empty.
        """
        if not self._is_refused():
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
        return job_name(self._snapshots[job_id], self._numbers()[job_id])

    def stop(self) -> None:
        """Join the threads; jobs go on."""
        self._soon.stop()
        self._ahead.stop()
        self.dialogs.stop()
        self._room.stop()

    def _make_acts(self) -> dict[str, Callable[[str], object]]:
        room = self._room
        return {
            "stop": room.stop_early,
            "cancel": room.cancel,
            "resume": room.resume,
            "retry": room.retry,
            "suggested": lambda job_id: room.retry(
                job_id, self._snapshots[job_id].status.suggestion
            ),
            "again": lambda job_id: self.open_dialog(_asked_of(self._snapshots[job_id])),
            "train_best": self._on_train_best,
            "log": self._choose,
            "folder": self._on_folder,
            "use": self._on_use,
            "compare": self._on_compare,
            "mlflow": lambda _: self.mlflow_requested.emit(),
        }

    def _connect(self) -> None:
        self._session.opened.connect(self._on_opened)
        self._session.closed.connect(self._forget)
        room, workspace = self._room, self._workspace
        room.job_changed.connect(self._on_job_changed)
        room.history_read.connect(self._on_history_read)
        room.event_told.connect(self._on_event_told)
        room.submitted.connect(self._choose)
        room.queue_changed.connect(self._on_queue_changed)
        room.gpu_changed.connect(self._on_gpu_changed)
        room.failed.connect(lambda _, error: self.failed.emit(str(error)))
        self.dialogs.asked_for.connect(self.submit)
        workspace.new_requested.connect(lambda: self.open_dialog())
        workspace.job_chosen.connect(self._choose)
        workspace.act_requested.connect(self._act)
        workspace.remedy_requested.connect(self._act)
        workspace.move_requested.connect(room.move)
        workspace.overlaid.connect(self._on_overlaid)

    def _is_refused(self) -> bool:
        """Whether this window only reads; it says so."""
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
        return self._session.is_read_only

    def _act(self, job_id: str, name: str) -> None:
        if job_id in self._snapshots and name in self._acts:
            is_harmless = name in ("log", "folder", "use", "mlflow", "compare")
            if is_harmless or not self._is_refused():
                self._acts[name](job_id)

    def _first_remedy(self) -> None:
        shown = self._workspace.chosen_job
        for row in self._rows():
            if row.job_id == shown and row.remedies:
                self._act(row.job_id, row.remedies[0].key)

    # The project

    def _on_opened(self) -> None:
        self._forget()
        project = self._session.project
        if project is not None:
            self._room.watch(project.runs, not self._session.is_read_only)
            self._ahead.start()

    def _forget(self) -> None:
        self.dialogs.close()
        self._snapshots, self._past, self._chosen = {}, {}, ""
        self._queue, self._overlays = (), Overlays()
        self._to_compare.clear()
        self._workspace.set_jobs(())
        self.running_changed.emit("", None)

    # What the jobs say

    def _on_job_changed(self, snapshot: JobSnapshot) -> None:
        before = self._snapshots.get(snapshot.job_id)
        self._snapshots[snapshot.job_id] = snapshot
        is_news = before is not None and not before.status.is_over
        if snapshot.status.is_over and snapshot.kind in ("predict", CROSS_VALIDATE):
            self.compare_requested.emit()
        if is_news and snapshot.status.is_over:
            self._tell_end(snapshot)
        self._renew()

    def _tell_end(self, snapshot: JobSnapshot) -> None:
        name, reason = self.model_name(snapshot.job_id), snapshot.status.message.partition("\n")[0]
        if snapshot.status.state == "failed":
            self.failed.emit(self.tr("{0} failed: {1}").format(name, reason))
            return
        self.told.emit(f"{name}: {reason}" if reason else name)
        model = str(snapshot.config.get("model", ""))
        if snapshot.kind == "predict" and model in self._to_compare:
            self._to_compare.discard(model)
            # The job says whose answers it stored: "LSTM #1 · ab12 answered 206 clips".
            self.golden_requested.emit(reason.partition(" answered ")[0])

    def _on_history_read(self, job_id: str, events: tuple[dict[str, Any], ...]) -> None:
        self._past[job_id] = RunHistory(events)
        self._renew()

    def _on_event_told(self, job_id: str, event: dict[str, Any]) -> None:
        self._past.setdefault(job_id, RunHistory()).add(event)
        self._renew()

    def _on_queue_changed(self, queue: tuple[str, ...]) -> None:
        self._queue = queue
        self._renew()

    def _on_gpu_changed(self, owner: GpuOwner | None) -> None:
        self._owner = owner
        self._renew()

    # What is shown

    def _choose(self, job_id: str) -> None:
        self._chosen = job_id
        self._renew()

    def _renew(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _rows(self) -> tuple[JobRow, ...]:
        numbers = self._numbers()
        return tuple(
            job_row(snapshot, numbers[job_id], self._past_of(job_id), self._place(job_id))
            for job_id, snapshot in self.jobs.items()
        )

    def _show(self) -> None:
        rows = self._rows()
        self._workspace.set_jobs(rows)
        if rows:
            self._show_run(self._shown(rows))
        live = next((row for row in rows if row.is_live), None)
        words = f"{live.name} · {live.progress}" if live else ""
        self.running_changed.emit(words, live.share if live else None)
        waiting = sum(row.state == "waiting" for row in rows)
        self.dialogs.set_jobs(waiting, live.name if live else "")
        self.facts_changed.emit(self._facts())

    def _shown(self, rows: tuple[JobRow, ...]) -> str:
        """Return the job that was chosen; while that one is not known yet, the newest."""
        return self._chosen if self._chosen in self._snapshots else rows[-1].job_id

    def _show_run(self, job_id: str) -> None:
        past, number = self._past_of(job_id), self._numbers()[job_id]
        others = self._overlays.curves(job_id, self.jobs, self._past)
        choices = self._overlays.choices(job_id, self.jobs, self._past)
        view = run_view(self._snapshots[job_id], number, past, others, choices)
        self._workspace.set_run(view)

    def _facts(self) -> tuple[str, ...]:
        lives = self.tr("Jobs go on when this window closes")
        if self._owner is None:
            return (lives,)
        since = datetime.fromisoformat(self._owner.since).astimezone()
        known = self._owner.name in self._snapshots
        name = self.model_name(self._owner.name) if known else self._owner.name
        told = self.tr("The GPU is used by {0} since {1}").format(name, f"{since:%H:%M}")
        if known:
            told += self.tr("; live predictions run on the CPU")
        return (told, lives)

    def _past_of(self, job_id: str) -> RunHistory:
        return self._past.setdefault(job_id, RunHistory())

    def _place(self, job_id: str) -> int | None:
        return self._queue.index(job_id) if job_id in self._queue else None

    def _numbers(self) -> dict[str, int]:
        return numbered(list(self.jobs))

    # What is asked of a job

    def _on_overlaid(self, ids: tuple[str, ...]) -> None:
        self._overlays.choose(self._workspace.chosen_job or "", ids)
        self._renew()

    def _on_train_best(self, job_id: str) -> None:
        config = best_config(self._snapshots[job_id], self._past_of(job_id))
        if config is not None:
            self.open_dialog(config)

    def _on_use(self, job_id: str) -> None:
        folder = self._snapshots[job_id].folder / "model"
        self.use_requested.emit(folder, self.model_name(job_id))

    def _on_compare(self, job_id: str) -> None:
        snapshot = self._snapshots[job_id]
        if snapshot.kind == CROSS_VALIDATE:
            self.golden_requested.emit(str(self._past_of(job_id).pooled.get("source", "")))
            return
        self._to_compare.add(str(snapshot.folder / "model"))
        self.add_model(snapshot.folder)

    def _on_folder(self, job_id: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._snapshots[job_id].folder)))

    # Qt overrides.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._ahead.start()
        return False


def _asked_of(snapshot: JobSnapshot) -> Asked | None:
    """Return what a job was asked, None for a kind that the dialog does not know."""
    if snapshot.kind not in KINDS:
        return None
    training = training_config(snapshot)
    if snapshot.kind == TRAIN:
        return training
    from emo7_core.config.studies import CrossValidation, Tuning

    study = CrossValidation if snapshot.kind == CROSS_VALIDATE else Tuning
    known = {n: v for n, v in snapshot.config.items() if n in study.model_fields}
    return study.model_validate(known | {"training": training})


def newest_model(jobs: dict[str, JobSnapshot]) -> str | None:
    """Return the id of the newest training that kept a model, None without one."""
    kinds = (TRAIN, TUNE)
    kept = [job_id for job_id, one in jobs.items() if one.kind in kinds and one.has_model]
    return kept[-1] if kept else None
