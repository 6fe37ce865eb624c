"""The widget of one knob, whatever it holds: made, shown, read.

What it is: a switch, a number field, a text line or a choice, with name and description.
What it is not: the form around them (config_form.py).
Convention: few short choices are segments, others a list. A list keeps a key that it does not
offer, with a remark, so that no value is changed unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit

from emo7_core.knobs import Knob
from emo7_gui.combo import Combo
from emo7_gui.segmented import Segmented
from emo7_gui.theme import theme
from emo7_gui.train.number_field import NumberField

FEW_CHOICES, FEW_LETTERS = 3, 26
KnobWidget = Segmented | Combo | NumberField | QCheckBox | QLineEdit


class NameChoice(Combo):
    """A text knob that is one of the names there are, or "" for none of them."""

    def __init__(self, name: str, none: str, unknown: str) -> None:
        super().__init__(name=name)
        self._none, self._unknown = none, unknown
        self.set_names(())

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these names."""
        before = self.key
        self.set_choices([("", self._none), *((name, name) for name in names)])
        self.set_key(before if before is not None else "")

    def set_key(self, key: str | int | None) -> None:
        """Choose without a signal; a name that is not offered is added with a remark."""
        if key and self.findData(key) < 0:
            self.addItem(self._unknown.format(key), key)
        super().set_key(key)


def knob_widget(knob: Knob, unit: str, on_changed: Callable[..., object]) -> KnobWidget:
    """Return the widget of a knob, showing its default.

    Args:
        knob: What it holds.
        unit: Grey words inside a number field; the knob's own unit if empty.
        on_changed: Called when a person or the program changed the value.
    """
    widget = _made(knob, unit, on_changed)
    widget.setObjectName(knob.name)
    widget.setAccessibleName(knob.title)
    widget.setAccessibleDescription(knob.description)
    widget.setToolTip(knob.description)
    show_value(widget, knob.default)
    return widget


def _made(knob: Knob, unit: str, on_changed: Callable[..., object]) -> KnobWidget:
    if knob.kind == "bool":
        switch = QCheckBox(knob.title)
        switch.setFixedHeight(theme().size("control"))
        switch.toggled.connect(on_changed)
        return switch
    if knob.kind == "text":
        line = QLineEdit()
        line.setFixedHeight(theme().size("control"))
        line.textChanged.connect(on_changed)
        return line
    if knob.kind == "choice":
        choice = _choice(knob)
        choice.chosen.connect(on_changed)
        return choice
    number = NumberField(knob, unit or knob.unit)
    number.textChanged.connect(on_changed)
    return number


def _choice(knob: Knob) -> Segmented | Combo:
    choices = tuple(zip(knob.choices, knob.labels, strict=True))
    letters = sum(len(label) for label in knob.labels)
    is_few = 1 < len(choices) <= FEW_CHOICES and letters <= FEW_LETTERS
    return (Segmented if is_few else Combo)(choices, knob.title)


def value_of(widget: KnobWidget) -> Any:
    """Return what a widget says; None for a number that is none."""
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, NumberField):
        return widget.value()
    return widget.text().strip() if isinstance(widget, QLineEdit) else widget.key


def show_value(widget: KnobWidget, value: Any) -> None:
    """Let a widget say a value."""
    if isinstance(widget, QCheckBox):
        widget.setChecked(value)
    elif isinstance(widget, NumberField):
        widget.set_value(value)
    elif isinstance(widget, QLineEdit):
        widget.setText(value)
        widget.setCursorPosition(0)
    else:
        widget.set_key(value)
