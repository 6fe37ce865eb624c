"""What Compare does beside showing: reports, blind queues of suspected labels, models to ask.

What it is: three errands off the GUI thread and how they ended.
What it is not: the comparison (compare_desk.py) or the work itself (evaluation/).
Convention: a read-only window writes reports but no queue. A written report is logged to MLflow
by a child process; the line that tells of the report says under which run, or why not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from emo7_core.errors import StorageError
from emo7_core.evaluation.comparison import Comparison
from emo7_core.labels.queue import Queue
from emo7_core.project import Project
from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.session import Session
from emo7_gui.workers.child_answer import ChildAnswer
from emo7_gui.workers.errand import ErrandRoom

# Its first start makes the store's tables.
LOG_SECONDS = 300.0


class CompareActs(QObject):
    """Errands of Compare."""

    told = Signal(str)
    failed = Signal(str)
    model_found = Signal(object)  # folder of a model that shall answer the clips
    review_requested = Signal()

    def __init__(self, session: Session, workspace: CompareWorkspace) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self._folder: Path | None = None
        self._reports = ErrandRoom("compare report", self)
        self._queues = ErrandRoom("compare queue", self)
        self._models = ErrandRoom("compare models", self)
        self._logging = ChildAnswer(self, patience=LOG_SECONDS)
        self._logging.answered.connect(
            lambda run: self._tell_written(self.tr("MLflow run {0}").format(run.strip()))
        )
        self._logging.failed.connect(
            lambda why: self._tell_written(self.tr("not logged to MLflow: {0}").format(why))
        )
        self._reports.done.connect(self._on_written)
        self._reports.failed.connect(self._on_not_written)
        self._queues.done.connect(self._on_queued)
        self._models.done.connect(self.model_found)
        for room in (self._queues, self._models):
            room.failed.connect(self.failed)
        workspace.folder_requested.connect(self._on_folder)
        workspace.lower_half.picture_requested.connect(self.save_picture)

    @property
    def folder(self) -> Path | None:
        """Where the last report was written."""
        return self._folder

    def stop(self) -> None:
        """Join the threads."""
        for room in (self._reports, self._queues, self._models):
            room.stop()
        self._logging.stop()

    def report(self, found: Comparison, metric: str) -> None:
        """Ask for a folder and write the report there."""
        project = self._session.project
        if project is None:
            return
        words = self.tr("Folder for the report")
        folder = QFileDialog.getExistingDirectory(
            self._workspace.window(), words, str(project.root)
        )
        if folder:
            self.write_report(found, metric, Path(folder))

    def write_report(self, found: Comparison, metric: str, folder: Path) -> None:
        """Write the report into a folder."""
        project = self._session.project
        if project is not None:
            self._workspace.report_line.tell(self.tr("Writing the report …"), False)
            self._logging.cancel()
            self._reports.run(lambda: _written(project, found, metric, folder))

    def save_picture(self) -> None:
        """Ask for a file and save what the tab below shows."""
        lower, project = self._workspace.lower_half, self._session.project
        if project is None:
            return
        name = str(project.root / f"compare-{lower.tab}.svg")
        kinds = self.tr("Pictures (*.svg *.png)")
        title = self.tr("Save the picture")
        chosen, _ = QFileDialog.getSaveFileName(self._workspace.window(), title, name, kinds)
        if not chosen:
            return
        from emo7_gui.compare.view_picture import save_view

        try:
            save_view(lower.page, Path(chosen), f"{project.name}: {lower.tab}")
        except StorageError as error:
            self.failed.emit(str(error))
        else:
            self.told.emit(self.tr("saved: {0}").format(Path(chosen).name))

    def check(self, found: Comparison) -> None:
        """Queue suspected labels for the rater at work, and go there."""
        project, rater = self._session.project, self._session.rater
        if project is None or rater is None:
            return
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
            return
        from emo7_core.evaluation.suspect_queue import suspect_queue
        from emo7_core.evaluation.suspects import suspects_of

        self.told.emit(self.tr("making the queue …"))
        self._queues.run(lambda: suspect_queue(project, rater, suspects_of(found), found.clips))

    def ask_model(self, name: str) -> None:
        """Let a model that answered some clips answer the others."""
        project = self._session.project
        if project is None:
            return
        from emo7_core.models.resolve import resolve

        self._models.run(lambda: resolve(name, project.root).folder)

    def _on_written(self, folder: Path) -> None:
        self._folder = folder
        if self._session.is_read_only or self._session.project is None:
            self._tell_written(self.tr("not logged to MLflow, this window only reads"))
            return
        self._tell_written(self.tr("logging to MLflow …"))
        self._logging.ask(log_command(self._session.project.root, folder))

    def _tell_written(self, logged: str) -> None:
        words = self.tr("The report is written: {0}").format(f"{self._folder}/report.html")
        self._workspace.report_line.tell(f"{logged[:1].upper()}{logged[1:]}  ·  {words}", True)

    def _on_not_written(self, reason: str) -> None:
        words = self.tr("The report could not be written: {0}").format(reason)
        self._workspace.report_line.tell(words, False)
        self.failed.emit(words)

    def _on_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _on_queued(self, queue: Queue) -> None:
        if self._session.rater is None or self._session.rater.id != queue.source_id:
            return
        self._session.take_queue(queue)
        order = self._session.order
        waiting = (row for row in order if self._session.latest(row) is None)
        first = next(waiting, order[0] if order else None)
        if first is not None:
            self._session.choose(first)
        words = self.tr("{0} places in the queue; which of them are suspected is not told")
        self.told.emit(words.format(len(order)))
        self.review_requested.emit()


def log_command(project: Path, folder: Path) -> list[str]:
    """Return the command of the child that logs a written report, and prints its run's id."""
    child = "emo7_core.training.tracking_report_child"
    return [sys.executable, "-P", "-m", child, str(project), str(folder)]


def _written(project: Project, found: Comparison, metric: str, folder: Path) -> Path:
    # Here, because a report loads matplotlib.
    from emo7_core.evaluation.report import make_report
    from emo7_core.evaluation.report_files import write_report
    from emo7_core.evaluation.report_told import told_of, write_told

    captions = {clip: texts[0] for clip, texts in project.catalog.captions().items()}
    report = make_report(found, project.name, captions, metric)
    write_told(told_of(report, folder, write_report(report, folder)), folder)
    return folder
