"""Paints landmarks over a picture: body, hands, face, and the wrists' trails.

What it is: one painter for the canvas and the close-ups; it keeps what does not change with the
frame, and looks the points up by the frame's ordinal, so they are never out of step.
What it is not: the picture under them (canvas.py) or the choice of points (skeleton.py,
strokes.py).
Convention: lines are in widget px, a dark casing under each colour; alpha follows confidence in
a few steps (strokes.py). Left and right are the signer's own.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.player.dots import paint_dots
from emo7_gui.player.layer import paint_layer
from emo7_gui.player.skeleton import drawn_parts, wrist_points
from emo7_gui.player.strokes import ALPHA_STEPS, LEAST_CONFIDENCE, Strokes, strokes_of
from emo7_gui.theme import theme

OVERLAYS = ("body", "hands", "face", "trails")
GROUP = {"body": "body", "left_hand": "hands", "right_hand": "hands", "face": "face"}
TRAIL_FRAMES = 12
# A part of this extent or more, px, is drawn in full thickness.
FULL_SIZE, LEAST_SIZE_FACTOR = 100.0, 0.7
# More than half the thickest line or joint, px.
ROOM = 8.0


class OverlayPainter:
    """Paints one track."""

    def __init__(self, track: LandmarkTrack) -> None:
        self.track = track
        self._parts = drawn_parts(track.layout)
        self._trails = {side: _wrist_path(track, side) for side in ("left", "right")}
        self._latest: tuple[int, tuple[Strokes, ...]] = (-1, ())

    def paint(
        self,
        painter: QPainter,
        ordinal: int,
        scale: float,
        offset: QPointF,
        shown: frozenset[str],
        only: frozenset[str] | None = None,
    ) -> None:
        """Paint the landmarks of a frame.

        Args:
            painter: In widget px.
            ordinal: The frame; outside the track nothing is painted.
            scale: Widget px per picture pixel.
            offset: Where the picture's corner lies, widget px.
            shown: Which of OVERLAYS are on.
            only: Names of drawn parts, when not all of them are wanted.
        """
        if not 0 <= ordinal < len(self.track):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shift = np.array([offset.x(), offset.y()])
        if "trails" in shown and only is None:
            self._paint_trails(painter, ordinal, scale, shift)
        for strokes in self._strokes_at(ordinal):
            if GROUP[strokes.name] in shown and (only is None or strokes.name in only):
                placed = strokes.placed(scale, shift)
                paint_layer(painter, _bounds(placed), partial(_paint_strokes, strokes=placed))

    def _strokes_at(self, ordinal: int) -> tuple[Strokes, ...]:
        # Another thread may paint another frame meanwhile: only one reading of `_latest` counts.
        latest = self._latest
        if latest[0] != ordinal:
            latest = self._latest = (ordinal, strokes_of(self.track, self._parts, ordinal))
        return latest[1]

    def _paint_trails(
        self, painter: QPainter, ordinal: int, scale: float, shift: NDArray[np.float64]
    ) -> None:
        first = max(0, ordinal - TRAIL_FRAMES)
        for side, path in self._trails.items():
            places = (path[first : ordinal + 1] * scale + shift).tolist()
            _paint_trail(painter, places, theme().overlay(f"{side}_hand"))


def _wrist_path(track: LandmarkTrack, side: str) -> NDArray[np.float64]:
    """Return the wrist's positions, shape (T, 2), NaN where neither hand nor body knows it."""
    path = np.full((len(track), 2), np.nan)
    for point in wrist_points(track.layout, side):
        places = track.xyz[:, point, :2]
        sure = ~(track.confidence[:, point] < LEAST_CONFIDENCE)[:, None]
        path = np.where(np.isnan(path) & sure, places, path)
    return path


def _bounds(strokes: Strokes) -> QRectF:
    """Return what lines, casings and joints cover."""
    ends = np.concatenate([strokes.lines.reshape(-1, 2), strokes.dots])
    (left, top), (right, bottom) = ends.min(axis=0).tolist(), ends.max(axis=0).tolist()
    return QRectF(left, top, right - left, bottom - top).adjusted(-ROOM, -ROOM, ROOM, ROOM)


def _paint_strokes(painter: QPainter, strokes: Strokes) -> None:
    look, alpha = theme(), strokes.level / ALPHA_STEPS
    colour, casing = look.overlay(strokes.name), look.overlay("casing")
    colour.setAlphaF(alpha)
    casing.setAlphaF(casing.alphaF() * alpha)
    kind = "hand" if strokes.name.endswith("hand") else strokes.name
    size = _size_factor(strokes.extent)
    width, extra = look.overlay_width(kind) * size, look.overlay_width("casing_extra") * size
    _paint_lines(painter, strokes.lines, (casing, width + extra), (colour, width))
    if kind == "face":
        paint_dots(painter, strokes.dots, colour, width * 1.25)
        return
    # The casing of a joint is its rim: it belongs over the lines that meet in it.
    joint = 2 * look.overlay_width(f"joint_{kind}") * size
    paint = _paint_squares if strokes.name == "right_hand" else paint_dots
    paint(painter, strokes.dots, casing, joint)
    paint(painter, strokes.dots, colour, joint - extra)


def _paint_lines(
    painter: QPainter,
    ends: NDArray[np.float64],
    casing: tuple[QColor, float],
    core: tuple[QColor, float],
) -> None:
    """Paint lines, each with a colour and a width, on a layer with nothing below them."""
    lines = [QLineF(*line) for line in ends.tolist()]
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setPen(_pen(*casing))
    painter.drawLines(lines)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(_pen(*core))
    painter.drawLines(lines)


def _size_factor(extent: float) -> float:
    """Return how thick to draw: less than 1 for a part that is small on the screen, px."""
    return min(1.0, max(LEAST_SIZE_FACTOR, extent / FULL_SIZE)) if extent else 1.0


def _pen(colour: QColor, width: float) -> QPen:
    # Single lines with flat caps: a round cap or a joined path costs up to forty times as much.
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _paint_squares(
    painter: QPainter, places: NDArray[np.float64], colour: QColor, side: float
) -> None:
    painter.setPen(QPen(colour, side, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
    painter.drawPoints([QPointF(x, y) for x, y in places.tolist()])


def _paint_trail(painter: QPainter, places: list[list[float]], colour: QColor) -> None:
    """Paint a line whose alpha falls to 0 towards its oldest point."""
    steps = len(places) - 1
    for step in range(steps):
        (x0, y0), (x1, y1) = places[step], places[step + 1]
        if x0 == x0 and x1 == x1:
            colour.setAlphaF((step + 1) / (steps + 1) * 0.9)
            painter.setPen(_pen(colour, 2.0))
            painter.drawLine(QLineF(x0, y0, x1, y1))
