"""The same training as a command, to read and to copy.

What it is: the exact words of the command on a card, broken at flags for reading.
What it is not: a shell.
Convention: what is copied is one line, quoted for a POSIX shell.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

LETTERS = 66
_GOES_ON = " " * 4


def broken(words: Sequence[str], letters: int = LETTERS) -> str:
    """Return a command over several lines: a new one before the flag that would be too long.

    A piece that is too long for any line, a path as a rule, goes on in the next one.
    """
    lines = [""]
    for piece in _with_values([shlex.quote(word) for word in words]):
        if lines[-1] and len(lines[-1]) + 1 + len(piece) > letters:
            lines.append("  " + piece)
        else:
            lines[-1] = (
                f"{lines[-1]} {piece}".lstrip() if len(lines) == 1 else f"{lines[-1]} {piece}"
            )
    return "\n".join(part for line in lines for part in _cut(line, letters))


def _cut(line: str, letters: int) -> list[str]:
    parts = [line[:letters]]
    room = letters - len(_GOES_ON)
    rest = line[letters:]
    return parts + [_GOES_ON + rest[at : at + room] for at in range(0, len(rest), room)]


def _with_values(words: list[str]) -> list[str]:
    """Join each flag with the value behind it."""
    pieces: list[str] = []
    for word in words:
        is_value = pieces and pieces[-1].startswith("--") and " " not in pieces[-1]
        if is_value and not word.startswith("--"):
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return pieces


class CommandBox(QWidget):
    """The command and a button that copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self.copy_button = KeyButton(self.tr("Copy"), icon="ph.copy", kind="flat", is_small=True)
        self.copy_button.clicked.connect(self.copy)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setFont(theme().font("mono"))
        self.text.setContentsMargins(12, 10, 12, 10)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.text.setAccessibleName(self.tr("The same as a command"))
        card, inside = QFrame(), QVBoxLayout()
        card.setProperty("surface", "card")
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.text)
        card.setLayout(inside)
        top = QHBoxLayout()
        top.addWidget(text_label(self.tr("The same as a command"), "small", "secondary"), 1)
        top.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(card)

    def set_command(self, words: Sequence[str]) -> None:
        """Show a command."""
        self._words = tuple(words)
        self.text.setText(broken(self._words))
        self.text.setToolTip(shlex.join(self._words))

    @property
    def command(self) -> tuple[str, ...]:
        """The words of the command."""
        return self._words

    def copy(self) -> None:
        """Put the command on the clipboard, as one line."""
        QGuiApplication.clipboard().setText(shlex.join(self._words))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(520, super().sizeHint().height())
