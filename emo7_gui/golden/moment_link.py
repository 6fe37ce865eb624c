"""A decisive moment as a small diamond with its time; pressed, it shows that frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.theme import theme

_DIAMOND, _GAP, _HEIGHT = 8, 6, 20


class MomentLink(QAbstractButton):
    """A time that can be gone to."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFont(theme().font("small"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.update)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_DIAMOND + _GAP + width + 8, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme().colour("text" if self.underMouse() else "text_secondary")
        middle, half = QPointF(4 + _DIAMOND / 2, _HEIGHT / 2), _DIAMOND / 2
        steps = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(QPolygonF([middle + QPointF(dx, dy) for dx, dy in steps]))
        painter.setPen(ink)
        painter.setFont(self.font())
        words = QRect(4 + _DIAMOND + _GAP, 0, self.width(), _HEIGHT)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), theme().radius("badge"))
