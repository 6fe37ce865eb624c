"""Clips of each signer in one line, with a remark at the right.

What it is: a painted line; each signer opens their clips.
What it is not: a full table; those who have no room are counted together.
Convention: the widest bar is the signer with the most clips.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.controls.painting import paint_plate
from emo7_gui.golden.golden_view import ClipSet
from emo7_gui.golden.mark_field import Mark, MarkField
from emo7_gui.theme import theme

HEIGHT = 24
_GAP, _BETWEEN, _LONGEST = 8.0, 24.0, 112.0


class SignerLine(MarkField):
    """By signer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("By signer"), parent)
        self._signers: tuple[tuple[str, ClipSet], ...] = ()
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)

    def set_signers(self, signers: tuple[tuple[str, ClipSet], ...], note: str) -> None:
        """Show these signers, the most clips first."""
        self._signers, self._note = signers, note
        self.setVisible(bool(signers or note))
        self.refresh()

    def _longest(self) -> float:
        """Return the length of the longest bar: shorter where many signers share the line."""
        return max(24.0, min(_LONGEST, 480.0 / max(1, len(self._signers))))

    def _widths(self, metrics: QFontMetricsF) -> list[tuple[float, float, float]]:
        """Return the widths of name, bar and number of each signer."""
        most = max((len(clips) for _, clips in self._signers), default=1)
        return [
            (
                metrics.horizontalAdvance(name),
                max(3.0, len(clips) / max(1, most) * self._longest()),
                metrics.horizontalAdvance(str(len(clips))),
            )
            for name, clips in self._signers
        ]

    def lay_out(self) -> tuple[Mark, ...]:
        metrics = QFontMetricsF(theme().font("small"))
        x = metrics.horizontalAdvance(self.tr("By signer")) + _BETWEEN
        end = self.width() - metrics.horizontalAdvance(self._note) - (_BETWEEN if self._note else 0)
        marks: list[Mark] = []
        for (name, clips), parts in zip(self._signers, self._widths(metrics), strict=True):
            width = sum(parts) + 2 * _GAP
            left = len(self._signers) - len(marks)
            rest = metrics.horizontalAdvance(self._more(left)) if left > 1 else 0.0
            if x + width + (rest + _BETWEEN if rest else 0) > end:
                break
            many = self.tr("1 clip") if len(clips) == 1 else self.tr("{0} clips").format(len(clips))
            words = self.tr("Signer {0}: {1}").format(name, many)
            marks.append(Mark(QRectF(x - 4, 0, width + 8, HEIGHT), words, clips))
            x += width + _BETWEEN
        return tuple(marks)

    def _more(self, count: int) -> str:
        return self.tr("and {0} more").format(count)

    def paint_marks(self, painter: QPainter) -> None:
        look = theme()
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if self._signers:
            painter.drawText(QRectF(0, 0, 80, HEIGHT), middle, self.tr("By signer"))
        metrics = QFontMetricsF(painter.font())
        shown = zip(self.marks, self._signers, self._widths(metrics), strict=False)
        end = metrics.horizontalAdvance(self.tr("By signer")) + _BETWEEN
        for mark, (name, clips), (name_width, bar, _) in shown:
            x = mark.rect.left() + 4
            painter.setPen(look.colour("text_secondary"))
            painter.drawText(QRectF(x, 0, name_width + 2, HEIGHT), middle, name)
            plate = QRectF(x + name_width + _GAP, (HEIGHT - 6) / 2, bar, 6)
            paint_plate(painter, plate, look.colour("text_tertiary"), 2)
            painter.setPen(look.colour("text"))
            number = QRectF(plate.right() + _GAP, 0, 60, HEIGHT)
            painter.drawText(number, middle, str(len(clips)))
            end = mark.rect.right() + _BETWEEN - 4
        painter.setPen(look.colour("text_secondary"))
        if left := len(self._signers) - len(self.marks):
            painter.drawText(QRectF(end, 0, 120, HEIGHT), middle, self._more(left))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(self.rect()), right, self._note)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)
