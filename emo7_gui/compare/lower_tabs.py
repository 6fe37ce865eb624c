"""The tabs over the lower half of Compare: what is known beside the table, one page each.

The pages: matrices, slices, classes, reliability, people, pairs, outputs, label checks.

What it is: segments and their pages; a page that is not there yet asks to be computed.
What it is not: any computing; it asks with `tab_wanted` and is told with `set_tab`.
Convention: tabs are named by the keys of lower_view.py.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from emo7_gui.actions import COMPARE
from emo7_gui.compare import lower_view as lower
from emo7_gui.compare.figure_page import FigurePage
from emo7_gui.compare.lower_view import TabView
from emo7_gui.compare.matrices import Matrices
from emo7_gui.compare.score_table import ScoreTable
from emo7_gui.compare.tab_pages import ChecksPage, PairsPage, ReliabilityPage
from emo7_gui.key_button import KeyButton
from emo7_gui.segmented import Segmented


class _Pages(dict[str, FigurePage]):
    """Pages by key, each made when it is first asked for; those that were made are its items."""

    def __init__(self, make: Callable[[str], FigurePage]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: str) -> FigurePage:
        self[key] = page = self._make(key)
        return page


class LowerTabs(QWidget):
    """Segments over pages.

    Signals:
        tab_wanted(key): the page is shown and needs its figures; answer with `set_tab`.
        row_opened(tab, row key): clips of a row, or a pair.
        choice_made(tab, choice).
        review_requested: suspected labels, blind.
        picture_requested: save what the tab shows.
    """

    picture_requested = Signal()
    tab_wanted = Signal(str)
    row_opened = Signal(str, str)
    choice_made = Signal(str, str)
    review_requested = Signal()

    def __init__(self, matrices: Matrices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        titles = (
            (lower.MATRICES, self.tr("Matrices")),
            (lower.SLICES, self.tr("Slices")),
            (lower.CLASSES, self.tr("Classes")),
            (lower.RELIABILITY, self.tr("Reliability")),
            (lower.PEOPLE, self.tr("People")),
            (lower.PAIRS, self.tr("Pairs")),
            (lower.OUTPUTS, self.tr("Outputs")),
            (lower.CHECKS, self.tr("Labels")),
        )
        self.keys = tuple(key for key, _ in titles)
        self.tabs = Segmented(titles, self.tr("Lower half"))
        self.tabs.setProperty("key_group", COMPARE)
        self.picture_button = KeyButton(self.tr("Picture"), icon="ph.image")
        self.picture_button.setToolTip(self.tr("Save this tab as SVG or PNG"))
        self.picture_button.clicked.connect(self.picture_requested)
        self.tabs.chosen.connect(lambda key: self.show_tab(str(key)))
        self._titles = dict(titles)
        self.pages = _Pages(self._make_page)
        self._matrices, self._stack = matrices, QStackedWidget()
        self._stack.addWidget(matrices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(matrices.numbers)
        head.addSpacing(8)
        head.addWidget(self.picture_button)
        self._numbers = matrices.numbers
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        # What does not fit is hidden, never a reason to be wider.
        self.setMinimumWidth(1)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._fit()

    def _make_page(self, key: str) -> FigurePage:
        makers = {
            lower.RELIABILITY: ReliabilityPage,
            lower.PAIRS: PairsPage,
            lower.CHECKS: ChecksPage,
        }
        page: FigurePage = makers.get(key, FigurePage)(self._titles[key])
        page.row_opened.connect(lambda row: self.row_opened.emit(key, row))
        page.choice_made.connect(lambda choice: self.choice_made.emit(key, choice))
        if isinstance(page, ChecksPage):
            page.review_requested.connect(self.review_requested)
        self._stack.addWidget(page)
        return page

    @property
    def checks(self) -> ChecksPage:
        """The page of the label checks."""
        page = self.pages[lower.CHECKS]
        assert isinstance(page, ChecksPage)
        return page

    @property
    def tab(self) -> str:
        """The tab that is shown."""
        return str(self.tabs.key)

    def toggle_curve_table(self) -> None:
        """Show the bins of the curves as a table, or the curves again."""
        page = self.pages[lower.RELIABILITY]
        if self.tab == lower.RELIABILITY and isinstance(page, ReliabilityPage):
            page.toggle_table()

    @property
    def page(self) -> QWidget:
        """What the tab shows."""
        page = self._stack.currentWidget()
        assert page is not None
        return page

    def show_tab(self, key: str) -> None:
        """Show a tab, and ask for its figures."""
        self.tabs.set_key(key)
        self._stack.setCurrentWidget(self._matrices if key == lower.MATRICES else self.pages[key])
        self._fit_head()
        self._fit()
        self.tab_wanted.emit(key)

    def _fit_head(self) -> None:
        """Where there is little room the keys alone choose the numbers (Y)."""
        taken = self.tabs.sizeHint().width() + self.picture_button.sizeHint().width() + 40
        has_room = self.width() - taken >= self._numbers.sizeHint().width()
        self._numbers.setVisible(self.tab == lower.MATRICES and has_room)

    def _fit(self) -> None:
        """Let the page that is shown alone decide the height."""
        for place in range(self._stack.count()):
            is_shown = place == self._stack.currentIndex()
            policy = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
            page = self._stack.widget(place)
            assert page is not None
            page.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self._stack.adjustSize()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) tab."""
        place = min(len(self.keys) - 1, max(0, self.keys.index(self.tab) + by))
        had_focus = self.has_focus
        self.show_tab(self.keys[place])
        if had_focus:
            self.tabs.segment(self.tab).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def has_focus(self) -> bool:
        """Whether the keys are heard at the segments."""
        focus = self.window().focusWidget()
        return focus is not None and self.tabs.isAncestorOf(focus)

    def set_tab(self, key: str, view: TabView) -> None:
        """Show the figures of a tab."""
        self.pages[key].set_view(view)

    def set_waiting(self, key: str) -> None:
        """Fade a tab whose figures are being computed anew."""
        if key in self.pages:
            self.pages[key].set_waiting(True)

    def focused_table(self) -> ScoreTable | None:
        """Return the table of a page that has the focus."""
        focus = self.window().focusWidget()
        tables = (one for page in self.pages.values() for one in page.tables)
        return next((one for one in tables if one is focus), None)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()
