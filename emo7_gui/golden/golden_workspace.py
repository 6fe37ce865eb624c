"""Golden: agreement, rater shift, coverage and adjudication of one project.

What it is: the Golden tab. It tells what a person wants and is told what to show.
What it is not: any computing, access to a project, or the writing of a result.
Convention: values are 0..6; the page is one of: nothing labelled yet, rating goes on, all.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from emo7_gui.actions import decided_value
from emo7_gui.empty_state import EmptyState
from emo7_gui.golden.adjudication_pane import AdjudicationPane
from emo7_gui.golden.agreement_card import AgreementCard
from emo7_gui.golden.blind_page import BlindPage
from emo7_gui.golden.coverage_card import CoverageCard
from emo7_gui.golden.golden_heading import GoldenHeading
from emo7_gui.golden.golden_view import (
    AgreementView,
    BlindView,
    CaseView,
    CoverageView,
    Heading,
    ShiftView,
)
from emo7_gui.golden.mark_field import MarkField
from emo7_gui.golden.shift_card import ShiftCard
from emo7_gui.key_map import KeyMap

_GUTTER, _SIDE_BY_SIDE, _CARD = 16, 800, 320
_STEPS = {"cell_up": (-1, 0), "cell_down": (1, 0), "cell_left": (0, -1), "cell_right": (0, 1)}


class GoldenWorkspace(QWidget):
    """The Golden tab.

    Signals:
        clips_opened(ClipSet): a bar, a number or a point was opened.
        queue_requested(value, ClipSet): likely clips of a short class.
        review_requested: there is nothing yet, and the button to label was pressed.
        value_pressed(value), retract_requested: the result of the open case.
        step_requested(±1): another case; next open one: skip_requested.
    """

    clips_opened = Signal(object)
    queue_requested = Signal(int, object)
    review_requested = Signal()
    value_pressed = Signal(int)
    retract_requested = Signal()
    step_requested = Signal(int)
    skip_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = GoldenHeading()
        self.agreement, self.shift = AgreementCard(), ShiftCard()
        self.coverage = CoverageCard()
        self.pane = AdjudicationPane()
        self.blind = BlindPage()
        self.empty = EmptyState(
            "ph.circle-wavy-check",
            self.tr("Nothing labelled yet"),
            self.tr(
                "Put clips on the scale in Review. Here you then see how the classes are covered "
                "and how people agree, settle what they disagree on, and freeze golden versions."
            ),
            self.tr("Label clips"),
        )
        self.set_key_map(KeyMap())
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.setAccessibleName(self.tr("Golden, all keys are heard"))
        self._connect()
        self._arrange()

    @property
    def page(self) -> str:
        """What is in front: "empty", "blind" or "all"."""
        return ("empty", "blind", "all")[self._pages.currentIndex()]

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.empty.button.set_cap(key_map.cap("workspace_review"))
        self.pane.set_key_map(key_map)

    def show_empty(self) -> None:
        """Say that nothing is labelled yet."""
        self._pages.setCurrentWidget(self.empty)

    def show_blind(self, view: BlindView) -> None:
        """Show the own counts alone."""
        self.blind.set_blind(view)
        self._pages.setCurrentWidget(self.blind)

    def show_all(self, heading: Heading, coverage: CoverageView, has_stage: bool) -> None:
        """Show the head and the coverage; figures come by their own time."""
        self.heading.set_heading(heading, has_stage)
        self.coverage.set_coverage(coverage)
        self._pages.setCurrentWidget(self._all)

    def set_figures(self, agreement: AgreementView | None, shift: ShiftView | None) -> None:
        """Show agreement and shift; None while they are counted."""
        self.agreement.set_agreement(agreement)
        self.shift.set_shift(shift)

    def set_case(self, case: CaseView | None) -> None:
        """Show a case of the adjudication."""
        self.pane.set_case(case)

    def set_player(self, player: QWidget) -> None:
        """Put the player into the pane."""
        self.pane.set_player(player)

    def perform(self, action_id: str) -> bool:
        """Answer a key of the page; True where it was one of ours."""
        if action_id == "back":
            return self.pane.leave_reason()
        if self.page == "empty":
            return False
        part = next((one for one in self.findChildren(MarkField) if one.hasFocus()), None)
        if part is not None and action_id in _STEPS:
            part.move_by(*_STEPS[action_id])
        elif part is not None and action_id == "cell_open":
            part.open_current()
        elif self.page == "all":
            return self._perform_case(action_id)
        else:
            return False
        return True

    def _perform_case(self, action_id: str) -> bool:
        if self.pane.case is None:
            return False
        decided = decided_value(action_id)
        if decided is not None:
            self.value_pressed.emit(decided[0])
        elif action_id == "reason":
            self.pane.edit_reason()
        elif action_id == "next":
            self.skip_requested.emit()
        elif action_id in ("previous", "list_up"):
            self.step_requested.emit(-1)
        elif action_id == "list_down":
            self.step_requested.emit(1)
        elif action_id == "retract":
            self.retract_requested.emit()
        else:
            return False
        return True

    def _connect(self) -> None:
        for part in (self.agreement, self.shift, self.coverage, self.blind):
            part.clips_opened.connect(self.clips_opened)
        self.coverage.queue_requested.connect(self.queue_requested)
        self.empty.next_requested.connect(self.review_requested)
        self.pane.value_pressed.connect(self.value_pressed)
        self.pane.skip_requested.connect(self.skip_requested)

    def _arrange(self) -> None:
        cards = QWidget()
        for card in (self.agreement, self.shift):
            card.setMinimumHeight(_CARD)
            self._pair.addWidget(card, 1)
        self._pair.setSpacing(_GUTTER)
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(_GUTTER)
        column.addLayout(self._pair)
        column.addWidget(self.coverage, 1)
        column.addStretch(0)
        left = QVBoxLayout()
        left.setContentsMargins(16, 8, 0, 0)
        left.setSpacing(_GUTTER)
        left.addWidget(self.heading)
        left.addWidget(_scrolling(cards), 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 8, 0, 8)
        right.addWidget(self.pane)
        self._all = QWidget()
        row = QHBoxLayout(self._all)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(_GUTTER)
        row.addLayout(left, 1)
        row.addLayout(right)
        self._pages = QStackedLayout(self)
        for page in (self.empty, self.blind, self._all):
            self._pages.addWidget(page)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.pane.width() - 3 * _GUTTER
        wide = QBoxLayout.Direction.LeftToRight
        tall = QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(wide if room >= _SIDE_BY_SIDE else tall)


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # A scroll area fills its viewport and content in the window's colour.
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
