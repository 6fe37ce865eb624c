"""What a view shows of a frame, as a value that any thread can paint.

What it is: frozen descriptions of the canvas and of the close-ups, painting of a frame by such a
description, and the picture that came of it. While a clip plays, the decode thread paints the
next frame ahead, and the window only copies it.
What it is not: the widgets (canvas.py, closeups.py); words stay with them.
Convention: lengths are widget px, `ratio` is device pixels per px. A picture painted ahead holds
for exactly one frame and one sight; for any other the view paints itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from emo7_core.video.frame import Frame
from emo7_gui.player.boxes import PartBoxes, crop
from emo7_gui.player.overlays import OverlayPainter
from emo7_gui.player.picture import picture_of
from emo7_gui.player.plates import mask_corners


class Sight(Protocol):
    """What a view shows, whatever the frame."""

    @property
    def size(self) -> QSize:
        """The view's size, widget px."""

    @property
    def ratio(self) -> float:
        """Device pixels per px."""

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Paint a frame; the whole view is covered."""


@dataclass(frozen=True, slots=True)
class CanvasSight:
    """The canvas without its plate.

    Attributes:
        size: Of the canvas, px.
        ratio: Device pixels per px.
        scale: Widget px per picture pixel.
        offset: Where the picture's corner lies, px.
        overlays: Painter of the landmarks, or None.
        shown: Which overlays are on.
        well: Colour beside the picture.
        outside: Colours of single corners of the canvas, by name.
    """

    size: QSize
    ratio: float
    scale: float
    offset: QPointF
    overlays: OverlayPainter | None
    shown: frozenset[str]
    well: QColor
    outside: dict[str, QColor]

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Paint picture, landmarks and corners."""
        image = picture_of(frame)
        whole = QRectF(QPointF(), self.size)
        picture = QRectF(self.offset, image.size().toSizeF() * self.scale)
        target = picture.intersected(whole)
        source = QRectF((target.topLeft() - self.offset) / self.scale, target.size() / self.scale)
        if target != whole:
            painter.fillRect(whole, self.well)
        is_true_size = abs(self.scale * self.ratio - 1) < 1e-6
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_true_size)
        painter.drawImage(target, image, source)
        if self.overlays is not None:
            painter.setClipRect(target)
            self.overlays.paint(painter, frame.ordinal, self.scale, self.offset, self.shown)
            painter.setClipping(False)
        if target != whole:
            mask_corners(painter, target, self.well)
        mask_corners(painter, whole, self.well, self.outside)


@dataclass(frozen=True, slots=True)
class CloseUp:
    """One cell of the close-ups.

    Attributes:
        part: "face", "right_hand" or "left_hand".
        cell: Where it lies, px.
        boxes: Where the part is; None where it is never seen: the cell stays a plain card.
        outside: Colours of single corners of the cell, by name.
    """

    part: str
    cell: QRectF
    boxes: PartBoxes | None
    outside: dict[str, QColor]


@dataclass(frozen=True, slots=True)
class CloseUpsSight:
    """The close-ups without their words.

    Attributes:
        size: Of all close-ups, px.
        ratio: Device pixels per px.
        cells: Those that are seen.
        overlays: Painter of the landmarks, or None.
        shown: Which overlays are on.
        well: Colour between the cells.
        card: Colour of a cell without its part.
    """

    size: QSize
    ratio: float
    cells: tuple[CloseUp, ...]
    overlays: OverlayPainter | None
    shown: frozenset[str]
    well: QColor
    card: QColor

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Paint every cell."""
        painter.fillRect(QRectF(QPointF(), self.size), self.well)
        for one in self.cells:
            if one.boxes is None or one.cell.isEmpty():
                painter.fillRect(one.cell, self.card)
            else:
                self._paint_cell(painter, frame, one, one.boxes)
            mask_corners(painter, one.cell, self.well, one.outside)

    def _paint_cell(self, painter: QPainter, frame: Frame, one: CloseUp, boxes: PartBoxes) -> None:
        image, cell = picture_of(frame), one.cell
        size = (image.width(), image.height())
        left, top, width, height = crop(boxes, frame.ordinal, cell.width() / cell.height(), size)
        scale = cell.width() / width
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Outside of the picture Qt would stretch the crop: only its inside is painted.
        source = QRectF(left, top, width, height).intersected(QRectF(image.rect()))
        corner = (source.topLeft() - QPointF(left, top)) * scale + cell.topLeft()
        painter.drawImage(QRectF(corner, source.size() * scale), image, source)
        if self.overlays is None:
            return
        offset = cell.topLeft() - QPointF(left, top) * scale
        painter.setClipRect(cell)
        only = frozenset((one.part,))
        self.overlays.paint(painter, frame.ordinal, scale, offset, self.shown, only)
        painter.setClipping(False)


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A frame that was painted ahead.

    Attributes:
        sight: What it was painted for.
        frame: The frame.
        image: The whole view in device pixels.
    """

    sight: Sight
    frame: Frame
    image: QImage


@dataclass(frozen=True, slots=True)
class Ahead:
    """Paints frames as one view shows them, in any thread."""

    sight: Sight

    def __call__(self, frame: Frame) -> Painted:
        """Return the frame as the view would paint it."""
        sight = self.sight
        image = QImage(sight.size * sight.ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(sight.ratio)
        painter = QPainter(image)
        sight.paint(painter, frame)
        painter.end()
        image.setDevicePixelRatio(1)
        return Painted(sight, frame, image)


def can_be_ahead(sight: Sight) -> bool:
    """Whether a view can be painted apart from its place in the window.

    With 1.25 device pixels per px a view may begin between two pixels; there it paints itself.
    """
    return sight.ratio == int(sight.ratio) and not sight.size.isEmpty()


def paint_sight(
    painter: QPainter, sight: Sight, frame: Frame, ahead: tuple[Painted, ...] = ()
) -> None:
    """Paint a frame in a view: copy what was painted ahead, where that is the very same."""
    for one in ahead:
        if one.frame is frame and one.sight == sight:
            painter.save()
            # In device pixels nothing is scaled: the picture is copied as it is.
            painter.scale(1 / sight.ratio, 1 / sight.ratio)
            painter.drawImage(0, 0, one.image)
            painter.restore()
            return
    sight.paint(painter, frame)
