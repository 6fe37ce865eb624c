"""The legend of the curves: which line is which run.

What it is: one painted line of samples and names, with the pens of the curves.
What it is not: a switch of what is shown.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from emo7_gui.theme import theme
from emo7_gui.train.curves import live_pen, other_pen
from emo7_gui.train.train_view import RunView

_SAMPLE, _GAP, _SPACE = 20, 8, 24


class CurveLegend(QWidget):
    """Samples of the lines with the names of the runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: RunView | None = None
        self.setFixedHeight(24)
        theme().changed.connect(self.update)

    def set_run(self, view: RunView | None) -> None:
        """Name the lines of a run and of those it is compared to."""
        self._view = view
        self.setAccessibleName(", ".join(name for name, _ in self._entries()))
        self.update()

    def _entries(self) -> list[tuple[str, QPen]]:
        if self._view is None:
            return []
        name = self._view.live.name
        entries = [
            (self.tr("{0} validation").format(name), live_pen()),
            (self.tr("{0} training").format(name), live_pen(is_training=True)),
        ]
        others = enumerate(self._view.others)
        return entries + [(other.name, other_pen(place)) for place, other in others]

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(240, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x, middle = QPainter(self), 0.0, self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("small"))
        for name, pen in self._entries():
            pen.setCosmetic(False)  # as wide in a legend as in a plot, whatever the screen
            painter.setPen(pen)
            painter.drawLine(QPointF(x, middle), QPointF(x + _SAMPLE, middle))
            x += _SAMPLE + _GAP
            painter.setPen(theme().colour("text_secondary"))
            width = painter.fontMetrics().horizontalAdvance(name)
            box = QRectF(x, 0, width + 2, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
            x += width + _SPACE
