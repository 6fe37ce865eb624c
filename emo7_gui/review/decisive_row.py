"""The line of the decisive moment: a diamond, when it is, the key that sets it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import CAP_HEIGHT, cap_width, paint_cap, paint_plate
from emo7_gui.theme import theme

_HEIGHT, _TEXT = 24, 28


class DecisiveRow(QAbstractButton):
    """Pressing it sets the moment, or goes to the one that is set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._time: float | None = None
        self._cap = ""
        self.setText(self.tr("Decisive moment"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_time(None)

    @property
    def is_set(self) -> bool:
        return self._time is not None

    def set_time(self, time: float | None) -> None:
        """Show the moment in seconds, or that there is none."""
        self._time = time
        self.setAccessibleName(f"{self.text()}, {self._time_text()}")
        self.update()

    def set_cap(self, cap: str) -> None:
        """Show the key that sets it."""
        self._cap = cap
        self.update()

    def _time_text(self) -> str:
        return self.tr("not set") if self._time is None else f"{self._time:.2f} s"

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            paint_plate(painter, self.rect(), theme().colour("input"), theme().radius("badge"))
        ink = theme().colour("text" if self.isEnabled() and self.is_set else "text_secondary")
        self._paint_diamond(painter, QPointF(14, self.height() / 2))
        painter.setPen(ink)
        painter.setFont(theme().font("body"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(_TEXT, 0, 0, 0), int(flags), self.text())
        right = self.width()
        if self._cap:
            width = cap_width(self._cap)
            right -= width
            place = QRect(right, (self.height() - CAP_HEIGHT) // 2, width, CAP_HEIGHT)
            paint_cap(painter, place, self._cap)
            right -= 6
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(0, 0, right, self.height()), int(flags), self._time_text())
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), theme().radius("badge"))

    def _paint_diamond(self, painter: QPainter, middle: QPointF) -> None:
        arms = ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0))
        shape = QPolygonF([middle + QPointF(x, y) for x, y in arms])
        painter.setPen(theme().colour("text" if self.is_set else "text_tertiary"))
        painter.setBrush(theme().colour("text") if self.is_set else Qt.BrushStyle.NoBrush)
        painter.drawPolygon(shape)
