"""Wires Compare: models and floors on a target, cells that open their clips, relabelling.

What it is: which target, which models are A and B, which clip is open.
What it is not: the scores (evaluation/compare.py, in a thread) or a mutator of labels.
Convention: opening a clip here shows its label and the models' answers, so it counts as seen:
a value given afterwards is of the stage "with caption". What the rater's queue still asks for is
counted, but not listed or opened (awaited.py).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from emo7_core.errors import LandmarkError
from emo7_core.evaluation.compare import Comparison
from emo7_core.evaluation.contenders import TARGET_WORDS, gather, targets_with_labels
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.video.info import VideoInfo
from emo7_gui.awaited import awaited, held_words
from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.compare.comparison_view import Choice
from emo7_gui.desks.comparisons import cell_list, comparison_view, open_clip, renewed
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.player_acts import player_acts
from emo7_gui.player.player import Player
from emo7_gui.session import Session
from emo7_gui.workers.errand import ErrandRoom
from emo7_gui.workers.thumbs_room import ThumbsRoom

CACHE_BYTES = 192 * 2**20


class CompareDesk(QObject):
    """Models against labels."""

    told = Signal(str)
    failed = Signal(str)  # an error in a sentence
    facts_changed = Signal(tuple)  # facts of the open clip for the status bar
    training_requested = Signal()
    model_chosen = Signal(object)  # folder of a model that shall answer the clips

    def __init__(self, session: Session, workspace: CompareWorkspace) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self._target, self._k = "human", K
        self._found: Comparison | None = None
        self._a: str | None = None
        self._b: str | None = None
        self._open: int | None = None
        self._own: dict[int, int | None] = {}
        self._is_stale, self._keeps_lists = True, False
        self._room = ErrandRoom("compare", self)
        self._thumbs = ThumbsRoom("compare thumbs", self)
        player = Player(has_timeline=False, has_close_ups=False, is_compact=True)
        self.playback = Playback(player, CACHE_BYTES, self)
        self._acts = player_acts(self.playback) | {"undo": session.undo, "redo": session.redo}
        workspace.set_player(player)
        self._connect()
        if session.project is not None:
            self._on_opened()

    @property
    def comparison(self) -> Comparison | None:
        """What is shown, None before there is something."""
        return self._found

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if self._workspace.perform(action_id):
            return True
        act = self._acts.get(action_id)
        if act is not None:
            act()
        return act is not None

    def refresh(self, keeps_lists: bool = True) -> None:
        """Compute anew, now or when the workspace is shown.

        Args:
            keeps_lists: Whether the listed clips and the open one stay.
        """
        self._keeps_lists &= keeps_lists
        self._is_stale = True
        if self._workspace.isVisible():
            self.show()

    def show(self) -> None:
        """Bring the workspace up to date."""
        project = self._session.project
        if project is None or not self._is_stale:
            return
        self._is_stale = False
        target, k = self._target, self._k
        self._room.run(lambda: _compute(project, target, k))

    def stop(self) -> None:
        """Join the threads of this desk."""
        self._room.stop()
        self._thumbs.stop()
        self.playback.stop()

    def _connect(self) -> None:
        workspace = self._workspace
        self._session.opened.connect(self._on_opened)
        self._session.review_changed.connect(self._on_review_changed)
        self._room.done.connect(self._on_computed)
        self._room.failed.connect(self.failed)
        self.playback.opened.connect(self._on_clip_shown)
        self.playback.failed.connect(lambda reason: self.facts_changed.emit((reason,)))
        self._thumbs.made.connect(workspace.set_thumbnail)
        workspace.thumbs_wanted.connect(self._on_thumbs_wanted)
        workspace.add_model_requested.connect(self._on_add_model_requested)
        workspace.target_chosen.connect(self._on_target_chosen)
        workspace.classes_chosen.connect(self._on_classes_chosen)
        workspace.a_requested.connect(self._on_a_requested)
        workspace.b_requested.connect(self._on_b_requested)
        workspace.cell_opened.connect(self._on_cell_opened)
        workspace.clip_opened.connect(self._on_clip_opened)
        workspace.relabel_requested.connect(self._on_relabel_requested)
        workspace.training_requested.connect(self.training_requested)

    def _on_opened(self) -> None:
        self._found, self._a, self._b = None, None, None
        self._target = "human"
        self._open = None
        self._own = {clip_id: self._own_value(clip_id) for clip_id in self._session.clips}
        self._workspace.set_comparison(None)
        self.playback.clear()
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

    def _on_thumbs_wanted(self, clip_ids: list[int]) -> None:
        self._thumbs.want(self._session.clips.get(clip_id) for clip_id in clip_ids)

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

    def _on_computed(self, answer: tuple[Comparison, list[str], str]) -> None:
        self._found, targets, self._target = answer
        models = [r.name for r in self._found.results if r.kind == "model"]
        others = [r.name for r in self._found.results if r.kind != "model"]
        candidates = models[::-1] + others
        if self._a not in candidates:
            self._a = candidates[0] if candidates else None
        if self._b not in candidates or self._b == self._a:
            self._b = next((name for name in candidates if name != self._a), None)
        self._workspace.set_choices(
            (),
            tuple(Choice(name, TARGET_WORDS[name]) for name in targets),
            target_key=self._target,
            classes=self._k,
        )
        self._show_view(self._keeps_lists)
        self._keeps_lists = True

    def _show_view(self, keeps_lists: bool) -> None:
        has_model = self._found is not None and any(
            result.kind == "model" for result in self._found.results
        )
        if self._found is None or not has_model:
            self._workspace.set_comparison(None)
            return
        view = comparison_view(self._found, self._session.clips, self._a, self._b)
        if not keeps_lists:
            self._open = None
            self._workspace.set_comparison(view)
            return
        self._workspace.renew_comparison(view)
        self._renew_lists(self._found)

    def _renew_lists(self, found: Comparison) -> None:
        pane = self._workspace.pane
        if self._a is not None:
            pane.renew_lists(renewed(found, self._session.clips, self._a, self._b, pane.lists))
        if self._open is not None:
            self._show_values(self._open)

    def _on_target_chosen(self, key: str) -> None:
        self._target = key
        self.refresh(keeps_lists=False)

    def _on_classes_chosen(self, classes: int) -> None:
        self._k = classes
        self.refresh(keeps_lists=False)

    def _on_a_requested(self, key: str) -> None:
        self._take(key, self._a if self._b == key else self._b)

    def _on_b_requested(self, key: str) -> None:
        self._take(self._b if self._a == key else self._a, key)

    def _take(self, a: str | None, b: str | None) -> None:
        known = {result.name for result in self._found.results} if self._found else set()
        if {a, b} - {None} <= known:
            self._a, self._b = a, b
            self._show_view(keeps_lists=False)

    def _on_cell_opened(self, which: str, row: int, column: int) -> None:
        if self._found is not None and self._a is not None:
            held = awaited(self._session)
            clips = {i: clip for i, clip in self._session.clips.items() if i not in held}
            lists = cell_list(self._found, clips, self._a, self._b, which, row, column)
            self._workspace.set_lists(lists)
            name = self._a if which == "a" or self._b is None else self._b
            if words := held_words(self._found.cell(name, row, column), held):
                self.told.emit(words)

    def _on_clip_opened(self, clip_id: int) -> None:
        project, clip = self._session.project, self._session.clips.get(clip_id)
        if project is None or clip is None or self._found is None:
            return
        if words := held_words((clip_id,), awaited(self._session)):
            self.told.emit(words)
            return
        self._session.show_more(clip_id)
        try:
            track = project.load_track(clip)
        except LandmarkError as error:
            self.failed.emit(str(error))
            track = None
        self.playback.open(clip, track)
        self._open = clip_id
        self._show_values(clip_id)

    def _on_clip_shown(self, info: VideoInfo) -> None:
        size = f"{info.width} × {info.height}, {info.rate:.4g} fps"
        self.facts_changed.emit((info.path.name, size))

    def _show_values(self, clip_id: int) -> None:
        project = self._session.project
        if project is None or self._found is None:
            return
        raters = tuple(one.value for one in self._session.others(clip_id) if one.value is not None)
        own = self._session.latest(clip_id)
        raters = raters if own is None or own.value is None else (own.value, *raters)
        captions = project.catalog.captions_of(clip_id)
        caption = captions[0] if captions else None
        self._workspace.set_clip(open_clip(self._found, clip_id, self._a, self._b, raters, caption))

    def _on_relabel_requested(self, clip_id: int, value: int, is_unsure: bool) -> None:
        if words := held_words((clip_id,), awaited(self._session)):
            self.told.emit(words)
            return
        self._session.show_more(clip_id)
        self._session.decide_clip(clip_id, value, is_unsure)


def _compute(project: Project, target: str, k: int) -> tuple[Comparison, list[str], str]:
    targets = targets_with_labels(project)
    # A project without human labels can still be compared with its captions.
    chosen = target if target in targets or not targets else targets[0]
    return gather(project, chosen).compare(k), targets, chosen
