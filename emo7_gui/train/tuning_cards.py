"""Beside the trials of a tuning: the best settings, and which settings mattered.

What it is: two cards of words and bars.
What it is not: advice; with few trials importance is mostly noise, and the card says how many.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.study_view import TrialsView

ROW, NAME, NUMBER = 28, 112, 48


class BestCard(QFrame):
    """The settings of the best trial.

    Signals:
        train_requested: a training with these.
    """

    train_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._rows: list[QLabel] = []
        self.title = text_label(face="emphasis")
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(16)
        self._table.setVerticalSpacing(6)
        self._table.setColumnStretch(0, 1)
        self.train = KeyButton(self.tr("Train with these"), "A", "ph.plus")
        self.train.clicked.connect(self.train_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addLayout(self._table)
        column.addStretch(1)
        column.addWidget(self.train)

    def set_view(self, view: TrialsView) -> None:
        """Show the best settings."""
        has_best = view.best is not None
        title = self.tr("Settings of trial {0}").format(view.best)
        self.title.setText(title if has_best else self.tr("No trial is done yet"))
        self.train.setVisible(has_best)
        for label in self._rows:
            label.deleteLater()
        self._rows = []
        right = Qt.AlignmentFlag.AlignRight
        for place, (name, value) in enumerate(view.best_settings):
            pair = text_label(name, tone="secondary"), text_label(value, "strong")
            self._table.addWidget(pair[0], place, 0)
            self._table.addWidget(pair[1], place, 1, right)
            self._rows += pair


class ImportanceBars(QWidget):
    """One bar for each setting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[tuple[str, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_shares(self, shares: tuple[tuple[str, float], ...]) -> None:
        """Show shares 0..1, the largest first."""
        self._shares = shares
        self.setAccessibleName(", ".join(f"{name} {share:.0%}" for name, share in shares))
        self.updateGeometry()
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(260, ROW * len(self._shares))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("body"))
        room = self.width() - NAME - NUMBER
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        for place, (name, share) in enumerate(self._shares):
            top = place * ROW
            painter.setPen(look.colour("text_secondary"))
            painter.drawText(QRectF(0, top, NAME, ROW), middle, name)
            number = QRectF(self.width() - NUMBER, top, NUMBER, ROW)
            painter.setPen(look.colour("text"))
            painter.drawText(number, middle | right, f"{share * 100:.0f}\u2009%")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("text_secondary"))
            painter.drawRoundedRect(QRectF(NAME, top + 10, max(2.0, room * share), 8), 2, 2)


class ImportanceCard(QFrame):
    """Which settings mattered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.bars = ImportanceBars()
        self.note = text_label(face="small", tone="secondary", is_wrapping=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(text_label(self.tr("Which settings mattered"), "emphasis"))
        column.addWidget(self.bars)
        column.addWidget(self.note)
        column.addStretch(1)

    def set_view(self, view: TrialsView) -> None:
        """Show the importance, or why it is not known."""
        self.bars.set_shares(view.importance)
        self.bars.setVisible(bool(view.importance))
        self.note.setText(view.importance_note)
