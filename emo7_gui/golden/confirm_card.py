"""Asks before something that is logged: what will change, a note, yes or no.

What it is: the dialog before a promotion, before an earlier version comes back, and before the
rating ends or goes on.
What it is not: the act; it says `confirmed` with the note and the opener does it.
Convention: Enter in the note does nothing, so that nothing happens by mistake; Ctrl Enter does.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from emo7_gui.golden.changes_body import ChangesBody
from emo7_gui.golden.golden_view import ChangesView
from emo7_gui.key_button import KeyButton
from emo7_gui.segmented import Segmented
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import text_label

_LARGE, _NARROW = QSize(800, 560), 520


class ConfirmCard(Overlay):
    """The question.

    Signals:
        confirmed(key, note): yes, to the question with this key.
        chosen(choice): another choice of the question; answer with `answer`.
    """

    confirmed = Signal(str, str)
    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("Confirm"), _LARGE)
        self._key = ""
        self.title = text_label("", "heading", is_wrapping=True)
        self.text = text_label("", "body", "secondary", is_wrapping=True)
        self.choice = Segmented((), self.tr("Whose labels"))
        self.body = ChangesBody()
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("Why, kept in the log"))
        self.note.setAccessibleName(self.tr("Why, kept in the log"))
        self.cancel = KeyButton(self.tr("Cancel"), self.tr("Esc"), kind="flat")
        self.yes = KeyButton("", self.tr("Ctrl Enter"), kind="primary")
        self.choice.chosen.connect(lambda key: self.chosen.emit(str(key)))
        self.cancel.clicked.connect(self.close_card)
        self.yes.clicked.connect(self._on_yes)
        self._arrange()

    @property
    def key(self) -> str:
        """Which question is asked."""
        return self._key

    def ask(
        self,
        key: str,
        title: str,
        yes: str,
        lines: tuple[str, ...],
        view: ChangesView | None,
        choices: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Ask a question; with a difference, and with choices (key, words), where given."""
        self._key = key
        self.card.setAccessibleName(title)
        self.title.setText(title)
        self.choice.set_choices(choices)
        self.choice.setVisible(bool(choices))
        self.answer(lines, view)
        self.yes.setText(yes)
        self.yes.setAccessibleName(yes)
        self.yes.updateGeometry()
        self.note.clear()
        self._wanted = _LARGE if view is not None or choices else self._least()
        self.open_card()
        self.note.setFocus(Qt.FocusReason.PopupFocusReason)

    def answer(self, lines: tuple[str, ...], view: ChangesView | None, why_not: str = "") -> None:
        """Show what the choice would do, or why it can do nothing."""
        self.text.setText("\n\n".join((*lines, why_not) if why_not else lines))
        self.text.setVisible(bool(lines or why_not))
        self.body.setVisible(view is not None)
        if view is not None:
            self.body.set_changes(view)
        self.yes.setEnabled(not why_not)
        self.yes.setToolTip(why_not)
        self.yes.setAccessibleDescription(why_not)

    def _least(self) -> QSize:
        """Return the size of a question without a difference: as tall as its words."""
        for part in (self.title, self.text):
            part.ensurePolished()
        layout = self.card.layout()
        height = 0 if layout is None else layout.totalHeightForWidth(_NARROW)
        return QSize(_NARROW, max(200, height))

    def _on_yes(self) -> None:
        if not self.yes.isEnabled():
            return
        key, note = self._key, self.note.text().strip()
        self.close_card()
        self.confirmed.emit(key, note)

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.yes)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.choice)
        column.addWidget(self.text)
        column.addWidget(self.body, 1)
        column.addStretch(0)
        column.addWidget(self.note)
        column.addLayout(foot)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_yes()
        super().keyPressEvent(event)
