"""One decision as a line: badge, who, stage and time."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.controls.painting import paint_swatch
from emo7_gui.review.panel_state import DecisionLine
from emo7_gui.theme import theme

HEIGHT, _TEXT, _GAP = 28, 28, 8


class DecisionRow(QWidget):
    """Paints a DecisionLine; screen readers hear it whole."""

    def __init__(self, line: DecisionLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self.setAccessibleName(line.spoken)
        self.setToolTip(line.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), theme().size("swatch_badge")
        badge = QRect(0, (self.height() - side) // 2, side, side)
        if self._line.value is not None:
            paint_swatch(painter, badge, self._line.value)
        else:
            painter.setPen(theme().colour("text_tertiary"))
            painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), "–")
        detail = f"{self.tr('unsure')} · {self._line.detail}" if self._line.is_unsure else ""
        detail = detail or self._line.detail
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect(), int(right), detail)
        room = self.width() - _TEXT - painter.fontMetrics().horizontalAdvance(detail) - _GAP
        painter.setFont(theme().font("body"))
        painter.setPen(theme().colour("text"))
        who = " · ".join(part for part in (self._line.who, self._line.what) if part)
        who = painter.fontMetrics().elidedText(who, Qt.TextElideMode.ElideRight, room)
        place = QRect(_TEXT, 0, room, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), who)
