"""The guesses along the clip: seven rows of probability, and the expected values over them.

What it is: painting functions. Rows carry the first model's probabilities; each model is a line:
A solid, B dashed.
What it is not: shown before the reviewer committed: locked, it paints no bar, colour or width
that could tell anything.
Convention: row 7 on top. Where no face was seen, and what is still to come, is hatched; where no
hands were seen, the lane's foot is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPolygonF

from emo7_core.scale import K
from emo7_gui.icons import paint_icon
from emo7_gui.player.lanes import hatch, runs
from emo7_gui.player.time_axis import TimeAxis
from emo7_gui.player.trace import GuessTrace
from emo7_gui.theme import theme

GAIN, MOST = 1.9, 0.88
CASING = 4.0
TALL = 56.0
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def tr(text: str) -> str:
    """Translate words of this lane."""
    return QCoreApplication.translate("GuessLane", text)


def paint_words(
    painter: QPainter, lane: QRectF, text: str, icon: str = "", room: float = 0.0
) -> None:
    """Paint the lane as a flat block that says why it shows nothing.

    Args:
        painter: In widget px.
        lane: Where.
        text: What it says; what does not fit is cut.
        icon: A name of icons.py, "" for none.
        room: What a button takes at the right end, px.
    """
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("card" if look.is_dark else "input"))
    painter.drawRoundedRect(lane, look.radius("control"), look.radius("control"))
    left = lane.left() + 12
    if icon:
        spot = QRectF(left, lane.center().y() - 8, 16, 16).toRect()
        paint_icon(painter, spot, icon, look.colour("text_secondary"))
        left += 24
    painter.setFont(look.font("small"))
    painter.setPen(look.colour("text_secondary"))
    place = QRectF(left, lane.top(), lane.right() - room - 8 - left, lane.height())
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
    painter.drawText(place, _LEFT, cut)


def paint_trace(
    painter: QPainter, axis: TimeAxis, lane: QRectF, traces: Sequence[GuessTrace]
) -> None:
    """Paint the rows of the first trace, then a line for each."""
    if not traces:
        return
    first = traces[0]
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for stretch in first.stretches():
        _paint_rows(painter, axis, lane, first, stretch)
        _paint_handless(painter, axis, lane, first, stretch)
    painter.setClipRect(lane)
    for trace in reversed(traces):
        _paint_line(painter, axis, lane, trace)
    painter.setClipping(False)
    _paint_gaps(painter, axis, lane, traces)


def trace_image(probabilities: NDArray[np.float64]) -> QImage:
    """Return the rows as a picture of W x 7 px, row 7 on top: class colour, alpha from p."""
    windows = len(probabilities)
    alpha = np.minimum(MOST, np.nan_to_num(probabilities) * GAIN)
    pixels = np.empty((K, windows, 4), dtype=np.uint8)
    for value in range(K):
        colour = theme().scale_fill(value)
        pixels[K - 1 - value, :, :3] = (colour.red(), colour.green(), colour.blue())
    pixels[..., 3] = np.rint(alpha.T[::-1] * 255)
    image = QImage(pixels.data, windows, K, 4 * windows, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def value_y(lane: QRectF, value: float) -> float:
    """Return the y of a value 0..6 (fractions too): the middle of its row."""
    return lane.bottom() - (value + 0.5) * lane.height() / K


def _paint_rows(
    painter: QPainter, axis: TimeAxis, lane: QRectF, trace: GuessTrace, stretch: tuple[int, int]
) -> None:
    edges = trace.edges(axis.duration, stretch)
    ratio = painter.device().devicePixelRatioF()
    left, right = axis.x_at(float(edges[0])), axis.x_at(float(edges[-1]))
    columns = max(1, round((right - left) * ratio))
    # One column per device pixel: cells meet without seams, whatever the windows' lengths.
    times = edges[0] + (np.arange(columns) + 0.5) / columns * (edges[-1] - edges[0])
    start, stop = stretch
    windows = start + np.clip(np.searchsorted(edges, times, side="right") - 1, 0, stop - start - 1)
    image = trace_image(trace.probabilities[windows])
    ys = [round((lane.top() + i * lane.height() / K) * ratio) / ratio for i in range(K + 1)]
    gap = 1.0 if lane.height() >= TALL else 0.0
    for row in range(K):
        target = QRectF(left, ys[row], right - left, ys[row + 1] - ys[row] - gap)
        painter.drawImage(target, image, QRectF(0, row, columns, 1))


def _paint_line(painter: QPainter, axis: TimeAxis, lane: QRectF, trace: GuessTrace) -> None:
    path = QPainterPath()
    for stretch in trace.stretches():
        _add_line(path, axis, lane, trace, stretch)
    look, is_dashed = theme(), trace.letter == "B"
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    casing = look.colour("window")
    casing.setAlphaF(0.8)
    painter.strokePath(path, _round_pen(casing, CASING))
    pen = _round_pen(look.colour("text"), 1.5 if is_dashed else 2.0)
    if is_dashed:
        pen.setDashPattern([5 / 1.5, 4 / 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.strokePath(path, pen)


def _add_line(
    path: QPainterPath, axis: TimeAxis, lane: QRectF, trace: GuessTrace, stretch: tuple[int, int]
) -> None:
    """Add the line of a stretch; where a window has no value, it ends and begins anew."""
    start, stop = stretch
    values = trace.values()[start:stop].tolist()
    middles = [axis.x_at(t) for t in trace.times[start:stop].tolist()]
    edges = trace.edges(axis.duration, stretch)
    xs = [axis.x_at(float(edges[0])), *middles, axis.x_at(float(edges[-1]))]
    ys = [value_y(lane, v) for v in (values[0], *values, values[-1])]
    for first, last, is_known in runs(np.isfinite(ys)):
        if is_known:
            corners = zip(xs[first:last], ys[first:last], strict=True)
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


def _round_pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _paint_gaps(
    painter: QPainter, axis: TimeAxis, lane: QRectF, traces: Sequence[GuessTrace]
) -> None:
    first = traces[0]
    for stretch in first.stretches():
        _paint_unseen(painter, axis, lane, first, stretch)
    if not first.is_complete:
        words = tr("{done} of {all} windows").format(done=len(first.times), all=first.expected)
        spans = first.holes(axis.duration)
        widest = max(spans, key=lambda span: span[1] - span[0], default=None)
        for span in spans:
            left, right = axis.x_at(span[0]), axis.x_at(span[1])
            _paint_gap(painter, lane, left, right, words if span == widest else "")


def _paint_unseen(
    painter: QPainter, axis: TimeAxis, lane: QRectF, trace: GuessTrace, stretch: tuple[int, int]
) -> None:
    """Hatch the lane where no face was seen, and say so; of hands their words are left."""
    edges, (begin, end) = trace.edges(axis.duration, stretch), stretch
    saw_face, saw_hands = trace.saw_face[begin:end], trace.saw_hands[begin:end]
    for place in _handless(axis, lane, trace, stretch):
        _paint_gap_words(painter, place, tr("no hands seen"))
    nothing = tr("no face, no hands seen")
    for start, stop, saw in runs(saw_face):
        if not saw:
            left, right = axis.x_at(float(edges[start])), axis.x_at(float(edges[stop]))
            is_blank = not saw_hands[start:stop].any()
            _paint_gap(painter, lane, left, right, nothing if is_blank else tr("no face seen"))


def _paint_handless(
    painter: QPainter, axis: TimeAxis, lane: QRectF, trace: GuessTrace, stretch: tuple[int, int]
) -> None:
    """Hatch the lane's foot where no hands were seen; the lines go over it."""
    for place in _handless(axis, lane, trace, stretch):
        painter.fillRect(place, theme().colour("window"))
        hatch(painter, place)


