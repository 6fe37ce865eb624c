"""Turns key presses in the window into actions, whatever has the focus.

What it is: an event filter on the application that says `triggered(action id)`.
What it is not: the actions themselves. Text fields keep their keys, focused buttons keep
Space and Enter, dialogs and pop-ups keep everything.
Convention: a widget with the property "key_group" lets that group answer first (a matrix, a
list); with key_group "dialog" nothing but the widget answers.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from emo7_gui.actions import BY_ID, EVERYWHERE
from emo7_gui.key_chord import KeyPress, chords
from emo7_gui.key_map import KeyMap

DIALOG = "dialog"
_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_FIELD_KEYS = ("undo", "redo")


class KeyRouter(QObject):
    """Listens to one window.

    Signals:
        triggered(action id): a key of the scope was pressed.
    """

    triggered = Signal(str)

    def __init__(self, window: QWidget, key_map: KeyMap, scope: str = "start") -> None:
        super().__init__(window)
        self._window = window
        self._scope = scope
        self.key_map = key_map
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def set_scope(self, scope: str) -> None:
        """Hear the keys of another workspace."""
        self._scope = scope

    def action_for(self, press: KeyPress, focus: QWidget | None) -> str | None:
        """Return what a key press means while a widget has the focus."""
        names = chords(press)
        if not names or _group_of(focus) == DIALOG:
            return None
        if _keeps_keys(focus, names):
            return None
        found = self.key_map.find(names, self._scope, _group_of(focus))
        if found and isinstance(focus, _TEXT_FIELDS) and not _works_in_text(found, names):
            return None
        return found

    def _is_ours(self, receiver: QObject) -> bool:
        """Hear an event at the focused widget, or at the window where none has the focus.

        What the focused widget keeps for itself is kept at the window too.
        """
        if not isinstance(receiver, QWidget) or receiver.window() is not self._window:
            return False
        if QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return False
        return receiver is self._window or receiver is self._window.focusWidget()

    # Qt overrides.

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if not isinstance(event, QKeyEvent) or not self._is_ours(receiver):
            return False
        found = self.action_for(KeyPress.of(event), self._window.focusWidget())
        if found is None:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._trigger(found, event.isAutoRepeat())
        return True

    def _trigger(self, action_id: str, is_repeat: bool) -> None:
        action = BY_ID.get(action_id)
        if not is_repeat or (action is not None and action.is_repeating):
            self.triggered.emit(action_id)


def _group_of(widget: QWidget | None) -> str:
    """Return the key group of the nearest widget that has one."""
    while widget is not None:
        if group := widget.property("key_group"):
            return str(group)
        widget = widget.parentWidget()
    return ""


def _keeps_keys(focus: QWidget | None, names: tuple[str, ...]) -> bool:
    if isinstance(focus, QAbstractButton):
        return names[0] in ("Space", "Return")
    if isinstance(focus, QComboBox):
        return names[0] in ("Space", "Up", "Down", "Return")
    return False


def _works_in_text(action_id: str, names: tuple[str, ...]) -> bool:
    """Typing wins in text fields, except over Esc, F keys and Ctrl with a digit or letter."""
    action = BY_ID.get(action_id)
    if action is None or action.group != EVERYWHERE or action_id in _FIELD_KEYS:
        return False
    first = names[0]
    return first == "Esc" or first.startswith("Ctrl+") or (first[0] == "F" and first[1:].isdigit())
