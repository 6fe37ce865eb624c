"""How the histogram lies in its widget, and how it is painted.

What it is: one layout for painting and for the mouse, made for a size, bars and cuts.
What it is not: a widget.
Conventions: rectangles are in widget px; bars hold their upper edge; over the highest round
number there is room for the bar at exactly 0, which is cut short where it is higher.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from emo7_core.scale import NEUTRAL
from emo7_gui.controls.painting import paint_outline, paint_plate
from emo7_gui.data.cut_handles import HANDLE_HEIGHT, HANDLE_WIDTH, grabbed, spread
from emo7_gui.data.data_view import Bars, cut_text
from emo7_gui.data.score_axis import TICKS, ScoreAxis, count_ticks
from emo7_gui.theme import theme

LEFT, RIGHT, BELOW = 40, 20, 30
ROOM_ABOVE, ELBOW = 56, 8
ZERO_WIDTH, GAP = 10, 2
_FOCUS_GAP = 3
# The bar at exactly 0 is only cut short where it would press down the others.
_ZERO_TIMES, _ZERO_LEAST = 2, 10


class HistogramPainting:
    """The histogram at one size.

    Attributes:
        axis: Scores to px.
        base: y of the count 0.
    """

    def __init__(self, size: QSize, bars: Bars, cuts: tuple[float, ...]) -> None:
        top = HANDLE_HEIGHT + _FOCUS_GAP + ELBOW
        area = QRectF(LEFT, top, size.width() - LEFT - RIGHT, size.height() - top - BELOW)
        self.axis, self.base = ScoreAxis(area), area.bottom()
        self._bars, self._cuts = bars, cuts
        most = max(bars.counts, default=0)
        is_within = bars.zero_count <= max(_ZERO_TIMES * most, _ZERO_LEAST)
        self._ticks = count_ticks(max(most, bars.zero_count) if is_within else most)
        self._scale = max(1.0, area.height() - ROOM_ABOVE) / max(self._ticks[-1], 1)
        self._lines = [self.axis.x(cut) for cut in cuts]
        self._centres = spread(self._lines, 0, size.width())

    @property
    def is_zero_cut_short(self) -> bool:
        """Whether the bar at exactly 0 is higher than the scale."""
        return self._bars.zero_count > self._ticks[-1]

    def handle_rect(self, index: int) -> QRectF:
        """Return where a handle is."""
        left = round(self._centres[index] - HANDLE_WIDTH / 2)
        return QRectF(left, _FOCUS_GAP, HANDLE_WIDTH, HANDLE_HEIGHT)

    def cut_at(self, place: QPointF) -> int | None:
        """Return the cut whose handle or line is here."""
        is_on_handle = place.y() <= HANDLE_HEIGHT + 2 * _FOCUS_GAP
        if not is_on_handle and place.y() > self.base:
            return None
        return grabbed(self._centres, self._lines, place.x(), is_on_handle)

    def bar_edges(self, place: int) -> tuple[float, float]:
        """Return the scores between which a bar lies."""
        width = 2 / len(self._bars.counts)
        return round(-1 + place * width, 6), round(-1 + (place + 1) * width, 6)

    def bar_at(self, x: float) -> int | None:
        """Return the bar at a place, None beside the plot."""
        count = len(self._bars.counts)
        if not count or not self.axis.area.left() <= x < self.axis.area.right():
            return None
        return min(count - 1, int((self.axis.score(x) + 1) / 2 * count))

    def zero_rect(self) -> QRectF:
        """Return the bar at exactly 0; empty where no caption scores 0."""
        height = self._bars.zero_count * self._scale
        if self.is_zero_cut_short:
            height = self.base - self.axis.area.top() - 4
        left = self.axis.x(0) - ZERO_WIDTH / 2
        return QRectF(left, self.base - height, ZERO_WIDTH, height)

    def paint_grid(self, painter: QPainter) -> None:
        """Paint hairlines at round counts, and both axes' numbers."""
        look, area = theme(), self.axis.area
        painter.setFont(look.font("small"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in self._ticks:
            y = round(self.base - tick * self._scale) + 0.5
            painter.setPen(_hairline())
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(look.colour("text_secondary"))
            painter.drawText(QRectF(0, y - 8, LEFT - 8, 16), right, str(tick))
        self._paint_scores(painter)

    def _paint_scores(self, painter: QPainter) -> None:
        centre = Qt.AlignmentFlag.AlignCenter
        painter.setPen(theme().colour("text_secondary"))
        for tick in TICKS:
            text = f"{tick:g}".replace("-", "−")
            painter.drawText(QRectF(self.axis.x(tick) - 24, self.base + 8, 48, 16), centre, text)
        painter.drawText(QRectF(self.axis.x(0.75) - 40, self.base + 8, 80, 16), centre, "compound")

    def paint_bars(self, painter: QPainter) -> None:
        """Paint the bars, each part in the colour of its class."""
        painter.setPen(Qt.PenStyle.NoPen)
        for place, count in enumerate(self._bars.counts):
            if not count:
                continue
            top = self.base - max(1.0, count * self._scale)
            parts = list(self._parts(*self.bar_edges(place)))
            for part, (left, right, value) in enumerate(parts):
                self._paint_part(
                    painter, QRectF(left, top, right - left, self.base - top), value,
                    is_first=part == 0, is_last=part == len(parts) - 1,
                )  # fmt: skip

    def _parts(self, low: float, high: float) -> Iterator[tuple[float, float, int]]:
        """Return the px and the class of each part of a bar."""
        inner = [cut for cut in self._cuts if low < cut < high]
        edges = [low, *inner, high]
        for left, right in pairwise(edges):
            middle = (left + right) / 2
            value = sum(middle > cut for cut in self._cuts) if self._cuts else NEUTRAL
            if right > left:
                yield self.axis.x(left), self.axis.x(right), value

    def _paint_part(
        self, painter: QPainter, rect: QRectF, value: int, is_first: bool, is_last: bool
    ) -> None:
        rect.adjust(GAP / 2 if is_first else 0, 0, -GAP / 2 if is_last else 0, 0)
        painter.setBrush(theme().scale_fill(value))
        painter.save()
        painter.setClipRect(rect)
        round_rect = rect.adjusted(0 if is_first else -4, 0, 0 if is_last else 4, 4)
        painter.drawRoundedRect(round_rect, theme().radius("bar"), theme().radius("bar"))
        painter.restore()

    def paint_zero(self, painter: QPainter, words: str, short_words: str) -> None:
        """Paint the bar at exactly 0 with what is said of it."""
        if not self._bars.zero_count:
            return
        rect = self.zero_rect()
        value = sum(cut < 0 for cut in self._cuts) if self._cuts else NEUTRAL
        painter.setPen(QPen(theme().colour("card"), 1))
        painter.setBrush(theme().scale_fill(value))
        painter.drawRoundedRect(rect.adjusted(-0.5, -0.5, 0.5, 0), 2, 2)
        if self.is_zero_cut_short:
            self._paint_break(painter, rect)
        self._paint_zero_words(painter, rect, words, short_words)

    def _paint_break(self, painter: QPainter, rect: QRectF) -> None:
        y = rect.top() + ROOM_ABOVE - 16
        left, right = rect.left() - 2, rect.right() + 2
        band = [QPointF(left, y + 3), QPointF(right, y - 3), QPointF(right, y + 1)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("card"))
        painter.drawPolygon(QPolygonF([*band, QPointF(left, y + 7)]))

    def _paint_zero_words(self, painter: QPainter, rect: QRectF, words: str, short: str) -> None:
        look, top = theme(), self.axis.area.top() + 4
        y, start = top + 8, rect.right() + 2
        box = self._words_box(words, rect.right() + 28, top)
        painter.setPen(QPen(look.colour("text_tertiary"), 1))
        if not self.is_zero_cut_short and rect.top() - 4 > y:
            start = rect.center().x()
            painter.drawLine(QPointF(start, rect.top() - 4), QPointF(start, y))
        painter.drawLine(QPointF(start, y), QPointF(box.left() - 4, y))
        height = 30 if self.is_zero_cut_short else 16
        painter.fillRect(QRectF(box.left() - 2, top, box.width() + 4, height), look.colour("card"))
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle, words)
        if self.is_zero_cut_short:
            painter.setPen(look.colour("text_secondary"))
            painter.drawText(box.translated(0, 14), middle, short)

    def _words_box(self, words: str, first: float, top: float) -> QRectF:
        """Return where words lie so that no line of a cut runs through them, if there is room."""
        width = QFontMetrics(theme().font("small")).horizontalAdvance(words) + 2
        left = first
        for line in sorted(self._lines):
            if left - 6 < line < left + width + 4:
                left = line + 8
        return QRectF(left if left + width < self.axis.area.right() else first, top, width, 16)

    def paint_cuts(
        self, painter: QPainter, chosen: int, hover: int | None, has_focus: bool
    ) -> None:
        """Paint the lines and handles, the chosen one last."""
        order = [index for index in range(len(self._cuts)) if index != chosen]
        for index in [*order, chosen] if self._cuts else []:
            self._paint_line(painter, index, index == chosen)
        for index in [*order, chosen] if self._cuts else []:
            self._paint_handle(painter, index, index == chosen, index == hover)
        if has_focus and self._cuts:
            ring = self.handle_rect(chosen).adjusted(-3, -3, 3, 3)
            paint_outline(painter, ring, theme().colour("accent"), 7, 1.5)

    def _paint_line(self, painter: QPainter, index: int, is_chosen: bool) -> None:
        x, top = self._lines[index], self.axis.area.top()
        x = round(x) + (0.0 if is_chosen else 0.5)
        colour = QColor(theme().colour("accent" if is_chosen else "text_secondary"))
        painter.setPen(QPen(colour, 2 if is_chosen else 1))
        centre, below = self.handle_rect(index).center().x(), self.handle_rect(index).bottom()
        painter.drawLine(QPointF(x if abs(centre - x) < 2 else centre, below), QPointF(x, top))
        painter.drawLine(QPointF(x, top), QPointF(x, self.base))

    def _paint_handle(
        self, painter: QPainter, index: int, is_chosen: bool, is_hovered: bool
    ) -> None:
        look, rect = theme(), self.handle_rect(index)
        plate = "accent" if is_chosen else "selected" if is_hovered else "input"
        paint_plate(painter, rect, look.colour(plate), look.radius("badge"))
        painter.setFont(look.font("small_strong"))
        painter.setPen(look.colour("accent_text" if is_chosen else "text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cut_text(self._cuts[index]))


def _hairline() -> QPen:
    pen = QPen(theme().colour("hairline"), 1)
    pen.setCosmetic(True)
    return pen
