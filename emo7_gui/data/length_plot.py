"""Compound score against caption length: dots in class colours, the cuts as lines.

What it is: one painted widget; captions of the same length and score are one larger dot.
What it is not: a place to move cuts (histogram.py).
Conventions: words from left to right, scores upwards; the area of a dot follows its number up to
a size that keeps neighbours apart; what lies beyond the last tick is drawn at the edge.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.data.data_view import LengthDots, cut_text
from emo7_gui.data.score_axis import TICKS, count_ticks
from emo7_gui.theme import theme

LEFT, RIGHT, TOP, BELOW = 40, 56, 26, 30
LEAST, MOST = 2.0, 8.0
_ALPHA, _SHARE, _SIZE_STEP = 0.8, 0.995, 0.5


class LengthPlot(QWidget):
    """Scores against words per caption."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dots: LengthDots | None = None
        self._cuts: tuple[float, ...] = ()
        self._end = 1
        self._ticks = [0, 1]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Compound score against words per caption"))
        theme().changed.connect(self.update)

    def set_dots(self, dots: LengthDots | None) -> None:
        """Show other captions."""
        self._dots = dots
        self._end = 1
        if dots is not None and dots.lengths.size:
            order = np.argsort(dots.lengths, kind="stable")
            running = np.cumsum(dots.counts[order])
            place = int(np.searchsorted(running, _SHARE * running[-1]))
            self._end = max(1, int(dots.lengths[order][min(place, len(order) - 1)]))
        self._ticks = count_ticks(self._end, 6)
        self.setAccessibleDescription(dots.finding if dots is not None else "")
        self.update()

    def set_cuts(self, cuts: tuple[float, ...]) -> None:
        """Show other cuts."""
        self._cuts = cuts
        self.update()

    @property
    def _area(self) -> QRectF:
        width, height = self.width() - LEFT - RIGHT, self.height() - TOP - BELOW
        return QRectF(LEFT, TOP, max(1, width), max(1, height))

    def _x(self, words: float) -> float:
        area = self._area
        return area.left() + min(words / self._ticks[-1], 1.0) * area.width()

    def _y(self, score: float) -> float:
        area = self._area
        return area.bottom() - (score + 1) / 2 * area.height()

    def _paint_axes(self, painter: QPainter) -> None:
        look, area = theme(), self._area
        painter.setFont(look.font("small"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        centre = Qt.AlignmentFlag.AlignCenter
        for tick in TICKS:
            y = round(self._y(tick)) + 0.5
            painter.setPen(QPen(look.colour("hairline"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.colour("text_secondary"))
            text = f"{tick:g}".replace("-", "−")
            painter.drawText(QRectF(0, y - 8, LEFT - 8, 16), right, text)
        title = QRectF(area.left(), 0, 200, 16)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.tr("compound"))
        for tick in self._ticks:
            last = tick == self._ticks[-1]
            words = self.tr("{0} words").format(tick) if last else str(tick)
            painter.drawText(QRectF(self._x(tick) - 40, area.bottom() + 8, 80, 16), centre, words)

    def _paint_cuts(self, painter: QPainter) -> None:
        look, area = theme(), self._area
        painter.setFont(look.font("small"))
        middle = Qt.AlignmentFlag.AlignVCenter
        last = float("inf")
        for cut in self._cuts:
            y = round(self._y(cut)) + 0.5
            painter.setPen(QPen(look.colour("text_secondary"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            if last - y >= 13:  # numbers that would cover each other are left out
                painter.drawText(QRectF(area.right() + 8, y - 8, RIGHT, 16), middle, cut_text(cut))
                last = y

    def _paint_dots(self, painter: QPainter, dots: LengthDots) -> None:
        values = np.searchsorted(np.asarray(self._cuts), dots.scores - 1e-9, side="left")
        radii = np.minimum(LEAST * np.sqrt(dots.counts), MOST)
        sizes = np.round(radii / _SIZE_STEP).astype(np.int64)
        area, half = self._area, sizes * _SIZE_STEP + 1
        xs = area.left() + np.minimum(dots.lengths / self._ticks[-1], 1.0) * area.width() - half
        ys = area.bottom() - (dots.scores + 1) / 2 * area.height() - half
        order = np.argsort(-sizes, kind="stable")  # large ones first, so that no small is covered
        columns = (values[order], sizes[order], xs[order], ys[order])
        pictures: dict[tuple[int, int], QPixmap] = {}
        for value, size, x, y in zip(*(column.tolist() for column in columns), strict=True):
            if (value, size) not in pictures:
                pictures[value, size] = self._dot(value, size * _SIZE_STEP)
            painter.drawPixmap(QPointF(x, y), pictures[value, size])

    def _dot(self, value: int, radius: float) -> QPixmap:
        """Return one dot: a picture per class and size is painted a thousand times."""
        ratio, side = self.devicePixelRatioF(), 2 * radius + 2
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        colour = QColor(theme().scale_fill(value))
        colour.setAlphaF(_ALPHA)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("card"), 0.5))
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(side / 2, side / 2), radius, radius)
        painter.end()
        return picture

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(752, 376)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 190)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        self._paint_cuts(painter)
        if self._dots is not None and self._dots.lengths.size:
            self._paint_dots(painter, self._dots)