def _handless(
    axis: TimeAxis, lane: QRectF, trace: GuessTrace, stretch: tuple[int, int]
) -> list[QRectF]:
    """Return the strips at the lane's foot where a face was seen and no hands were."""
    edges, (begin, end) = trace.edges(axis.duration, stretch), stretch
    is_fine = trace.saw_hands[begin:end] | ~trace.saw_face[begin:end]
    top, height = lane.bottom() - _foot(lane), _foot(lane)
    strips = []
    for start, stop, saw_all in runs(is_fine):
        if not saw_all:
            left, right = axis.x_at(float(edges[start])), axis.x_at(float(edges[stop]))
            strips.append(QRectF(left, top, right - left, height))
    return strips


def _foot(lane: QRectF) -> float:
    """Return the height of the strip that tells of hands."""
    return 18.0 if lane.height() >= TALL else lane.height() / 3


def _paint_gap(painter: QPainter, lane: QRectF, left: float, right: float, words: str) -> None:
    rect = QRectF(left, lane.top(), right - left, lane.height())
    painter.fillRect(rect, theme().colour("window"))
    hatch(painter, rect)
    _paint_gap_words(painter, rect, words)


def _paint_gap_words(painter: QPainter, rect: QRectF, words: str) -> None:
    """Write over a hatched place, where there is room."""
    painter.setFont(theme().font("small"))
    width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 12
    if not words or width - 10 > rect.width() or rect.height() < 16:
        return
    box = QRectF(rect.center().x() - width / 2, rect.center().y() - 8, width, 16)
    painter.fillRect(box, theme().colour("window"))
    painter.setPen(theme().colour("text"))
    painter.drawText(box, _CENTRE, words)


def paint_legend(painter: QPainter, lane: QRectF, traces: Sequence[GuessTrace]) -> None:
    """Paint at the left which line is which, and the digits 7, 4 and 1 beside the rows."""
    look = theme()
    painter.setFont(look.font("small"))
    for place, trace in enumerate(traces):
        y, is_dashed = lane.top() + lane.height() * 0.28 + 20 * place, trace.letter == "B"
        pen = QPen(look.colour("text"), 1.5 if is_dashed else 2.0)
        if is_dashed:
            pen.setDashPattern([5 / 1.5, 3 / 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(8, y), QPointF(26, y))
        painter.setPen(look.colour("text_secondary"))
        painter.drawText(QRectF(30, y - 8, 40, 16), _LEFT, trace.letter)
    for value in (6, 3, 0):
        box = QRectF(lane.left() - 26, value_y(lane, value) - 8, 20, 16)
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(value + 1)
        )
