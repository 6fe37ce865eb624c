"""A job in the list: a card while it works or has failed, else a plain row.

What it is: one focusable widget for each job, painted surface and labels.
What it is not: the order of the list (jobs_panel.py) or what happens on a request.
Convention: a card is chosen by click, Enter or Space; its state is never colour alone.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.progress_bar import ProgressBar
from emo7_gui.controls.progress_ring import ProgressRing
from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.train_view import JobRow

_ICONS = {
    "waiting": ("ph.clock", "text_secondary"),
    "ended": ("ph.check-circle-fill", "accent"),
    "stopped": ("ph.stop-circle", "text_secondary"),
    "failed": ("ph.warning-circle", "error"),
}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def kind_of(row: JobRow) -> str:
    """Return which look a job has: live, failed or row."""
    return "live" if row.is_live else "failed" if row.state == "failed" else "row"


class ElidedLines(QWidget):
    """The last lines of a log, each cut at its end where it is too long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Show these lines; none hides the place."""
        self.setVisible(bool(lines))
        if lines == self._lines:
            return
        self._lines = lines
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for line in lines:
            label = ElidedLabel(line, "small", "tertiary")
            label.setToolTip(line)
            self._column.addWidget(label)


class JobCard(QFrame):
    """One job.

    Signals:
        chosen(job id): show it at the right.
        remedy_requested(job id, key): a button of a failed card.
        step_requested(by): Up (-1) or Down (1) was pressed on it.
        dragged(job id): a waiting one is pulled from its place.
    """

    chosen = Signal(str)
    remedy_requested = Signal(str, str)
    step_requested = Signal(int)
    dragged = Signal(str)

    def __init__(self, row: JobRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.kind = kind_of(row)
        self._is_chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._ring = ProgressRing()
        self._icon = QLabel()
        self._name = text_label(face="emphasis" if self.kind != "row" else "body")
        self._detail = ElidedLabel("", "small", "secondary")
        tone = "error" if self.kind == "failed" else "secondary"
        self._note = text_label(face="small", tone=tone)
        self._bar = ProgressBar(self.tr("Epochs"))
        self._epoch = text_label(face="small", tone="secondary")
        self._timing = ElidedLabel("", "small", "secondary")
        self._problem = text_label(is_wrapping=True)
        self._kept = text_label(face="small", tone="secondary", is_wrapping=True)
        self._lines = ElidedLines()
        self._handle = QLabel()
        self._handle.setFixedWidth(16)
        self._pressed: QPoint | None = None
        self._buttons = QHBoxLayout()
        self._arrange()
        self.set_row(row)
        theme().changed.connect(self._paint_icon)

    def _arrange(self) -> None:
        head = QGridLayout()
        head.setHorizontalSpacing(8)
        head.setVerticalSpacing(0)
        head.setColumnStretch(1, 1)
        head.addWidget(self._ring if self.kind == "live" else self._icon, 0, 0)
        head.addWidget(self._name, 0, 1)
        head.addWidget(self._detail, 1, 1)
        middle = Qt.AlignmentFlag.AlignVCenter
        head.addWidget(self._note, 0, 2, 2 if self.kind == "row" else 1, 1, middle)
        if self.kind == "row":
            head.addWidget(self._handle, 0, 3, 2, 1, middle)
        column = QVBoxLayout(self)
        sides = 4 if self.kind == "row" else 12
        column.setContentsMargins(sides, sides, sides, sides)
        column.setSpacing(8)
        column.addLayout(head)
        if self.kind == "live":
            column.addWidget(self._bar)
            foot = QHBoxLayout()
            foot.addWidget(self._epoch, 1)
            foot.addWidget(self._timing)
            column.addLayout(foot)
        elif self.kind == "failed":
            column.addWidget(self._problem)
            column.addWidget(self._kept)
            column.addWidget(self._lines)
            column.addLayout(self._buttons)

    def set_row(self, row: JobRow) -> None:
        """Show news of the same job in the same look."""
        has_other_remedies = row.remedies != self.row.remedies or not self._buttons.count()
        self.row = row
        self._name.setText(row.name)
        self._detail.setText(row.detail)
        self._note.setText(row.note or (self.tr("failed") if row.state == "failed" else ""))
        self._ring.set_share(row.share)
        self._bar.set_share(row.share)
        self._epoch.setText(row.progress)
        self._timing.setText(row.timing)
        self._problem.setText(row.problem)
        self._kept.setText(row.kept)
        self._kept.setVisible(bool(row.kept))
        self._lines.set_lines(row.last_lines)
        self._handle.setVisible(row.state == "waiting")
        if row.state == "waiting":
            self.setToolTip(self.tr("Drag it, or Alt with the arrows, to change the order"))
        if self.kind == "failed" and has_other_remedies:
            self._add_buttons()
        self._paint_icon()
        parts = (row.name, row.detail, row.state, row.note, row.problem)
        self.setAccessibleName(", ".join(part for part in parts if part))

    def set_chosen(self, is_chosen: bool) -> None:
        """Mark it as the one shown at the right."""
        self._is_chosen = is_chosen
        self.update()

    def _add_buttons(self) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, remedy in enumerate(self.row.remedies):
            button = KeyButton(remedy.text, kind="flat" if place else "", is_small=True)
            key = remedy.key
            button.clicked.connect(lambda _=False, k=key: self._ask(k))
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    def _ask(self, key: str) -> None:
        self.remedy_requested.emit(self.row.job_id, key)

    def _paint_icon(self) -> None:
        if self.kind != "live":
            icon, tone = _ICONS[self.row.state]
            self._icon.setPixmap(theme().icon(icon, tone).pixmap(16))
        self._handle.setPixmap(theme().icon("ph.dots-six-vertical", "text_tertiary").pixmap(16))

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.row.job_id)
        elif event.key() in _STEPS and not event.modifiers():
            self.step_requested.emit(_STEPS[Qt.Key(event.key())])
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        self.chosen.emit(self.row.job_id)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self.row.state != "waiting":
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed = None
            self.dragged.emit(self.row.job_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = "card" if self.kind != "row" else ""
        if self.underMouse():
            surface = "input"
        if self._is_chosen:
            surface = "selected"
        if surface:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(surface))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.hasFocus():
            draw_ring(painter, self.rect(), look.colour("accent"), 8)
