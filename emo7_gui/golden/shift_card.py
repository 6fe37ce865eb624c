"""Rater shift: what each rater puts how often, and who sits higher or lower than the others.

What it is: a card with a histogram and an interval in steps for each rater; every bar and every
interval opens its clips.
What it is not: a judgement; who sits higher may be right.
Convention: bars share one height scale over all raters; steps are positive towards 7.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.flow_layout import FlowLayout
from emo7_gui.golden.clip_link import ClipLink
from emo7_gui.golden.golden_view import RaterBars, ShiftView
from emo7_gui.golden.interval_bar import paint_interval, two
from emo7_gui.golden.mark_field import Mark, MarkField
from emo7_gui.swatch import paint_badge
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

NAME, BADGES, HEAD = 44, 28, 22
_LEAST_ROW, _MOST_ROW, _BAR, _BAR_GAP, _LEAST_REACH = 44, 68, 22.0, 4.0, 0.5


class ShiftPlot(MarkField):
    """Histograms at the left, shifts at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Rater shift"), parent)
        self._view = ShiftView(())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_shift(self, view: ShiftView) -> None:
        """Show these raters."""
        self._view = view
        self.updateGeometry()
        self.refresh()

    @property
    def reach(self) -> float:
        """Steps from the middle of the axis to its ends."""
        raters = self._view.raters
        ends = [
            abs(x) for r in raters for x in (r.shift, r.low, r.high, *(s for _, s in r.singles))
        ]
        return max([_LEAST_REACH, *(end * 1.15 for end in ends if math.isfinite(end))])

    @property
    def _row(self) -> float:
        rows = max(1, len(self._view.raters))
        return min(_MOST_ROW, max(_LEAST_ROW, (self.height() - HEAD - BADGES) / rows))

    @property
    def _bar(self) -> float:
        room = (self.width() - NAME) * 0.56 - _BAR_GAP * (K - 1)
        return min(_BAR + 2, max(10.0, room / K))

    def _bars(self, i: int) -> list[QRectF]:
        """Return the seven columns of a rater, at full height."""
        step, top = self._bar + _BAR_GAP, HEAD + i * self._row
        return [QRectF(NAME + v * step, top + 6, self._bar, self._row - 14) for v in range(K)]

    def _axis(self, i: int) -> QRectF:
        left = NAME + K * (self._bar + _BAR_GAP) + 20
        return QRectF(left, HEAD + i * self._row, max(40.0, self.width() - left - 4), self._row)

    def lay_out(self) -> tuple[Mark, ...]:
        marks = []
        for i, rater in enumerate(self._view.raters):
            for value, (rect, clips) in enumerate(zip(self._bars(i), rater.bars, strict=True)):
                words = f"{rater.name}, {digit_of(value)} {CLASSES[value]}: {len(clips)}"
                marks.append(Mark(rect.adjusted(-1, 0, 1, 0), words, clips))
            if math.isfinite(rater.shift):
                marks.append(Mark(self._axis(i), shift_words(rater), rater.shared))
        return tuple(marks)

    def paint_marks(self, painter: QPainter) -> None:
        tallest = max((len(bar) for r in self._view.raters for bar in r.bars), default=1)
        self._paint_axis(painter)
        for i, rater in enumerate(self._view.raters):
            self._paint_name(painter, i, rater)
            for value, (rect, clips) in enumerate(zip(self._bars(i), rater.bars, strict=True)):
                _paint_column(painter, rect, value, len(clips) / max(1, tallest))
            self._paint_shift(painter, i, rater)
        top = HEAD + len(self._view.raters) * self._row + 4
        for value, rect in enumerate(self._bars(0)):
            paint_badge(painter, QRectF(rect.center().x() - 10, top, 20, 20), value)

    def _paint_name(self, painter: QPainter, i: int, rater: RaterBars) -> None:
        look, bottom = theme(), HEAD + (i + 1) * self._row - 8
        painter.setFont(look.font("emphasis"))
        painter.setPen(look.colour("text"))
        painter.drawText(QPointF(0, bottom - 16), rater.initials)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        painter.drawText(QPointF(0, bottom - 1), str(rater.n))

    def _paint_axis(self, painter: QPainter) -> None:
        if not any(math.isfinite(rater.shift) for rater in self._view.raters):
            return
        look, first = theme(), self._axis(0)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        head = QRectF(first.left() - 16, 0, first.width() + 20, HEAD)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        text = painter.fontMetrics().elidedText(
            self._view.against, Qt.TextElideMode.ElideRight, int(head.width())
        )
        painter.drawText(head, int(flags), text)
        pen = QPen(look.colour("text_tertiary"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        x, bottom = first.center().x(), HEAD + len(self._view.raters) * self._row
        painter.drawLine(QPointF(x, HEAD), QPointF(x, bottom))

    def _paint_shift(self, painter: QPainter, i: int, rater: RaterBars) -> None:
        look, axis = theme(), self._axis(i)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        if not math.isfinite(rater.shift):
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(axis, int(flags), self.tr("shares no clip with another rater"))
            return
        line = QRectF(axis.left(), axis.top() + axis.height() / 2 - 14, axis.width(), 14)
        singles = tuple(value for _, value in rater.singles)
        paint_interval(painter, line, self._place, rater.shift, rater.low, rater.high, singles)
        words = ", ".join((two(rater.shift, has_sign=True), *rater.words))
        width = painter.fontMetrics().horizontalAdvance(words)
        centre = line.left() + self._place(rater.shift)
        left = min(max(centre - width / 2, axis.left() - 14), axis.right() - width)
        ground = QRectF(left - 2, line.bottom() + 2, width + 4, 16)
        painter.fillRect(ground, look.colour("input" if self._is_hovered(axis) else "card"))
        painter.setPen(look.colour("text_secondary"))
        painter.drawText(QRectF(left, line.bottom() + 2, width + 2, 16), words)

    def _is_hovered(self, axis: QRectF) -> bool:
        return self._hovered is not None and self.marks[self._hovered].rect == axis

    def _place(self, steps: float) -> float:
        share = (min(max(steps, -self.reach), self.reach) + self.reach) / (2 * self.reach)
        return share * self._axis(0).width()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._view.raters))
        return QSize(456, HEAD + BADGES + rows * _MOST_ROW)

    def minimumSizeHint(self) -> QSize:
        rows = max(1, len(self._view.raters))
        return QSize(320, HEAD + BADGES + rows * _LEAST_ROW)


