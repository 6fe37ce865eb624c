"""A choice of a few: segments side by side, one chosen.

What it is: a row of exclusive buttons on one surface; Left and Right move the choice.
What it is not: tabs with pages, or a choice of many (combo.py).
Convention: choices are keys with words; keys keep their type (str or int).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.theme import theme

_MARGIN, _PADDING = 2, 12


class Segment(QAbstractButton):
    """One segment, with an optional quiet number after its words."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.count_text = ""
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text_disabled"
        return "text" if self.isChecked() or self.underMouse() else "text_secondary"

    # Qt overrides.

    def sizeHint(self) -> QSize:
        text = f"{self.text()}   {self.count_text}" if self.count_text else self.text()
        width = self.fontMetrics().horizontalAdvance(text)
        return QSize(width + 2 * _PADDING, theme().size("control") - 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected" if look.is_dark else "card"))
            painter.drawRoundedRect(QRectF(self.rect()), 5, 5)
        painter.setFont(look.font("emphasis" if self.isChecked() else "body"))
        metrics = painter.fontMetrics()
        count = f"   {self.count_text}" if self.count_text else ""
        width = metrics.horizontalAdvance(self.text())
        left = max(4.0, (self.width() - width - metrics.horizontalAdvance(count)) / 2)
        painter.setPen(look.colour(self._ink()))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, width + 2, self.height()), middle, self.text())
        painter.setPen(look.colour("text_secondary"))
        painter.drawText(QRectF(left + width, 0, self.width(), self.height()), middle, count)
        if self.hasFocus():
            draw_ring(painter, self.rect(), look.colour("accent"), 5)


class Segmented(QWidget):
    """A row of segments.

    Signals:
        chosen(key): a person chose another segment.
    """

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[str | int, str]] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._keys: list[str | int] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._row.setSpacing(0)
        self.setFixedHeight(theme().size("control"))
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._keys[place]))
        self.set_choices(choices)
        theme().changed.connect(self.update)

    def set_choices(self, choices: Sequence[tuple[str | int, str]]) -> None:
        """Show these choices; the first is chosen."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._keys = [key for key, _ in choices]
        for place, (_, words) in enumerate(choices):
            segment = Segment(words, self)
            segment.setAccessibleName(f"{self.accessibleName()}: {words}".removeprefix(": "))
            self._row.addWidget(segment, 1)
            self._group.addButton(segment, place)
            segment.setChecked(place == 0)

    @property
    def key(self) -> str | int | None:
        """The chosen key, None without choices."""
        place = self._group.checkedId()
        return self._keys[place] if 0 <= place < len(self._keys) else None

    def set_key(self, key: str | int | None) -> None:
        """Choose without a signal; an unknown key changes nothing."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)

    def set_text(self, key: str | int, words: str, count: int | None = None) -> None:
        """Change the words, and the quiet number after them, of one segment."""
        segment = self.segment(key)
        segment.count_text = "" if count is None else str(count)
        segment.setText(words)
        segment.setAccessibleName(words if count is None else f"{words}, {count}")
        segment.updateGeometry()

    def segment(self, key: str | int) -> Segment:
        """Return the button of a key."""
        button = self._group.button(self._keys.index(key))
        assert isinstance(button, Segment)
        return button

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("input"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
