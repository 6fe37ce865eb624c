"""Wires the making of a queue: the card, the work off the GUI thread, the order that then holds.

What it is: what happens when a rater asks for a queue of their own.
What it is not: the making (emo7_core/labels/queue_making.py) or the form (review/queue_card.py).
Convention: the form and its libraries are made when it first opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from emo7_core.labels.queue import Queue
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.session import Session
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.workers.errand import ErrandRoom

if TYPE_CHECKING:
    from emo7_core.labels.queue_making import Recipe
    from emo7_gui.review.queue_card import QueueCard


class QueueDesk(QObject):
    """Queues for the rater at work."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, window: MainWindow, session: Session, panel: QueuePanel) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._card: QueueCard | None = None
        self._room = ErrandRoom("queue", self)
        panel.queue_requested.connect(self.open)
        self._room.done.connect(self._on_made)
        self._room.failed.connect(self.failed)
        session.closing.connect(self._room.forget)

    @property
    def card(self) -> QueueCard:
        """The form."""
        if self._card is None:
            from emo7_gui.review.queue_card import QueueCard

            self._card = QueueCard(self._window)
            self._card.queue_requested.connect(self._make)
        return self._card

    def open(self) -> None:
        """Ask for a recipe."""
        if self._session.project is None or self._session.rater is None:
            return
        if self._session.is_read_only:
            self.told.emit(self._session.read_only_reason)
            return
        self.card.open_for(self._session.rater.name)

    def stop(self) -> None:
        """Join the thread."""
        self._room.stop()

    def _make(self, recipe: Recipe) -> None:
        project, rater = self._session.project, self._session.rater
        if project is not None and rater is not None:
            from emo7_core.labels.queue_making import make_queue

            self.told.emit(self.tr("making the queue …"))
            self._room.run(lambda: make_queue(project, rater, recipe))

    def _on_made(self, queue: Queue) -> None:
        if self._session.rater is None or self._session.rater.id != queue.source_id:
            return
        self._session.take_queue(queue)
        order = self._session.order
        waiting = (row for row in order if self._session.latest(row) is None)
        first = next(waiting, order[0] if order else None)
        if first is not None:
            self._session.choose(first)
        self.told.emit(self.tr("{0} places in the queue").format(len(order)))
