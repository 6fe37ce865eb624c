"""A one-line label that ends in an ellipsis where room is short.

What it is: text_label() with elision; the tool tip has the whole text while it is cut.
Convention: faces and tones as text_label has them.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from emo7_gui.theme import theme


class ElidedLabel(QLabel):
    """Gives up its end, its middle or its start to fit."""

    def __init__(
        self,
        text: str = "",
        face: str = "body",
        tone: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme().font(face))
        self.setProperty("tone", tone)
        self.setMinimumHeight(theme().line(face))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    # Qt overrides.

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self.text(), self._mode, room)
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = int(self.alignment()) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(self.contentsRect(), flags, shown)
