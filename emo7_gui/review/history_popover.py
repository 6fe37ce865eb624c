"""All own entries on a clip, newest first; one can be gone back to.

What it is: a pop-up list. Going back writes a further entry; nothing is taken away.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from emo7_gui.controls.painting import paint_outline, paint_plate
from emo7_gui.review.decision_row import DecisionRow
from emo7_gui.review.panel_state import DecisionLine
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

# Buttons and words beside the lines are of one width, so that times stand in a column.
_WIDTH, _MOST, _BUTTON = 472, 12, 112


class HistoryPopover(QFrame):
    """The log of one clip.

    Signals:
        revert_requested(uuid): this entry should hold again.
    """

    revert_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("History of this clip"))
        self.setFixedWidth(_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(4)
        self._body: QWidget | None = None

    def open_at(self, corner: QPoint, lines: tuple[DecisionLine, ...]) -> None:
        """Show these entries, with the right lower corner of the pop-up at a place."""
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = self._list(lines)
        self._column.addWidget(self._body)
        self.adjustSize()
        self.move(corner - QPoint(self.width(), self.height()))
        self.show()

    def _list(self, lines: tuple[DecisionLine, ...]) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(text_label(self.tr("History of this clip"), "strong"))
        if not lines:
            column.addWidget(text_label(self.tr("Nothing yet."), "body", "secondary"))
        for line in lines[:_MOST]:
            column.addLayout(self._row(line))
        if len(lines) > _MOST:
            more = self.tr("and {} older").format(len(lines) - _MOST)
            column.addWidget(text_label(more, "small", "secondary"))
        return body

    def _row(self, line: DecisionLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(DecisionRow(line), 1)
        if line.can_revert:
            button = QPushButton(self.tr("Go back to this"))
            button.setProperty("kind", "chip")
            button.setFixedWidth(_BUTTON)
            button.clicked.connect(lambda: self._on_revert(line.uuid))
            row.addWidget(button)
        else:
            words = self.tr("counts now") if line.is_current else ""
            label = text_label(words, "small", "secondary")
            label.setFixedWidth(_BUTTON)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(label)
        return row

    def _on_revert(self, uuid: str) -> None:
        self.hide()
        self.revert_requested.emit(uuid)

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("panel")
        paint_plate(painter, self.rect(), theme().colour("card"), radius)
        paint_outline(painter, self.rect(), theme().colour("selected"), radius, 1.0)
