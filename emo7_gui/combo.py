"""A choice of many in the look of the theme: a combo box of keys.

What it is: QComboBox whose items are keys with words; the wheel does not change it by accident.
What it is not: an editable field.
Convention: keys keep their type (str or int).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from emo7_gui.theme import theme


class Combo(QComboBox):
    """A drop-down list.

    Signals:
        chosen(key): a person chose an item.
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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme().size("control"))
        self.set_choices(choices)
        self.activated.connect(lambda place: self.chosen.emit(self.itemData(place)))

    def set_choices(self, choices: Sequence[tuple[str | int, str]]) -> None:
        """Show these choices; what was chosen stays chosen where it is still there."""
        before = self.key
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.set_key(before)

    @property
    def key(self) -> str | int | None:
        """The chosen key, None without choices."""
        key: str | int | None = self.currentData()
        return key

    def set_key(self, key: str | int | None) -> None:
        """Choose without a signal; an unknown key changes nothing."""
        place = self.findData(key)
        if key is not None and place >= 0:
            self.setCurrentIndex(place)

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt paints it, but with an ellipsis, and disabled words in their own colour."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        if not self.isEnabled():  # the style sheet's rule hides it
            for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Text):
                option.palette.setColor(role, theme().colour("text_disabled"))
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(kind, option, part, self).width() - 4
        words = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        option.currentText = words
        painter.drawComplexControl(kind, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
