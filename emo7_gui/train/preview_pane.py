"""What a training will train on, beside the form that decides it.

What it is: counts by class, a remark, the findings and the command.
What it is not: the counting; it is told, and fades while it waits for an answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme
from emo7_gui.train.class_bars import ClassBars
from emo7_gui.train.command_box import CommandBox
from emo7_gui.train.estimate_line import EstimateLine
from emo7_gui.train.findings import Findings
from emo7_gui.train.train_view import TrainPreview


class BarLegend(QWidget):
    """Filled = training, outlined = validation, each with its number of clips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ()
        theme().changed.connect(self.update)

    def set_counts(self, train: int, validation: int) -> None:
        """Show the numbers of clips."""
        self._texts = (
            self.tr("train {0}").format(train),
            self.tr("validation {0}").format(validation),
        )
        self.setAccessibleName(", ".join(self._texts))
        self.updateGeometry()
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(sum(metrics.horizontalAdvance(text) + 36 for text in self._texts), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        x = float(self.width())
        for place, text in reversed(list(enumerate(self._texts))):
            x -= painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(look.colour("text_secondary"))
            box = QRectF(x, 0, self.width() - x, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
            mark = QRectF(x - 18, self.height() / 2 - 4, 12, 8)
            painter.setPen(QPen(look.colour("text_secondary"), 1.25))
            is_filled = place == 0
            painter.setBrush(look.colour("text_secondary") if is_filled else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(mark, 2, 2)
            x -= 18 + 16


class PreviewPane(QWidget):
    """The right side of the training dialog.

    Signals:
        remedy_requested(key): the button of a finding was pressed.
        measure_requested: time and memory shall be measured now.
    """

    remedy_requested = Signal(str)
    measure_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.legend = BarLegend()
        self.bars = ClassBars()
        self.remark = text_label(face="small", tone="secondary", is_wrapping=True)
        self.findings = Findings()
        self.estimate = EstimateLine()
        self.command = CommandBox()
        self.findings.remedy_requested.connect(self.remedy_requested)
        self.estimate.measure_requested.connect(self.measure_requested)
        # From the outside in: what is moved into a window with all it holds is styled twice.
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top = QHBoxLayout()
        column.addLayout(top)
        top.addWidget(text_label(self.tr("What it will train on"), "strong"))
        top.addStretch(1)
        top.addWidget(self.legend)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)
        column.addWidget(self.command)
        content = QWidget(area.viewport())
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(self.bars)
        inside.addWidget(self.remark)
        inside.addWidget(self.findings)
        inside.addWidget(self.estimate)
        inside.addStretch(1)
        area.setWidget(content)

    def set_preview(self, preview: TrainPreview) -> None:
        """Show what the config would train on."""
        self.set_stale(False)
        self.legend.set_counts(preview.train_count, preview.validation_count)
        self.bars.set_counts(preview.counts)
        self.bars.setVisible(bool(preview.counts))
        self.remark.setText(preview.remark)
        self.remark.setVisible(bool(preview.remark))
        self.findings.set_findings(preview.findings)
        self.estimate.setVisible(not preview.errors)
        self.legend.setVisible(bool(preview.counts))

    def set_stale(self, is_stale: bool) -> None:
        """Fade while the clips are counted again."""
        self.bars.set_stale(is_stale)
        set_tone(self.remark, "tertiary" if is_stale else "secondary")

    def set_command(self, words: Sequence[str]) -> None:
        """Show the command of the config."""
        self.command.set_command(words)
