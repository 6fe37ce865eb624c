"""What is done by itself once a project is open: a daily backup, unread files, demo landmarks.

What it is: three quiet pieces of background work, in that order, each of which can be left.
What it is not: an import (import_desk.py) or anything that a person asked for.
Convention: a read-only window does nothing of it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from emo7_core.clips.clip import NEW, TRACK_ONLY
from emo7_gui.session import Session
from emo7_gui.shell.work_strip import WorkStrip
from emo7_gui.workers.intake import Intake


class OpeningDesk(QObject):
    """The quiet work after opening."""

    _back_up = Signal(object)
    _identify = Signal(object)
    _complete_demo = Signal(object)

    def __init__(self, session: Session, intake: Intake, strip: WorkStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._strip = session, strip
        self.is_running = False
        queued = Qt.ConnectionType.QueuedConnection
        self._back_up.connect(intake.back_up, queued)
        self._identify.connect(intake.identify, queued)
        self._complete_demo.connect(intake.complete_demo, queued)
        intake.progressed.connect(self._on_progressed)
        intake.identified.connect(self._on_done)
        intake.failed.connect(self._on_failed)
        session.opened.connect(self._on_opened)

    def _on_opened(self) -> None:
        project = self._session.project
        if project is None or self._session.is_read_only:
            return
        self._back_up.emit(project)
        if NEW in self._session.clips.columns["state"]:
            self._begin(self.tr("Reading files"))
            self._identify.emit(project)
        elif self._is_unfinished_demo():
            self._begin(self.tr("Making landmarks to train on"))
            self._complete_demo.emit(project)

    def _is_unfinished_demo(self) -> bool:
        project = self._session.project
        assert project is not None
        is_demo = set(self._session.clips.columns["corpus"]) == {"demo"}
        return is_demo and not project.catalog.has_state(TRACK_ONLY)

    def _begin(self, title: str) -> None:
        self.is_running = True
        self._strip.begin(title)

    def _on_progressed(self, done: int, total: int, name: str) -> None:
        if self.is_running:
            self._strip.advance(done, total)

    def _on_done(self) -> None:
        if self.is_running:
            self.is_running = False
            self._strip.leave()
            if self._session.project is not None:
                self._session.reload_clips()

    def _on_failed(self, reason: str) -> None:
        if self.is_running:
            self.is_running = False
            self._strip.end(reason, False)
