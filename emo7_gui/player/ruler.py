"""The top of the timeline: seconds, the loop range with its handles, playhead and diamond.

What it is: painting functions, and the steps of the scale.
What it is not: mouse handling (timeline.py).
Convention: y from the top of the timeline, px.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from emo7_gui.player.time_axis import TimeAxis
from emo7_gui.theme import theme

HEIGHT = 24.0
# Numbers stand above, playhead and diamond below: neither ever covers a number.
NUMBER_BOTTOM = 12.0
TICK_BOTTOM = 22.0
LOOP_TOP, LOOP_BOTTOM = 20.0, 23.0
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
LEAST_GAP = 88.0
TINT_ALPHA = 0.07
# The playhead beside its middle, px, and its places within a device pixel.
HEAD_REACH, HEAD_STEPS = 6, 8


def major_step(axis: TimeAxis) -> float:
    """Return the seconds between two numbers, so that these keep apart."""
    for step in STEPS:
        if step / axis.duration * axis.width >= LEAST_GAP:
            return step
    return STEPS[-1]


def second_text(time: float, step: float) -> str:
    """Return the number at a tick: 1.5, 12, or 1:30 from a minute on."""
    if step < 1:
        return f"{time:.1f}"
    if time < 60:
        return f"{time:.0f}"
    return f"{time // 60:.0f}:{time % 60:02.0f}"


def paint_ruler(painter: QPainter, axis: TimeAxis) -> None:
    """Paint ticks and seconds."""
    look = theme()
    step = major_step(axis)
    painter.setFont(look.font("small"))
    minor = np.arange(0, axis.duration, step / 5)
    for index, time in enumerate(minor.tolist()):
        x = round(axis.x_at(time)) + 0.5
        is_major = index % 5 == 0
        painter.setPen(QPen(look.colour("text_tertiary"), 1))
        painter.drawLine(QLineF(x, 15 if is_major else 19, x, TICK_BOTTOM))
        if is_major and x + 36 < axis.right + 8:
            painter.setPen(look.colour("text_secondary"))
            box = QRectF(x + 4, 0, 60, NUMBER_BOTTOM)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, second_text(time, step))


def paint_loop(painter: QPainter, axis: TimeAxis, loop: range, is_on: bool, bottom: float) -> None:
    """Paint the loop range: a bar with a handle at each end, and a tint over the lanes."""
    look = theme()
    colour = look.colour("accent" if is_on else "text_disabled")
    left, right = axis.x_of(loop.start), axis.x_of(loop.stop)
    if is_on:
        tint = QColor(colour)
        tint.setAlphaF(TINT_ALPHA)
        painter.fillRect(QRectF(left, LOOP_BOTTOM, right - left, bottom - LOOP_BOTTOM), tint)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(QRectF(left, LOOP_TOP, right - left, LOOP_BOTTOM - LOOP_TOP))
    for x, inward in ((left, 5), (right, -5)):
        corner = [QPointF(x, 14), QPointF(x, LOOP_TOP + 1), QPointF(x + inward, LOOP_TOP + 1)]
        painter.drawPolygon(QPolygonF(corner))


def paint_playhead(painter: QPainter, x: float, bottom: float) -> None:
    """Paint the pentagon and its line, with a casing that keeps it readable on any lane."""
    to_device = painter.deviceTransform()
    ratio, left = to_device.m11(), to_device.dx()
    whole, part = divmod(round((x * ratio + left) * HEAD_STEPS), HEAD_STEPS)
    stamp = _playhead(part, bottom, ratio, theme().scheme)
    painter.save()
    # In device pixels nothing is scaled: the stamp is copied as it is.
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawImage(QPointF(whole - left - stamp.width() // 2, 0), stamp)
    painter.restore()


@lru_cache(maxsize=32)
def _playhead(part: int, bottom: float, ratio: float, scheme: str) -> QImage:
    """Return the playhead for its place within a device pixel, in steps; drawn once a place."""
    look, reach = theme(), math.ceil(HEAD_REACH * ratio)
    stamp = QImage(
        2 * reach + 1, math.ceil(bottom * ratio), QImage.Format.Format_ARGB32_Premultiplied
    )
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(reach + part / HEAD_STEPS, 0)
    painter.scale(ratio, ratio)
    casing = look.colour("window")
    casing.setAlphaF(0.5)
    painter.fillRect(QRectF(-2, 18, 4, bottom - 18), casing)
    painter.fillRect(QRectF(-1, 18, 2, bottom - 18), look.colour("text"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("text"))
    shape = [(-5, 13), (5, 13), (5, 17), (0.8, 22), (-0.8, 22), (-5, 17)]
    painter.drawPolygon(QPolygonF([QPointF(dx, y) for dx, y in shape]))
    painter.end()
    return stamp


def paint_diamond(painter: QPainter, x: float, bottom: float) -> None:
    """Paint the decisive moment: a diamond at the ruler's foot and a dotted line."""
    look = theme()
    pen = QPen(look.colour("text_secondary"), 1)
    pen.setDashPattern([2, 3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QLineF(x, 22, x, bottom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # Cased, and painted after the playhead, so that both are seen where they meet.
    for reach, name in ((7.0, "window"), (5.0, "text")):
        painter.setBrush(look.colour(name))
        shape = [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]
        painter.drawPolygon(QPolygonF([QPointF(x + dx, 18 + dy) for dx, dy in shape]))
