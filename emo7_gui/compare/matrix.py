"""A confusion matrix that is read, walked and opened with mouse or keys.

What it is: one painted widget; rows are the target's label, columns the model's answer.
What it is not: the difference of two models (difference.py) or the clips of a cell.
Convention: a cell is (row, column), both 0-based in the scale's order.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from emo7_gui.actions import COMPARE
from emo7_gui.compare.comparison_view import MatrixView, class_words, scale_values
from emo7_gui.swatch import class_sign, digit_colour, paint_badge, row_shares, shade_colour
from emo7_gui.theme import theme

Numbers = Literal["counts", "rows", "columns"]
CELL = 34
BADGE = 20
TITLE_HEIGHT = 28
HEAD = TITLE_HEIGHT + 24
SIDE = 28
TOTALS = 40

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ConfusionMatrix(QWidget):
    """Confusion of one model, in counts, or in shares of the row or the column.

    Signals:
        cell_opened(row, column): Enter or a click asks for the clips of the cell.
        cell_moved(row, column): the arrows went to another cell.
        shares_toggled: Y asks for counts or shares.
    """

    cell_opened = Signal(int, int)
    cell_moved = Signal(int, int)
    shares_toggled = Signal()

    def __init__(self, parent: QWidget | None = None, *, shows_totals: bool = True) -> None:
        super().__init__(parent)
        self._cell_px = CELL
        self._shows_totals = shows_totals
        self._view: MatrixView | None = None
        self._shares = np.zeros((0, 0))
        self._cell = (0, 0)
        self._opened: tuple[int, int] | None = None
        self._hover: tuple[int, int] | None = None
        self._numbers: Numbers = "counts"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("key_group", COMPARE)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Confusion matrix"))
        theme().changed.connect(self.update)

    def set_matrix(self, view: MatrixView | None) -> None:
        """Show a matrix; None leaves the place empty."""
        self._view = view
        self._take_shares()
        if self.size_of_scale and max(self._cell) >= self.size_of_scale:
            self._cell, self._opened = (0, 0), None
        if view is not None:
            self.setAccessibleName(self.tr("Confusion matrix, {0}").format(view.title))
        self._describe()
        self.updateGeometry()
        self.update()

    def set_numbers(self, numbers: Numbers) -> None:
        """Write counts, or shares of the row or of the column in percent."""
        self._numbers = numbers
        self._take_shares()
        self._describe()
        self.update()

    def _take_shares(self) -> None:
        if self._view is None:
            self._shares = np.zeros((0, 0))
        elif self._numbers == "columns":
            self._shares = row_shares(self._view.counts.T).T
        else:
            self._shares = row_shares(self._view.counts)

    def set_opened(self, cell: tuple[int, int] | None) -> None:
        """Frame the cell whose clips are in the list; None frames none."""
        self._opened = cell
        if cell is not None:
            self._cell = cell
        self.update()

    def set_cell(self, px: int) -> None:
        """Paint cells of this size."""
        if px != self._cell_px:
            self._cell_px = px
            self.updateGeometry()
            self.update()

    @property
    def current_cell(self) -> tuple[int, int]:
        """The cell that Enter would open."""
        return self._cell

    @property
    def size_of_scale(self) -> int:
        """7 or 3; 0 while there is no matrix."""
        return 0 if self._view is None else len(self._view.counts)

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return where a cell is painted, in widget pixels."""
        px = self._cell_px
        return QRectF(SIDE + column * px + 1, HEAD + row * px + 1, px - 2, px - 2)

    def cell_text(self, row: int, column: int) -> str:
        """Return the number written on a cell; nothing where no clip is."""
        if self._view is None or not self._view.counts[row, column]:
            return ""
        if self._numbers != "counts":
            return f"{self._shares[row, column] * 100:.0f}"
        return str(int(self._view.counts[row, column]))

    def describe_cell(self, row: int, column: int) -> str:
        """Return a cell in words, for tool tips and screen readers."""
        assert self._view is not None
        words = class_words(self.size_of_scale)
        count = int(self._view.counts[row, column])
        is_column = self._numbers == "columns"
        total = int((self._view.counts[:, column] if is_column else self._view.counts[row]).sum())
        return self.tr("Label {0}, model {1}: {2} of {3} clips, {4} %").format(
            words[row], words[column], count, total, round(100 * self._shares[row, column])
        )

    def open_current(self) -> None:
        """Open the cell that the frame stands on."""
        if self._view is not None:
            self._open(self._cell)

    def move_by(self, rows: int, columns: int) -> None:
        """Move the frame."""
        if self._view is not None:
            self._move((rows, columns))

    def _describe(self) -> None:
        self.setAccessibleDescription(self.describe_cell(*self._cell) if self._view else "")

    def _move(self, step: tuple[int, int]) -> None:
        last = self.size_of_scale - 1
        row = min(last, max(0, self._cell[0] + step[0]))
        column = min(last, max(0, self._cell[1] + step[1]))
        if (row, column) != self._cell:
            self._cell = (row, column)
            self._describe()
            self.cell_moved.emit(row, column)
            self.update()

    def _open(self, cell: tuple[int, int]) -> None:
        self._cell = self._opened = cell
        self._describe()
        self.update()
        self.cell_opened.emit(*cell)

    def _cell_at(self, point: QPointF | QPoint) -> tuple[int, int] | None:
        row, column = int(point.y() - HEAD) // self._cell_px, int(point.x() - SIDE) // self._cell_px
        inside = point.y() >= HEAD and point.x() >= SIDE
        if inside and row < self.size_of_scale and column < self.size_of_scale:
            return row, column
        return None

    def _paint_heads(self, painter: QPainter) -> None:
        look, view = theme(), self._view
        assert view is not None
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("emphasis"))
        title = QRectF(0, 0, self.width(), TITLE_HEIGHT - 6)
        shown = painter.fontMetrics().elidedText(
            view.title, Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, shown)
        inset = (self._cell_px - BADGE) / 2
        for place, value in enumerate(scale_values(self.size_of_scale)):
            sign = class_sign(place, self.size_of_scale)
            top = QRectF(SIDE + place * self._cell_px + inset, TITLE_HEIGHT, BADGE, BADGE)
            side = QRectF(0, HEAD + place * self._cell_px + inset, BADGE, BADGE)
            paint_badge(painter, top, value, sign)
            paint_badge(painter, side, value, sign)

    def _paint_cells(self, painter: QPainter) -> None:
        font = QFont(theme().font("small"))
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        for row in range(self.size_of_scale):
            for column in range(self.size_of_scale):
                self._paint_cell(painter, row, column)

    def _paint_cell(self, painter: QPainter, row: int, column: int) -> None:
        rect, share = self.cell_rect(row, column), float(self._shares[row, column])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade_colour(share))
        painter.drawRoundedRect(rect, 2, 2)
        if row == column:
            self._frame(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), "text_tertiary", 1.0, 2)
        if (row, column) == self._hover:
            self._frame(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), "text_secondary", 1.0, 2)
        painter.setPen(digit_colour(share))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.cell_text(row, column))

    def _frame(
        self, painter: QPainter, rect: QRectF, colour: str, width: float, radius: float
    ) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme().colour(colour)), width))
        painter.drawRoundedRect(rect, radius, radius)

    def _paint_totals(self, painter: QPainter) -> None:
        assert self._view is not None
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_tertiary"))
        left = SIDE + self.size_of_scale * self._cell_px + 8
        for row, total in enumerate(self._view.counts.sum(axis=1)):
            rect = QRectF(left, HEAD + row * self._cell_px, TOTALS - 8, self._cell_px)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, str(int(total)))

    def _paint_marks(self, painter: QPainter) -> None:
        if self.hasFocus():
            self._frame(painter, self.cell_rect(*self._cell).adjusted(-1, -1, 1, 1), "accent", 2, 4)
        elif self._opened is not None:
            rect = self.cell_rect(*self._opened).adjusted(-0.25, -0.25, 0.25, 0.25)
            self._frame(painter, rect, "accent", 1.5, 3)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        side = (self.size_of_scale or 7) * self._cell_px
        return QSize(SIDE + side + (TOTALS if self._shows_totals else 8), HEAD + side + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        self._paint_cells(painter)
        if self._shows_totals:
            self._paint_totals(painter)
        self._paint_marks(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Y and not event.modifiers():
            self.shares_toggled.emit()
        elif self._view is not None and key in _STEPS:
            self._move(_STEPS[key])
        elif self._view is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._cell)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._open(cell)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hover = self._cell_at(event.position())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self._cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self.describe_cell(*cell) if cell else "", self)
            return True
        return super().event(event)
