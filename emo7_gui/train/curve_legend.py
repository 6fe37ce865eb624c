"""The legend of the curves: which line is which run, and the choice of runs beside it.

What it is: one painted line of samples and names, with the pens of the curves, and a menu of the
runs that can be overlaid.
What it is not: the curves; it asks for other ones.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.theme import theme
from emo7_gui.train.curve_pens import live_pen, other_pen
from emo7_gui.train.train_view import RunView

_SAMPLE, _GAP, _SPACE = 20, 8, 24
MOST_OVERLAID = 4


class Samples(QWidget):
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


class CurveLegend(QWidget):
    """The samples, and a button with the runs that can be overlaid.

    Signals:
        overlaid(tuple of job ids): these runs shall be drawn beside the chosen one.
    """

    overlaid = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: RunView | None = None
        self.samples = Samples()
        self.button = KeyButton(self.tr("Overlay runs"), "O", "ph.plus", "flat", is_small=True)
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.tr("Runs to overlay"))
        self.button.clicked.connect(self.open_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.samples, 1)
        row.addWidget(self.button)

    def set_run(self, view: RunView | None) -> None:
        """Name the lines of a run and of those it is compared to."""
        self._view = view
        self.samples.set_run(view)
        self.button.setVisible(view is not None and bool(view.choices))

    def open_menu(self) -> None:
        """Show the runs; those that are drawn have a mark."""
        if self._view is None or not self._view.choices:
            return
        self.menu.clear()
        drawn = sum(is_drawn for _, _, is_drawn in self._view.choices)
        for job_id, name, is_drawn in reversed(self._view.choices):
            entry = self.menu.addAction(name)
            entry.setCheckable(True)
            entry.setChecked(is_drawn)
            entry.setData(job_id)
            entry.setEnabled(is_drawn or drawn < MOST_OVERLAID)
            entry.triggered.connect(lambda _=False, entry=entry: self._on_toggled(entry))
        self.menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _on_toggled(self, entry: QAction) -> None:
        if self._view is None:
            return
        chosen = {job_id for job_id, _, is_drawn in self._view.choices if is_drawn}
        chosen ^= {str(entry.data())}
        ids = [job_id for job_id, _, _ in self._view.choices if job_id in chosen]
        self.overlaid.emit(tuple(ids))
