"""The writer and its thread, seen from the GUI thread.

What it is: making, asking and joining; what the writer says last arrives before `stop` returns.
What it is not: the writing (writer.py).
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QObject, Qt, QThread, Signal

from emo7_core.labels.log import DecisionLog
from emo7_core.labels.reveals import Reveals
from emo7_gui.workers.writer import Request, Writer


class WritingRoom(QObject):
    """Starts the thread "writer" for one rater in one project."""

    saved = Signal(object)  # Decision
    found = Signal(object)
    failed = Signal(str, int)
    nothing_left = Signal(str)
    unplaced = Signal(object)
    shown = Signal()
    _requested = Signal(object)

    def __init__(self, log: DecisionLog, reveals: Reveals, parent: QObject) -> None:
        super().__init__(parent)
        self._thread = QThread(self)
        self._thread.setObjectName("writer")
        self.writer = Writer(log, reveals)
        self.writer.moveToThread(self._thread)
        self._requested.connect(self.writer.submit, Qt.ConnectionType.QueuedConnection)
        self.writer.saved.connect(self.saved)
        self.writer.found.connect(self.found)
        self.writer.failed.connect(self.failed)
        self.writer.nothing_left.connect(self.nothing_left)
        self.writer.unplaced.connect(self.unplaced)
        self.writer.shown.connect(self.shown)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Hand a request over; it is written in order."""
        self._requested.emit(request)

    def settle(self) -> None:
        """Wait until everything that was handed over was tried once, and heard of."""
        blocking = Qt.ConnectionType.BlockingQueuedConnection
        QMetaObject.invokeMethod(self.writer, "reach", blocking)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def stop(self) -> list[Request]:
        """Write what waits, join the thread and return what could not be written."""
        blocking = Qt.ConnectionType.BlockingQueuedConnection
        QMetaObject.invokeMethod(self.writer, "finish", blocking)
        unsaved = self.writer.unsaved
        self._thread.quit()
        self._thread.wait()
        # What the writer said last belongs to this project, not to the next one.
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        self.writer.deleteLater()
        self.deleteLater()
        return unsaved
