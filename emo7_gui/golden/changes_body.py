"""A difference of two versions: the sums, the balance of the classes, the clips.

What it is: the inside of the cards that show or confirm a change.
What it is not: a card; it has no buttons.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from emo7_gui.golden.changed_clips import ChangedClips
from emo7_gui.golden.class_balance import ClassBalance
from emo7_gui.golden.golden_view import ChangesView
from emo7_gui.text_label import text_label


class ChangesBody(QWidget):
    """Sums, classes and clips.

    Signals:
        clips_opened(ClipSet): a clip was opened.
    """

    clips_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = text_label("", "body", "secondary", is_wrapping=True)
        self.note = text_label("", "small", "secondary", is_wrapping=True)
        self.balance = ClassBalance()
        self.clips = ChangedClips()
        self.clips.clips_opened.connect(self.clips_opened)
        area = QScrollArea()
        area.setWidget(self.clips)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        self.clips.setAutoFillBackground(False)
        sides = QHBoxLayout()
        sides.setSpacing(24)
        sides.addWidget(self.balance, 0, Qt.AlignmentFlag.AlignTop)
        sides.addWidget(area, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.summary)
        column.addWidget(self.note)
        column.addSpacing(4)
        column.addLayout(sides, 1)

    def set_changes(self, view: ChangesView) -> None:
        """Show a difference."""
        self.summary.setText(view.summary)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.balance.set_counts(view.names, view.counts_before, view.counts_after)
        self.clips.set_clips(view.clips)
