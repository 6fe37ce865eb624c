"""Computes the sentence and the tabs of Compare off the GUI thread, each once.

What it is: a cache of TabViews by what they depend on, and two rooms: one for the sentence, one
for tabs, so that a slow tab does not keep the sentence.
What it is not: the figures' translation (tab_views.py, pair_views.py).
Convention: answers of an earlier comparison never arrive: every comparison empties the cache.
Work begins a moment after it is asked for: first the window paints, and who walks through rows
asks for the last one alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from emo7_core.evaluation.comparison import Comparison
from emo7_gui.compare import lower_view as lower
from emo7_gui.compare.comparison_view import TestSentence
from emo7_gui.compare.lower_view import TabView
from emo7_gui.desks.pair_views import WITH_A, checks_tab, pairs_tab, sentence_view
from emo7_gui.desks.tab_views import (
    classes_tab,
    outputs_tab,
    people_tab,
    reliability_tab,
    slices_tab,
)
from emo7_gui.workers.errand import ErrandRoom

_Key = tuple[object, ...]
_SOON_MS = 50


class CompareTabs(QObject):
    """The tabs of one comparison after the other.

    Signals:
        tab_made(key, TabView).
        waiting(key): the tab is being computed.
        sentence_made(TestSentence or None).
    """

    tab_made = Signal(str, object)
    waiting = Signal(str)
    sentence_made = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: Comparison | None = None
        self._pair: tuple[str | None, str | None] = (None, None)
        self._metric = "macro_f1"
        self._choices = {lower.SLICES: "signer", lower.PAIRS: WITH_A}
        self._known: dict[_Key, object] = {}
        self._wanted: _Key = ()
        self._tab = ""
        self._tabs = ErrandRoom("compare tabs", self)
        self._sentences = ErrandRoom("compare sentence", self)
        self._tabs.done.connect(self._on_tab)
        self._sentences.done.connect(self._on_sentence)
        for room in (self._tabs, self._sentences):
            room.failed.connect(self.failed)
        self._tab_soon, self._sentence_soon = _soon(self), _soon(self)
        self._tab_soon.timeout.connect(self._compute_tab)
        self._sentence_soon.timeout.connect(self._compute_sentence)

    def set_comparison(self, found: Comparison | None) -> None:
        """Take another comparison."""
        self._found, self._known = found, {}
        self._tab_soon.stop()
        self._sentence_soon.stop()
        self._tabs.forget()
        self._sentences.forget()

    def set_pair(self, a: str | None, b: str | None, metric: str) -> None:
        """Say who A and B are, and the metric of tests and slices."""
        self._pair, self._metric = (a, b), metric

    def choose(self, tab: str, choice: str) -> None:
        """Take another cut, or other pairs."""
        self._choices[tab] = choice

    def want_sentence(self) -> None:
        """Say the test of A and B; None now while it is not known."""
        a, b = self._pair
        self._sentences.forget()
        self._sentence_soon.stop()
        if self._found is None or a is None or b is None:
            self.sentence_made.emit(None)
        elif (key := self._sentence_key) in self._known:
            self.sentence_made.emit(self._known[key])
        else:
            waiting = self.tr("Testing {0} against {1} …").format(a, b)
            self.sentence_made.emit(TestSentence(waiting, " "))
            self._sentence_soon.start()

    @property
    def _sentence_key(self) -> _Key:
        return ("sentence", *self._pair, self._metric)

    def _compute_sentence(self) -> None:
        found, (a, b), metric, key = self._found, self._pair, self._metric, self._sentence_key
        if found is not None and a is not None and b is not None:
            self._sentences.run(lambda: (found, key, sentence_view(found, a, b, metric)))

    def want(self, tab: str) -> None:
        """Give a tab, now where it is known."""
        work, key = self._work(tab)
        self._wanted, self._tab = key, tab
        self._tab_soon.stop()
        if work is None:
            return
        if key in self._known:
            self.tab_made.emit(tab, self._known[key])
            return
        self.waiting.emit(tab)
        self._tab_soon.start()

    def _compute_tab(self) -> None:
        found, (work, key) = self._found, self._work(self._tab)
        if work is not None:
            self._tabs.run(lambda: (found, key, work()))

    def stop(self) -> None:
        """Join the threads."""
        self._tabs.stop()
        self._sentences.stop()

    def _work(self, tab: str) -> tuple[Callable[[], TabView] | None, _Key]:
        found, (a, b), metric = self._found, self._pair, self._metric
        if found is None:
            return None, ()
        names = tuple(name for name in (a, b) if name is not None) if found.clips else ()
        choice = self._choices.get(tab, "")
        works: dict[str, tuple[Callable[[], TabView], _Key]] = {
            lower.SLICES: (
                partial(slices_tab, found, names, choice, metric),
                (names, choice, metric),
            ),
            lower.CLASSES: (partial(classes_tab, found, names), (names,)),
            lower.RELIABILITY: (partial(reliability_tab, found, names), (names,)),
            lower.PEOPLE: (partial(people_tab, found, metric), (metric,)),
            lower.PAIRS: (partial(pairs_tab, found, a, metric, choice), (a, metric, choice)),
            lower.OUTPUTS: (partial(outputs_tab, found), ()),
            lower.CHECKS: (partial(checks_tab, found), ()),
        }
        if tab not in works:
            return None, ()
        work, key = works[tab]
        return work, (tab, *key)

    def _on_tab(self, answer: tuple[Comparison, _Key, TabView]) -> None:
        found, key, view = answer
        if found is self._found:
            self._known[key] = view
            if key == self._wanted:
                self.tab_made.emit(key[0], view)

    def _on_sentence(self, answer: tuple[Comparison, _Key, object]) -> None:
        found, key, said = answer
        if found is self._found:
            self._known[key] = said
            if key == self._sentence_key:
                self.sentence_made.emit(said)


def _soon(owner: QObject) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(_SOON_MS)
    return timer
