"""The bar at the bottom: is it saved, facts of the clip, facts of the machine.

What it is: a view; the words come from outside.
Convention: facts are short phrases, shown side by side; what does not fit is cut at the end.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.key_cap import KeyCap
from emo7_gui.key_map import KeyMap
from emo7_gui.shell.save_state import SaveState, Saving
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme

_ICON = 14
_ICONS = {
    Saving.DONE: ("ph.check-circle-fill", "accent"),
    Saving.RUNNING: ("ph.circle-dashed", "text_secondary"),
    Saving.FAILED: ("ph.warning-circle", "error"),
}
_BETWEEN = "\u2003"


class StatusBar(QWidget):
    """Saved state, facts, machine, keys.

    Signals:
        keys_requested: "all keys" was pressed.
    """

    keys_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._saved = text_label("", "small", "secondary")
        self._facts = ElidedLabel("", "small", "secondary")
        self._facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._machine = ElidedLabel("", "small", "secondary")
        self._cap = KeyCap("?")
        self._keys = QPushButton(self.tr("all keys"))
        self._state = SaveState(Saving.NOTHING)
        self.setFixedHeight(theme().size("status_bar"))
        self._build()
        self.set_saved(self._state)
        theme().changed.connect(lambda: self.set_saved(self._state))

    def set_saved(self, state: SaveState) -> None:
        """Show whether the last decision is on the disk."""
        self._state = state
        self._saved.setText(self.tr(state.text))
        is_bad = state.saving is Saving.FAILED
        self._saved.setFont(theme().font("small_strong" if is_bad else "small"))
        set_tone(self._saved, "error" if is_bad else "secondary")
        icon = _ICONS.get(state.saving)
        for widget in (self._icon, self._saved):
            widget.setVisible(icon is not None)
        if icon is not None:
            name, role = icon
            self._icon.setPixmap(_pixmap(self, name, role))

    def set_facts(self, facts: tuple[str, ...]) -> None:
        """Show facts of what is open."""
        self._facts.setText(_BETWEEN.join(facts))

    def set_machine(self, facts: tuple[str, ...]) -> None:
        """Show facts of the machine at the right."""
        self._machine.setText(_BETWEEN.join(facts))

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the key of the key sheet."""
        self._cap.set_text(key_map.cap("keys"))

    def _build(self) -> None:
        self._keys.setProperty("kind", "flat")
        self._keys.setFont(theme().font("small"))
        self._keys.setStyleSheet("min-height: 20px; padding: 0 4px;")
        self._keys.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._keys.clicked.connect(self.keys_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._saved)
        row.addSpacing(12)
        row.addWidget(self._facts, 1)
        row.addWidget(self._machine)
        row.addSpacing(12)
        row.addWidget(self._cap)
        row.addWidget(self._keys)


def _pixmap(widget: QWidget, name: str, role: str):
    return theme().icon(name, role, _ICON).pixmap(QSize(_ICON, _ICON), widget.devicePixelRatio())
