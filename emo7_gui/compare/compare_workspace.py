"""Compare: models on the labels, by looking.

What it is: the choices on top, the table, the sentence of the test, the matrices, and the
player with its lists at the right. It tells what a person wants and is told what to show.
What it is not: any computing of scores, or access to a project.
Convention: choices, rows and lists are named by keys; values are 0..6.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from emo7_gui.actions import decided_value
from emo7_gui.combo import Combo
from emo7_gui.compare.clip_list import value_of_key
from emo7_gui.compare.clip_pane import ClipPane, Lists
from emo7_gui.compare.comparison_view import Choice, ComparisonView, OpenClip, TestSentence
from emo7_gui.compare.contenders_card import ContendersCard
from emo7_gui.compare.lower_tabs import LowerTabs
from emo7_gui.compare.lower_view import TabView
from emo7_gui.compare.matrices import Matrices
from emo7_gui.compare.matrix import ConfusionMatrix
from emo7_gui.compare.models_table import ModelsTable
from emo7_gui.compare.report_line import ReportLine
from emo7_gui.compare.score_table import HEADER_HEIGHT, ScoreTable
from emo7_gui.compare.sentence_card import SentenceCard
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.empty_state import EmptyState
from emo7_gui.key_button import KeyButton
from emo7_gui.key_map import KeyMap
from emo7_gui.segmented import Segmented
from emo7_gui.theme import theme

# Tabs and matrices of seven classes with their legend, and the rows that always stay in sight.
LEAST_LOWER, SENTENCE, LEAST_ROWS = 420, 72, 4
# Tables, matrices and the space around them.
LEAST_LEFT = 1064
SIDES = (0, 1)
_STEPS = {
    "list_up": (-1, 0),
    "list_down": (1, 0),
    "cell_up": (-1, 0),
    "cell_down": (1, 0),
    "cell_left": (0, -1),
    "cell_right": (0, 1),
}


class CompareWorkspace(QWidget):
    """The Compare tab.

    Signals:
        golden_chosen(key), target_chosen(key), classes_chosen(7 or 3): choices on top.
        a_requested(row key), b_requested(row key): a row shall be A or B.
        contenders_requested, report_requested: the buttons on top; answer the first with
            `open_contenders`.
        contenders_chosen(names, unit), predict_requested(name), add_model_requested: the card.
        metric_chosen(key): another column sorts; tests are on it.
        cell_opened(which, row, column): "a" or "b"; answer with `set_lists`.
        tab_wanted(key): a tab is shown; answer with `set_tab`.
        row_opened(tab, key), choice_made(tab, choice): in a tab.
        checks_requested: suspected labels shall be looked at again, blind.
        folder_requested: the folder of the report shall be opened.
        clip_opened(clip id): answer with `set_clip`, and open it in the player.
        relabel_requested(clip id, value, is unsure): goes through the decision log.
        training_requested: there is no model yet and the button was pressed.
        thumbs_wanted(clip ids): these rows of the list have no picture yet.
    """

    golden_chosen = Signal(str)
    target_chosen = Signal(str)
    classes_chosen = Signal(int)
    a_requested = Signal(str)
    b_requested = Signal(str)
    contenders_requested = Signal()
    contenders_chosen = Signal(tuple, str)
    predict_requested = Signal(str)
    add_model_requested = Signal()
    report_requested = Signal()
    folder_requested = Signal()
    metric_chosen = Signal(str)
    tab_wanted = Signal(str)
    row_opened = Signal(str, str)
    choice_made = Signal(str, str)
    checks_requested = Signal()
    cell_opened = Signal(str, int, int)
    clip_opened = Signal(int)
    relabel_requested = Signal(int, int, bool)
    training_requested = Signal()
    thumbs_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ComparisonView | None = None
        self.golden = Combo(name=self.tr("Golden version"))
        self.target = Combo(name=self.tr("Target"))
        self.classes = Segmented(
            ((7, self.tr("7 classes")), (3, self.tr("3 classes"))), self.tr("Classes")
        )
        self.contenders_button = KeyButton(self.tr("Choose"), icon="ph.check-square")
        self.report_button = KeyButton(self.tr("Report"), icon="ph.export")
        self.table = ModelsTable()
        self.notes = ElidedLabel("", "small", "secondary")
        self.sentence = SentenceCard()
        self.matrices = Matrices()
        self.lower_half = LowerTabs(self.matrices)
        self.report_line = ReportLine()
        self._card: ContendersCard | None = None
        self.pane = ClipPane()
        self.empty = EmptyState(
            "ph.chart-bar",
            self.tr("No model yet"),
            self.tr(
                "Train one on your labels and press Compare there. Then this page shows it "
                "beside the floors, cell by cell, with the clips behind each number."
            ),
            self.tr("New training"),
            "N",
        )
        self._connect()
        self._arrange()
        self.set_comparison(None)

    def _connect(self) -> None:
        self.golden.chosen.connect(lambda key: self.golden_chosen.emit(str(key)))
        self.target.chosen.connect(lambda key: self.target_chosen.emit(str(key)))
        self.classes.chosen.connect(lambda key: self.classes_chosen.emit(int(key)))
        self.contenders_button.clicked.connect(self.contenders_requested)
        self.report_line.folder_requested.connect(self.folder_requested)
        self.table.sorted_by.connect(self.metric_chosen)
        self.lower_half.tab_wanted.connect(self.tab_wanted)
        self.lower_half.row_opened.connect(self.row_opened)
        self.lower_half.choice_made.connect(self.choice_made)
        self.lower_half.review_requested.connect(self.checks_requested)
        self.report_button.clicked.connect(self.report_requested)
        self.table.a_requested.connect(self.a_requested)
        self.table.b_requested.connect(self.b_requested)
        self.matrices.cell_opened.connect(self.cell_opened)
        self.pane.clips.clip_opened.connect(self.clip_opened)
        self.pane.clips.relabel_requested.connect(self.relabel_requested)
        self.pane.clips.thumbs_wanted.connect(self.thumbs_wanted)
        self.empty.next_requested.connect(self.training_requested)

    def _arrange(self) -> None:
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.setContentsMargins(8, 0, 0, 0)
        for widget in (self.golden, self.target, self.classes):
            choices.addWidget(widget)
        choices.addStretch(1)
        choices.addWidget(self.contenders_button)
        choices.addWidget(self.report_button)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table)
        column.addWidget(self.notes)
        column.addSpacing(4)
        column.addWidget(self.sentence)
        column.addSpacing(12)
        column.addWidget(self.lower_half)
        column.addStretch(1)
        self.notes.setContentsMargins(8, 0, 0, 0)
        left = QVBoxLayout()
        left.setContentsMargins(16, 8, 8, 0)
        left.setSpacing(8)
        left.addLayout(choices)
        left.addWidget(self.report_line)
        self._scroll = _scrolling(lower)
        left.addWidget(self._scroll, 1)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.pane)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)

    def set_choices(
        self,
        golden: tuple[Choice, ...],
        targets: tuple[Choice, ...],
        *,
        golden_key: str | None = None,
        target_key: str | None = None,
        classes: int = 7,
    ) -> None:
        """Fill the choices on top and choose, without a signal."""
        self.golden.set_choices([(choice.key, choice.text) for choice in golden])
        words = self.tr("Target: {0}")
        self.target.set_choices([(choice.key, words.format(choice.text)) for choice in targets])
        self.golden.set_key(golden_key)
        self.target.set_key(target_key)
        self.golden.setVisible(bool(golden))
        self.classes.set_key(classes)

    def set_comparison(self, view: ComparisonView | None) -> None:
        """Show a comparison; None shows that there is no model yet."""
        self.renew_comparison(view)
        if view is None:
            return
        self.pane.set_names(self.tr("Label"), view.matrix_b is not None)
        self.pane.set_lists({})
        for side in SIDES:
            self.pane.set_clip(None, side)

    def renew_comparison(self, view: ComparisonView | None) -> None:
        """Show other scores of the same models; lists and the open clip stay."""
        self._view = view
        self._pages.setCurrentIndex(0 if view is not None else 1)
        if view is None:
            return
        self.table.set_comparison(view)
        self.notes.setText(self._notes_of(view))
        self.notes.setToolTip("\n".join(view.notes))
        self.notes.setAccessibleName(self.notes.text())
        self.sentence.set_sentence(view.sentence)
        self.matrices.set_comparison(view)
        self._fit_rows()

    def set_sentence(self, sentence: TestSentence | None) -> None:
        """Say the test of A and B, which comes after the scores."""
        self.sentence.set_sentence(sentence)

    def _fit_rows(self) -> None:
        """Leave the lower half its room: a long table scrolls."""
        has_test = self._view is not None and self._view.key_b is not None
        taken = LEAST_LOWER + HEADER_HEIGHT + (SENTENCE if has_test else 0)
        free = self._scroll.viewport().height() - taken
        self.table.set_most_rows(max(LEAST_ROWS, free // theme().size("row_table")))

    def set_tab(self, key: str, view: TabView) -> None:
        """Show the figures of a tab."""
        self.lower_half.set_tab(key, view)

    def set_compared(self, count: int, total: int) -> None:
        """Say on the button how many of those who could be compared are."""
        words = self.tr("{0} of {1} compared").format(count, total)
        self.contenders_button.setText(words if total else self.tr("Choose"))
        self.contenders_button.setAccessibleName(words)
        self.contenders_button.updateGeometry()

    @property
    def card(self) -> ContendersCard:
        """The check list of contenders."""
        if self._card is None:
            self._card = ContendersCard(self.window())
            self._card.chosen.connect(self.contenders_chosen)
            self._card.predict_requested.connect(self.predict_requested)
            self._card.add_requested.connect(self.add_model_requested)
        return self._card

    def _notes_of(self, view: ComparisonView) -> str:
        has_floor = any(row.kind == "floor" for row in view.rows)
        against = self.tr("against {0}, n = {1}").format(view.target, view.clip_count)
        line = (self.tr("┆ best floor"),) if has_floor else ()
        return "  ·  ".join((*line, against, *view.notes))

    def set_lists(self, lists: Lists, title: str = "", opens: bool = True) -> None:
        """Show the clips of a cell and the win / loss lists: keys "cell", "a", "b".

        Args:
            lists: By key.
            title: What the first list is, in one word; a cell if empty.
            opens: Whether its first clip is opened.
        """
        if "cell" in lists and opens:
            self.pane.tabs.set_key("cell")
        self.pane.set_lists(lists, title, opens)
        if "cell" in lists and opens and self.pane.tabs.key != "cell":
            self.pane.show_list("cell")

    def set_clip(self, clip: OpenClip | None, side: int = 0) -> None:
        """Show who says what about an open clip."""
        self.pane.set_clip(clip, side)

    def set_player(self, player: QWidget, side: int = 0) -> None:
        """Put a player into the right column."""
        self.pane.set_player(player, side)

    def set_double(self, is_double: bool) -> None:
        """Show two clips beside each other, or one."""
        self.pane.set_double(is_double)
        self._fit_pane()

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.pane.set_key_map(key_map)

    def _fit_pane(self) -> None:
        """Give two clips the room that a wide window has left beside the tables."""
        least = theme().size("player_side")
        most = 2 * least if self.pane.sides.is_double else least
        self.pane.setFixedWidth(min(most, max(least, self.width() - LEAST_LEFT)))

    def set_thumbnail(self, clip_id: int, image: QImage) -> None:
        """Show the picture of a clip in the lists."""
        self.pane.set_thumbnail(clip_id, image)

    def perform(self, action_id: str) -> bool:
        """Answer a key of the page; True where it was one of ours."""
        if self._view is None:
            return False
        decided = decided_value(action_id)
        if decided is not None:
            self.pane.clips.relabel(*decided)
        elif action_id == "counts":
            self.matrices.toggle_shares()
        elif action_id == "curve_table":
            self.lower_half.toggle_curve_table()
        elif action_id in ("tab_next", "tab_previous"):
            self.lower_half.step(1 if action_id == "tab_next" else -1)
        elif action_id in _STEPS:
            self._step(*_STEPS[action_id])
        elif action_id in ("list_open", "next", "cell_open", "previous"):
            self._open_focused(is_other=action_id == "previous")
        else:
            return self.pane.sides.perform(action_id)
        return True

    def _focused(self) -> ConfusionMatrix | ScoreTable | None:
        if (table := self.lower_half.focused_table()) is not None:
            return table
        parts = (self.matrices.a, self.matrices.b, self.table)
        return next((part for part in parts if part is self.window().focusWidget()), None)

    def _step(self, rows: int, columns: int) -> None:
        """Walk where the focus is; without one, along the list of clips."""
        part = self._focused()
        if columns and self.lower_half.has_focus:
            self.lower_half.step(columns)
        elif isinstance(part, ConfusionMatrix):
            part.move_by(rows, columns)
        elif part is not None:
            part.step(rows)
        else:
            self.pane.clips.step(rows)

    def _open_focused(self, is_other: bool) -> None:
        part = self._focused()
        if isinstance(part, ConfusionMatrix):
            part.open_current()
        elif part is not None:
            part.choose_current(is_other)
        else:
            self.pane.clips.step(-1 if is_other else 1)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_pane()
        self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value = value_of_key(event)
        if self._view is None and event.key() == Qt.Key.Key_N and not event.modifiers():
            self.training_requested.emit()
        elif self._view is not None and event.key() == Qt.Key.Key_Y and not event.modifiers():
            self.matrices.toggle_shares()
        elif self._view is not None and value is not None:
            self.pane.clips.relabel(
                value, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            )
        else:
            super().keyPressEvent(event)


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
