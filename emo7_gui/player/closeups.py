"""Face, right hand and left hand, cut from the frame around their landmarks.

What it is: one widget with three cells, in a column beside the picture or a row under it. The
boxes keep their size for the whole clip and move smoothly. A click enlarges one cell, a second
click brings the three back.
What it is not: a second decoder; it cuts from the frame that the canvas shows.
Convention: left and right are the signer's own; the percent is the share of the clip's frames in
which the part was seen.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.frame import Frame
from emo7_gui.player.boxes import PartBoxes, part_boxes
from emo7_gui.player.overlays import OverlayPainter
from emo7_gui.player.plates import mask_corners, paint_still_plate
from emo7_gui.player.sight import CloseUp, CloseUpsSight, Painted, paint_sight
from emo7_gui.theme import theme

PARTS = ("face", "right_hand", "left_hand")


class CloseUps(QWidget):
    """Three linked pictures of parts."""

    enlarged = Signal(str)  # the part, or "" when the three are back

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Click to enlarge"))
        self._is_column = True
        self._frame: Frame | None = None
        self._ahead: tuple[Painted, ...] = ()
        self._overlays: OverlayPainter | None = None
        self._boxes: dict[str, PartBoxes | None] = dict.fromkeys(PARTS)
        self._shown: frozenset[str] = frozenset()
        self._window_corners: frozenset[str] = frozenset()
        self._enlarged = ""
        self._words = {
            "face": self.tr("Face"),
            "right_hand": self.tr("Right hand"),
            "left_hand": self.tr("Left hand"),
        }
        theme().changed.connect(self.update)

    @property
    def enlarged_part(self) -> str:
        """The part that fills the widget, or ""."""
        return self._enlarged

    def label_of(self, part: str) -> str:
        """Return the words on a part's plate."""
        boxes = self._boxes[part]
        if self._overlays is None:
            return self._words[part]
        if boxes is None:
            return self.tr("{part} not seen").format(part=self._words[part])
        return f"{self._words[part]} {round(100 * boxes.share)}\u2009%"

    def set_is_column(self, is_column: bool) -> None:
        """Stand beside the picture, or lie under it."""
        self._is_column = is_column
        self.update()

    def set_window_corners(self, corners: frozenset[str]) -> None:
        """Name the corners of the whole widget behind which the window lies."""
        self._window_corners = corners
        self.update()

    def set_track(self, track: LandmarkTrack | None, overlays: OverlayPainter | None) -> None:
        """Take the landmarks of the clip, and their painter."""
        self._overlays = overlays
        for part in PARTS:
            self._boxes[part] = part_boxes(track, part) if track is not None else None
        self.setAccessibleName(", ".join(self.label_of(part) for part in PARTS))
        self.update()

    def set_frame(self, frame: Frame | None, ahead: tuple[Painted, ...] = ()) -> None:
        """Show the parts of a frame, or nothing, with what was painted of it ahead."""
        self._frame, self._ahead = frame, ahead
        self.update()

    def set_shown(self, shown: frozenset[str]) -> None:
        """Choose the overlays."""
        self._shown = shown
        self.update()

    def enlarge(self, part: str) -> None:
        """Let one part fill the widget; an empty name brings the three back."""
        self._enlarged = part
        self.enlarged.emit(part)
        self.update()

    def cells(self) -> dict[str, QRectF]:
        """Return where the visible parts lie, widget px."""
        if self._enlarged:
            return {self._enlarged: QRectF(self.rect())}
        gap = theme().size("gutter")
        length = self.height() if self._is_column else self.width()
        edges = [round(i * (length + gap) / 3) for i in range(4)]
        spans = [(edges[i], edges[i + 1] - edges[i] - gap) for i in range(3)]
        if self._is_column:
            rects = [QRectF(0, start, self.width(), size) for start, size in spans]
        else:
            rects = [QRectF(start, 0, size, self.height()) for start, size in spans]
        return dict(zip(PARTS, rects, strict=True))

    def sight(self) -> CloseUpsSight:
        """Return what is shown, whatever the frame."""
        well, window = theme().colour("well"), theme().colour("window")
        cells = tuple(
            CloseUp(part, cell, self._boxes[part], dict.fromkeys(self._corners_of(part), window))
            for part, cell in self.cells().items()
        )
        return CloseUpsSight(
            size=self.size(),
            ratio=self.devicePixelRatioF(),
            cells=cells,
            overlays=self._overlays,
            shown=self._shown,
            well=well,
            card=theme().colour("card"),
        )

    def _paint_empty(self, painter: QPainter, sight: CloseUpsSight) -> None:
        painter.fillRect(self.rect(), sight.well)
        for one in sight.cells:
            painter.fillRect(one.cell, sight.card)
            mask_corners(painter, one.cell, sight.well, one.outside)

    def _paint_words(self, painter: QPainter, one: CloseUp) -> None:
        if self._frame is not None and one.boxes is not None and not one.cell.isEmpty():
            corner = one.cell.bottomLeft() + QPointF(8, -4)
            paint_still_plate(painter, corner, self.label_of(one.part))
            return
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        painter.drawText(one.cell, Qt.AlignmentFlag.AlignCenter, self.label_of(one.part))

    def _corners_of(self, part: str) -> frozenset[str]:
        """Return the outer corners of a cell that lie at the window."""
        if self._enlarged:
            return self._window_corners
        first, last = ("top", "bottom") if self._is_column else ("left", "right")
        ends = {PARTS[0]: first, PARTS[-1]: last}
        end = ends.get(part)
        return frozenset(corner for corner in self._window_corners if end and end in corner)

    # Qt's own names.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, sight = QPainter(self), self.sight()
        if self._frame is None:
            self._paint_empty(painter, sight)
        else:
            paint_sight(painter, sight, self._frame, self._ahead)
        for one in sight.cells:
            self._paint_words(painter, one)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._enlarged:
            self.enlarge("")
            return
        for part, cell in self.cells().items():
            if cell.contains(event.position()):
                self.enlarge(part)
                return
