"""A rater as a circle with initials."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_avatar
from emo7_gui.theme import theme

SIDE = 24


def initials_of(name: str) -> str:
    """Return up to two capital letters of a name: "Mira Keller" -> "MK"."""
    words = name.replace("-", " ").replace("_", " ").split()
    if len(words) == 1:
        return words[0][:2].upper()
    return "".join(word[0] for word in (words[:1] + words[-1:]) if word).upper()


class Avatar(QAbstractButton):
    """Shows who is rating; pressing it asks for the rater's settings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_rater(self, name: str, initials: str = "") -> None:
        """Show a rater by initials, made from the name if empty; no name hides the circle."""
        self.setText(initials or initials_of(name))
        self.setToolTip(name)
        self.setAccessibleName(self.tr("Rater {}").format(name))
        self.setVisible(bool(name))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_avatar(
            painter, self.rect(), self.text(), "selected" if self.underMouse() else "input"
        )
        if self.hasFocus():
            draw_ring(painter, self.rect(), theme().colour("accent"), SIDE / 2)
