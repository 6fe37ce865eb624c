"""The difference of two confusion matrices, A minus B, cell by cell.

What it is: a painted widget beside the two matrices; filled = more in A, dashed = more in B.
What it is not: clickable; the cells of A and B open clips.
Convention: counts; the shade follows the difference as a share of the row's clips.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from emo7_gui.compare.comparison_view import MatrixView, class_words, scale_values
from emo7_gui.compare.matrix import BADGE, CELL, HEAD, SIDE, TITLE_HEIGHT
from emo7_gui.swatch import class_sign, digit_colour, paint_badge, shade_colour
from emo7_gui.theme import theme


class DifferenceMatrix(QWidget):
    """A minus B."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell_px = CELL
        self._counts = np.zeros((0, 0), dtype=np.int64)
        self._shares = np.zeros((0, 0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Difference of the two confusion matrices, A minus B"))
        theme().changed.connect(self.update)

    def set_matrices(self, a: MatrixView, b: MatrixView) -> None:
        """Show a - b; both have the same classes."""
        self._counts = a.counts - b.counts
        totals = np.maximum(a.counts.sum(axis=1, keepdims=True), 1)
        self._shares = self._counts / totals
        self.setAccessibleDescription(self._summary())
        self.updateGeometry()
        self.update()

    def set_cell(self, px: int) -> None:
        """Paint cells of this size."""
        if px != self._cell_px:
            self._cell_px = px
            self.updateGeometry()
            self.update()

    def cell_text(self, row: int, column: int) -> str:
        """Return "+3", "−2", or nothing where both agree."""
        count = int(self._counts[row, column])
        return f"{count:+d}".replace("-", "−") if count else ""

    def _summary(self) -> str:
        diagonal = int(np.trace(self._counts))
        return self.tr("On the diagonal A has {0} clips more than B").format(diagonal)

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        px = self._cell_px
        rect = QRectF(SIDE + column * px + 1, HEAD + row * px + 1, px - 2, px - 2)
        share = float(self._shares[row, column])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade_colour(max(share, 0.0)))
        if share >= 0:
            painter.drawRoundedRect(rect, 2, 2)
        else:
            self._paint_dashed(painter, rect, -share)
        painter.setPen(digit_colour(max(share, 0.0)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.cell_text(row, column))

    def _paint_dashed(self, painter: QPainter, rect: QRectF, share: float) -> None:
        colour = QColor(theme().colour("text"))
        colour.setAlphaF(min(0.9, 0.4 + share))
        pen = QPen(colour, 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setPen(theme().colour("text"))
        painter.setFont(theme().font("emphasis"))
        title = QRectF(0, 0, self.width(), TITLE_HEIGHT - 6)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.tr("Difference, A − B"))
        inset, size = (self._cell_px - BADGE) / 2, len(self._counts)
        for place, value in enumerate(scale_values(size)):
            top = QRectF(SIDE + place * self._cell_px + inset, TITLE_HEIGHT, BADGE, BADGE)
            paint_badge(painter, top, value, class_sign(place, size))
            side = QRectF(0, HEAD + place * self._cell_px + inset, BADGE, BADGE)
            paint_badge(painter, side, value, class_sign(place, size))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        side = (len(self._counts) or 7) * self._cell_px
        return QSize(SIDE + side + 8, HEAD + side + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._counts.size:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        font = QFont(theme().font("small"))
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        for row in range(len(self._counts)):
            for column in range(len(self._counts)):
                self._paint_cell(painter, row, column)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = (event.pos().y() - HEAD) // self._cell_px
            column = (event.pos().x() - SIDE) // self._cell_px
            size = len(self._counts)
            text = ""
            if 0 <= row < size and 0 <= column < size:
                words, count = class_words(size), int(self._counts[row, column])
                text = self.tr("Label {0}, answer {1}: A − B = {2} clips").format(
                    words[row], words[column], f"{count:+d}".replace("-", "−")
                )
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)
