"""One model's expected value: its line, letter, name, mean and spread; and the line alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from emo7_gui.controls.painting import paint_outline, paint_plate
from emo7_gui.review.panel_state import ModelBars
from emo7_gui.theme import theme

HEIGHT = 28
_SAMPLE, _LETTER, _NAME = 20, 28, 44
_LEAST_NAME = 96
_DASH = (5 / 1.5, 4 / 1.5)


def paint_line_sample(painter: QPainter, left: float, middle: float, is_solid: bool) -> None:
    """Paint how a model's line looks: A solid 2 px, B dashed 1.5 px."""
    pen = QPen(theme().colour("text"), 2.0 if is_solid else 1.5)
    if not is_solid:
        pen.setDashPattern(list(_DASH))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE, middle))


class ExpectedRow(QWidget):
    """Paints one ModelBars as a line of text."""

    def __init__(self, model: ModelBars, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_model(model)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_model(self, model: ModelBars) -> None:
        """Show another answer, or another model."""
        self._model = model
        self.setAccessibleName(f"{model.letter} {model.name}, {self._value()}")
        self.setToolTip(f"{model.name}: {self._value()}")
        self.update()

    def _value(self) -> str:
        model = self._model
        if model.mean is None:
            return model.note or self.tr("no answer yet")
        around = "" if model.spread is None else f" ± {model.spread:.1f}"
        # The first windows may still be contradicted by those to come.
        so_far = f" · {model.note}" if model.note else ""
        return f"{model.mean:.1f}{around}{so_far}"

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_line_sample(painter, 0, self.height() / 2, self._model.letter == "A")
        painter.setPen(theme().colour("text"))
        painter.setFont(theme().font("strong"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(_LETTER, 0, 16, self.height()), middle, self._model.letter)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        right = middle | int(Qt.AlignmentFlag.AlignRight)
        widest = self.width() - _NAME - _LEAST_NAME
        value = painter.fontMetrics().elidedText(self._value(), Qt.TextElideMode.ElideRight, widest)
        painter.drawText(self.rect(), right, value)
        room = self.width() - _NAME - painter.fontMetrics().horizontalAdvance(value) - 8
        painter.setFont(theme().font("body"))
        painter.setPen(theme().colour("text"))
        elide = Qt.TextElideMode.ElideMiddle
        name = painter.fontMetrics().elidedText(self._model.name, elide, room)
        painter.drawText(QRect(_NAME, 0, room, self.height()), middle, name)


class BarLegend(QWidget):
    """Which bar is whose: A filled, B outlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_letters(self, letters: tuple[str, ...]) -> None:
        """Show these models."""
        self._letters = letters
        self.setAccessibleName(self.tr("Bars: {}").format(" ".join(letters)))
        self.update()

    # Qt overrides.

    def sizeHint(self) -> QSize:
        # Two models always have room, so that nothing moves at the reveal.
        return QSize(2 * 34, theme().line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("small"))
        for place, letter in enumerate(self._letters):
            left = self.width() - (len(self._letters) - place) * 34 + 4
            bar = QRect(left, (self.height() - 6) // 2, 14, 6)
            ink, radius = theme().colour("text_secondary"), theme().radius("bar")
            if letter == "A":
                paint_plate(painter, bar, ink, radius)
            else:
                paint_outline(painter, bar, ink, radius)
            painter.setPen(ink)
            text = QRect(left + 18, 0, 14, self.height())
            painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), letter)
