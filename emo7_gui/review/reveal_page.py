"""The lower part of the panel after the commit: caption, expected values, decisions.

What it is: a view of a revealed PanelState; it is empty while blind.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.review.decision_row import DecisionRow
from emo7_gui.review.expected_row import ExpectedRow
from emo7_gui.review.panel_state import PanelState
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme


class RevealPage(QWidget):
    """Caption card, expected values, decisions on this clip, own cues.

    Signals:
        details_requested: cues, note and moment should be shown again.
        history_requested: the own entries on this clip should be listed.
        models_requested: other models should be chosen.
    """

    details_requested = Signal()
    history_requested = Signal()
    models_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption_title = text_label("", "small", "secondary")
        self._caption = text_label("", "body", is_wrapping=True)
        self._icon = QLabel()
        self._expected = QVBoxLayout()
        self._decisions = QVBoxLayout()
        self._details = ElidedLabel("", "small", "secondary")
        self._history = self._chip(self.tr("History"))
        self._change = self._chip(self.tr("Change"))
        self._models = self._chip(self.tr("Models"))
        self._history.clicked.connect(self.history_requested)
        self._change.clicked.connect(self.details_requested)
        self._models.clicked.connect(self.models_requested)
        self._rows: list[ExpectedRow] = []
        self._build()
        self._paint_icon()
        theme().changed.connect(self._paint_icon)

    @property
    def history_button(self) -> QPushButton:
        """Where the history pops up."""
        return self._history

    def set_state(self, state: PanelState) -> None:
        """Show what the commit revealed; nothing while blind."""
        shown = state if state.is_revealed else PanelState()
        self._set_captions(shown.captions)
        self._set_expected(shown)
        _fill(self._decisions, [DecisionRow(line) for line in shown.decisions])
        self._details.setText(self._details_text(state))

    def _set_expected(self, shown: PanelState) -> None:
        """Show what the models expect; while an answer grows, the rows stay the same widgets."""
        if self._rows and len(self._rows) == len(shown.models):
            for row, model in zip(self._rows, shown.models, strict=True):
                row.set_model(model)
            return
        self._rows = [ExpectedRow(model) for model in shown.models]
        why = self.tr("No model has guessed this clip.")
        if shown.is_control:
            why = self.tr("No model is shown for this clip.")
        _fill(self._expected, self._rows or [text_label(why, "small", "secondary")])

    def _set_captions(self, captions: tuple[str, ...]) -> None:
        title = self.tr("Captions") if len(captions) > 1 else self.tr("Caption (translation)")
        self._caption_title.setText(title)
        self._caption.setText("\n".join(captions) or self.tr("This clip has no caption."))
        self._caption.setAccessibleName(f"{title}: {self._caption.text()}")

    def _details_text(self, state: PanelState) -> str:
        parts = [", ".join(state.cues).capitalize()] if state.cues else []
        if state.decisive_time is not None:
            parts.append(f"{state.decisive_time:.2f} s")
        if state.note:
            parts.append(f"“{state.note}”")
        return " · ".join(parts) or self.tr("No cues, no note")

    def _paint_icon(self) -> None:
        icon, size = theme().icon("ph.closed-captioning"), QSize(14, 14)
        self._icon.setPixmap(icon.pixmap(size, self.devicePixelRatio()))

    def _chip(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "chip")
        return button

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._caption_card())
        column.addSpacing(12)
        column.addLayout(
            _line(
                text_label(self.tr("Expected value on the scale"), "small", "secondary"),
                self._models,
            )
        )
        column.addSpacing(2)
        column.addLayout(self._expected)
        column.addSpacing(10)
        column.addLayout(
            _line(
                text_label(self.tr("Decisions on this clip"), "small", "secondary"), self._history
            )
        )
        column.addLayout(self._decisions)
        column.addSpacing(4)
        column.addLayout(_line(self._details, self._change))
        column.addStretch(1)

    def _caption_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        title = QHBoxLayout()
        title.setSpacing(6)
        title.addWidget(self._icon)
        title.addWidget(self._caption_title, 1)
        column.addLayout(title)
        column.addWidget(self._caption)
        # Two lines of caption always have room, so that most clips look alike.
        self._caption.setMinimumHeight(2 * theme().line("body"))
        return card


def _line(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(left, 1)
    row.addWidget(right)
    return row


def _fill(column: QVBoxLayout, rows: Sequence[QWidget]) -> None:
    """Replace the rows of a column."""
    column.setSpacing(0)
    while (item := column.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
    for row in rows:
        column.addWidget(row)
