"""The configurations of cuts to choose from, each with its cuts or its reason.

What it is: exclusive painted rows; a degenerate one stays listed with a warning.
What it is not: the cuts' values or their moving (histogram.py).
Convention: configurations are named by the keys of data_view.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_plate
from emo7_gui.data.data_view import CutsLine
from emo7_gui.icons import paint_icon
from emo7_gui.theme import theme

ROW = 48
_INSET, _ICON, _SMALL_ICON = 8, 16, 13


class CutsRow(QAbstractButton):
    """One configuration."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = CutsLine(key, "", "")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_line(self, line: CutsLine) -> None:
        """Show other words."""
        if line == self.line:
            return
        self.line = line
        self.setText(line.title)
        warning = self.tr("Warning: {0}").format(line.note or line.warning)
        said = warning if line.warning else line.detail
        self.setAccessibleName(f"{line.title}, {said}")
        self.setToolTip(line.note or line.detail)
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(200, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            plate = look.colour("selected" if self.isChecked() else "input")
            paint_plate(painter, self.rect(), plate, look.radius("control"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("emphasis" if self.isChecked() else "body"))
        painter.setPen(look.colour("text"))
        room = self.width() - 2 * _INSET - (_ICON + 8 if self.isChecked() else 0)
        painter.drawText(QRect(_INSET, 5, room, 20), middle, self.line.title)
        self._paint_detail(painter, room)
        if self.isChecked():
            place = QRect(self.width() - _INSET - _ICON, (ROW - _ICON) // 2, _ICON, _ICON)
            paint_icon(painter, place, "ph.check", look.colour("accent"))
        if self.hasFocus():
            draw_ring(painter, self.rect(), look.colour("accent"), look.radius("control"))

    def _paint_detail(self, painter: QPainter, room: int) -> None:
        look, left = theme(), _INSET
        ink = look.colour("warning" if self.line.warning else "text_secondary")
        if self.line.warning:
            place = QRect(left, 26 + (16 - _SMALL_ICON) // 2, _SMALL_ICON, _SMALL_ICON)
            paint_icon(painter, place, "ph.warning", ink)
            left += _SMALL_ICON + 4
        painter.setFont(look.font("small"))
        painter.setPen(ink)
        text = self.line.warning or self.line.detail
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, 26, room, 16), Qt.AlignmentFlag.AlignVCenter, elided)


class CutsList(QWidget):
    """All configurations.

    Signals:
        chosen(key): a person chose one.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, CutsRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName(self.tr("Cuts"))
        theme().changed.connect(self.update)

    def set_lines(self, lines: tuple[CutsLine, ...], chosen: str) -> None:
        """Show configurations and choose one, without a signal."""
        for line in lines:
            self._row(line.key).set_line(line)
        if chosen in self.rows:
            self.rows[chosen].setChecked(True)

    def _row(self, key: str) -> CutsRow:
        if key not in self.rows:
            row = self.rows[key] = CutsRow(key)
            row.clicked.connect(lambda: self.chosen.emit(key))
            self._column.addWidget(row)
        return self.rows[key]
