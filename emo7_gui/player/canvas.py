"""The picture: frame, then overlays, then plates, in one widget.

What it is: a view. It shows the frame it is given, fitted to the signing space, whole or at
100 %, and lets the wheel zoom and a drag pan.
What it is not: a player; it decodes nothing and decides nothing.
Convention: the plate shows the frame's ordinal (the first frame is 0) and its time, exactly what
a decision stores. The corners at the window's side are masked in the window's colour, the others
in the colour of the well.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.frame import Frame
from emo7_gui.empty_state import EmptyState
from emo7_gui.player.boxes import signing_space
from emo7_gui.player.error_card import ErrorCard
from emo7_gui.player.overlays import OverlayPainter
from emo7_gui.player.picture import picture_of
from emo7_gui.player.plates import mask_corners, paint_plate
from emo7_gui.player.sight import CanvasSight, Painted, paint_sight
from emo7_gui.player.viewport import Fit, Viewport
from emo7_gui.theme import theme

WHEEL_STEP = 1.2
PLATE_MARGIN = 12.0
LEAST_SIZE = (160, 120)


class Canvas(QWidget):
    """Shows one frame with its landmarks."""

    fit_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(*LEAST_SIZE)
        self.setAccessibleName(self.tr("Picture"))
        self.viewport = Viewport()
        self._frame: Frame | None = None
        self._image: QImage | None = None
        self._ahead: tuple[Painted, ...] = ()
        self._count = self._coming = 0
        self._overlays: OverlayPainter | None = None
        self._shown: frozenset[str] = frozenset(("body", "hands", "face"))
        self._window_corners: frozenset[str] = frozenset()
        self._loading = ""
        self._grabbed: QPointF | None = None
        self._error = ErrorCard(self)
        self._empty = EmptyState(
            "film-strip", self.tr("No clip"), self.tr("Choose a clip in the list."), parent=self
        )
        self.clear()
        theme().changed.connect(self.update)

    @property
    def frame(self) -> Frame | None:
        """The frame on the screen."""
        return self._frame

    @property
    def plate_text(self) -> tuple[str, str]:
        """The words of the frame plate: the ordinal, and the rest."""
        if self._loading:
            return "", self._loading
        if self._frame is None:
            return "", ""
        frame = self._frame
        rest = self.tr("of {count} · {time} s")
        return str(frame.ordinal), rest.format(count=self._count, time=f"{frame.time:.2f}")

    def clear(self, title: str = "", hint: str = "") -> None:
        """Show no picture, and say what to do instead."""
        self._frame, self._image, self._overlays = None, None, None
        self._ahead = ()
        self._loading = ""
        self._error.hide()
        self._empty.set_words(
            title or self.tr("No clip"), hint or self.tr("Choose a clip in the list.")
        )
        self._empty.show()
        self._place_notices()
        self.update()

    def set_clip(self, frame_count: int) -> None:
        """Expect frames of a clip; the old picture stays until the first one comes."""
        self._coming = frame_count
        self._error.hide()
        self._empty.hide()
        self.update()

    def set_error(self, what: str, kept: str = "", remedy: str = "", details: str = "") -> None:
        """Show a card instead of the picture."""
        self.clear()
        self._empty.hide()
        self._error.set_error(what, kept, remedy, details)
        self._error.show()
        self._place_notices()

    def set_loading(self, text: str) -> None:
        """Show on the plate what is being waited for; an empty text ends it."""
        self._loading = text
        self.update()

    def set_frame(self, frame: Frame, ahead: tuple[Painted, ...] = ()) -> None:
        """Show a frame, with what was painted of it ahead."""
        self._frame, self._image, self._ahead = frame, picture_of(frame), ahead
        self._count = self._coming
        self._loading = ""
        self._error.hide()
        self._empty.hide()
        self.viewport.set_picture(QSizeF(self._image.size()))
        self.update()

    def set_track(self, track: LandmarkTrack | None, overlays: OverlayPainter | None) -> None:
        """Take the landmarks of the clip and their painter, which the close-ups share."""
        self._overlays = overlays
        space = signing_space(track) if track is not None else None
        self.viewport.set_signing_space(QRectF(*space) if space else None)
        self.update()

    def set_overlays(self, overlays: OverlayPainter | None) -> None:
        """Paint other landmarks; the picture stays where it is."""
        self._overlays = overlays
        self.update()

    def set_shown(self, shown: frozenset[str]) -> None:
        """Choose the overlays."""
        self._shown = shown
        self.update()

    def set_window_corners(self, corners: frozenset[str]) -> None:
        """Name the corners behind which the window lies, not the well."""
        self._window_corners = corners
        self.update()

    def set_fit(self, fit: Fit) -> None:
        """Show the signing space, the whole picture, or 100 %."""
        self.viewport.set_fit(fit)
        self.fit_changed.emit(self.viewport.fit.value)
        self.update()

    def cycle_fit(self) -> None:
        """Go on from the signing space to the whole picture, to 100 %, and round again."""
        self.set_fit(self.viewport.next_fit())

    def _place_notices(self) -> None:
        for notice in (self._error, self._empty):
            notice.adjustSize()
            notice.move(self.rect().center() - notice.rect().center())

    def sight(self) -> CanvasSight:
        """Return what is shown, whatever the frame."""
        window = theme().colour("window")
        return CanvasSight(
            size=self.size(),
            ratio=self.devicePixelRatioF(),
            scale=self.viewport.scale,
            offset=QPointF(self.viewport.offset),
            overlays=self._overlays,
            shown=self._shown,
            well=theme().colour("well"),
            outside=dict.fromkeys(self._window_corners, window),
        )

    def _plate_area(self) -> QRectF:
        """Return where the picture is seen; half on the well a plate would be hard to read."""
        whole = QRectF(self.rect())
        seen = self.viewport.picture_rect().intersected(whole)
        return whole if self._frame is None or seen.isEmpty() else seen

    def _end_grab(self) -> None:
        self._grabbed = None
        self.unsetCursor()

    # Qt's own names.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.viewport.set_area(QSizeF(self.size()), self.devicePixelRatioF())
        sight = self.sight()
        if self._frame is None:
            painter.fillRect(self.rect(), sight.well)
            mask_corners(painter, QRectF(self.rect()), sight.well, sight.outside)
        else:
            paint_sight(painter, sight, self._frame, self._ahead)
        if any(self.plate_text):
            corner = self._plate_area().bottomLeft() + QPointF(PLATE_MARGIN, -PLATE_MARGIN)
            paint_plate(painter, corner, *self.plate_text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.viewport.set_area(QSizeF(self.size()), self.devicePixelRatioF())
        self._place_notices()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if self._image is None or not turns:
            event.ignore()
            return
        self.viewport.zoom(WHEEL_STEP**turns, event.position())
        self.fit_changed.emit(self.viewport.fit.value)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._image is not None:
            self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport.pan(event.position() - self._grabbed)
        self._grabbed = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end_grab()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.set_fit(Fit.SIGNING_SPACE)
