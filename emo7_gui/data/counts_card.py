"""The card with the class counts: which second cuts they stand against, and the imbalance.

What it is: a heading with a choice, the counts, and a note where classes stay empty.
What it is not: the counting.
Convention: configurations are named by the keys of data_view; NO_SECOND is none.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from emo7_gui.combo import Combo
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.data.class_counts import ClassCounts
from emo7_gui.data.data_view import Counted
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_SHORT, _LONG = 120, 248


class CountsCard(QFrame):
    """Class counts of two configurations.

    Signals:
        second_chosen(key): the counts shall stand against these cuts.
    """

    second_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._choices: tuple[tuple[str, str], ...] = ()
        self.second = Combo(name=self.tr("Against"))
        self.second.chosen.connect(lambda key: self.second_chosen.emit(str(key)))
        self.imbalance = text_label(face="small", tone="secondary")
        self.imbalance.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.counts = ClassCounts()
        self._icon = QLabel()
        self._icon.setFixedSize(16, 16)
        self.warning = ElidedLabel("", "small", "warning")
        self._arrange()
        self._paint_icon()
        self._warn("")
        theme().changed.connect(self._paint_icon)

    def set_choices(self, choices: tuple[tuple[str, str], ...], key: str) -> None:
        """Fill the second choice and choose, without a signal."""
        if choices != self._choices:  # a dragged cut must not lay out the card at every step
            self._choices = choices
            self.second.set_choices(choices)
        self.second.set_key(key)

    def set_counts(self, chosen: Counted | None, second: Counted | None, warning: str) -> None:
        """Show counts with the imbalance of each, or why a class stays empty."""
        self.counts.set_counts(chosen, second)
        self._warn(warning)
        if chosen is None or not chosen.imbalance:
            self.imbalance.setText("")
            return
        text = self.tr("imbalance {0}").format(chosen.imbalance)
        if second is not None and second.imbalance and not warning:
            text = self.tr("{0}, {1} {2}").format(text, second.title, second.imbalance)
        self.imbalance.setText(text)

    def _warn(self, text: str) -> None:
        if text == self.warning.text() and self.warning.isHidden() != bool(text):
            return
        # Of a fixed size, so that numbers which change at every step lay out nothing.
        self.imbalance.setFixedSize(_SHORT if text else _LONG, theme().line("small"))
        self.warning.setText(text)
        self.warning.setAccessibleName(self.tr("Warning: {0}").format(text) if text else "")
        for widget in (self._icon, self.warning):
            widget.setVisible(bool(text))

    def _paint_icon(self) -> None:
        self._icon.setPixmap(theme().icon("ph.warning", "warning", 14).pixmap(14))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(text_label(self.tr("Class counts"), "strong"))
        head.addSpacing(8)
        head.addWidget(text_label(self.tr("against"), "small", "secondary"))
        head.addWidget(self.second)
        head.addSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self.warning, 1)
        head.addStretch(0)
        head.addWidget(self.imbalance)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.counts, 1)
