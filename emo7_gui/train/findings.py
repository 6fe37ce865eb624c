"""What is worth knowing before a training: signers, skipped clips, leaks, the estimate.

What it is: a column of facts with icon, line, small print, and perhaps a remedy as a button.
What it is not: the finding of leaks (emo7_core/training, evaluation).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.train_view import Finding

_ICONS = {
    "signers": "ph.users",
    "skipped": "ph.skip-forward",
    "leak": "ph.warning",
    "warning": "ph.warning",
    "estimate": "ph.timer",
    "fact": "ph.info",
}


class FindingLine(QWidget):
    """One finding."""

    remedy_requested = Signal(str)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        is_warning = finding.kind in ("leak", "warning")
        icon = QLabel()
        tone = "warning" if is_warning else "text_secondary"
        icon.setPixmap(theme().icon(_ICONS[finding.kind], tone).pixmap(16))
        icon.setFixedSize(16, 20)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text_label(finding.title, is_wrapping=True))
        if finding.detail:
            words.addWidget(text_label(finding.detail, "small", "secondary", is_wrapping=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if finding.remedy is not None:
            button = KeyButton(finding.remedy.text, is_small=True)
            key = finding.remedy.key
            button.clicked.connect(lambda: self.remedy_requested.emit(key))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        kind = self.tr("Warning: ") if is_warning else ""
        self.setAccessibleName(f"{kind}{finding.title}. {finding.detail}".strip())


class Findings(QWidget):
    """All findings, in the order given.

    Signals:
        remedy_requested(key): the button of a finding was pressed.
    """

    remedy_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Finding, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        theme().changed.connect(self._rebuild)

    def set_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show these; the same ones again keep their widgets and the focus."""
        if findings != self._shown:
            self._shown = findings
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for finding in self._shown:
            line = FindingLine(finding)
            line.remedy_requested.connect(self.remedy_requested)
            self._column.addWidget(line)
