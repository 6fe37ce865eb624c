"""The scale as a line of seven colours, with the raters' initials over their values.

What it is: a painted line; equal values stand beside each other.
What it is not: an input.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.controls.painting import paint_avatar, paint_outline, paint_plate
from emo7_gui.golden.golden_view import OpinionView
from emo7_gui.theme import theme

HEIGHT = 40
_AVATAR, _LINE, _GAP = 24, 4, 4


class ValuesScale(QWidget):
    """Who stands where."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opinions: tuple[OpinionView, ...] = ()
        self._settled: int | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_opinions(self, opinions: tuple[OpinionView, ...], settled: int | None) -> None:
        """Show these people, and the settled value framed."""
        self._opinions, self._settled = opinions, settled
        said = [f"{one.name} {digit_of(one.value)} {CLASSES[one.value]}" for one in opinions]
        self.setAccessibleName("; ".join(said))
        self.update()

    def _segment(self, value: int) -> QRectF:
        width = (self.width() - (K - 1) * _GAP) / K
        return QRectF(value * (width + _GAP), HEIGHT - _LINE - 2, width, _LINE)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for value in range(K):
            segment = self._segment(value)
            paint_plate(painter, segment, theme().scale_fill(value), 2)
            if value == self._settled:
                frame = segment.adjusted(-2, -3, 2, 3)
                paint_outline(painter, frame, theme().colour("accent"), 3)
            self._paint_people(painter, segment, [o for o in self._opinions if o.value == value])

    def _paint_people(self, painter: QPainter, segment: QRectF, people: list[OpinionView]) -> None:
        # More people than fit stand closer, the later ones over the earlier.
        room = segment.width() + 16
        step = min(_AVATAR + 2.0, (room - _AVATAR) / max(1, len(people) - 1))
        left = segment.center().x() - (_AVATAR + step * (len(people) - 1)) / 2
        left = min(max(0.0, left), self.width() - _AVATAR - step * (len(people) - 1))
        for i, one in enumerate(people):
            rect = QRect(round(left + i * step), 2, _AVATAR, _AVATAR)
            painter.setPen(QPen(theme().colour("text_disabled"), 1))
            middle = rect.center().x() + 0.5
            painter.drawLine(QPointF(middle, rect.bottom()), QPointF(middle, segment.top() - 2))
            if one.is_unsure:
                _paint_dashed(painter, rect)
            paint_avatar(painter, rect.adjusted(1, 1, -1, -1), one.initials, "selected")


def _paint_dashed(painter: QPainter, rect: QRect) -> None:
    """Unsure is a dashed ring, as a dashed line is a weaker one."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme().colour("text_secondary"), 1.25)
    pen.setDashPattern([2, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(rect).adjusted(-0.5, -0.5, 0.5, 0.5))
    painter.restore()
