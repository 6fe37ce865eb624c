"""Facts in a column: icon, one sentence, small print; foreign names are plain text.

What it is: the right side of the import dialog.
What it is not: the making of the facts (import_facts.py).
Convention: while an answer is on its way the old one stays, faded.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from emo7_gui.shell.import_facts import ICONS, Fact
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme

_ICON = 16


class FactLine(QWidget):
    """One fact."""

    def __init__(self, fact: Fact, is_first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fact = fact
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON, theme().line("body"))
        self.title = text_label(fact.title, "strong" if is_first else "body", is_wrapping=True)
        self.detail = text_label(fact.detail, "small", "secondary", is_wrapping=True)
        self.detail.setVisible(bool(fact.detail))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        kind = self.tr("Warning: ") if fact.kind == "warning" else ""
        self.setAccessibleName(f"{kind}{fact.title}. {fact.detail}".strip())
        self.paint_icon()

    def paint_icon(self) -> None:
        """Draw the icon in the colours that hold now."""
        tone = "warning" if self._fact.kind == "warning" else "text_secondary"
        icon = theme().icon(ICONS[self._fact.kind], tone, _ICON)
        self._icon.setPixmap(icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatio()))

    def set_faded(self, is_faded: bool) -> None:
        """Fade the words while a newer answer is on its way."""
        set_tone(self.title, "tertiary" if is_faded else "")
        set_tone(self.detail, "tertiary" if is_faded else "secondary")


class FactList(QScrollArea):
    """All facts in the order given."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[FactLine] = []
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        self._empty = text_label("", "body", "tertiary", is_wrapping=True)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        theme().changed.connect(self._repaint_icons)

    def set_facts(self, facts: tuple[Fact, ...], instead: str = "") -> None:
        """Show these instead of the ones before; one sentence where there are none."""
        self._empty.setText(instead)
        self._empty.setVisible(not facts and bool(instead))
        for line in self._lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self._lines = [FactLine(fact, place == 0) for place, fact in enumerate(facts)]
        for place, line in enumerate(self._lines):
            self._column.insertWidget(place, line)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if facts else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription("; ".join(fact.title for fact in facts))

    def titles(self) -> tuple[str, ...]:
        """Return what is shown, one sentence each."""
        return tuple(line.title.text() for line in self._lines)

    def set_faded(self, is_faded: bool) -> None:
        """Fade everything while a newer answer is on its way."""
        for line in self._lines:
            line.set_faded(is_faded)

    def _repaint_icons(self) -> None:
        for line in self._lines:
            line.paint_icon()
