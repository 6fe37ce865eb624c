"""Makes a queue: in which order, from which seed, and what is mixed in.

What it is: a small form over the recipe of a queue (emo7_core/labels/queue_making.py).
What it is not: the making; it says `queue_requested` and the opener does it.
Convention: shares are shown in percent of the clips and told as 0..1.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from emo7_core.errors import UsageError
from emo7_core.knobs import Knob
from emo7_core.labels.orders import Shares
from emo7_core.labels.queue_making import QUEUES, Recipe
from emo7_core.labels.reasons import RARE
from emo7_gui.combo import Combo
from emo7_gui.key_button import KeyButton
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.train.number_field import NumberField

_SIZE = QSize(520, 504)
_SHARES = {
    "random": ("Random clips", "So that what is labelled can speak for all clips."),
    "repeats": ("Clips that come twice", "To see how far a rater agrees with themselves."),
    "control": ("Clips without a model", "To see how far the model moves a rater."),
}
_TARGET = "A class with fewer labelled clips than this counts as rare."
_LIMIT = "The queue ends after so many places."


class QueueCard(Overlay):
    """The form.

    Signals:
        queue_requested(Recipe): make it; the card has closed.
    """

    queue_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("Make a queue"), _SIZE)
        self._rater = ""
        choices = [(name, self.tr(name[:1].upper() + name[1:])) for name in QUEUES]
        self.order = Combo(choices, self.tr("Order"))
        default = Shares()
        self.seed = NumberField(_knob("seed", "int", 7, "Seed", "Of all draws."))
        self.shares = {
            name: NumberField(
                _knob(name, "float", 100 * getattr(default, name), title, why),
                self.tr("% of clips"),
            )
            for name, (title, why) in _SHARES.items()
        }
        self.target = NumberField(
            _knob("target", "int", Recipe().target_count, "Clips wanted per class", _TARGET, 1),
            self.tr("for the order of rare classes"),
        )
        self.limit = NumberField(
            _knob("limit", "int", 0, "At most", _LIMIT), self.tr("places, 0 for all")
        )
        self.note = text_label("", "small", "secondary", is_wrapping=True)
        self.cancel = KeyButton(self.tr("Cancel"), self.tr("Esc"), kind="flat")
        self.make = KeyButton(self.tr("Make the queue"), self.tr("Ctrl Enter"), kind="primary")
        self.cancel.clicked.connect(self.close_card)
        self.make.clicked.connect(self.submit)
        for field in self._fields():
            field.textChanged.connect(self._refresh)
        self.order.chosen.connect(lambda _: self._refresh())
        self._arrange()
        self._refresh()

    def open_for(self, rater: str) -> None:
        """Open it for a rater."""
        self._rater = rater
        self._refresh()
        self.open_card()
        self.order.setFocus(Qt.FocusReason.PopupFocusReason)

    def recipe(self) -> Recipe | None:
        """Return what the form says, None where a field is wrong."""
        if self._problem():
            return None
        return Recipe(
            str(self.order.key),
            int(self.seed.value() or 0),
            self._shares(),
            int(self.limit.value() or 0) or None,
            int(self.target.value() or Recipe().target_count),
        )

    def submit(self) -> None:
        """Ask for the queue, where the form is right."""
        recipe = self.recipe()
        if recipe is not None:
            self.close_card()
            self.queue_requested.emit(recipe)

    def _shares(self) -> Shares:
        random, repeats, control = (
            float(self.shares[name].value() or 0) / 100 for name in ("random", "repeats", "control")
        )
        return Shares(random, repeats, control)

    def _fields(self) -> tuple[NumberField, ...]:
        return (self.seed, *self.shares.values(), self.target, self.limit)

    def _problem(self) -> str:
        wrong = next((said for field in self._fields() if (said := field.problem())), "")
        if wrong:
            return wrong
        try:
            self._shares()
        except UsageError as error:
            return str(error)
        return ""

    def _refresh(self) -> None:
        problem = self._problem()
        kept = self.tr("It is for {0} alone and is seen at once; earlier queues stay stored.")
        self.note.setText(problem or kept.format(self._rater))
        set_tone(self.note, "error" if problem else "secondary")
        is_rare = self.order.key == RARE
        self.target.setEnabled(is_rare)
        self.target.setToolTip(
            _TARGET if is_rare else self.tr("Only the order of rare classes counts.")
        )
        self.make.setEnabled(not problem)
        self.make.setToolTip(problem)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(16)
        grid.setColumnMinimumWidth(0, 168)
        grid.setColumnStretch(1, 1)
        titles = {self.order: self.tr("Order"), self.seed: self.tr("Seed")}
        titles |= {field: self.tr(_SHARES[name][0]) for name, field in self.shares.items()}
        titles |= {field: self.tr(field.knob.title) for field in (self.target, self.limit)}
        for place, (field, title) in enumerate(titles.items()):
            grid.addWidget(text_label(title, "body", "secondary"), place, 0)
            grid.addWidget(field, place, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.make)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(text_label(self.tr("Make a queue"), "heading"))
        column.addLayout(grid)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(foot)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        super().keyPressEvent(event)


def _knob(name: str, kind: str, default: float, title: str, why: str, least: float = 0.0) -> Knob:
    is_share = kind == "float"
    most = 100.0 if is_share else 2.0**31
    whole = "float" if is_share else "int"
    return Knob(name, whole, default, title, why, "queue", minimum=least, maximum=most)  # type: ignore[arg-type]
