"""One slot of the picker: how its line looks, its letter, which model, how that is, and None."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.key_button import KeyButton
from emo7_gui.review.expected_row import paint_line_sample
from emo7_gui.review.picker_view import PickedModel
from emo7_gui.text_label import set_tone
from emo7_gui.theme import theme


class _Sample(QWidget):
    """The line and the letter."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter = letter
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        theme().changed.connect(self.update)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(44, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_line_sample(painter, 0, self.height() / 2, self._letter == "A")
        painter.setPen(theme().colour("text"))
        painter.setFont(theme().font("strong"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(28, 0, 16, self.height()), middle, self._letter)


class SlotLine(QWidget):
    """A slot.

    Signals:
        cleared(letter): it should hold no model.
    """

    cleared = Signal(str)

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter = letter
        self._name = ElidedLabel("", "emphasis")
        self._words = ElidedLabel("", "small", "secondary")
        self.none = KeyButton(self.tr("None"), f"Shift {letter}", kind="flat", is_small=True)
        self.none.clicked.connect(lambda: self.cleared.emit(letter))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_Sample(letter))
        row.addWidget(self._name, 2)
        row.addWidget(self._words, 3)
        row.addWidget(self.none)
        policy = self.none.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.none.setSizePolicy(policy)
        self.set_model(PickedModel(letter))

    def set_model(self, model: PickedModel) -> None:
        """Show what the slot holds."""
        self._name.setText(model.name or self.tr("no model"))
        set_tone(self._name, "" if model.name else "secondary")
        self._words.setText(model.words)
        self._words.setToolTip(model.words)
        set_tone(self._words, "error" if model.is_failed else "secondary")
        self.none.setVisible(bool(model.name))
        self.setAccessibleName(f"{self.letter}, {self._name.text()}, {model.words}")
