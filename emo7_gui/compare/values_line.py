"""Badges under the player: the label, A, B and the raters.

What it is: painted names and digit badges of one clip; the narrow form has the raters in a
second row.
What it is not: an editor of labels.
Convention: a missing answer is a dash, hidden raters (blind) are no badge at all.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from emo7_core.scale import K
from emo7_gui.compare.comparison_view import OpenClip, class_words
from emo7_gui.swatch import paint_badges
from emo7_gui.theme import theme

_BADGE, _GAP, _ROW = 20, 8, 24
_SPACE, _NARROW_SPACE = 48.0, 16.0
_Group = tuple[str, tuple[int | None, ...], int]
_Groups = tuple[_Group, ...]


class ValuesLine(QWidget):
    """Who says what about the open clip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: _Groups = ()
        self._first = 0
        self._is_narrow = False
        self.setFixedHeight(_ROW)
        theme().changed.connect(self.update)

    def set_is_narrow(self, is_narrow: bool) -> None:
        """Take two rows of half the width, or one."""
        self._is_narrow = is_narrow
        self.setFixedHeight(2 * _ROW if is_narrow else _ROW)
        self.update()

    def set_clip(self, clip: OpenClip | None, label_name: str, has_b: bool) -> None:
        """Show the values of a clip; None shows nothing."""
        groups: list[_Group] = []
        if clip is not None:
            groups.append((label_name, (clip.label,), clip.size))
            groups.append(("A", (clip.answer_a,), clip.size))
            if has_b:
                groups.append(("B", (clip.answer_b,), clip.size))
            self._first = len(groups)
            if clip.raters:
                groups.append((self.tr("Raters"), clip.raters[:5], K))
        self._groups = tuple(groups)
        self.setAccessibleName(self._words())
        self.update()

    def _words(self) -> str:
        said = [
            f"{name} "
            + ", ".join(self.tr("none") if v is None else class_words(size)[v] for v in values)
            for name, values, size in self._groups
        ]
        return "; ".join(said)

    def _group_width(self, painter: QPainter, name: str, count: int) -> float:
        return painter.fontMetrics().horizontalAdvance(name) + _GAP + count * (_BADGE + 4) - 4

    def _rows(self) -> tuple[_Groups, ...]:
        if not self._is_narrow:
            return (self._groups,)
        return self._groups[: self._first], self._groups[self._first :]

    def _paint_row(self, painter: QPainter, groups: _Groups, top: float) -> None:
        widths = [self._group_width(painter, name, len(v)) for name, v, _ in groups]
        free = self.width() - sum(widths)
        most = _NARROW_SPACE if self._is_narrow else _SPACE
        space = min(most, free / max(1, len(widths) - 1))
        x = 0.0
        for width, (name, values, size) in zip(widths, groups, strict=True):
            painter.setFont(theme().font("small"))
            painter.setPen(theme().colour("text_secondary"))
            box = QRectF(x, top, width, _ROW)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
            paint_badges(painter, x + width, top + _ROW / 2, values, _BADGE + 4, size)
            x += width + space

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(160 if self._is_narrow else 240, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("small"))
        for place, groups in enumerate(self._rows()):
            self._paint_row(painter, groups, place * _ROW)