class ShiftCard(QFrame):
    """The card.

    Signals:
        clips_opened(ClipSet): a bar, an interval or a note was opened.
    """

    clips_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.plot = ShiftPlot()
        self.plot.clips_opened.connect(self.clips_opened)
        self.hint = text_label(self.tr("click a bar to open its clips"), "small", "secondary")
        self.waiting = text_label(tone="secondary", is_wrapping=True)
        self._notes = QWidget()
        self._flow = FlowLayout(self._notes, gap=12)
        self._arrange()
        self.set_shift(None)

    def set_shift(self, view: ShiftView | None) -> None:
        """Show the raters; None while they are being counted."""
        has_raters = view is not None and bool(view.raters)
        counting = self.tr("Counting shifts …")
        nobody = self.tr("Nobody rated a clip yet. Each rater's values and shift appear here.")
        self.waiting.setText(counting if view is None else nobody)
        self.waiting.setVisible(not has_raters)
        for part in (self.plot, self.hint):
            part.setVisible(has_raters)
        while item := self._flow.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._notes.setVisible(view is not None and bool(view.notes))
        if view is None:
            return
        self.plot.set_shift(view)
        for note in view.notes:
            link = ClipLink(note, self._notes)
            link.show()
            link.clips_opened.connect(self.clips_opened)
            self._flow.addWidget(link)
        self._flow.invalidate()
        self._fit_notes()
        self._flow.activate()

    def _fit_notes(self) -> None:
        self._notes.setFixedHeight(max(1, self._flow.heightForWidth(self.width() - 32)))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(self.tr("Rater shift"), "emphasis"), 1)
        head.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.waiting)
        column.addWidget(self.plot, 1)
        column.addWidget(self._notes)
        column.addStretch(0)

    # Qt overrides.

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_notes()


def shift_words(rater: RaterBars) -> str:
    """Return a shift as a screen reader says it."""
    parts = [f"{rater.name}: {two(rater.shift, has_sign=True)} steps against the others"]
    if math.isfinite(rater.low):
        parts.append(f"{two(rater.low, has_sign=True)} to {two(rater.high, has_sign=True)}")
    parts += [f"{name} {two(value, has_sign=True)}" for name, value in rater.singles]
    return ", ".join((*parts, *rater.words, f"n = {len(rater.shared)}"))


def _paint_column(painter: QPainter, rect: QRectF, value: int, share: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().scale_fill(value))
    height = max(2.0, rect.height() * share) if share else 0.0
    if not share:
        painter.setBrush(theme().colour("input"))
        height = 2.0
    bar = QRectF(rect.left(), rect.bottom() - height, rect.width(), height)
    painter.drawRoundedRect(bar, 2, 2)
