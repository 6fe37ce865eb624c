"""One of the seven rows of the scale: digit, word, and after the reveal two bars.

What it is: a button that says which value was pressed, and paints what it is told.
Convention: the row is 44 high, blind or revealed, and its parts keep their place; a full bar
is a share of 1. A is filled, B outlined.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_avatar, paint_outline, paint_plate, paint_swatch
from emo7_gui.review.panel_state import RaterMark
from emo7_gui.theme import theme

FLASH_MS = 120
_LEFT, _TEXT, _BAR_TOP, _BAR = 8, 52, 24, 5
_AVATAR, _NUMBERS, _MOST_RATERS = 20, 32, 2


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What the reveal shows in one row.

    Attributes:
        shares: Share 0..1 of model A and B, None where there is no such model or it has not
            answered; empty without models.
        raters: Other raters with this value.
    """

    shares: tuple[float | None, ...] = ()
    raters: tuple[RaterMark, ...] = ()


class ScaleRow(QAbstractButton):
    """A value of the scale.

    Signals:
        value_pressed(value 0..6, is unsure): it was clicked; Shift means unsure.
    """

    value_pressed = Signal(int, bool)

    def __init__(self, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = value
        self._facts: RowFacts | None = None
        self._is_own = self._is_unsure = self._is_flashing = False
        self._is_shifted = False
        self.setText(CLASSES[value])
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        self._flash = QTimer(self, interval=FLASH_MS, singleShot=True)
        self._flash.timeout.connect(self._on_flash_over)
        self._name()

    def set_facts(self, facts: RowFacts | None) -> None:
        """Show bars and raters, or none while blind."""
        self._facts = facts
        self._name()
        self.update()

    def set_own(self, is_own: bool, is_unsure: bool) -> None:
        """Mark the own decision."""
        self._is_own, self._is_unsure = is_own, is_unsure
        self._name()
        self.update()

    def flash(self) -> None:
        """Fill with `selected` for a moment: the key was heard."""
        self._is_flashing = True
        self._flash.start()
        self.update()

    def _on_flash_over(self) -> None:
        self._is_flashing = False
        self.update()

    def _on_clicked(self) -> None:
        self.value_pressed.emit(self.value, self._is_shifted)
        self._is_shifted = False

    def _name(self) -> None:
        parts = [f"{digit_of(self.value)} {CLASSES[self.value]}"]
        if self._is_own:
            parts.append("your decision, unsure" if self._is_unsure else "your decision")
        if self._facts is not None:
            for letter, share in zip("AB", self._facts.shares, strict=False):
                if share is not None:
                    parts.append(f"model {letter} {round(100 * share)} percent")
            parts += [f"{mark.name}" for mark in self._facts.raters]
        self.setAccessibleName(", ".join(parts))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(theme().size("panel"), theme().size("row_scale"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("control")
        if self._is_own or self._is_flashing:
            paint_plate(painter, self.rect(), theme().colour("selected"), radius)
        elif self.underMouse() and self.isEnabled():
            paint_plate(painter, self.rect(), theme().colour("input"), radius)
        if self._is_own:
            paint_outline(painter, self.rect(), theme().colour("accent"), radius)
        side = theme().size("swatch")
        swatch = QRect(_LEFT, (self.height() - side) // 2, side, side)
        paint_swatch(painter, swatch, self.value, is_large=True)
        self._paint_word(painter)
        if self._facts is not None:
            self._paint_bars(painter, self._facts)
            self._paint_raters(painter, self._facts.raters)
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), radius)

    def _paint_word(self, painter: QPainter) -> None:
        has_bars = self._facts is not None and any(s is not None for s in self._facts.shares)
        painter.setFont(theme().font("body"))
        painter.setPen(theme().colour("text" if self.isEnabled() else "text_disabled"))
        text = f"{self.text()}  ~" if self._is_own and self._is_unsure else self.text()
        height = theme().line("body")
        top = 3 if has_bars else (self.height() - height) // 2
        line = QRect(_TEXT, top, self._bar_room() + _NUMBERS, height)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _bar_room(self) -> int:
        return self.width() - _TEXT - _NUMBERS - (_AVATAR + 4) * _MOST_RATERS - 4

    def _paint_bars(self, painter: QPainter, facts: RowFacts) -> None:
        ink = theme().colour("text")
        painter.setFont(theme().font("small"))
        right = _TEXT + self._bar_room() + _NUMBERS
        for place, share in enumerate(facts.shares):
            if share is None:
                continue
            top = _BAR_TOP + place * (_BAR + 3)
            width = max(_BAR, round(self._bar_room() * share))
            bar = QRectF(_TEXT, top, width, _BAR)
            self._paint_bar(painter, bar, is_filled=place == 0)
            painter.setPen(theme().colour("text_secondary") if place else ink)
            line = QRect(right - _NUMBERS, 5 + place * 17, _NUMBERS, theme().line("small"))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), str(round(100 * share)))

    def _paint_bar(self, painter: QPainter, bar: QRectF, is_filled: bool) -> None:
        fill, radius = theme().scale_fill(self.value), theme().radius("bar")
        if is_filled:
            paint_plate(painter, bar, fill, radius)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(fill, 1.5))
        painter.drawRoundedRect(bar.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
        painter.restore()

    def _paint_raters(self, painter: QPainter, raters: tuple[RaterMark, ...]) -> None:
        shown = [mark.initials for mark in raters[:_MOST_RATERS]]
        if len(raters) > _MOST_RATERS:
            shown[-1] = f"+{len(raters) - _MOST_RATERS + 1}"
        right = self.width() - _LEFT
        for text in reversed(shown):
            right -= _AVATAR
            place = QRect(right, (self.height() - _AVATAR) // 2, _AVATAR, _AVATAR)
            paint_avatar(painter, place, text, "window" if self._is_own else "selected")
            right -= 4
