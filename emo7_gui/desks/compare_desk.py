"""Wires Compare: who is compared on what, cells and rows that open their clips, relabelling.

What it is: which golden version, target, contenders and cluster unit; which are A and B; which
clip is open.
What it is not: the scores (evaluation/compare.py, in a thread), the tabs (compare_tabs.py),
the clips (compare_clips.py), or errands such as reports (compare_acts.py).
Convention: what is asked for is computed in a worker; the newest request wins.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from emo7_core.evaluation.compare import Comparison
from emo7_core.evaluation.contenders import TARGET_WORDS
from emo7_core.labels.golden import newest_version
from emo7_gui.compare import lower_view as lower
from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.compare.comparison_view import Choice
from emo7_gui.compare.lower_view import TabView
from emo7_gui.desks.compare_acts import CompareActs
from emo7_gui.desks.compare_clips import CompareClips
from emo7_gui.desks.compare_tabs import CompareTabs
from emo7_gui.desks.comparing import Asked, Computed, compute
from emo7_gui.desks.comparisons import (
    Board,
    cell_words,
    comparison_view,
    contender_lines,
)
from emo7_gui.desks.playback import Playback
from emo7_gui.session import Session
from emo7_gui.workers.errand import ErrandRoom

CACHE_BYTES = 192 * 2**20


class CompareDesk(QObject):
    """Models against labels."""

    told = Signal(str)
    failed = Signal(str)  # an error in a sentence
    facts_changed = Signal(tuple)  # facts of the open clip for the status bar
    training_requested = Signal()
    model_chosen = Signal(object)  # folder of a model that shall answer the clips
    review_requested = Signal()  # a blind queue was made

    def __init__(self, session: Session, workspace: CompareWorkspace) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self._asked = Asked("human")
        self._computed: Computed | None = None
        self._board: Board | None = None
        self._metric = "macro_f1"
        self._views: dict[str, TabView] = {}
        self._a: str | None = None
        self._b: str | None = None
        self._wanted = ""
        self._own: dict[int, int | None] = {}
        self._is_stale, self._keeps_lists, self._is_stale_material = True, False, True
        self._room = ErrandRoom("compare", self)
        self.clips = CompareClips(session, workspace)
        self.tabs, self.acts = CompareTabs(self), CompareActs(session, workspace)
        self._acts = {"undo": session.undo, "redo": session.redo}
        self._connect()
        if session.project is not None:
            self._on_opened()

    @property
    def comparison(self) -> Comparison | None:
        """What is shown, None before there is something."""
        return None if self._board is None else self._board.found

    @property
    def playback(self) -> Playback:
        """The player of the open clip, the left one of two."""
        return self.clips.playback

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if self._workspace.perform(action_id):
            return True
        act = (self.clips.duet.acts() | self._acts).get(action_id)
        if act is not None:
            act()
        return act is not None

    def refresh(self, keeps_lists: bool = True) -> None:
        """Compute anew, now or when the workspace is shown.

        Args:
            keeps_lists: Whether the listed clips and the open one stay.
        """
        self._keeps_lists &= keeps_lists
        self._is_stale = self._is_stale_material = True
        if self._workspace.isVisible():
            self.show()

    def show_model(self, name: str) -> None:
        """Compare a model, as A, on the newest golden version, or on the labels of today.

        Args:
            name: Name of the source of its answers.
        """
        project = self._session.project
        if project is None:
            return
        newest, names = newest_version(project), self._asked.names
        if names is not None and name not in names:
            names = (*names, name)
        self._wanted = name
        golden = newest.number if newest is not None else None
        self._ask(replace(self._asked, golden=golden, follows=True, names=names), is_new=True)

    def show(self) -> None:
        """Bring the workspace up to date."""
        project = self._session.project
        if project is None or not self._is_stale:
            return
        self._is_stale = False
        asked, kept = self._asked, None if self._is_stale_material else self._computed
        self._is_stale_material = False
        is_first = self._computed is None
        self._room.run(lambda: compute(project, asked, kept, is_first))

    def stop(self) -> None:
        """Join the threads of this desk."""
        self._room.stop()
        self.tabs.stop()
        self.acts.stop()
        self.clips.stop()

    def _connect(self) -> None:
        workspace = self._workspace
        self._session.opened.connect(self._on_opened)
        self._session.closing.connect(workspace.pane.clips.forget_thumbnails)
        # What is compared in the project that closes is no answer for the next one.
        self._session.closing.connect(self._room.forget)
        self._session.review_changed.connect(self._on_review_changed)
        self._room.done.connect(self._on_computed)
        self._room.failed.connect(self.failed)
        self.clips.facts_changed.connect(self.facts_changed)
        workspace.add_model_requested.connect(self._on_add_model_requested)
        workspace.target_chosen.connect(self._on_target_chosen)
        workspace.classes_chosen.connect(self._on_classes_chosen)
        workspace.a_requested.connect(self._on_a_requested)
        workspace.b_requested.connect(self._on_b_requested)
        workspace.cell_opened.connect(self._on_cell_opened)
        workspace.training_requested.connect(self.training_requested)
        self._connect_choices()

    def _connect_choices(self) -> None:
        workspace, tabs, acts = self._workspace, self.tabs, self.acts
        workspace.golden_chosen.connect(self._on_golden_chosen)
        workspace.contenders_requested.connect(self._on_contenders_requested)
        workspace.contenders_chosen.connect(self._on_contenders_chosen)
        workspace.metric_chosen.connect(self._on_metric_chosen)
        workspace.predict_requested.connect(acts.ask_model)
        workspace.report_requested.connect(self._on_report_requested)
        workspace.checks_requested.connect(self._on_checks_requested)
        workspace.tab_wanted.connect(tabs.want)
        workspace.row_opened.connect(self._on_row_opened)
        workspace.choice_made.connect(self._on_choice_made)
        tabs.tab_made.connect(self._on_tab_made)
        tabs.waiting.connect(workspace.lower_half.set_waiting)
        tabs.sentence_made.connect(workspace.set_sentence)
        acts.model_found.connect(self.model_chosen)
        acts.review_requested.connect(self.review_requested)
        for part in (tabs, acts, self.clips):
            part.failed.connect(self.failed)
        for said in (acts, self.clips):
            said.told.connect(self.told)

    def _on_opened(self) -> None:
        self._computed, self._board, self._a, self._b = None, None, None, None
        self._asked = Asked("human")
        self.tabs.set_comparison(None)
        self.clips.take(None, None, None)
        self.clips.clear()
        self._own = {clip_id: self._own_value(clip_id) for clip_id in self._session.clips}
        self._workspace.set_comparison(None)
        self.facts_changed.emit(())
        self.refresh(keeps_lists=False)

    def _own_value(self, clip_id: int) -> int | None:
        own = self._session.latest(clip_id)
        return None if own is None else own.value

    def _on_review_changed(self, clip_id: int) -> None:
        # Marks and reveals change no score.
        value = self._own_value(clip_id)
        if self._own.get(clip_id) != value:
            self._own[clip_id] = value
            self.refresh()

    def _on_add_model_requested(self) -> None:
        project = self._session.project
        if project is None:
            return
        words = self.tr("The folder of a model, or of its job")
        folder = QFileDialog.getExistingDirectory(
            self._workspace.window(), words, str(project.runs)
        )
        if folder:
            self.model_chosen.emit(Path(folder))

    def _on_computed(self, answer: Computed) -> None:
        self._computed, found = answer, answer.found
        self._asked = answer.asked
        self._board = Board(found, self._session.clips, answer.material)
        models = [r.name for r in found.results if r.kind == "model"]
        others = [r.name for r in found.results if r.kind != "model"]
        candidates = models[::-1] + others
        if self._wanted in candidates:
            self._a, self._wanted = self._wanted, ""
        if self._a not in candidates:
            self._a = candidates[0] if candidates else None
        if self._b not in candidates or self._b == self._a:
            self._b = next((name for name in candidates if name != self._a), None)
        self._show_choices(answer)
        self.tabs.set_comparison(found)
        self._show_view(self._keeps_lists)
        self._keeps_lists = True

    def _show_choices(self, answer: Computed) -> None:
        asked, workspace = answer.asked, self._workspace
        golden = [Choice("", self.tr("Labels of today"))]
        golden += [Choice(str(one.number), one.words) for one in reversed(answer.versions)]
        workspace.set_choices(
            tuple(golden) if len(golden) > 1 else (),
            tuple(Choice(name, TARGET_WORDS[name]) for name in answer.targets),
            golden_key="" if asked.golden is None else str(asked.golden),
            target_key=asked.target,
            classes=asked.k,
        )
        material = answer.material
        workspace.set_compared(len(answer.found.results), len(material.names))

    def _show_view(self, keeps_lists: bool) -> None:
        board = self._board
        has_model = board is not None and bool(
            board.found.results and self._computed and self._computed.has_model
        )
        if board is None or not has_model:
            self._workspace.set_comparison(None)
            return
        self.clips.take(board, self._a, self._b)
        view = comparison_view(board, self._a, self._b)
        if keeps_lists:
            self._workspace.renew_comparison(view)
            self.clips.renew()
        else:
            self._workspace.set_comparison(view)
            self.clips.close_clip()
            self.clips.show_wins()
        self._say()

    def _say(self) -> None:
        """Have the sentence and the open tab computed, where they are not known."""
        self.tabs.set_pair(self._a, self._b, self._metric)
        self.tabs.want_sentence()
        self.tabs.want(self._workspace.lower_half.tab)

    # Choices

    def _ask(self, asked: Asked, is_new: bool = False) -> None:
        """Compare something else; only another target or version is read anew."""
        self._asked = asked
        self._keeps_lists = False
        self._is_stale, self._is_stale_material = True, self._is_stale_material or is_new
        if self._workspace.isVisible():
            self.show()

    def _on_target_chosen(self, key: str) -> None:
        self._ask(replace(self._asked, target=key, names=None), is_new=True)

    def _on_golden_chosen(self, key: str) -> None:
        golden = int(key) if key else None
        self._ask(replace(self._asked, golden=golden, follows=True), is_new=True)

    def _on_classes_chosen(self, classes: int) -> None:
        self._ask(replace(self._asked, k=classes))

    def _on_contenders_requested(self) -> None:
        answer = self._computed
        if answer is not None and self._board is not None:
            can_predict = not self._session.is_read_only
            chosen = self._asked.names or self._board.names
            lines = contender_lines(answer.material, chosen, can_predict)
            self._workspace.card.open_on(lines, self._asked.unit or "none")

    def _on_contenders_chosen(self, names: tuple[str, ...], unit: str) -> None:
        self._ask(replace(self._asked, names=names, unit=None if unit == "none" else unit))

    def _on_metric_chosen(self, key: str) -> None:
        if key != self._metric:
            self._metric = key
            self._say()

    # Tabs

    def _on_tab_made(self, key: str, view: TabView) -> None:
        self._views[key] = view
        self._workspace.set_tab(key, view)

    def _on_choice_made(self, tab: str, choice: str) -> None:
        self.tabs.choose(tab, choice)
        self.tabs.want(tab)

    def _on_row_opened(self, tab: str, key: str) -> None:
        view, board = self._views.get(tab), self._board
        if view is None or board is None:
            return
        if key in view.clips:
            self.clips.show_list(view.clips[key], view.headings.get(key, ""), self.tr("Clips"))
        elif key in view.pairs:
            self._take(*view.pairs[key])
        elif tab == lower.OUTPUTS:
            self.told.emit(self.tr("{0} answered every clip").format(key))

    def _on_report_requested(self) -> None:
        if self._board is not None:
            self.acts.report(self._board.found, self._metric)

    def _on_checks_requested(self) -> None:
        if self._board is not None:
            self.acts.check(self._board.found)

    # A, B and their clips

    def _on_a_requested(self, key: str) -> None:
        self._take(key, self._a if self._b == key else self._b)

    def _on_b_requested(self, key: str) -> None:
        self._take(self._b if self._a == key else self._a, key)

    def _take(self, a: str | None, b: str | None) -> None:
        known = set(self._board.names) if self._board else set()
        if {a, b} - {None} <= known:
            self._a, self._b = a, b
            self._show_view(keeps_lists=False)

    def _on_cell_opened(self, which: str, row: int, column: int) -> None:
        if self._board is not None and self._a is not None:
            name = self._a if which == "a" or self._b is None else self._b
            ids = self._board.found.cell(name, row, column)
            self.clips.show_list(ids, cell_words(self._board, name, row, column))
