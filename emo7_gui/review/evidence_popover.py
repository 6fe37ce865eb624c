"""Why this clip is here, and what speaks for its value: a pop-up of a few lines.

What it is: a view of the evidence in a PanelState; while blind that holds nothing of a class.
What it is not: a place to decide anything.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from emo7_gui.controls.painting import paint_outline, paint_plate
from emo7_gui.review.panel_state import EvidenceLine
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_WIDTH = 400


class EvidencePopover(QFrame):
    """Lines with a quiet title each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("Evidence"))
        self.setFixedWidth(_WIDTH)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 14)
        self._body: QWidget | None = None
        self._lines: tuple[EvidenceLine, ...] = ()

    @property
    def lines(self) -> tuple[EvidenceLine, ...]:
        """What is shown."""
        return self._lines

    def open_at(self, corner: QPoint, lines: tuple[EvidenceLine, ...]) -> None:
        """Show these lines, with the right upper corner of the pop-up at a place."""
        self._lines = lines
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.deleteLater()
        self._body = self._list(lines)
        self._column.addWidget(self._body)
        self.setAccessibleDescription(". ".join(f"{one.title}: {one.text}" for one in lines))
        self.adjustSize()
        self.move(corner - QPoint(self.width(), 0))
        self.show()

    def _list(self, lines: tuple[EvidenceLine, ...]) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(text_label(self.tr("Evidence"), "strong"))
        for line in lines:
            column.addSpacing(6)
            column.addWidget(text_label(line.title, "small", "secondary"))
            words = text_label(line.text, "body", is_wrapping=True)
            words.setFixedWidth(_WIDTH - 32)
            column.addWidget(words)
        return body

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("panel")
        paint_plate(painter, self.rect(), theme().colour("card"), radius)
        paint_outline(painter, self.rect(), theme().colour("selected"), radius, 1.0)
