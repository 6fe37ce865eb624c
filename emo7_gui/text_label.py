"""Labels in the faces and tones of the theme, made in one line.

What it is: a function that returns a QLabel with its `face` and `tone` set.
What it is not: rich text; captions and names are foreign text and stay plain.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


def text_label(
    text: str = "", face: str = "body", tone: str = "", *, is_wrapping: bool = False
) -> QLabel:
    """Return a plain-text label.

    Args:
        text: What it says.
        face: heading, body, emphasis, strong, small or small_strong.
        tone: secondary, tertiary, disabled, accent, warning, error, or "" for text.
        is_wrapping: Whether it may take several lines.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("face", face)
    if tone:
        label.setProperty("tone", tone)
    label.setWordWrap(is_wrapping)
    if is_wrapping:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def set_tone(label: QLabel, tone: str) -> None:
    """Give a label another tone now."""
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
