"""Waiting jobs pulled with the mouse: the drag, and the list they are dropped on.

What it is: a widget that takes a job's id and says where it was let go.
What it is not: the order of the queue; whoever hears `dropped` asks for it.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

MIME = "application/x-emo7-job"


def job_data(job_id: str) -> QMimeData:
    """Return what a drag of a job carries."""
    data = QMimeData()
    data.setData(MIME, job_id.encode())
    return data


def start_drag(card: QWidget, job_id: str) -> None:
    """Let a person pull a job; returns when it is let go."""
    drag = QDrag(card)
    drag.setMimeData(job_data(job_id))
    drag.setPixmap(card.grab())
    drag.exec(Qt.DropAction.MoveAction)


class DropList(QWidget):
    """The list of jobs.

    Signals:
        dropped(job id, y): a job was let go at this height, in px of the list.
    """

    dropped = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)

    # Qt overrides.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        job_id = bytes(event.mimeData().data(MIME).data()).decode()
        self.dropped.emit(job_id, int(event.position().y()))
