"""Sees that the open project has jobs to look after, before anybody went to Train.

What it is: a look at the opening, and again when a folder of runs changes; a command may add
a job while the window is open.
What it is not: the care for the jobs; that is the Train room's, which `found` asks to be made.
"""

from __future__ import annotations

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from emo7_core.jobs.unfinished import has_unfinished
from emo7_gui.session import Session

_SETTLE_MS = 300


class JobsWatch(QObject):
    """The window's eye on jobs that nobody asked for here."""

    found = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._watcher = QFileSystemWatcher(self)
        # A job's folder appears before its files do.
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._look)
        self._watcher.directoryChanged.connect(lambda _: self._settle.start())
        session.opened.connect(self._settle.start)
        session.closed.connect(self._leave)

    def stop(self) -> None:
        """Look no more."""
        self._settle.stop()
        self._leave()

    def _look(self) -> None:
        project = self._session.project
        if project is None:
            return
        runs = project.runs
        # Without runs, the project's own folder tells when they come.
        place = str(runs if runs.is_dir() else project.root)
        if place not in self._watcher.directories():
            self._leave()
            self._watcher.addPath(place)
        if has_unfinished(runs):
            self.found.emit()

    def _leave(self) -> None:
        if known := self._watcher.directories():
            self._watcher.removePaths(known)
