"""The clips of a difference: name, signer, value before and after; each opens.

What it is: painted rows in a scroll area.
What it is not: a table to edit.
Convention: a dash stands before an added clip and after a removed one.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.golden.golden_view import ChangedClip, ClipSet
from emo7_gui.golden.mark_field import Mark, MarkField
from emo7_gui.swatch import paint_badge
from emo7_gui.theme import theme

ROW = 28
_BADGES, _SIGNER = 72, 72


class ChangedClips(MarkField):
    """Rows of clips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Clips of the difference"), parent)
        self._clips: tuple[ChangedClip, ...] = ()
        self._seen = QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_clips(self, clips: tuple[ChangedClip, ...]) -> None:
        """Show these clips."""
        self._clips = clips
        self.setFixedHeight(max(ROW, len(clips) * ROW))
        self.refresh()

    def lay_out(self) -> tuple[Mark, ...]:
        return tuple(
            Mark(
                QRectF(0, i * ROW, self.width(), ROW),
                _words(clip),
                ClipSet(clip.name, (clip.clip_id,), tells_value=True),
            )
            for i, clip in enumerate(self._clips)
        )

    def paint_marks(self, painter: QPainter) -> None:
        first = max(0, int(self._seen.top() // ROW))
        last = min(len(self._clips), int(self._seen.bottom() // ROW) + 1)
        for i in range(first, last):
            self._paint_row(painter, i * ROW, self._clips[i])

    def _paint_row(self, painter: QPainter, top: float, clip: ChangedClip) -> None:
        look, middle = theme(), int(Qt.AlignmentFlag.AlignVCenter)
        for x, value in ((8.0, clip.before), (44.0, clip.after)):
            _paint_value(painter, QRectF(x, top + 4, 20, 20), value)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_tertiary"))
        painter.drawText(QRectF(29, top, 15, ROW), int(Qt.AlignmentFlag.AlignCenter), "→")
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        room = int(self.width() - _BADGES - _SIGNER - 16)
        name = painter.fontMetrics().elidedText(clip.name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(_BADGES + 8, top, room + 4, ROW), middle, name)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(0, top, self.width() - 12, ROW), right, clip.signer)

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        self._seen = QRectF(event.rect())
        super().paintEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(320, max(ROW, len(self._clips) * ROW))


def _paint_value(painter: QPainter, rect: QRectF, value: int | None) -> None:
    if value is None:
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_tertiary"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), "–")
    else:
        paint_badge(painter, rect, value)


def _words(clip: ChangedClip) -> str:
    before, after = (
        "none" if value is None else f"{digit_of(value)} {CLASSES[value]}"
        for value in (clip.before, clip.after)
    )
    return f"{clip.name}, signer {clip.signer or 'unknown'}: {before}, then {after}"
