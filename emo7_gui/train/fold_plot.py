"""One score over the folds of a cross-validation: dots, their mean, its interval.

What it is: a card with a painted plot; a fold that is not done yet leaves its place free.
What it is not: the pooled score, which answers for all clips together (pooled_card.py).
Convention: an interval is drawn only where the job told one; else the card says why not.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.score_axis import ScoreAxis, axis_for, paint_axis
from emo7_gui.train.study_view import FoldDot, FoldsView, Span

DOT, REACH = 4.0, 12


def span_words(span: Span, decimals: int = 3) -> str:
    """Return a value with its interval, e.g. "0.312 [0.250, 0.371]"."""
    if not np.isfinite(span.value):
        return "–"
    value = f"{span.value:.{decimals}f}"
    if span.has_limits:
        value += f" [{span.low:.{decimals}f}, {span.high:.{decimals}f}]"
    return value.replace("-", "−")


class FoldDots(QWidget):
    """The painted plot."""

    def __init__(self, score: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = score
        self._view = FoldsView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def set_view(self, view: FoldsView) -> None:
        """Show the folds."""
        self._view = view
        values = (f"fold {f.number}: {self._value(f):.3f}" for f in view.folds)
        self.setAccessibleDescription("; ".join(values))
        self.update()

    def axis(self) -> ScoreAxis:
        """Return where numbers and values stand."""
        mean = self._view.means.get(self._score, Span(float("nan")))
        values = [self._value(fold) for fold in self._view.folds]
        values += [mean.value, mean.low, mean.high]
        last = max(self._view.planned, len(self._view.folds), 1)
        return axis_for(QRectF(self.rect()), values, 1, last)

    def fold_at(self, x: float) -> FoldDot | None:
        """Return the fold at a place, None where there is none near."""
        axis = self.axis()
        near = [fold for fold in self._view.folds if abs(axis.x(fold.number) - x) <= REACH]
        return min(near, key=lambda fold: abs(axis.x(fold.number) - x), default=None)

    def _value(self, fold: FoldDot) -> float:
        return fold.scores.get(self._score, float("nan"))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(280, 200)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            fold = self.fold_at(event.pos().x())
            words = ""
            if fold is not None:
                line = self.tr("Fold {0}: {1}, {2} clips, {3:.3f}")
                words = line.format(fold.number, fold.held_out, fold.n, self._value(fold))
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, axis, look = QPainter(self), self.axis(), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_axis(painter, axis, self.tr("fold"))
        if self._score in self._view.means:
            self._paint_mean(painter, axis, self._view.means[self._score])
        painter.setPen(QPen(look.colour("card"), 1.5))
        painter.setBrush(look.colour("accent"))
        for fold in self._view.folds:
            if np.isfinite(value := self._value(fold)):
                painter.drawEllipse(axis.point(fold.number, value), DOT + 0.75, DOT + 0.75)

    def _paint_mean(self, painter: QPainter, axis: ScoreAxis, mean: Span) -> None:
        if mean.has_limits:
            band = QColor(theme().colour("text"))
            band.setAlphaF(0.1)
            top, bottom = axis.y(mean.high), axis.y(mean.low)
            painter.fillRect(
                QRectF(axis.box.left(), top, axis.box.width(), max(1.0, bottom - top)), band
            )
        if np.isfinite(mean.value):
            painter.setPen(QPen(theme().colour("text"), 1.5))
            y = axis.y(mean.value)
            painter.drawLine(QPointF(axis.box.left(), y), QPointF(axis.box.right(), y))


class FoldPlot(QFrame):
    """The card around it, with the mean in words."""

    def __init__(self, title: str, score: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._score = score
        self.value = text_label(face="strong")
        self.note = text_label(face="small", tone="secondary")
        self.dots = FoldDots(score)
        self.dots.setAccessibleName(title)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(text_label(title, "emphasis"), 1)
        head.addWidget(self.value, 0, Qt.AlignmentFlag.AlignBaseline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 6)
        column.setSpacing(0)
        column.addLayout(head)
        words = QHBoxLayout()
        words.setContentsMargins(16, 0, 16, 0)
        words.addWidget(self.note)
        column.addLayout(words)
        column.addWidget(self.dots, 1)

    def set_view(self, view: FoldsView) -> None:
        """Show the folds."""
        self.dots.set_view(view)
        mean = view.means.get(self._score)
        self.value.setText(span_words(mean) if mean is not None else "")
        self.note.setText(self._note(view, mean))

    def _note(self, view: FoldsView, mean: Span | None) -> str:
        if mean is None:
            return self.tr("{0} of {1} folds so far").format(len(view.folds), view.planned)
        if mean.has_limits:
            return self.tr("mean of {0} folds, 95 % interval").format(len(view.folds))
        return self.tr("mean of {0} folds; too few for an interval").format(len(view.folds))
