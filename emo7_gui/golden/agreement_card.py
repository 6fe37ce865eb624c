"""Agreement of the raters: figures with interval bars and n, what they mean, the ceiling.

What it is: a card; a row opens the clips that it is made from.
What it is not: the figures' making (emo7_core/statistics/agreement.py).
Convention: all rows share one axis, 0..1, or -1..1 where something lies below 0. Where there is
no figure its reason stands in its place.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.painting import paint_plate
from emo7_gui.golden.golden_view import AgreementView, Figure
from emo7_gui.golden.interval_bar import BAR, paint_interval, two
from emo7_gui.golden.mark_field import Mark, MarkField
from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

ROW, VALUE, SPAN, GAP = 34, 56, 68, 12
_WIDEST_TITLE, _LEAST_BAR = 192, 32


class AgreementRows(MarkField):
    """Name, value, interval, limits, row by row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Agreement"), parent)
        self._figures: tuple[Figure, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_figures(self, figures: tuple[Figure, ...]) -> None:
        """Show these figures."""
        self._figures = figures
        self.updateGeometry()
        self.refresh()

    @property
    def axis(self) -> tuple[float, float]:
        """The ends of the bars."""
        ends = [end for f in self._figures for end in (f.low, f.value, *(s for _, s in f.singles))]
        return (-1.0, 1.0) if any(end < 0 for end in ends) else (0.0, 1.0)

    def lay_out(self) -> tuple[Mark, ...]:
        return tuple(
            Mark(QRectF(-8, i * ROW + 2, self.width() + 16, ROW - 4).intersected(
                QRectF(self.rect())), words_of(figure), figure.clips)
            for i, figure in enumerate(self._figures)
        )  # fmt: skip

    def paint_marks(self, painter: QPainter) -> None:
        for i, figure in enumerate(self._figures):
            self._paint_row(painter, QRectF(0, i * ROW, self.width(), ROW), figure)

    def _paint_row(self, painter: QPainter, row: QRectF, figure: Figure) -> None:
        look = theme()
        title = min(_WIDEST_TITLE, row.width() - VALUE - SPAN - 2 * GAP - _LEAST_BAR)
        painter.setFont(look.font("strong" if figure.is_main else "body"))
        painter.setPen(look.colour("text"))
        _text(painter, QRectF(0, row.top(), title, ROW), figure.title)
        if figure.reason:
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("text_secondary"))
            _text(painter, row.adjusted(title + 8, 0, 0, 0), figure.reason)
            return
        painter.setFont(look.font("strong" if figure.is_main else "emphasis"))
        right = Qt.AlignmentFlag.AlignRight
        _text(painter, QRectF(title, row.top(), VALUE, ROW), _value(figure), right)
        left = title + VALUE + GAP
        bar = QRectF(left, row.top(), row.width() - left - SPAN, ROW)
        self._paint_bar(painter, bar, figure)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        _text(painter, row.adjusted(row.width() - SPAN, 0, 0, 0), span_of(figure), right)

    def _paint_bar(self, painter: QPainter, rect: QRectF, figure: Figure) -> None:
        track = QRectF(rect.left(), rect.center().y() - BAR / 2, rect.width(), BAR)
        paint_plate(painter, track, theme().colour("input"), theme().radius("bar"))
        low, high = self.axis

        def place(number: float) -> float:
            return (min(max(number, low), high) - low) / (high - low) * rect.width()

        if low < 0:
            painter.setPen(theme().colour("text_disabled"))
            x = rect.left() + place(0)
            painter.drawLine(int(x), int(track.top()) - 3, int(x), int(track.bottom()) + 3)
        singles = tuple(value for _, value in figure.singles)
        paint_interval(painter, rect, place, figure.value, figure.low, figure.high, singles)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST_TITLE + VALUE + SPAN + 140, ROW * max(1, len(self._figures)))

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())


class AgreementCard(QFrame):
    """The card.

    Signals:
        clips_opened(ClipSet): a row was opened.
        all_requested: every figure should be shown as a table.
    """

    clips_opened = Signal(object)
    all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.title = ElidedLabel("", "emphasis")
        self.level = text_label("", "small", "secondary")
        self.rows = AgreementRows()
        self.finding = text_label("", "small", "secondary", is_wrapping=True)
        self.reason = text_label("", "body", "secondary", is_wrapping=True)
        self.all_figures = KeyButton(self.tr("All figures"), kind="flat", is_small=True)
        self.all_figures.clicked.connect(self.all_requested)
        self.rows.clips_opened.connect(self.clips_opened)
        self._arrange()
        self.set_agreement(None)

    def set_agreement(self, view: AgreementView | None) -> None:
        """Show figures; None while they are being counted."""
        self.title.setText(self.tr("Agreement") if view is None else view.title)
        self.level.setText("" if view is None else view.level)
        is_waiting = view is None
        words = self.tr("Counting agreement …") if is_waiting else ""
        if view is not None and view.reason:
            words = f"{view.reason} {view.remedy}".strip()
        self.reason.setText(words)
        self.reason.setVisible(bool(words))
        has_figures = view is not None and not view.reason
        for part in (self.rows, self.finding, self.all_figures):
            part.setVisible(has_figures)
        if view is not None and has_figures:
            self.rows.set_figures(view.figures)
            self.finding.setText(" ".join(view.findings))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.level)
        head.addWidget(self.all_figures)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addSpacing(2)
        column.addWidget(self.rows)
        column.addWidget(self.reason)
        column.addSpacing(4)
        column.addWidget(self.finding)
        column.addStretch(1)


def words_of(figure: Figure) -> str:
    """Return a row as a screen reader says it."""
    if figure.reason:
        return f"{figure.title}: {figure.reason}"
    span = span_of(figure)
    parts = [f"{figure.title} {_value(figure)}", span.replace("–", " to "), f"n = {figure.n}"]
    parts += [f"{name} {two(value)}" for name, value in figure.singles]
    return ", ".join(part for part in (*parts, figure.note) if part)


def span_of(figure: Figure) -> str:
    """Return ".67–.79", "83–92" for shares, and a word where single clusters stand instead."""
    if not figure.has_interval:
        return f"{len(figure.singles)} single" if figure.singles else ""
    if figure.is_share:
        return f"{100 * figure.low:.0f}–{100 * figure.high:.0f}"
    return f"{two(figure.low, has_zero=False)}–{two(figure.high, has_zero=False)}"


def _value(figure: Figure) -> str:
    if figure.is_share and math.isfinite(figure.value):
        return f"{100 * figure.value:.0f}\u2009%"
    return two(figure.value)


def _text(
    painter: QPainter, rect: QRectF, text: str, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    metrics = QFontMetricsF(QFont(painter.font()))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
