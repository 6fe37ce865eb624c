"""What a training would cost in time and memory, as a short probe measured it.

What it is: one line with its small print and a button to measure now.
What it is not: the probe; the line asks for it and is told (desks/probe_desk.py).
Convention: the numbers of an earlier config fade until those of this one are there.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme
from emo7_gui.train.train_view import Estimate


class EstimateLine(QWidget):
    """Time and memory.

    Signals:
        measure_requested: measure now.
    """

    measure_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._icon.setFixedSize(16, 20)
        self.title = text_label(is_wrapping=True)
        self.detail = text_label(face="small", tone="secondary", is_wrapping=True)
        self.measure = KeyButton(self.tr("Measure"), is_small=True)
        self.measure.setAccessibleDescription(self.tr("Measure a few steps now"))
        self.measure.clicked.connect(self.measure_requested)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignTop)
        self.set_estimate(Estimate())
        theme().changed.connect(self._paint_icon)

    def set_estimate(self, estimate: Estimate) -> None:
        """Show what is known of the cost."""
        self._estimate = estimate
        self.title.setText(estimate.title or self.tr("Time and memory are not measured yet"))
        detail = estimate.detail or estimate.blocked
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        is_old = estimate.is_stale or not estimate.title
        set_tone(self.title, "tertiary" if is_old else "")
        set_tone(self.detail, "tertiary" if is_old else "secondary")
        self.measure.setVisible(not estimate.is_measuring)
        self.measure.setEnabled(not estimate.blocked)
        self.measure.setToolTip(estimate.blocked)
        self.setAccessibleName(f"{self.title.text()}. {detail}".strip())
        self._paint_icon()

    def _paint_icon(self) -> None:
        is_out = self._estimate.is_too_large
        icon = ("ph.warning", "warning") if is_out else ("ph.timer", "text_secondary")
        self._icon.setPixmap(theme().icon(*icon).pixmap(16))
