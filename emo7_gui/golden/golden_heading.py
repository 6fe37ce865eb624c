"""The head of the workspace: the golden version, what changed, the next promotion.

What it is: two lines of text and the buttons.
What it is not: a promotion; the buttons open cards that ask first.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.golden.golden_view import Heading
from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import text_label


class GoldenHeading(QWidget):
    """Version, hash and date, with three buttons.

    Signals:
        changes_requested, promote_requested, stage_requested: the buttons.
    """

    changes_requested = Signal()
    promote_requested = Signal()
    stage_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = text_label("", "heading")
        self.detail = ElidedLabel("", "small", "secondary")
        self.stage = KeyButton(self.tr("Rating is over"), icon="ph.eye", kind="flat")
        self.stage.setToolTip(self.tr("Raters see each other's values. Press to go back."))
        self.changes = KeyButton("", icon="ph.git-diff", kind="flat")
        self.promote = KeyButton("", icon="ph.circle-wavy-check")
        self.stage.clicked.connect(self.stage_requested)
        self.changes.clicked.connect(self.changes_requested)
        self.promote.clicked.connect(self.promote_requested)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.stage, self.changes, self.promote):
            row.addWidget(button)

    def set_heading(self, view: Heading, has_stage: bool) -> None:
        """Show a version; the stage's button only where several people rate."""
        self.title.setText(view.title)
        self.detail.setText(view.detail)
        self.stage.setVisible(has_stage)
        for button, words in ((self.changes, view.changes), (self.promote, view.promote)):
            button.setText(words)
            button.setAccessibleName(words)
            button.setVisible(bool(words))
            button.updateGeometry()
        self.promote.setEnabled(not view.why_not)
        self.promote.setToolTip(view.why_not)
        self.promote.setAccessibleDescription(view.why_not)
