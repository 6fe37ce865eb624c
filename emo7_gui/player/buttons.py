"""The buttons of the transport row.

What it is: small widgets that paint what a style sheet cannot: a dot, words and a key.
What it is not: actions; they say that they were pressed.
Convention: the key beside the words is a hint, the shortcut itself belongs to the action.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import CAP_HEIGHT, cap_width, paint_cap
from emo7_gui.theme import theme

HEIGHT = 24
DOT = 8.0
PAD = 8.0
GAP = 6.0


class OverlayToggle(QAbstractButton):
    """An overlay's switch: its colour, its name and its key."""

    def __init__(
        self, name: str, text: str, key: str, legend: str = "", parent: QWidget | None = None
    ) -> None:
        """Take the overlay's name, its words, its key and the name of its dot's colour."""
        super().__init__(parent)
        self.name = name
        self.setText(text)
        self._key, self._legend = key, legend
        self._is_under_mouse = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("{overlay} overlay").format(overlay=text))
        self.set_key(key)
        theme().changed.connect(self.update)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        words = self.tr("Show or hide")
        self.setToolTip(f"{words} ({key})" if key else words)
        self.updateGeometry()
        self.update()

    def set_is_short(self, is_short: bool) -> None:
        """Leave out the key where the row is narrow."""
        self.setProperty("is_short", is_short)
        self.updateGeometry()

    @property
    def _has_key(self) -> bool:
        return bool(self._key) and not self.property("is_short")

    def _widths(self) -> tuple[float, float]:
        metrics = QFontMetricsF(theme().font("small"))
        words = metrics.horizontalAdvance(self.text())
        return words, float(cap_width(self._key))

    def _paint_key(self, painter: QPainter, width: int) -> None:
        top = (self.height() - CAP_HEIGHT) // 2
        cap = QRect(self.width() - width - 3, top, width, CAP_HEIGHT)
        paint_cap(painter, cap, self._key)

    def _paint_surface(self, painter: QPainter) -> None:
        look = theme()
        name = "input" if self.isChecked() else ""
        if self._is_under_mouse and self.isEnabled():
            name = "selected" if self.isChecked() else "input"
        if name:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(name))
            painter.drawRoundedRect(
                QRectF(self.rect()), look.radius("control"), look.radius("control")
            )

    # Qt's own names.

    def sizeHint(self) -> QSize:
        words, key = self._widths()
        dot = DOT + GAP if self._legend else 0
        key = GAP + key + 3 - PAD if self._has_key else 0
        return QSize(round(2 * PAD + dot + words + key), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_surface(painter)
        left, middle = PAD, self.height() / 2
        if self._legend:
            colour = look.legend(self._legend)
            painter.setPen(colour if not self.isChecked() else Qt.PenStyle.NoPen)
            painter.setBrush(colour if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(left + DOT / 2, middle), DOT / 2 - 0.5, DOT / 2 - 0.5)
            left += DOT + GAP
        words, key = self._widths()
        tone = "text" if self.isChecked() else "text_secondary"
        painter.setPen(look.colour(tone if self.isEnabled() else "text_disabled"))
        painter.setFont(look.font("small"))
        box = QRectF(left, 0, words + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._has_key:
            self._paint_key(painter, round(key))
        if self.hasFocus():
            draw_ring(painter, self.rect(), look.colour("accent"), look.radius("control"))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_mouse = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_mouse = False
        self.update()


def icon_button(icon: str, text: str, parent: QWidget | None = None) -> QToolButton:
    """Return a flat square button of 32 px with an icon; the text is for tip and reader."""
    button = QToolButton(parent)
    button.setProperty("kind", "flat")
    button.setIcon(theme().icon(icon, "text"))
    button.setIconSize(QSize(16, 16))
    button.setFixedSize(theme().size("control"), theme().size("control"))
    # The style sheet's padding is for words; here it would push the icon out.
    button.setStyleSheet("padding: 0;")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(text)
    button.setToolTip(text)
    return button
