"""A small ring that shows how far a job is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.theme import theme

_WIDTH = 2.0


class ProgressRing(QWidget):
    """A share 0..1 as an arc from the top; None shows the empty ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float | None) -> None:
        """Show a share 0..1, or nothing known yet."""
        self._share = share
        percent = "" if share is None else f"{round(100 * share)} percent"
        self.setAccessibleName(percent)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme().size("icon"), theme().size("icon"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(_WIDTH, _WIDTH, -_WIDTH, -_WIDTH)
        painter.setPen(QPen(theme().colour("selected"), _WIDTH))
        painter.drawEllipse(room)
        if self._share:
            pen = QPen(theme().colour("accent"), _WIDTH)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(room, 90 * 16, -round(360 * 16 * min(self._share, 1.0)))
