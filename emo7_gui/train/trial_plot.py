"""The trials of a tuning in their order, with the best so far as a line.

What it is: a card with a painted plot: filled dot = whole trial, ring = ended early, cross =
failed, diamond = the best.
What it is not: the settings; those of the best stand beside it (tuning_cards.py).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.score_axis import ScoreAxis, axis_for, paint_axis
from emo7_gui.train.study_view import TrialDot, TrialsView

DOT, CROSS, REACH = 4.0, 3.5, 8


def best_so_far(view: TrialsView) -> list[tuple[int, float]]:
    """Return each whole trial that beat those before it: its number and score."""
    steps: list[tuple[int, float]] = []
    for trial in view.trials:
        if trial.state != "complete" or not np.isfinite(trial.value):
            continue
        sign = -1 if view.is_less_better else 1
        if not steps or sign * trial.value > sign * steps[-1][1]:
            steps.append((trial.number, trial.value))
    return steps


class TrialDots(QWidget):
    """The painted plot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = TrialsView()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme().changed.connect(self.update)

    def set_view(self, view: TrialsView) -> None:
        """Show the trials."""
        self._view = view
        told = (f"trial {t.number}: {t.state}, {t.value:.3f}" for t in view.trials)
        self.setAccessibleName(self.tr("Trials"))
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def axis(self) -> ScoreAxis:
        """Return where numbers and values stand."""
        view = self._view
        last = max(view.planned - 1, *(trial.number for trial in view.trials), 1)
        return axis_for(QRectF(self.rect()), [t.value for t in view.trials], 0, last)

    def trial_at(self, x: float) -> TrialDot | None:
        """Return the trial at a place, None where there is none near."""
        axis = self.axis()
        near = [trial for trial in self._view.trials if abs(axis.x(trial.number) - x) <= REACH]
        return min(near, key=lambda trial: abs(axis.x(trial.number) - x), default=None)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(420, 220)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            trial = self.trial_at(event.pos().x())
            words = ""
            if trial is not None:
                told = self.tr("Trial {0}: {1}").format(trial.number, trial.settings)
                words = "\n".join(part for part in (told, trial.reason) if part)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, axis = QPainter(self), self.axis()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_axis(painter, axis, self.tr("trial"))
        self._paint_best(painter, axis)
        for trial in self._view.trials:
            self._paint_trial(painter, axis, trial)

    def _paint_best(self, painter: QPainter, axis: ScoreAxis) -> None:
        steps = best_so_far(self._view)
        if not steps:
            return
        path = QPainterPath(axis.point(*steps[0]))
        for (_, before), (number, value) in pairwise(steps):
            path.lineTo(axis.point(number, before))
            path.lineTo(axis.point(number, value))
        path.lineTo(axis.point(self._view.trials[-1].number, steps[-1][1]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("accent"), 2))
        painter.drawPath(path)

    def _paint_trial(self, painter: QPainter, axis: ScoreAxis, trial: TrialDot) -> None:
        look, is_known = theme(), bool(np.isfinite(trial.value))
        place = axis.point(trial.number, trial.value if is_known else axis.ticks[0])
        if trial.state == "fail" or not is_known:
            painter.setPen(QPen(look.colour("error"), 1.5))
            for sign in (-1, 1):
                reach = QPointF(CROSS, sign * CROSS)
                painter.drawLine(place - reach, place + reach)
        elif trial.number == self._view.best:
            painter.setPen(QPen(look.colour("card"), 1))
            painter.setBrush(look.colour("text"))
            painter.drawPolygon(_diamond(place, 6.5))
        else:
            is_whole = trial.state == "complete"
            painter.setPen(QPen(look.colour("text_secondary"), 1.5))
            painter.setBrush(look.colour("text_secondary" if is_whole else "card"))
            painter.drawEllipse(place, DOT - 0.75, DOT - 0.75)


def _diamond(place: QPointF, reach: float) -> QPolygonF:
    ways = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
    return QPolygonF([place + QPointF(*way) for way in ways])


class TrialPlot(QFrame):
    """The card around it, with the best score in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.title = text_label(face="emphasis")
        self.value = text_label(face="strong")
        self.note = text_label(face="small", tone="secondary")
        self.dots = TrialDots()
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.value, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self.note, 0, Qt.AlignmentFlag.AlignBaseline)
        legend = text_label(
            self.tr("Dot: whole trial. Ring: ended early. Cross: failed. Diamond and line: best."),
            "small",
            "secondary",
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 4)
        foot.addWidget(legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.dots, 1)
        column.addLayout(foot)

    def set_view(self, view: TrialsView) -> None:
        """Show the trials."""
        self.dots.set_view(view)
        self.title.setText(self.tr("{0} by trial").format(view.score))
        steps = best_so_far(view)
        self.value.setText(f"{steps[-1][1]:.3f}" if steps else "")
        words = self.tr("best at trial {0}, {1} of {2} done")
        known = words.format(steps[-1][0], len(view.trials), view.planned) if steps else ""
        self.note.setText(known)
