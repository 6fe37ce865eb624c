"""Wires the import: dialog, preview, the work itself with its strip, the report at the end.

What it is: one import at a time into the open project, or into a new one.
What it is not: opening a project (project_desk.py) or reading anything (workers/).
Convention: the dialog, the thread of its previews and the readers of tables are imported and
made when it first opens: the first picture of the window does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QWidget

from emo7_core.errors import Emo7Error
from emo7_gui.session import Session
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.workers.intake import FILES, Intake

if TYPE_CHECKING:
    from emo7_core.corpora.intake import ImportReport
    from emo7_core.corpora.plan import ImportPlan, ImportPreview
    from emo7_gui.shell.import_dialog import ImportDialog
    from emo7_gui.shell.report_card import ReportCard
    from emo7_gui.workers.look import Look

Opener = Callable[[Path], bool]


class ImportDesk(QObject):
    """Imports in one window.

    Args:
        window: Where the dialog and the strip stand.
        session: Who has the project.
        intake: The worker that does it, in its own thread.
        open_project: Opens a project folder, making it where there is none; False where it
            cannot be, after saying why.
    """

    told = Signal(str)
    _guess = Signal(object)
    _preview = Signal(object, object)
    _take_in = Signal(object, object)

    def __init__(
        self, window: MainWindow, session: Session, intake: Intake, open_project: Opener
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._intake = window, session, intake
        self._open_project = open_project
        self._dialog: ImportDialog | None = None
        self._thread: QThread | None = None
        self._look: Look | None = None
        self._waiting: ImportPlan | None = None
        self._is_looking = False
        self._report: ImportReport | None = None
        self._card: ReportCard | None = None
        self.is_running = False
        self._connect()

    def open(self, paths: tuple[Path, ...] = ()) -> None:
        """Open the dialog, on paths that were dropped or chosen where there are some."""
        if self.is_running:
            self.told.emit(self.tr("one import at a time: wait for this one, or cancel it"))
            return
        self._start_look()
        needs_project = self._session.project is None
        self._made_dialog().open_with(paths, new_project_folder() if needs_project else None)

    @property
    def dialog(self) -> ImportDialog:
        """The dialog, made on first use."""
        return self._made_dialog()

    def stop(self) -> None:
        """Join the thread of the previews; the intake's thread belongs to who made it."""
        if self._thread is not None:
            self._thread.quit()
            self._thread.wait()
            self._thread = None

    @property
    def _centre(self) -> QWidget:
        centre = self._window.centralWidget()
        assert centre is not None
        return centre

    # The dialog asks

    def _made_dialog(self) -> ImportDialog:
        from emo7_gui.shell.import_dialog import ImportDialog

        if self._dialog is None:
            self._dialog = ImportDialog(self._centre)
            self._dialog.paths_given.connect(self._guess)
            self._dialog.plan_changed.connect(self._on_plan_changed)
            self._dialog.import_requested.connect(self._on_import_requested)
        return self._dialog

    def _start_look(self) -> None:
        if self._thread is not None:
            return
        from emo7_gui.workers.look import Look

        queued = Qt.ConnectionType.QueuedConnection
        self._thread = QThread(self)
        self._thread.setObjectName("look")
        self._look = Look()
        self._look.moveToThread(self._thread)
        self._guess.connect(self._look.guess, queued)
        self._preview.connect(self._look.preview, queued)
        self._look.guessed.connect(self._on_guessed)
        self._look.guess_failed.connect(self._on_guess_failed)
        self._look.previewed.connect(self._on_previewed)
        self._look.preview_failed.connect(self._on_preview_failed)
        self._thread.start()

    def _on_plan_changed(self, plan: ImportPlan) -> None:
        # While one look is on its way only the newest plan waits.
        self._waiting = plan
        self._look_next()

    def _look_next(self) -> None:
        if self._is_looking or self._waiting is None:
            return
        plan, self._waiting, self._is_looking = self._waiting, None, True
        known = frozenset(clip.name for clip in self._session.clips.values())
        self._preview.emit(plan, known)

    def _on_guessed(self, paths: tuple[Path, ...], plan: ImportPlan) -> None:
        self._made_dialog().set_plan(plan)

    def _on_guess_failed(self, paths: tuple[Path, ...], error: Emo7Error) -> None:
        self._made_dialog().set_refusal(paths, error)

    def _on_previewed(self, plan: ImportPlan, seen: ImportPreview) -> None:
        self._is_looking = False
        self._made_dialog().set_preview(plan, seen)
        self._look_next()

    def _on_preview_failed(self, plan: ImportPlan, error: Emo7Error) -> None:
        self._is_looking = False
        self._made_dialog().set_error(plan, error)
        self._look_next()

    # The work

    def _on_import_requested(self, plan: ImportPlan, new_project: Path | None) -> None:
        if new_project is not None and not self._open_project(new_project):
            return
        self.is_running = True
        self._report = None
        self._window.work_strip.begin(self.tr("Reading {0}").format(plan.path.name))
        self._take_in.emit(self._session.project, plan)

    def _on_phase(self, phase: str) -> None:
        if not self.is_running:
            return
        if phase == FILES:
            # The clips are in the list at once; what the files say follows.
            self._session.reload_clips()
        titles = {FILES: self.tr("Reading files")}
        self._window.work_strip.begin(titles.get(phase, self.tr("Reading keypoints")))

    def _on_progressed(self, done: int, total: int, name: str) -> None:
        if self.is_running:
            self._window.work_strip.advance(done, total)

    def _on_taken_in(self, report: ImportReport) -> None:
        from emo7_gui.shell.import_facts import has_details, summary

        self.is_running = False
        self._report = report
        self._window.work_strip.end(summary(report), has_details(report))
        if self._session.project is not None:
            self._session.reload_clips()

    def _on_failed(self, reason: str) -> None:
        self.is_running = False
        kept = self.tr("What was read before is kept.")
        self._window.work_strip.end(
            self.tr("Import failed: {0} {1}").format(reason, kept), False, True
        )
        if self._session.project is not None:
            self._session.reload_clips()

    def _show_report(self) -> None:
        from emo7_gui.shell.import_facts import full_text
        from emo7_gui.shell.report_card import ReportCard

        if self._report is None:
            return
        if self._card is None:
            self._card = ReportCard(self._centre, self.tr("Import report"))
        self._card.open_on(full_text(self._report))

    def _connect(self) -> None:
        self._take_in.connect(self._intake.take_in, Qt.ConnectionType.QueuedConnection)
        self._intake.phase_started.connect(self._on_phase)
        self._intake.progressed.connect(self._on_progressed)
        self._intake.taken_in.connect(self._on_taken_in)
        self._intake.import_failed.connect(self._on_failed)
        # A queued call would wait for the very work it should end.
        self._window.work_strip.cancel_requested.connect(
            self._intake.stop, Qt.ConnectionType.DirectConnection
        )
        self._window.work_strip.details_requested.connect(self._show_report)


def new_project_folder() -> Path:
    """Return a folder for a new project that is not there yet, below the home folder."""
    base = Path.home() / "emo7"
    names = ["project", *(f"project-{number}" for number in range(2, 1000))]
    return next(base / name for name in names if not (base / name).exists())
