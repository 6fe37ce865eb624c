"""What one person says of the clip: value, unsure, note, cues, decisive moment.

What it is: a row; its moment is a button that shows that frame.
What it is not: editable; what raters said stays.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.controls.painting import paint_swatch
from emo7_gui.golden.golden_view import OpinionView
from emo7_gui.golden.moment_link import MomentLink
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme


class Swatch(QWidget):
    """The value as a badge of 24 px."""

    def __init__(self, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{digit_of(value)} {CLASSES[value]}")
        self.setToolTip(CLASSES[value])
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(theme().size("swatch_list"), theme().size("swatch_list"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_swatch(painter, QRect(0, 0, self.width(), self.height()), self._value)


class OpinionRow(QWidget):
    """One person.

    Signals:
        moment_pressed(frame): the decisive moment should be shown.
    """

    moment_pressed = Signal(int)

    def __init__(self, opinion: OpinionView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        unsure = self.tr("unsure") if opinion.is_unsure else ""
        self.name = text_label(opinion.initials, "emphasis")
        self.name.setToolTip(opinion.name)
        self.name.setAccessibleName(opinion.name)
        detail = ", ".join(part for part in (unsure, *opinion.cues) if part)
        self.detail = text_label(detail, "small", "secondary", is_wrapping=True)
        self.note = text_label(opinion.note, "body", "secondary", is_wrapping=True)
        self.note.setVisible(bool(opinion.note))
        said = (opinion.name, str(digit_of(opinion.value)), CLASSES[opinion.value], detail)
        self.setAccessibleName(", ".join(part for part in (*said, opinion.note) if part))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.detail, 1)
        self.moment = self._moment(opinion)
        if self.moment is not None:
            head.addWidget(self.moment)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(self.note)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.addWidget(Swatch(opinion.value))
        column.addStretch(1)
        row.addLayout(column)
        row.addLayout(words, 1)

    def _moment(self, opinion: OpinionView) -> MomentLink | None:
        if opinion.frame is None:
            return None
        frame = opinion.frame
        words = self.tr("frame {0}").format(frame)
        if opinion.seconds is not None:
            words = self.tr("{0:.2f} s").format(opinion.seconds)
        button = MomentLink(words)
        said = self.tr("Decisive moment of {0}, {1}: show it")
        button.setAccessibleName(said.format(opinion.name, words))
        button.setToolTip(button.accessibleName())
        button.clicked.connect(lambda: self.moment_pressed.emit(frame))
        return button
