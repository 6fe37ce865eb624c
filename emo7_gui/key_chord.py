"""What a pressed key is called, on any layout.

What it is: from a Qt key event to names like "Ctrl+Z", "3", "Shift+3", in order of preference.
What it is not: which action the name stands for (key_map.py).
Convention: the digit row counts by position, so that "&" on a French keyboard is 1. Where
Shift types the digit itself, Shift + position is the plain digit and unsure needs Alt.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

_Mod = Qt.KeyboardModifier
_MODIFIERS = (
    (_Mod.ControlModifier, "Ctrl"),
    (_Mod.AltModifier, "Alt"),
    (_Mod.ShiftModifier, "Shift"),
)
_ONLY_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}
# Scan codes of the digit row 1..9 and 0, and of the number pad, by window system.
_ROW = {
    "evdev": {10 + i: (i + 1) % 10 for i in range(10)},
    "windows": {2 + i: (i + 1) % 10 for i in range(10)},
    "cocoa": {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9, 29: 0},
}
_PAD = {
    "evdev": {79: 7, 80: 8, 81: 9, 83: 4, 84: 5, 85: 6, 87: 1, 88: 2, 89: 3, 90: 0},
    "windows": {0x47: 7, 0x48: 8, 0x49: 9, 0x4B: 4, 0x4C: 5, 0x4D: 6, 0x4F: 1, 0x50: 2, 0x51: 3},
    "cocoa": {83: 1, 84: 2, 85: 3, 86: 4, 87: 5, 88: 6, 89: 7, 91: 8, 92: 9, 82: 0},
}
_SYSTEMS = {"xcb": "evdev", "wayland": "evdev", "windows": "windows", "cocoa": "cocoa"}


@dataclass(frozen=True, slots=True)
class KeyPress:
    """The parts of a key event that matter, so that tests can make any keyboard.

    Attributes:
        key: Qt.Key as a number.
        modifiers: Qt's modifiers, KeypadModifier among them.
        text: What the key types.
        code: Native scan code (virtual key on macOS), 0 where unknown.
        system: "evdev", "windows", "cocoa" or "" where codes mean nothing.
    """

    key: int
    modifiers: Qt.KeyboardModifier = _Mod.NoModifier
    text: str = ""
    code: int = 0
    system: str = ""

    @classmethod
    def of(cls, event: QKeyEvent) -> KeyPress:
        """Read an event on the running window system."""
        system = _SYSTEMS.get(QGuiApplication.platformName().split("-")[0], "")
        code = event.nativeVirtualKey() if system == "cocoa" else event.nativeScanCode()
        return cls(event.key(), event.modifiers(), event.text(), code, system)

    def has(self, modifier: Qt.KeyboardModifier) -> bool:
        return bool(self.modifiers & modifier)


def chords(press: KeyPress) -> tuple[str, ...]:
    """Return the names of a key press, the most physical first; empty for a bare modifier."""
    if press.key in _ONLY_MODIFIERS or press.key in (0, Qt.Key.Key_unknown):
        return ()
    names = [name for name in (_digit_chord(press), _written_chord(press)) if name]
    names += _typed_chords(press)
    return tuple(dict.fromkeys(names))


def _digit_chord(press: KeyPress) -> str | None:
    """Name a digit by the position of its key, else by what the key is."""
    pad = _PAD.get(press.system, {}).get(press.code)
    row = _ROW.get(press.system, {}).get(press.code)
    typed = press.key - Qt.Key.Key_0 if Qt.Key.Key_0 <= press.key <= Qt.Key.Key_9 else None
    if pad is not None:
        return _name(press, str(pad))
    if row is None:
        return None if typed is None else _name(press, str(typed))
    if typed is not None and press.has(_Mod.ShiftModifier):
        # The layout needs Shift for digits: Shift is part of typing, not "unsure".
        return _name(press, str(typed), leaves_shift=True)
    return _name(press, str(row if typed is None else typed))


def _written_chord(press: KeyPress) -> str:
    """Name the key as Qt writes it; both Enter keys are Return."""
    key = Qt.Key.Key_Return if press.key == Qt.Key.Key_Enter else press.key
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    text = QKeySequence(QKeyCombination(Qt.Key(key))).toString(
        QKeySequence.SequenceFormat.PortableText
    )
    return _name(press, text) if text else ""


def _typed_chords(press: KeyPress) -> list[str]:
    """Name a sign by what it types, so that "?" and "[" work wherever they lie."""
    sign = press.text
    if len(sign) != 1 or not sign.isprintable() or sign.isalnum() or sign.isspace():
        return []
    return [sign]


def _name(press: KeyPress, key: str, leaves_shift: bool = False) -> str:
    parts = [
        name
        for modifier, name in _MODIFIERS
        if press.has(modifier) and not (leaves_shift and name == "Shift")
    ]
    return "+".join([*parts, key])


def shown(chord: str) -> str:
    """Return a chord as people read it on a cap: "Ctrl Z", "Enter", an arrow."""
    plus = chord.endswith("+")
    parts = chord.rstrip("+").split("+") if chord != "+" else []
    words = [_SHOWN.get(part, part) for part in parts if part] + (["+"] if plus else [])
    return " ".join(words)


_SHOWN = {
    "Return": "Enter",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Backspace": "⌫",
    "Del": "Delete",
}
