"""A line of what the commit will show: its name, how many, a lock. Nothing else."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

HEIGHT = 28


class LockedRow(QWidget):
    """The count is the same for every class, so it cannot tell one."""

    def __init__(self, icon: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._text = icon, text
        self._pictures = {name: QLabel() for name in (icon, "ph.lock-simple")}
        self._count = text_label("", "small", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._pictures[icon])
        row.addWidget(text_label(text, "body", "secondary"), 1)
        row.addWidget(self._count)
        row.addWidget(self._pictures["ph.lock-simple"])
        self.setFixedHeight(HEIGHT)
        self._paint_icons()
        theme().changed.connect(self._paint_icons)

    def set_count(self, count: int, later: str = "") -> None:
        """Say how many wait, or when they come where that is not at the commit."""
        self._count.setText(later or (str(count) if count else self.tr("none")))
        said = later or self.tr("{} hidden until you commit").format(count)
        self.setAccessibleName(f"{self._text}, {said}")

    def _paint_icons(self) -> None:
        side = theme().size("icon")
        for name, label in self._pictures.items():
            size = QSize(side, side)
            label.setPixmap(theme().icon(name).pixmap(size, self.devicePixelRatio()))
