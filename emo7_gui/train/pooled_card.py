"""All held-out answers of a cross-validation together: the matrix and its scores.

What it is: a card with a painted confusion matrix with numbers, and scores with intervals.
What it is not: clickable; the answers are in Compare, whose cells open clips.
Convention: shade = share of the row; row = label, column = answer, both 1 to 7.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_core.scale import K
from emo7_gui.swatch import class_sign, digit_colour, paint_badge, row_shares, shade_colour
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.fold_plot import span_words
from emo7_gui.train.study_view import Counts, FoldsView, Span

CELL, BADGE, GAP = 26, 20, 8
SCORES = (
    ("macro_f1", "Macro-F1"),
    ("quadratic_kappa", "Quadratic kappa"),
    ("balanced_accuracy", "Balanced accuracy"),
    ("macro_mae", "Macro-MAE, steps"),
    ("within_one", "Within one step"),
)


class PooledMatrix(QWidget):
    """The painted matrix."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: Counts = np.zeros((K, K), dtype=np.int64)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def set_counts(self, counts: Counts) -> None:
        """Show counts, (K, K)."""
        self._counts = counts
        rows = (
            f"{class_sign(place, len(counts))}: {', '.join(map(str, row))}"
            for place, row in enumerate(counts.tolist())
        )
        self.setAccessibleName(self.tr("Pooled confusion by label"))
        self.setAccessibleDescription("; ".join(rows))
        self.updateGeometry()
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        side = BADGE + GAP + K * CELL
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, size = QPainter(self), len(self._counts)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell, start = K * CELL / size, BADGE + GAP
        shares = row_shares(self._counts)
        for place in range(size):
            colour, sign = (place if size == K else (1, 3, 5)[place]), class_sign(place, size)
            middle = start + (place + 0.5) * cell - BADGE / 2
            paint_badge(painter, QRectF(0, middle - start, BADGE, BADGE), colour, sign)
            paint_badge(painter, QRectF(middle, K * CELL + GAP, BADGE, BADGE), colour, sign)
        painter.setFont(theme().font("small"))
        for row in range(size):
            for column in range(size):
                box = QRectF(start + column * cell + 1, row * cell + 1, cell - 2, cell - 2)
                share = float(shares[row, column])
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(shade_colour(share))
                painter.drawRoundedRect(box, 3, 3)
                if count := int(self._counts[row, column]):
                    painter.setPen(digit_colour(share))
                    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))


class PooledCard(QFrame):
    """The matrix, and at its right the scores over all held-out clips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.matrix = PooledMatrix()
        self.note = text_label(face="small", tone="secondary", is_wrapping=True)
        self.values = {key: text_label(face="strong") for key, _ in SCORES}
        table = QGridLayout()
        table.setHorizontalSpacing(24)
        table.setVerticalSpacing(8)
        for place, (key, title) in enumerate(SCORES):
            table.addWidget(text_label(title, tone="secondary"), place, 0)
            table.addWidget(self.values[key], place, 1)
        table.setColumnStretch(2, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(table)
        right.addWidget(self.note)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(40)
        row.addWidget(self.matrix, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(text_label(self.tr("All held-out answers together"), "emphasis"))
        column.addLayout(row)

    def set_view(self, view: FoldsView) -> None:
        """Show what is known so far."""
        self.setVisible(view.confusion is not None)
        if view.confusion is None:
            return
        self.matrix.set_counts(view.confusion)
        for key, label in self.values.items():
            span = view.pooled.get(key, Span(float("nan")))
            label.setText(span_words(span) if view.pooled else "–")
        self.note.setText(self._words(view))

    def _words(self, view: FoldsView) -> str:
        how = self.tr("Rows: label 1 to 7, columns: model 1 to 7. Shade: share of the row.")
        if not view.pooled:
            told = self.tr("{0} clips held out so far; scores when all folds are done.")
            return f"{told.format(view.clips)} {how}"
        note = next((span.note for span in view.pooled.values() if span.note), "")
        return f"{view.pooled_words}. {note} {how}".replace("  ", " ")
