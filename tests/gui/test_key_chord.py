"""Keys by position, on any layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from emo7_gui.key_chord import KeyPress, chords, shown
from emo7_gui.key_map import KeyMap

K, M = Qt.Key, Qt.KeyboardModifier
SHIFT, ALT, CTRL, PAD = M.ShiftModifier, M.AltModifier, M.ControlModifier, M.KeypadModifier


def action(press: KeyPress) -> str | None:
    return KeyMap().find(chords(press), "review")


@pytest.mark.parametrize(
    ("press", "found"),
    [
        (KeyPress(K.Key_1, text="1", code=10, system="evdev"), "decide_1"),
        (KeyPress(K.Key_7, text="7", code=16, system="evdev"), "decide_7"),
        (KeyPress(K.Key_Exclam, SHIFT, "!", 10, "evdev"), "unsure_1"),
        (KeyPress(K.Key_7, text="7", code=8, system="windows"), "decide_7"),
        (KeyPress(K.Key_5, text="5", code=23, system="cocoa"), "decide_5"),
        (KeyPress(K.Key_3), "decide_3"),
        (KeyPress(K.Key_3, SHIFT), "unsure_3"),
    ],
)
def test_digits_of_a_us_keyboard(press: KeyPress, found: str) -> None:
    """The digit row decides, with Shift it is unsure."""
    assert action(press) == found


@pytest.mark.parametrize(
    ("press", "found"),
    [
        (KeyPress(K.Key_Ampersand, text="&", code=10, system="evdev"), "decide_1"),
        (KeyPress(K.Key_Eacute, text="é", code=11, system="evdev"), "decide_2"),
        (KeyPress(K.Key_Egrave, text="è", code=16, system="evdev"), "decide_7"),
        (KeyPress(K.Key_2, SHIFT, "2", 11, "evdev"), "decide_2"),
        (KeyPress(K.Key_Eacute, ALT, "é", 11, "evdev"), "unsure_2"),
        (KeyPress(K.Key_Ampersand, CTRL, "&", 10, "evdev"), "workspace_review"),
    ],
)
def test_digits_of_a_french_keyboard(press: KeyPress, found: str) -> None:
    """Key positions count; Shift is part of typing a digit, so unsure moves to Alt."""
    assert action(press) == found


@pytest.mark.parametrize(
    ("press", "found"),
    [
        (KeyPress(K.Key_6, PAD, "6", 85, "evdev"), "decide_6"),
        (KeyPress(K.Key_End, PAD | SHIFT, "", 87, "evdev"), "unsure_1"),
        (KeyPress(K.Key_1, PAD, "1", 0x4F, "windows"), "decide_1"),
        (KeyPress(K.Key_Left, PAD, "", 0x14B, "windows"), "frame_back"),
        (KeyPress(K.Key_Left, text="", code=113, system="evdev"), "frame_back"),
        (KeyPress(K.Key_Enter, PAD, "\r", 104, "evdev"), "next"),
    ],
)
def test_number_pad(press: KeyPress, found: str) -> None:
    """The number pad decides; arrow keys stay arrow keys, its Enter goes on."""
    assert action(press) == found


@pytest.mark.parametrize(
    ("press", "found"),
    [
        (KeyPress(K.Key_Question, SHIFT, "?", 61, "evdev"), "keys"),
        (KeyPress(K.Key_Slash, text="/", code=61, system="evdev"), "search"),
        (KeyPress(K.Key_BracketLeft, M.GroupSwitchModifier, "[", 17, "evdev"), "left_side"),
        (KeyPress(K.Key_Z, CTRL | SHIFT, "\x1a", 52, "evdev"), "redo"),
        (KeyPress(K.Key_U, text="u", code=30, system="evdev"), "undo"),
        (KeyPress(K.Key_U, text="U", code=30, system="evdev"), "undo"),
        (KeyPress(K.Key_Right, SHIFT, "", 114, "evdev"), "ten_forward"),
        (KeyPress(K.Key_Shift, SHIFT, "", 50, "evdev"), None),
        (KeyPress(K.Key_8, text="8", code=17, system="evdev"), None),
    ],
)
def test_other_keys(press: KeyPress, found: str | None) -> None:
    """Signs count by what they type, letters and named keys by their name."""
    assert action(press) == found


@pytest.mark.parametrize(
    ("chord", "cap"),
    [("Return", "Enter"), ("Ctrl+Shift+Z", "Ctrl Shift Z"), ("Shift+Left", "Shift ←"), ("+", "+")],
)
def test_caps_read_like_the_keyboard(chord: str, cap: str) -> None:
    """A chord is shown as its caps."""
    assert shown(chord) == cap
