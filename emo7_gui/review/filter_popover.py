"""The choices behind the filter button: class, corpus, signer, label, media, quality.

What it is: a pop-up that says `changed` with a filter's choices after every click.
What it is not: the search text and the two chips, which stand in the queue itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.controls.chip import Chip
from emo7_gui.controls.flow_layout import FlowLayout
from emo7_gui.controls.painting import paint_outline, paint_plate
from emo7_gui.review.queue_row import QueueFilter
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_WIDTH, _EDGE, _MOST_NAMES = 320, 12, 24


class FilterPopover(QFrame):
    """Chips in sections; every click answers at once.

    Signals:
        changed(QueueFilter): the choices, with the text and label state that came in.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(self.tr("Filter"))
        self.setFixedWidth(_WIDTH)
        self._filter = QueueFilter()
        self._body: QWidget | None = None
        self._column = QVBoxLayout()
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(16, _EDGE, 16, _EDGE)

    def open_at(
        self, place: QPoint, wanted: QueueFilter, corpora: tuple[str, ...], signers: tuple[str, ...]
    ) -> None:
        """Show the choices for these names, its right top corner at a place of the window."""
        self._filter = wanted
        if self._body is not None:
            self._frame.removeWidget(self._body)
            self._body.deleteLater()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._build(corpora, signers)
        self._frame.addWidget(self._body)
        self.resize(_WIDTH, self._body.sizeHint().height() + 2 * _EDGE)
        owner = self.parentWidget()
        least = owner.window().mapToGlobal(QPoint(_EDGE, 0)).x() if owner is not None else 0
        self.move(max(least, place.x() - self.width()), place.y())
        self.show()

    def _build(self, corpora: tuple[str, ...], signers: tuple[str, ...]) -> None:
        values = {str(digit_of(value)): value for value in range(K)}
        words = {digit: f"{digit} {CLASSES[value]}" for digit, value in values.items()}
        self._section(
            self.tr("My decision"),
            [(words[d], v in self._filter.values, "values", v) for d, v in values.items()],
        )
        self._section(self.tr("Corpus"), self._names(corpora, "corpora"))
        self._section(self.tr("Signer"), self._names(signers, "signers"))
        self._section(self.tr("Only"), self._flags())
        self._column.addLayout(self._foot())

    def _names(self, names: tuple[str, ...], field: str) -> list[tuple[str, bool, str, object]]:
        chosen = getattr(self._filter, field)
        shown = [name for name in names if name][:_MOST_NAMES]
        return [(name, name in chosen, field, name) for name in shown] if len(names) > 1 else []

    def _flags(self) -> list[tuple[str, bool, str, object]]:
        wanted = self._filter
        return [
            (self.tr("Unsure"), wanted.is_unsure, "is_unsure", None),
            (self.tr("Cannot be played"), wanted.is_bad, "is_bad", None),
            (
                self.tr("Face or hands seldom found"),
                wanted.has_low_quality,
                "has_low_quality",
                None,
            ),
        ]

    def _section(self, title: str, choices: list[tuple[str, bool, str, object]]) -> None:
        if not choices:
            return
        heading = text_label(title, "small", "secondary")
        heading.setFixedHeight(theme().line("small"))
        self._column.addWidget(heading)
        holder = QWidget()
        flow = FlowLayout(holder)
        for text, is_on, field, choice in choices:
            chip = Chip(text)
            chip.setChecked(is_on)
            chip.clicked.connect(lambda on, f=field, c=choice: self._on_chosen(f, c, on))
            flow.addWidget(chip)
        holder.setFixedHeight(flow.heightForWidth(_WIDTH - 32))
        self._column.addWidget(holder)
        self._column.addSpacing(8)

    def _foot(self) -> QHBoxLayout:
        clear = QPushButton(self.tr("Clear"))
        clear.setProperty("kind", "chip")
        clear.clicked.connect(self._on_cleared)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(clear)
        return foot

    def _on_chosen(self, field: str, choice: object, is_on: bool) -> None:
        changes: dict[str, Any] = {field: is_on}
        if choice is None:
            self._emit(replace(self._filter, **changes))
            return
        chosen = set(getattr(self._filter, field))
        chosen.symmetric_difference_update({choice})
        changes = {field: frozenset(chosen)}
        self._emit(replace(self._filter, **changes))

    def _on_cleared(self) -> None:
        self._emit(QueueFilter(text=self._filter.text, is_labelled=self._filter.is_labelled))
        self.hide()

    def _emit(self, wanted: QueueFilter) -> None:
        self._filter = wanted
        self.changed.emit(wanted)

    # Qt overrides.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("panel")
        paint_plate(painter, self.rect(), theme().colour("card"), radius)
        paint_outline(painter, self.rect(), theme().colour("selected"), radius, 1.0)
