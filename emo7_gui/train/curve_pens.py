"""The lines of runs in the plots and in their legend.

What it is: pens in the colours of the theme.
What it is not: the plots; a legend needs no plotting library.
Convention: `ratio` is device px per px.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from emo7_gui.theme import theme

_OTHER_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


def other_pen(place: int, ratio: float = 1.0) -> QPen:
    """Return the thin grey line of the n-th earlier run; `ratio` is device px per px."""
    colour = QColor(theme().colour("text_secondary"))
    colour.setAlphaF(0.6)
    return _pen(colour, 1.25 * ratio, _OTHER_STYLES[place % len(_OTHER_STYLES)])


def live_pen(is_training: bool = False, ratio: float = 1.0) -> QPen:
    """Return the line of the run: solid for validation, dashed for training."""
    pen = _pen(theme().colour("accent"), (1.5 if is_training else 2) * ratio)
    if is_training:
        pen.setDashPattern([5 / 1.5, 4 / 1.5])
    return pen


def _pen(colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(colour, width, style)
    # As wide wherever the plot is zoomed to.
    pen.setCosmetic(True)
    return pen
