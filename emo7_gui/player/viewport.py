"""How picture pixels lie on the canvas: fit, zoom and pan.

What it is: a scale and an offset, kept sensible; arithmetic without painting.
What it is not: the widget (canvas.py).
Convention: lengths are widget px (logical), picture positions are pixels of the displayed
picture. At 100 % one picture pixel is one device pixel.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF

LARGEST = 16.0
MARGIN = 0.04


class Fit(Enum):
    """What of the picture the canvas shows."""

    SIGNING_SPACE = "signer"
    WHOLE = "whole"
    TRUE_SIZE = "100 %"
    FREE = "free"


CYCLE = (Fit.SIGNING_SPACE, Fit.WHOLE, Fit.TRUE_SIZE)


class Viewport:
    """Scale and offset from picture pixels to widget px."""

    def __init__(self) -> None:
        self.fit = Fit.SIGNING_SPACE
        self.scale = 1.0
        self.offset = QPointF()
        self._area = QSizeF(1, 1)
        self._picture = QSizeF(1, 1)
        self._signing_space: QRectF | None = None
        self._device_ratio = 1.0

    def set_area(self, area: QSizeF, device_ratio: float) -> None:
        """Take the size of the canvas and its device pixels per px."""
        if (area, device_ratio) != (self._area, self._device_ratio):
            self._area, self._device_ratio = area, device_ratio
            self._apply()

    def set_picture(self, picture: QSizeF) -> None:
        """Take the size of the picture; another one starts from the fit again."""
        if picture != self._picture:
            self._picture = picture
            self.fit = Fit.SIGNING_SPACE if self.fit is Fit.FREE else self.fit
            self._apply()

    def set_signing_space(self, space: QRectF | None) -> None:
        """Take the part of the picture in which the signer moves; None if unknown."""
        self._signing_space = space
        self._apply()

    def set_fit(self, fit: Fit) -> None:
        """Show the signing space, the whole picture, or its true pixels."""
        self.fit = fit
        self._apply()

    def next_fit(self) -> Fit:
        """Return what follows in the cycle signer, whole, 100 %."""
        place = CYCLE.index(self.fit) + 1 if self.fit in CYCLE else 0
        return CYCLE[place % len(CYCLE)]

    def zoom(self, factor: float, about: QPointF) -> None:
        """Enlarge by a factor; the picture point under `about` stays where it is."""
        fixed = self.to_picture(about)
        least = min(self._whole_scale(), 1 / self._device_ratio) / 2
        self.scale = min(LARGEST, max(least, self.scale * factor))
        self.fit = Fit.FREE
        self.offset = about - fixed * self.scale
        self._settle()

    def pan(self, by: QPointF) -> None:
        """Move the picture by px."""
        self.fit = Fit.FREE
        self.offset += by
        self._settle()

    def to_picture(self, point: QPointF) -> QPointF:
        """Return the picture position under a widget position."""
        return (point - self.offset) / self.scale

    def to_widget(self, rect: QRectF) -> QRectF:
        """Return where a rectangle of the picture lies on the canvas."""
        corner = rect.topLeft() * self.scale + self.offset
        return QRectF(corner, rect.size() * self.scale)

    def picture_rect(self) -> QRectF:
        """Return where the whole picture lies on the canvas."""
        return self.to_widget(QRectF(QPointF(), self._picture))

    def _apply(self) -> None:
        if self.fit is Fit.FREE:
            self._settle()
            return
        shown = QRectF(QPointF(), self._picture)
        if self.fit is Fit.SIGNING_SPACE and self._signing_space is not None:
            shown = self._signing_space
        self.scale = self._scale_for(shown.size())
        if self.fit is Fit.TRUE_SIZE:
            self.scale = 1 / self._device_ratio
        centre = QPointF(self._area.width(), self._area.height()) / 2
        self.offset = centre - shown.center() * self.scale
        self._settle()

    def _scale_for(self, size: QSizeF) -> float:
        return min(
            self._area.width() / max(1.0, size.width()),
            self._area.height() / max(1.0, size.height()),
        )

    def _whole_scale(self) -> float:
        return self._scale_for(self._picture)

    def _settle(self) -> None:
        """Leave no empty edge where the picture is larger, centre it where it is smaller."""
        size = self._picture * self.scale
        left = _settled(self.offset.x(), size.width(), self._area.width())
        top = _settled(self.offset.y(), size.height(), self._area.height())
        ratio = self._device_ratio
        # Whole device pixels keep the picture crisp at 100 % and the overlay in place.
        self.offset = QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio)


def _settled(offset: float, length: float, room: float) -> float:
    if length <= room:
        return (room - length) / 2
    return min(0.0, max(room - length, offset))
