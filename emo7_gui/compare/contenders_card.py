"""Who is compared: a check list of models, floors and raters, and over what intervals are made.

What it is: a card over the window. A model that has no answer for some clips has a button that
lets it answer them, as a job in the background.
What it is not: the comparison; it says what was chosen when it closes with Compare.
Convention: contenders are named by their names, units by the keys of the core; "none" = clips.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.key_button import KeyButton
from emo7_gui.segmented import Segmented
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import text_label

_SIZE = QSize(640, 600)
_KINDS = {"model": "Models", "floor": "Floors", "rater": "Raters"}


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody who can be compared.

    Attributes:
        name: Unique.
        kind: "model", "floor" or "rater".
        answered: Clips of the target that it answered.
        wanted: Clips of the target.
        is_chosen: Whether it takes part.
        can_predict: Whether it can be asked for what is missing.
    """

    name: str
    kind: str
    answered: int
    wanted: int
    is_chosen: bool
    can_predict: bool = False

    @property
    def missing(self) -> int:
        """How many clips it has no answer for."""
        return self.wanted - self.answered


class ContendersCard(Overlay):
    """The choice.

    Signals:
        chosen(names, unit): compare these over this unit.
        predict_requested(name): let a model answer what is missing.
        add_requested: add a model from a folder.
    """

    chosen = Signal(tuple, str)
    predict_requested = Signal(str)
    add_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("What is compared"), _SIZE)
        self.boxes: dict[str, QCheckBox] = {}
        self.predict_buttons: dict[str, KeyButton] = {}
        self.units = Segmented(
            (
                ("session", self.tr("Session")),
                ("signer", self.tr("Signer")),
                ("corpus", self.tr("Collection")),
                ("none", self.tr("Clip")),
            ),
            self.tr("Cluster unit"),
        )
        self.note = text_label(face="small", tone="secondary", is_wrapping=True)
        self.add_button = KeyButton(self.tr("Model from a folder"), icon="ph.plus")
        self.cancel = KeyButton(self.tr("Cancel"), self.tr("Esc"), kind="flat")
        self.done = KeyButton(self.tr("Compare"), self.tr("Ctrl Enter"), kind="primary")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cancel.clicked.connect(self.close_card)
        self.done.clicked.connect(self.submit)
        self.add_button.clicked.connect(self._on_add)
        self._arrange()

    def open_on(self, contenders: tuple[Contender, ...], unit: str) -> None:
        """Ask, beginning with what is chosen now."""
        self.boxes, self.predict_buttons = {}, {}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        for kind, title in _KINDS.items():
            some = [one for one in contenders if one.kind == kind]
            if some:
                column.addWidget(text_label(self.tr(title), "small_strong", "secondary"))
            for one in some:
                column.addLayout(self._line(one))
            column.addSpacing(8 if some else 0)
        column.addStretch(1)
        self._area.setWidget(content)
        self.units.set_key(unit)
        self._refresh()
        self.open_card()
        first = next(iter(self.boxes.values()), self.done)
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def names(self) -> tuple[str, ...]:
        """Who is checked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def submit(self) -> None:
        """Compare what is checked, where something is."""
        if self.names:
            names, unit = self.names, str(self.units.key)
            self.close_card()
            self.chosen.emit(names, unit)

    def _line(self, one: Contender) -> QHBoxLayout:
        box = QCheckBox()
        box.setChecked(one.is_chosen)
        box.setAccessibleName(one.name)
        box.toggled.connect(self._refresh)
        self.boxes[one.name] = box
        name = ElidedLabel(one.name)
        name.setToolTip(one.name)
        words = self.tr("{0} of {1} clips").format(one.answered, one.wanted)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(box)
        line.addWidget(name, 1)
        line.addWidget(text_label(words, "small", "warning" if one.missing else "secondary"))
        if one.can_predict and one.missing:
            button = KeyButton(self.tr("Predict {0} missing").format(one.missing), is_small=True)
            button.clicked.connect(lambda: self._on_predict(one.name))
            self.predict_buttons[one.name] = button
            line.addWidget(button)
        return line

    def _refresh(self) -> None:
        count = len(self.names)
        self.done.setEnabled(count > 0)
        nobody = self.tr("Choose somebody: there is nothing to compare.")
        words = self.tr("{0} chosen. Only clips that all of them answered are compared.")
        self.note.setText(words.format(count) if count else nobody)

    def _on_predict(self, name: str) -> None:
        button = self.predict_buttons[name]
        button.setEnabled(False)
        button.setText(self.tr("asked"))
        self.predict_requested.emit(name)

    def _on_add(self) -> None:
        self.close_card()
        self.add_requested.emit()

    def _arrange(self) -> None:
        units = QHBoxLayout()
        units.addWidget(text_label(self.tr("Intervals over"), "body", "secondary"))
        units.addWidget(self.units)
        units.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.done)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addWidget(text_label(self.tr("What is compared"), "heading"))
        column.addWidget(self._area, 1)
        column.addLayout(units)
        column.addWidget(self.note)
        column.addLayout(foot)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        else:
            super().keyPressEvent(event)
