"""One tab over the lower half of Compare: a choice, a table of figures, what they are.

What it is: a view of a TabView; opening a row asks for its clips, or for its pair.
What it is not: a computation; while one is under way the old figures stay, faded.
Convention: keys of rows are those of the TabView.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.combo import Combo
from emo7_gui.compare.lower_view import TabView
from emo7_gui.compare.score_table import HEADER_HEIGHT, ScoreTable
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

_WAITING = 0.45
LEAST_ROWS, MOST_ROWS = 2, 8


class FigurePage(QWidget):
    """A table with what stands around it.

    Signals:
        row_opened(key): Enter or a click on a row.
        choice_made(key): another choice above the table.
    """

    row_opened = Signal(str)
    choice_made = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = TabView()
        self.choice = Combo(name=self.tr("Cut of {0}").format(name))
        self.table = ScoreTable(name)
        self.table.table.has_marks = False
        self.table.name_share = 256
        self.note = text_label(face="small", tone="secondary", is_wrapping=True)
        self.note.setContentsMargins(8, 0, 0, 0)
        self.choice.chosen.connect(lambda key: self.choice_made.emit(str(key)))
        self.table.row_opened.connect(lambda key, _: self.row_opened.emit(key))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.most_rows = MOST_ROWS
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self.choice)
        head.addStretch(1)
        self.body.addWidget(self._head)
        self.body.addWidget(self.table)
        self.body.addWidget(self.note)
        self.set_view(TabView())

    def set_view(self, view: TabView) -> None:
        """Show figures."""
        has_other_columns = [m.key for m in view.metrics] != [m.key for m in self.view.metrics]
        self.view = view
        self.choice.set_choices([(one.key, one.text) for one in view.choices])
        self.choice.set_key(view.choice)
        self._head.setVisible(len(view.choices) > 1)
        table = self.table.table
        bars = sum(one.has_bar for one in view.metrics)
        table.writes_all = bars <= 3
        if has_other_columns or not table.rows:
            table.sorted_metric, table.is_best_first = view.sort, view.is_best_first
        self.table.set_rows(view.rows, view.metrics, view.caption)
        self.table.setVisible(bool(view.rows))
        self._fit()
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.set_waiting(False)

    @property
    def tables(self) -> tuple[ScoreTable, ...]:
        """Tables that keys walk in."""
        return (self.table,)

    def set_waiting(self, is_waiting: bool) -> None:
        """Fade what is no longer true."""
        effect = None
        if is_waiting and self.view.rows:
            effect = QGraphicsOpacityEffect(self)
            effect.setOpacity(_WAITING)
        self.setGraphicsEffect(effect)  # type: ignore[arg-type]
        if is_waiting and not self.view.rows:
            self.note.setText(self.tr("Computing …"))
            self.note.setVisible(True)

    def focus(self) -> None:
        """Let the keys be heard at the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        rows = min(self.most_rows, max(LEAST_ROWS, len(self.view.rows)))
        self.table.setFixedHeight(HEADER_HEIGHT + rows * theme().size("row_table"))

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(600, super().sizeHint().height())
