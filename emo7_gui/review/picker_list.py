"""The list of models in the picker: a model over rows, its painting and its keys.

What it is: rows of 56 px; A and B choose the row for a slot, Enter for A.
What it is not: the choosing; it says which row was meant.
Convention: refused rows are walked to like others, so that their reason can be read, and choose
nothing.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_outline, paint_plate
from emo7_gui.icons import paint_icon
from emo7_gui.review.picker_view import PickerRow
from emo7_gui.theme import theme

ROW = Qt.ItemDataRole.UserRole + 1
HEIGHT = 56
_SIDE, _BADGE, _SCORES, _BLOCKS = 12, 20, 116, 5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


class PickerModel(QAbstractListModel):
    """The rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[PickerRow, ...] = ()

    def set_rows(self, rows: tuple[PickerRow, ...]) -> None:
        """Show these; where only their letters changed, the list stays where it stands."""
        if [row.uri for row in rows] == [row.uri for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    # Qt overrides.

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.title, _second(row)) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return None


class PickerDelegate(QStyledItemDelegate):
    """Paints letters, title, details and scores."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: PickerRow = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect).adjusted(0, 1, 0, -1)
        _paint_surface(painter, option, rect)
        _paint_letters(painter, rect, row.letters)
        _paint_words(painter, rect, row)
        _paint_scores(painter, rect, row)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, HEIGHT)


class PickerList(QListView):
    """The list.

    Signals:
        picked(uri, letter, is final): a row was meant for a slot; Enter is final.
    """

    picked = Signal(str, str, bool)

    def __init__(self, model: PickerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_loading = False
        self.setModel(model)
        self.setItemDelegate(PickerDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Models"))
        self.doubleClicked.connect(lambda _: self.pick("A", is_final=True))
        theme().changed.connect(self.viewport().update)

    def set_loading(self, is_loading: bool) -> None:
        """Show flat blocks in place of rows that are not here yet."""
        self._is_loading = is_loading
        self.viewport().update()

    @property
    def current(self) -> PickerRow | None:
        """The row that the list stands on."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def pick(self, letter: str, *, is_final: bool) -> None:
        """Mean the current row for a slot."""
        row = self.current
        if row is not None and not row.refused:
            self.picked.emit(row.uri, letter, is_final)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = {Qt.Key.Key_A: "A", Qt.Key.Key_B: "B"}.get(Qt.Key(event.key()))
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if letter and is_plain:
            self.pick(letter, is_final=False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick("A", is_final=True)
        elif event.text().strip() or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_loading or self.model().rowCount():
            return
        painter = QPainter(self.viewport())
        colour, radius = theme().colour("input"), theme().radius("bar")
        for place in range(_BLOCKS):
            top = place * HEIGHT
            paint_plate(painter, QRect(_SIDE + 56, top + 12, 168, 12), colour, radius)
            paint_plate(painter, QRect(_SIDE + 56, top + 32, 296, 10), colour, radius)


def _paint_surface(painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
    radius = theme().radius("control")
    is_current = bool(option.state & QStyle.StateFlag.State_Selected)
    if is_current or option.state & QStyle.StateFlag.State_MouseOver:
        paint_plate(painter, rect, theme().colour("selected" if is_current else "input"), radius)
    if is_current and option.widget is not None and option.widget.hasFocus():
        draw_ring(painter, rect, theme().colour("accent"), radius)


def _paint_letters(painter: QPainter, rect: QRect, letters: str) -> None:
    """A on a filled badge, B on an outlined one, as their bars are."""
    look = theme()
    painter.setFont(look.font("small_strong"))
    for place, letter in enumerate("AB"):
        left = rect.left() + _SIDE + place * (_BADGE + 4)
        box = QRect(left, rect.center().y() - _BADGE // 2, _BADGE, _BADGE)
        if letter not in letters:
            continue
        if letter == "A":
            paint_plate(painter, box, look.colour("text"), look.radius("badge"))
        else:
            paint_outline(painter, box, look.colour("text"), look.radius("badge"), 1.5)
        painter.setPen(look.colour("window" if letter == "A" else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


def _paint_words(painter: QPainter, rect: QRect, row: PickerRow) -> None:
    look = theme()
    left = rect.left() + _SIDE + 2 * (_BADGE + 4) + 8
    room = rect.right() - left - (_SCORES if row.scores else 0) - _SIDE
    elide = Qt.TextElideMode.ElideRight
    painter.setFont(look.font("emphasis"))
    painter.setPen(look.colour("text_secondary" if row.refused else "text"))
    title = painter.fontMetrics().elidedText(row.title, elide, room)
    painter.drawText(QRectF(left, rect.top() + 7, room, 20), _LEFT, title)
    painter.setFont(look.font("small"))
    is_marked = bool(row.refused or row.warning)
    if is_marked:
        tone = look.colour("error" if row.refused else "warning")
        paint_icon(painter, QRect(left, rect.top() + 30, 14, 14), "ph.warning-circle", tone)
    indent = 20 if is_marked else 0
    painter.setPen(look.colour("text_secondary"))
    second = painter.fontMetrics().elidedText(_second(row), elide, room - indent)
    painter.drawText(QRectF(left + indent, rect.top() + 29, room - indent, 16), _LEFT, second)


def _second(row: PickerRow) -> str:
    if row.refused:
        return f"cannot be used: {row.refused}"
    return " · ".join(part for part in (row.warning, row.detail) if part)


def _paint_scores(painter: QPainter, rect: QRect, row: PickerRow) -> None:
    painter.setFont(theme().font("small"))
    painter.setPen(theme().colour("text_secondary"))
    top = rect.top() + (rect.height() - 18 * len(row.scores)) / 2
    for place, words in enumerate(row.scores):
        box = QRectF(rect.right() - _SIDE - _SCORES, top + 18 * place, _SCORES, 18)
        painter.drawText(box, _RIGHT, words)
