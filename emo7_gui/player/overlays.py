"""Paints landmarks over a picture: body, hands, face, and the wrists' trails.

What it is: one painter for the canvas and the close-ups; it keeps what does not change with the
frame, and looks the points up by the frame's ordinal, so they are never out of step.
What it is not: the picture under them (canvas.py) or the choice of points (skeleton.py).
Convention: lines are in widget px, a dark casing under each colour; alpha follows confidence in
a few steps, under 0.3 a point is not drawn, NaN is not drawn; a source without confidence counts
as sure. Left and right are the signer's own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.player.skeleton import DrawnPart, drawn_parts, wrist_points
from emo7_gui.theme import theme

OVERLAYS = ("body", "hands", "face", "trails")
GROUP = {"body": "body", "left_hand": "hands", "right_hand": "hands", "face": "face"}
TRAIL_FRAMES = 12
LEAST_CONFIDENCE = 0.3
ALPHA_STEPS = 4
# A forearm ends short of the hand, so that the hand's own wrist stays readable.
FOREARM = 0.88
# A part of this extent or more, px, is drawn in full thickness.
FULL_SIZE, LEAST_SIZE_FACTOR = 100.0, 0.7


class OverlayPainter:
    """Paints one track."""

    def __init__(self, track: LandmarkTrack) -> None:
        self.track = track
        self._parts = drawn_parts(track.layout)
        self._trails = {side: _wrist_path(track, side) for side in ("left", "right")}

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
        places = self.track.xyz[ordinal, :, :2] * scale + shift
        levels = _levels(places, self.track.confidence[ordinal])
        if "trails" in shown and only is None:
            self._paint_trails(painter, ordinal, scale, shift)
        for part in self._parts:
            if GROUP[part.name] in shown and (only is None or part.name in only):
                _paint_part(painter, part, places, levels)

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


def _levels(places: NDArray[np.float64], confidence: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the alpha step of every point, 1..ALPHA_STEPS; 0 is not drawn."""
    sure = np.where(np.isnan(confidence), 1.0, confidence)
    alpha = 0.1 + 0.9 * sure
    steps = np.clip(np.rint(alpha * ALPHA_STEPS), 1, ALPHA_STEPS).astype(np.int8)
    return np.where(np.isfinite(places[:, 0]) & (sure >= LEAST_CONFIDENCE), steps, 0)


def _paint_part(
    painter: QPainter,
    part: DrawnPart,
    places: NDArray[np.float64],
    levels: NDArray[np.int8],
) -> None:
    edge_levels = np.minimum(levels[part.edges[:, 0]], levels[part.edges[:, 1]])
    point_levels = levels[part.points]
    size = _size_factor(places[part.points[point_levels > 0]])
    for level in range(1, ALPHA_STEPS + 1):
        lines = _lines(part, places, edge_levels == level)
        points = places[part.points[point_levels == level]].tolist()
        if lines or points:
            dots = QPolygonF([QPointF(x, y) for x, y in points])
            _paint_strokes(painter, part.name, lines, dots, level / ALPHA_STEPS, size)


def _size_factor(places: NDArray[np.float64]) -> float:
    """Return how thick to draw: less than 1 for a part that is small on the screen."""
    if len(places) == 0:
        return 1.0
    extent = float((places.max(axis=0) - places.min(axis=0)).max())
    return min(1.0, max(LEAST_SIZE_FACTOR, extent / FULL_SIZE))


def _lines(part: DrawnPart, places: NDArray[np.float64], chosen: NDArray[np.bool_]) -> list[QLineF]:
    starts, ends = places[part.edges[chosen, 0]], places[part.edges[chosen, 1]]
    if part.wrists.any():
        reach = np.where(part.wrists[chosen], FOREARM, 1.0)[:, None]
        ends = starts + (ends - starts) * reach
    return [QLineF(*line) for line in np.concatenate([starts, ends], axis=1).tolist()]


def _paint_strokes(
    painter: QPainter,
    name: str,
    lines: list[QLineF],
    dots: QPolygonF,
    alpha: float,
    size: float,
) -> None:
    look = theme()
    colour, casing = look.overlay(name), look.overlay("casing")
    colour.setAlphaF(alpha)
    casing.setAlphaF(casing.alphaF() * alpha)
    kind = "hand" if name.endswith("hand") else name
    width, extra = look.overlay_width(kind) * size, look.overlay_width("casing_extra") * size
    painter.setPen(_pen(casing, width + extra))
    painter.drawLines(lines)
    painter.setPen(_pen(colour, width))
    painter.drawLines(lines)
    if kind == "face":
        _paint_dots(painter, dots, colour, width * 1.25, is_square=False)
        return
    # The casing of a joint is its rim: it belongs over the lines that meet in it.
    joint, is_square = 2 * look.overlay_width(f"joint_{kind}") * size, name == "right_hand"
    _paint_dots(painter, dots, casing, joint, is_square)
    _paint_dots(painter, dots, colour, joint - extra, is_square)


def _pen(colour: QColor, width: float) -> QPen:
    # Single lines with flat caps: a round cap or a joined path costs up to forty times as much.
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)


def _paint_dots(
    painter: QPainter, dots: QPolygonF, colour: QColor, size: float, is_square: bool
) -> None:
    cap = Qt.PenCapStyle.SquareCap if is_square else Qt.PenCapStyle.RoundCap
    painter.setPen(QPen(colour, size, Qt.PenStyle.SolidLine, cap))
    painter.drawPoints(dots)


def _paint_trail(painter: QPainter, places: list[list[float]], colour: QColor) -> None:
    """Paint a line whose alpha falls to 0 towards its oldest point."""
    steps = len(places) - 1
    for step in range(steps):
        (x0, y0), (x1, y1) = places[step], places[step + 1]
        if x0 == x0 and x1 == x1:
            colour.setAlphaF((step + 1) / (steps + 1) * 0.9)
            painter.setPen(_pen(colour, 2.0))
            painter.drawLine(QLineF(x0, y0, x1, y1))
