"""A field for one number of the config, with its unit in grey and its limits in words.

What it is: a line edit that knows a knob; Up and Down step it.
What it is not: a spin box: any text can be typed, and a wrong one says what is wrong.
Convention: whole numbers without a point; a decimal comma is understood.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from emo7_core.knobs import Knob
from emo7_gui.theme import theme


def number_text(value: float) -> str:
    """Write a number the short way: 0.001, 1e-05, 12.5, 32."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:g}"


class NumberField(QLineEdit):
    """The value of one int or float knob."""

    def __init__(self, knob: Knob, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.knob = knob
        self._unit = unit
        self.setFixedHeight(theme().size("control"))
        self.setAccessibleName(f"{knob.title}, {unit}" if unit else knob.title)
        self.setToolTip(knob.description)
        self.set_value(float(knob.default))
        self.textChanged.connect(self._on_text_changed)

    def set_value(self, value: float) -> None:
        """Show a value."""
        self.setText(number_text(value))

    def value(self) -> int | float | None:
        """Return the number, None where the text is none."""
        text = self.text().strip().replace(",", ".")
        try:
            number = float(text)
        except ValueError:
            return None
        if not math.isfinite(number):
            return None
        if self.knob.kind == "int":
            return int(number) if number.is_integer() else None
        return number

    def problem(self) -> str:
        """Return what is wrong in words, empty where nothing is."""
        value, knob = self.value(), self.knob
        if value is None:
            kind = self.tr("a whole number") if knob.kind == "int" else self.tr("a number")
            return self.tr("{0} needs {1}").format(knob.title, kind)
        if knob.minimum is not None:
            is_low = value <= knob.minimum if knob.excludes_minimum else value < knob.minimum
            if is_low:
                words = (
                    self.tr("more than {0}") if knob.excludes_minimum else self.tr("at least {0}")
                )
                return f"{knob.title}: {words.format(number_text(knob.minimum))}"
        if knob.maximum is not None:
            is_high = value >= knob.maximum if knob.excludes_maximum else value > knob.maximum
            if is_high:
                words = (
                    self.tr("less than {0}") if knob.excludes_maximum else self.tr("at most {0}")
                )
                return f"{knob.title}: {words.format(number_text(knob.maximum))}"
        return ""

    def step(self, by: int) -> None:
        """Step a whole number by one, another by a tenth of its size; stay inside the limits."""
        value = self.value()
        if value is None:
            return
        size = 1 if self.knob.kind == "int" else 10 ** _magnitude(value)
        before = self.text()
        self.set_value(round(value + by * size, 12))
        if self.problem():
            self.setText(before)

    def _on_text_changed(self) -> None:
        state = "error" if self.problem() else ""
        if self.property("state") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._unit:
            return
        painter = QPainter(self)
        is_on = self.isEnabled()
        painter.setPen(theme().colour("text_tertiary" if is_on else "text_disabled"))
        metrics = painter.fontMetrics()
        x = 12 + metrics.horizontalAdvance(self.text() or " ") + 6
        if x + metrics.horizontalAdvance(self._unit) > self.width() - 8:
            return
        baseline = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(x, baseline), self._unit)


def _magnitude(value: float) -> int:
    """Return the exponent of a tenth of a number: steps of .01 for .2, of .0001 for .001."""
    return -2 if value == 0 else int(f"{abs(value):e}".split("e")[1]) - 1
