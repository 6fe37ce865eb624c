"""Paints a line of the models table: names and marks, values, intervals, floors.

What it is: one delegate for all columns.
What it is not: the numbers (table_model.py).
Convention: models are bars with a 2.5 px tick, floors hollow rings; the best floor of a column
is a dashed line that runs through all rows (8 px of dash and gap divide the 40 px row).
"""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from emo7_gui.compare.comparison_view import Metric, ModelRow, Score
from emo7_gui.compare.table_model import ROW_ROLE, TableModel, interval_words, written
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

NAME_LEFT, PLAIN_LEFT = 32, 8
VALUE_WIDTH = 44
SORTED_VALUE_WIDTH = 92
BAR_LEFT, BAR_RIGHT = 6, 16
LEAST_BAR = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ScoreDelegate(QStyledItemDelegate):
    """The one delegate of the models table."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, TableModel)
        row: ModelRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter, option, index, model.mark_of(row))
        if index.column() == 0:
            _paint_name(painter, option.rect, row, model)
        else:
            metric = model.metrics[index.column() - 1]
            if metric.has_bar:
                _paint_line(painter, option.rect, model, metric)
            _paint_score(painter, option.rect, model, metric, row)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, theme().size("row_table"))

    def _paint_surface(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        mark: str,
    ) -> None:
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if not (mark or is_current or is_hovered):
            return
        # Cells of one row join: each rounds only the outer corners by reaching over its edge.
        first, last = index.column() == 0, index.column() == index.model().columnCount() - 1
        rect = option.rect.adjusted(0 if first else -8, 1, 0 if last else 8, -1)
        painter.setClipRect(option.rect)
        painter.setPen(Qt.PenStyle.NoPen)
        has_focus = is_current and option.widget is not None and option.widget.hasFocus()
        painter.setBrush(theme().colour("input" if has_focus or is_hovered else "card"))
        if mark or is_hovered or has_focus:
            painter.drawRoundedRect(rect, 6, 6)
        if has_focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        painter.setClipping(False)


def _paint_mark(painter: QPainter, rect: QRect, mark: str) -> None:
    """A is a solid line, B a dashed one: models are told apart by line, not colour."""
    pen = QPen(theme().colour("text"), 2.0 if mark == "A" else 1.5)
    if mark == "B":
        pen.setDashPattern([4 / 1.5, 2 / 1.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    middle = rect.center().y() + 0.5
    painter.drawLine(QPointF(rect.left() + 8, middle), QPointF(rect.left() + 24, middle))


def _paint_name(painter: QPainter, rect: QRect, row: ModelRow, model: TableModel) -> None:
    look, mark = theme(), model.mark_of(row)
    if mark:
        _paint_mark(painter, rect, mark)
    inset = NAME_LEFT if model.has_marks else PLAIN_LEFT
    top = QRect(rect.left() + inset, rect.top() + 2, rect.width() - inset - 4, 20)
    if not (row.leak or row.detail):
        top.moveTop(rect.top() + 10)
    painter.setFont(look.font("emphasis" if mark else "body"))
    painter.setPen(look.colour("text_secondary" if row.kind == "floor" else "text"))
    painter.drawText(top, _LEFT, _elided(painter, row.name, top.width()))
    below = QRect(top.left(), top.bottom() - 1, top.width(), 16)
    painter.setFont(look.font("small"))
    painter.setPen(look.colour("warning" if row.leak else "text_secondary"))
    if row.leak:
        icon = QRect(below.left(), below.top() + 1, 14, 14)
        paint_icon(painter, icon, "ph.warning", look.colour("warning"))
        below.setLeft(below.left() + 18)
    words = " · ".join(part for part in (row.leak, row.detail) if part)
    painter.drawText(below, _LEFT, _elided(painter, words, below.width()))


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)


def bar_span(rect: QRect, is_written: bool) -> tuple[float, float]:
    """Return where the bars of a column begin and end, in widget pixels."""
    taken = SORTED_VALUE_WIDTH if is_written else VALUE_WIDTH
    return rect.left() + taken + BAR_LEFT, rect.right() - BAR_RIGHT


def _x(rect: QRect, model: TableModel, metric: Metric, value: float) -> float:
    left, right = bar_span(rect, model.is_written(metric))
    return left + (right - left) * model.fraction(metric, value)


def _has_room(rect: QRect, model: TableModel, metric: Metric) -> bool:
    left, right = bar_span(rect, model.is_written(metric))
    return right - left >= LEAST_BAR


def _paint_line(painter: QPainter, rect: QRect, model: TableModel, metric: Metric) -> None:
    best = 0.0 if metric.has_sign else model.best_floor(metric)
    if math.isnan(best) or not _has_room(rect, model, metric):
        return
    pen = QPen(theme().colour("text_secondary"), 1)
    pen.setDashPattern([4, 4])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    x = round(_x(rect, model, metric, best)) + 0.5
    painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom() + 1))


def _paint_score(
    painter: QPainter, rect: QRect, model: TableModel, metric: Metric, row: ModelRow
) -> None:
    score, is_written = row.score(metric.key), model.is_written(metric)
    look, is_marked = theme(), bool(model.mark_of(row))
    painter.setFont(look.font("strong" if is_marked else "body"))
    painter.setPen(look.colour("text_secondary" if row.kind == "floor" else "text"))
    words = written(score.value, metric)
    if is_written and score.has_interval:
        painter.drawText(rect.adjusted(0, 1, 0, -19), _LEFT, words)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        limits = "no spread" if score.note else interval_words(score, metric)
        painter.drawText(rect.adjusted(0, 21, 0, -3), _LEFT, limits)
    else:
        painter.drawText(rect, _LEFT, words)
    if math.isfinite(score.value) and metric.has_bar and _has_room(rect, model, metric):
        _paint_bar(painter, rect, model, metric, row, score)


def _paint_bar(
    painter: QPainter, rect: QRect, model: TableModel, metric: Metric, row: ModelRow, score: Score
) -> None:
    look, middle = theme(), rect.center().y() + 0.5
    strong = look.colour("text" if model.mark_of(row) else "text_secondary")
    if score.has_interval:
        bar = QColor(strong)
        bar.setAlphaF(0.5 if model.mark_of(row) else 0.35)
        low, high = (_x(rect, model, metric, end) for end in (score.low, score.high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bar)
        width = max(high - low, 4.0)
        painter.drawRoundedRect(QRectF((low + high - width) / 2, middle - 3, width, 6), 2, 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("text_tertiary"))
    for single in score.singles:
        painter.drawEllipse(QPointF(_x(rect, model, metric, single), middle), 2, 2)
    x = _x(rect, model, metric, score.value)
    if row.kind == "floor":
        painter.setPen(QPen(look.colour("text_secondary"), 1.5))
        painter.setBrush(look.colour("window"))
        painter.drawEllipse(QPointF(x, middle), 3.25, 3.25)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(strong)
    painter.drawRect(QRectF(x - 1.25, middle - 6, 2.5, 12))
