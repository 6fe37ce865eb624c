"""Data: which captions, which cuts, what classes they make, and what lies next to a cut.

What it is: corpora, cuts and split at the left, plots and counts, captions at the right. It tells
what a person wants and is told what to show.
What it is not: any scoring or counting, or access to a project.
Conventions: corpora and configurations are named by keys; cuts are six ascending scores.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.data.corpus_list import CorpusList
from emo7_gui.data.counts_card import CountsCard
from emo7_gui.data.cut_handles import LARGE_STEP, STEP
from emo7_gui.data.cuts_list import CutsList
from emo7_gui.data.data_view import Bars, Counted, LengthDots, NearCut
from emo7_gui.data.near_list import NearList
from emo7_gui.data.plot_card import HISTOGRAM, PlotCard
from emo7_gui.data.scoring_line import ScoringLine
from emo7_gui.data.split_facts import SplitFacts
from emo7_gui.empty_state import EmptyState
from emo7_gui.key_button import KeyButton
from emo7_gui.key_map import KeyMap
from emo7_gui.text_label import text_label

LEFT_WIDTH, RIGHT_WIDTH, NARROW_RIGHT = 248, 344, 296
_NARROW = 1320
_STEPS = {
    "cut_lower": -STEP,
    "cut_raise": STEP,
    "cut_lower_more": -LARGE_STEP,
    "cut_raise_more": LARGE_STEP,
}


class DataWorkspace(QWidget):
    """The Data tab.

    Signals:
        corpora_chosen(keys): which captions count.
        cuts_chosen(key): a configuration of the list.
        second_chosen(key): what the counts stand against.
        cut_chosen(index 0..5): answer with `set_near`.
        cut_moved(index, six cuts): a line was dragged or stepped; answer with `set_cuts`.
        cut_let_go: a drag has ended.
        clip_opened(clip id): play it.
        thumbs_wanted(clip ids): these captions have no picture yet.
        csv_requested, guesses_requested: the buttons on top.
        cancel_requested, resume_requested: of the scoring.
        import_requested: there is no caption and the button was pressed.
    """

    corpora_chosen = Signal(tuple)
    cuts_chosen = Signal(str)
    second_chosen = Signal(str)
    cut_chosen = Signal(int)
    cut_moved = Signal(int, tuple)
    cut_let_go = Signal()
    clip_opened = Signal(int)
    thumbs_wanted = Signal(list)
    csv_requested = Signal()
    guesses_requested = Signal()
    cancel_requested = Signal()
    resume_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.corpora = CorpusList()
        self.cuts = CutsList()
        self.split = SplitFacts()
        self.title = text_label(self.tr("Silver labels from captions"), "heading")
        self.facts = ElidedLabel("", "small", "secondary")
        self.guesses_button = KeyButton(self.tr("Use as guesses"), icon="ph.tray")
        self.csv_button = KeyButton(self.tr("Write CSV"), icon="ph.export")
        self.scoring = ScoringLine()
        self.plots = PlotCard()
        self.counts = CountsCard()
        self.near = NearList()
        self.empty = EmptyState(
            "ph.text-aa",
            self.tr("No captions yet"),
            self.tr(
                "Silver labels are made of captions. Import a How2Sign or ASLLRP sheet, or a CSV "
                "of earlier work, together with its clips: every row with a caption is scored."
            ),
            self.tr("Import"),
        )
        self.set_key_map(KeyMap())
        self._connect()
        self._arrange()
        self.set_empty(True)

    def _connect(self) -> None:
        self.corpora.chosen.connect(self.corpora_chosen)
        self.cuts.chosen.connect(self.cuts_chosen)
        self.counts.second_chosen.connect(self.second_chosen)
        self.plots.cut_chosen.connect(self.cut_chosen)
        self.plots.cut_moved.connect(self.cut_moved)
        self.plots.histogram.let_go.connect(self.cut_let_go)
        self.near.clip_opened.connect(self.clip_opened)
        self.near.thumbs_wanted.connect(self.thumbs_wanted)
        self.csv_button.clicked.connect(self.csv_requested)
        self.guesses_button.clicked.connect(self.guesses_requested)
        self.scoring.cancel_requested.connect(self.cancel_requested)
        self.scoring.resume_requested.connect(self.resume_requested)
        self.empty.next_requested.connect(self.import_requested)

    def set_empty(self, is_empty: bool) -> None:
        """Show that there is no caption, or the page."""
        self._pages.setCurrentIndex(1 if is_empty else 0)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.near.set_key_map(key_map)
        self.empty.button.set_cap(key_map.cap("import_clips"))

    def set_bars(self, bars: Bars, dots: LengthDots | None, facts: str) -> None:
        """Show other captions, with what is said of them under the title."""
        self.plots.set_bars(bars, dots)
        self.facts.setText(facts)

    def set_cuts(self, cuts: tuple[float, ...], chosen: int) -> None:
        """Show cuts, one of them chosen."""
        self.plots.set_cuts(cuts, chosen)

    def set_counts(self, chosen: Counted | None, second: Counted | None, warning: str = "") -> None:
        """Show class counts, and why a class stays empty."""
        self.counts.set_counts(chosen, second, warning)

    def set_near(self, near: NearCut | None) -> None:
        """Show the captions at the chosen cut."""
        self.near.set_near(near)

    def set_thumbnail(self, clip_id: int, image: QImage) -> None:
        """Show the picture of a clip."""
        self.near.set_thumbnail(clip_id, image)

    def set_buttons(self, can_write: bool, guesses_reason: str = "") -> None:
        """Allow the buttons on top; a reason disables the storing of guesses."""
        self.csv_button.setEnabled(can_write)
        self.guesses_button.setEnabled(can_write and not guesses_reason)
        self.guesses_button.setToolTip(guesses_reason)
        self.guesses_button.setAccessibleDescription(guesses_reason)

    @property
    def is_dragging(self) -> bool:
        """Whether the mouse holds a cut."""
        return self.plots.histogram.is_dragging

    def focus_cuts(self) -> None:
        """Let the keys be heard at the cuts."""
        self.plots.histogram.setFocus(Qt.FocusReason.OtherFocusReason)

    def perform(self, action_id: str) -> bool:
        """Answer a key of the page; True where it was one of ours."""
        if self._pages.currentIndex() == 1:
            return False
        if action_id in _STEPS:
            self.plots.histogram.step(_STEPS[action_id])
        elif action_id in ("list_up", "list_down"):
            self._walk(-1 if action_id == "list_up" else 1)
        elif action_id == "list_open":
            self.near.open_current()
        elif action_id == "plot_table":
            self.plots.toggle_table()
        elif action_id == "back" and self.plots.page != HISTOGRAM:
            self.plots.show_page(HISTOGRAM)
        else:
            return False
        return True

    def _walk(self, by: int) -> None:
        table = self.plots.table
        if not table.hasFocus():
            self.near.step(by)
            return
        row = min(max(table.currentRow() + by, 0), table.rowCount() - 1)
        table.setCurrentCell(row, max(0, table.currentColumn()))

    def _arrange(self) -> None:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(8, 8, 8, 0)
        row.setSpacing(20)
        row.addWidget(self._left_side())
        row.addLayout(self._middle(), 1)
        self.near.setContentsMargins(0, 8, 0, 8)
        row.addWidget(self.near)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)

    def _left_side(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        for title, part in (
            (self.tr("Corpora"), self.corpora),
            (self.tr("Cuts"), self.cuts),
            (self.tr("Split"), self.split),
        ):
            label = text_label(title, "strong")
            label.setContentsMargins(8, 0, 0, 0)
            column.addWidget(label)
            column.addWidget(part)
            column.addSpacing(16)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFixedWidth(LEFT_WIDTH)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _middle(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.guesses_button)
        head.addWidget(self.csv_button)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(self.facts)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(12)
        column.addLayout(words)
        column.addWidget(self.scoring)
        column.addWidget(self.plots, 424)
        column.addWidget(self.counts, 304)
        return column

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.near.setFixedWidth(NARROW_RIGHT if self.width() < _NARROW else RIGHT_WIDTH)
