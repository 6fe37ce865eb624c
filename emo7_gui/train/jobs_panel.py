"""The jobs at the left of Train: now, failed, waiting, ended.

What it is: cards and rows under headings, walked with Up and Down, and the way to a new one.
What it is not: the queue itself; it asks.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.drop_list import DropList, start_drag
from emo7_gui.train.job_card import JobCard, kind_of
from emo7_gui.train.train_view import JobRow


class JobsPanel(QWidget):
    """All jobs of the project.

    Signals:
        new_requested: a new training.
        job_chosen(job id): show it at the right.
        remedy_requested(job id, key): a button of a failed job.
        move_requested(job id, position): a waiting job shall start as the n-th, 0 the next.
    """

    new_requested = Signal()
    job_chosen = Signal(str)
    remedy_requested = Signal(str, str)
    move_requested = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[tuple[str, str], JobCard] = {}
        self._order: list[JobCard] = []
        self._headings: list[QLabel] = []
        self._chosen: str | None = None
        self.new_button = KeyButton(self.tr("New training"), "N", "ph.plus", "primary")
        self.new_button.clicked.connect(self.new_requested)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 4, 0)
        self._list.setSpacing(4)
        self.setFixedWidth(theme().size("jobs"))
        self._arrange()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.addWidget(text_label(self.tr("Jobs"), "strong"), 1)
        head.addWidget(self.new_button)
        content = self.content = DropList()
        content.setLayout(self._list)
        content.dropped.connect(self._on_dropped)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(area, 1)

    def set_jobs(self, rows: tuple[JobRow, ...]) -> None:
        """Show jobs; within a heading they keep the order given."""
        kept = {(row.job_id, kind_of(row)): row for row in rows}
        for key in [key for key in self._cards if key not in kept]:
            card = self._cards.pop(key)
            card.setParent(None)
            card.deleteLater()
        for key, row in kept.items():
            if key in self._cards:
                self._cards[key].set_row(row)
            else:
                self._cards[key] = self._make(row)
        self._lay_out(rows)
        self.set_chosen(self._chosen)

    def set_chosen(self, job_id: str | None) -> None:
        """Mark the job that is shown at the right."""
        self._chosen = job_id
        for card in self._cards.values():
            card.set_chosen(card.row.job_id == job_id)

    @property
    def shown(self) -> tuple[str, ...]:
        """Ids of the jobs from top to bottom."""
        return tuple(card.row.job_id for card in self._order)

    def card(self, job_id: str) -> JobCard:
        """Return the card of a job."""
        return next(card for card in self._order if card.row.job_id == job_id)

    def _make(self, row: JobRow) -> JobCard:
        card = JobCard(row)
        card.chosen.connect(self.job_chosen)
        card.remedy_requested.connect(self.remedy_requested)
        card.step_requested.connect(lambda by: self._step(card, by))
        card.dragged.connect(lambda job_id: start_drag(card, job_id))
        return card

    def waiting(self) -> list[JobCard]:
        """Return the cards of the jobs that wait, the next one first."""
        return [card for card in self._order if card.row.state == "waiting"]

    def shift(self, job_id: str | None, by: int) -> bool:
        """Ask for another place of a waiting job; False where it does not wait."""
        ids = [card.row.job_id for card in self.waiting()]
        if job_id not in ids:
            return False
        place = ids.index(job_id) + by
        if 0 <= place < len(ids):
            self.move_requested.emit(job_id, place)
        return True

    def _on_dropped(self, job_id: str, y: int) -> None:
        others = [card for card in self.waiting() if card.row.job_id != job_id]
        place = sum(card.geometry().center().y() < y for card in others)
        self.move_requested.emit(job_id, place)

    def _lay_out(self, rows: tuple[JobRow, ...]) -> None:
        while self._list.takeAt(0) is not None:
            pass
        for heading in self._headings:
            heading.deleteLater()
        self._headings, self._order = [], []
        waiting = [row for row in rows if row.state == "waiting"]
        groups = (
            (self.tr("Now"), [row for row in rows if row.is_live]),
            (self.tr("Failed"), [row for row in rows if row.state == "failed"]),
            (self.tr("Waiting"), sorted(waiting, key=lambda row: row.place or 0)),
            (self.tr("Ended"), [row for row in rows if row.state in ("ended", "stopped")]),
        )
        for title, members in groups:
            if members:
                self._add_group(title, members)
        self._list.addStretch(1)
        for before, after in zip(self._order, self._order[1:], strict=False):
            QWidget.setTabOrder(before, after)

    def _add_group(self, title: str, rows: list[JobRow]) -> None:
        heading = text_label(title, "small", "secondary")
        heading.setContentsMargins(4, 12 if self._order else 4, 0, 2)
        self._headings.append(heading)
        self._list.addWidget(heading)
        for row in rows:
            card = self._cards[row.job_id, kind_of(row)]
            self._list.addWidget(card)
            self._order.append(card)
            card.show()

    def _step(self, card: JobCard, by: int) -> None:
        place = min(len(self._order) - 1, max(0, self._order.index(card) + by))
        self._order[place].setFocus(Qt.FocusReason.TabFocusReason)
        self.job_chosen.emit(self._order[place].row.job_id)
