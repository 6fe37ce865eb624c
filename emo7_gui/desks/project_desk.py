"""Wires the frame of the window to the project as a whole: open, demo, export, back up.

What it is: what the menu, the first screen and dropped files ask for, done off the GUI thread
where it takes time.
What it is not: the import (import_desk.py), the review of clips (review_desk.py) or any painting.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QThread, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from emo7_core import paths
from emo7_core.errors import Emo7Error
from emo7_core.project import Project
from emo7_core.storage.backup import backup
from emo7_gui.desks.import_desk import ImportDesk
from emo7_gui.desks.opening_desk import OpeningDesk
from emo7_gui.frame import FIRST_DEMO_CLIPS
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.workers.intake import Intake

SECONDS_TO_END = 10


class ProjectDesk(QObject):
    """The project as a whole, in one window."""

    told = Signal(str)
    _make_demo = Signal(object, int)

    def __init__(self, window: MainWindow, session: Session, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self.demo_clips = FIRST_DEMO_CLIPS
        self._is_ending = False
        self._intake = Intake()
        self._thread = QThread(self)
        self._thread.setObjectName("intake")
        self._intake.moveToThread(self._thread)
        self.imports = ImportDesk(window, session, self._intake, self.open_or_make)
        # Heard before the opening desk, which forgets at a failure that the work was its own.
        self._intake.failed.connect(self._on_failed)
        self.opening = OpeningDesk(session, self._intake, window.work_strip, self)
        self._connect()
        self._thread.start()
        window.top_bar.menu.set_recent(settings.recent_projects)
        window.top_bar.menu.set_project_open(False)

    def open_project(self, folder: Path) -> bool:
        """Open a project folder; say why where it cannot be."""
        if self.imports.is_running:
            self.told.emit(self.tr("an import is running: wait for it, or cancel it"))
            return False
        if self._session.refused():
            self.told.emit(self.tr("a decision is not saved yet: open a project once it is"))
            return False
        try:
            self._session.open(Project.open(folder), self._rater())
        except Emo7Error as error:
            self._complain(error)
            return False
        self._settings.add_recent(folder)
        self._window.top_bar.menu.set_recent(self._settings.recent_projects)
        return True

    def open_or_make(self, folder: Path) -> bool:
        """Open a project folder, making the project where there is none."""
        try:
            if not (folder / paths.DATABASE).is_file():
                Project.create(folder).close()
        except Emo7Error as error:
            self._complain(error)
            return False
        return self.open_project(folder)

    def open_demo(self, folder: Path | None = None) -> None:
        """Draw the demo project if it is not there, then open it."""
        target = folder or demo_folder()
        self._window.first_start.set_work(self.tr("Drawing the demo clips …"), 0.0)
        self._make_demo.emit(target, self.demo_clips)

    def take_in_paths(self, found: list[Path]) -> None:
        """Open the import dialog on what was dropped; a project folder is opened instead."""
        project = next((path for path in found if (path / paths.DATABASE).is_file()), None)
        if project is not None:
            self.open_project(project)
        elif found:
            self.imports.open(tuple(found))

    def perform(self, action_id: str) -> bool:
        """Do what a key or the menu asked for; False where it is not ours."""
        work = {
            "new_project": self._new,
            "open_project": self._open,
            "import_clips": self.imports.open,
            "export_labels": self._export,
            "back_up": self._back_up,
            "reveal": lambda: self._set_reveal(not self._settings.is_reveal_on),
            "quit": self._window.close,
        }.get(action_id)
        if work is None:
            return False
        work()
        return True

    def stop(self) -> None:
        """End the import in hand, keep what it brought, and join the thread."""
        self._is_ending = True
        self._intake.stop()
        self.imports.stop()
        self._thread.quit()
        self._thread.wait(SECONDS_TO_END * 1000)

    # What the window asks for

    def _new(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("An empty folder for the new project")
        )
        if folder:
            self.open_or_make(Path(folder))

    def _open(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("A project folder"))
        if folder:
            self.open_project(Path(folder))

    def _export(self) -> None:
        if self._session.project is None:
            return
        from emo7_core.labels.export_rows import export_project

        kinds = {
            self.tr("Golden set, earlier columns and provenance (*.csv)"): "golden",
            self.tr("Every decision (*.csv)"): "csv",
            self.tr("Every decision (*.json)"): "json",
        }
        start = str(self._session.project.root / "golden_label_sentiment_7_classes.csv")
        path, kind = QFileDialog.getSaveFileName(
            self._window, self.tr("Export labels"), start, ";;".join(kinds)
        )
        if not path:
            return
        try:
            count = export_project(self._session.project, Path(path), kinds[kind])
            self.told.emit(self.tr("{0} rows in {1}").format(count, path))
        except Emo7Error as error:
            self._complain(error)

    def _back_up(self) -> None:
        if self._session.project is None:
            return
        root = self._session.project.root
        try:
            copy = backup(root / paths.DATABASE, root / paths.BACKUPS)
            self.told.emit(self.tr("backup written: {0}").format(copy.name))
        except Emo7Error as error:
            self._complain(error)

    def _set_reveal(self, is_on: bool) -> None:
        self._settings.is_reveal_on = is_on
        self._session.has_reveal = is_on
        self._window.top_bar.menu.set_reveal(is_on)
        said = (
            self.tr("The clip stays and shows the reveal")
            if is_on
            else self.tr("The next clip comes by itself")
        )
        self.told.emit(said)

    def _rater(self) -> str:
        if not self._settings.rater:
            self._settings.rater = suggested_rater()
        return self._settings.rater

    # What the intake says

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._make_demo.connect(self._intake.make_demo, queued)
        self._intake.progressed.connect(self._on_progressed)
        self._intake.demo_made.connect(self._on_demo_made)
        window = self._window
        window.first_start.demo_requested.connect(self.open_demo)
        window.first_start.open_requested.connect(self._open)
        window.first_start.import_requested.connect(lambda: self.imports.open())
        window.first_start.cancel_requested.connect(
            self._intake.stop, Qt.ConnectionType.DirectConnection
        )
        window.paths_dropped.connect(self.take_in_paths)
        # Before anything else ends: an import in hand must not lose its project.
        window.closing.connect(self.stop)
        self.imports.told.connect(self.told)
        window.top_bar.menu.recent_chosen.connect(lambda path: self.open_project(Path(path)))
        window.top_bar.menu.reveal_toggled.connect(self._set_reveal)

    def _on_progressed(self, done: int, total: int, name: str) -> None:
        if self._session.project is None:
            text = self.tr("Drawing the demo clips: {0} of {1}").format(done, total)
            self._window.first_start.set_work(text, done / max(1, total))

    def _on_demo_made(self, folder: Path) -> None:
        self._window.first_start.set_work("", None)
        self.open_project(folder)

    def _on_failed(self, reason: str) -> None:
        # The stop that the closing window itself asked for; a box now would hold its end.
        if self._is_ending:
            return
        self._window.first_start.set_work("", None)
        if self._session.project is not None:
            self._session.reload_clips()
        if not self.opening.is_running:
            self._complain(Emo7Error(reason.rstrip(".")))

    def _complain(self, error: Emo7Error) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "emo7", str(error), parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def demo_folder() -> Path:
    """Return where the demo project lies for this person."""
    kind = QStandardPaths.StandardLocation.GenericDataLocation
    return Path(QStandardPaths.writableLocation(kind)) / "emo7" / "demo"


def suggested_rater() -> str:
    """Return the name of the account, as a first suggestion."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "rater"
