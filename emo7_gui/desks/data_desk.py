"""Wires Data: captions scored off the GUI thread, cuts that move, labels that go out.

What it is: which corpora count, which cuts are chosen, what is written or stored.
What it is not: the rule (labels/silver.py), or a mutator of human labels: what it stores are
guesses of a source of kind "caption rule".
Conventions: a caption may be read here, the clip to it stays hidden until this rater decided it,
while labelling is blind; opening such a clip counts as having seen its caption. What the rater's
queue still asks for does not open (awaited.py).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from emo7_core.errors import UsageError
from emo7_core.labels.caption_scores import CaptionScores, ScoreBook
from emo7_core.labels.silver import CONCENTRATED, UNIFORM, Cuts, degenerate_note, percentile_cuts
from emo7_gui.awaited import awaited, held_words
from emo7_gui.data import data_view as view
from emo7_gui.data.cut_history import CutHistory, CutState
from emo7_gui.data.data_view import SplitLine
from emo7_gui.data.data_workspace import DataWorkspace
from emo7_gui.desks import data_views as made
from emo7_gui.desks.caption_reading import Reading, read_captions
from emo7_gui.desks.caption_writing import store, write_table
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from emo7_gui.workers.errand import ErrandRoom, Work
from emo7_gui.workers.thumbs_room import ThumbsRoom

_FIRST_CUT = 4
_LAYOUT = "data"


class DataDesk(QObject):
    """Silver labels of the open project."""

    told = Signal(str)
    failed = Signal(str)  # an error in a sentence
    facts_changed = Signal(tuple)  # for the status bar
    guesses_stored = Signal()
    review_requested = Signal()  # the session's clip shall be seen
    import_requested = Signal()
    _advanced = Signal(int, int)

    def __init__(self, session: Session, workspace: DataWorkspace, settings: Settings) -> None:
        super().__init__(workspace)
        self._session, self._workspace, self._settings = session, workspace, settings
        self._book = ScoreBook()
        self._reading: Reading | None = None
        self._off: set[str] = set()
        self._scores = CaptionScores.of((), (), ())
        self._config, self._second, self._index = view.CONCENTRATED, view.UNIFORM, _FIRST_CUT
        self._own: Cuts | None = None
        self._percentile: Cuts | None = None
        self._moves = CutHistory()
        self._is_stale = True
        self._stop = threading.Event()
        self._room = ErrandRoom("data", self)
        self._writing = ErrandRoom("data writing", self)
        self._thumbs = ThumbsRoom("data thumbs", self)
        self._restore()
        self._connect()
        if session.project is not None:
            self._on_opened()

    @property
    def cuts(self) -> Cuts:
        """The cuts that are chosen."""
        return self._cuts_of(self._config) or CONCENTRATED

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if self._workspace.perform(action_id):
            return True
        steps = {"undo": self._moves.undo, "redo": self._moves.redo}
        if action_id in steps:
            self._go_back(steps[action_id](self._state()), action_id)
        return action_id in steps

    def show(self) -> None:
        """Bring the workspace up to date, and let the keys be heard at the cuts."""
        self._workspace.focus_cuts()
        if self._is_stale:
            self._read()
        elif self._reading is not None:
            self._show_near()

    def refresh(self) -> None:
        """Read the captions anew, now or when the workspace is shown."""
        self._is_stale = True
        if self._workspace.isVisible():
            self._read()

    def stop(self) -> None:
        """End the scoring and join the threads of this desk."""
        self._stop.set()
        self._room.stop()
        self._writing.stop()
        self._thumbs.stop()

    def _connect(self) -> None:
        session, workspace = self._session, self._workspace
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.closing.connect(workspace.near.forget_thumbnails)
        session.clips_changed.connect(self.refresh)
        self._room.done.connect(self._on_read)
        self._room.failed.connect(self._on_reading_failed)
        self._advanced.connect(workspace.scoring.advance)
        self._writing.done.connect(self._on_written)
        self._writing.failed.connect(self._on_writing_failed)
        self._thumbs.made.connect(workspace.set_thumbnail)
        workspace.corpora_chosen.connect(self._on_corpora_chosen)
        workspace.cuts_chosen.connect(self._on_cuts_chosen)
        workspace.second_chosen.connect(self._on_second_chosen)
        workspace.cut_chosen.connect(self._on_cut_chosen)
        workspace.cut_moved.connect(self._on_cut_moved)
        workspace.cut_let_go.connect(self._moves.let_go)
        workspace.clip_opened.connect(self._on_clip_opened)
        workspace.thumbs_wanted.connect(self._on_thumbs_wanted)
        workspace.csv_requested.connect(self._on_csv_requested)
        workspace.guesses_requested.connect(self._on_guesses_requested)
        workspace.cancel_requested.connect(self._on_cancel_requested)
        workspace.resume_requested.connect(self._read)
        workspace.import_requested.connect(self.import_requested)

    # Reading

    def _on_opened(self) -> None:
        self._reading, self._off, self._index = None, set(), _FIRST_CUT
        # What has no caption is only known after the reading.
        self._workspace.set_empty(False)
        self.refresh()

    def _on_closed(self) -> None:
        self._stop.set()
        self._room.forget()
        self._reading = None

    def _read(self) -> None:
        project = self._session.project
        if project is None:
            return
        self._stop.set()
        self._is_stale = False
        self._stop = stop = threading.Event()
        report, book = self._advanced.emit, self._book
        self._workspace.scoring.begin()
        self._room.run(
            lambda: (read_captions(project, book, report, stop.is_set), made.split_lines(project))
        )

    def _on_read(self, answer: tuple[Reading, tuple[SplitLine, ...]]) -> None:
        self._reading, split = answer
        reading, workspace = self._reading, self._workspace
        workspace.split.set_lines(split)
        workspace.set_empty(not reading.captions)
        if reading.scored < reading.captions:
            workspace.scoring.stay(reading.scored, reading.captions)
        else:
            workspace.scoring.end()
        if reading.new:
            words = self.tr("{0} different captions scored in {1:.1f} s")
            self.facts_changed.emit((words.format(reading.new, reading.seconds),))
        self._choose_captions()

    def _on_reading_failed(self, reason: str) -> None:
        self._workspace.scoring.end()
        self.failed.emit(reason)

    def _on_cancel_requested(self) -> None:
        self._stop.set()

    # What is shown

    def _on_corpora_chosen(self, keys: tuple[str, ...]) -> None:
        if self._reading is not None:
            self._off = {group.key for group in self._reading.groups} - set(keys)
            self._choose_captions()

    @property
    def _on(self) -> frozenset[str]:
        """Keys of the corpora that count."""
        groups = () if self._reading is None else self._reading.groups
        return frozenset(group.key for group in groups) - self._off

    def _choose_captions(self) -> None:
        assert self._reading is not None
        self._scores = self._reading.scores(self._on)
        self._percentile = percentile_cuts(self._scores.scores) if len(self._scores) else None
        workspace = self._workspace
        workspace.corpora.set_lines(made.corpus_lines(self._reading, self._on))
        dots = made.length_dots(self._scores) if len(self._scores) else None
        workspace.set_bars(made.bars_of(self._scores), dots, made.facts_of(self._scores))
        reason = self._session.read_only_reason if self._session.is_read_only else ""
        workspace.set_buttons(bool(len(self._scores)), reason)
        self._show_cuts()

    def _cuts_of(self, key: str) -> Cuts | None:
        return {
            view.CONCENTRATED: CONCENTRATED,
            view.UNIFORM: UNIFORM,
            view.PERCENTILE: self._percentile,
            view.OWN: self._own,
        }.get(key)

    def _show_cuts(self) -> None:
        if self._cuts_of(self._config) is None:
            self._config = view.CONCENTRATED
        workspace = self._workspace
        workspace.cuts.set_lines(made.cuts_lines(self._percentile, self._own), self._config)
        workspace.set_cuts(self.cuts.values, self._index)
        known = (key for key in made.TITLES if key != self._config and self._cuts_of(key))
        choices = (
            (view.NO_SECOND, self.tr("nothing")),
            *((key, made.TITLES[key]) for key in known),
        )
        workspace.counts.set_choices(choices, self._shown_second())
        self._show_counts()
        self._show_near()

    def _shown_second(self) -> str:
        """The second choice; its own place is taken by the first one that is free."""
        if self._second != self._config and (not self._second or self._cuts_of(self._second)):
            return self._second
        return view.CONCENTRATED if self._config != view.CONCENTRATED else view.UNIFORM

    def _show_counts(self) -> None:
        chosen = made.counted(self._config, self.cuts, self._scores)
        key = self._shown_second()
        cuts = self._cuts_of(key)
        second = None if cuts is None else made.counted(key, cuts, self._scores)
        warning = made.warning_of(self.cuts, chosen.counts)
        self._workspace.set_counts(chosen, second, warning)

    def _show_near(self) -> None:
        hidden = partial(self._is_hidden, awaited(self._session))
        near = made.near_cut(self._scores, self.cuts, self._index, hidden)
        self._workspace.set_near(near)

    def _is_hidden(self, held: Collection[int], clip_id: int) -> bool:
        session = self._session
        is_undecided = session.is_blind_first and not session.is_revealed(clip_id)
        return is_undecided or clip_id in held

    # What a person wants

    def _on_cuts_chosen(self, key: str) -> None:
        if key == view.OWN and self._own is None:
            self._take_own(self.cuts.values)
        self._config = key if self._cuts_of(key) else self._config
        self._show_cuts()
        self._keep()

    def _on_second_chosen(self, key: str) -> None:
        self._second = key
        self._show_counts()
        self._keep()

    def _on_cut_chosen(self, index: int) -> None:
        self._index = index
        self._show_near()
        self._workspace.set_cuts(self.cuts.values, index)

    def _on_cut_moved(self, index: int, cuts: tuple[float, ...]) -> None:
        self._moves.move(self._state(), self._workspace.is_dragging)
        self._index = index
        self._take_own(cuts)
        self._config = view.OWN
        self._show_cuts()
        self._keep()

    def _state(self) -> CutState:
        return CutState(self._config, self._own, self._index)

    def _go_back(self, state: CutState | None, name: str) -> None:
        """Let an earlier state of the cuts hold again."""
        if state is None:
            words = {
                "undo": self.tr("no moved cut to take back"),
                "redo": self.tr("nothing to redo"),
            }
            self.told.emit(words[name])
            return
        self._config, self._own, self._index = state.config, state.own, state.index
        self._show_cuts()
        self._keep()
        values = ", ".join(view.cut_text(cut) for cut in self.cuts.values)
        self.told.emit(self.tr("cuts: {0}").format(values))

    def _take_own(self, cuts: Sequence[float]) -> None:
        values = tuple(round(cut, 4) for cut in cuts)
        own = Cuts("own", values)
        self._own = replace(own, note=degenerate_note(values))

    def _on_clip_opened(self, clip_id: int) -> None:
        if clip_id not in self._session.clips:
            self.told.emit(self.tr("this clip has landmarks alone, there is no picture to play"))
            return
        if words := held_words((clip_id,), awaited(self._session)):
            self.told.emit(words)
            return
        self._session.show_more(clip_id)
        self._session.choose(clip_id)
        self.review_requested.emit()

    def _on_thumbs_wanted(self, clip_ids: list[int]) -> None:
        self._thumbs.want(self._session.clips.get(clip_id) for clip_id in clip_ids)

    # What goes out

    def _on_csv_requested(self) -> None:
        project = self._session.project
        if project is None or not len(self._scores):
            return
        start = str(project.root / f"{project.name}_7_classes.csv")
        kind = self.tr("Earlier columns (*.csv)")
        name, _ = QFileDialog.getSaveFileName(
            self._workspace.window(), self.tr("Write CSV"), start, kind
        )
        if name:
            self.write_csv(Path(name))

    def write_csv(self, path: Path) -> None:
        """Write the chosen captions with their classes, in the columns of the earlier scripts."""
        reading, keys, cuts = self._reading, self._on, self.cuts
        if reading is not None:
            words = self.tr("{0} rows in {1}")
            self._write(lambda: write_table(reading, keys, cuts, path, words))

    def _on_guesses_requested(self) -> None:
        project, reading = self._session.project, self._reading
        if project is None or reading is None or self._session.is_read_only:
            return
        keys, cuts = self._on, self.cuts
        words = self.tr("{0} new guesses of “{1}”; human decisions untouched")
        self._write(lambda: store(project, reading, keys, cuts, words))

    def _write(self, work: Work) -> None:
        self._workspace.set_buttons(False)
        self._writing.run(work)

    def _on_written(self, answer: tuple[str, bool]) -> None:
        words, has_guesses = answer
        self._allow()
        self.told.emit(words)
        if has_guesses:
            self.guesses_stored.emit()

    def _on_writing_failed(self, reason: str) -> None:
        self._allow()
        self.failed.emit(reason)

    def _allow(self) -> None:
        reason = self._session.read_only_reason if self._session.is_read_only else ""
        self._workspace.set_buttons(bool(len(self._scores)), reason)

    # What is remembered

    def _keep(self) -> None:
        own = None if self._own is None else list(self._own.values)
        state = {"cuts": self._config, "second": self._second, "own": own}
        self._settings.keep_layout(_LAYOUT, json.dumps(state).encode())

    def _restore(self) -> None:
        try:
            state = json.loads(self._settings.layout(_LAYOUT) or b"{}")
            if state.get("own"):
                self._take_own([float(cut) for cut in state["own"]])
        except (ValueError, TypeError, AttributeError, UsageError):
            return
        if state.get("cuts") in made.TITLES:
            self._config = str(state["cuts"])
        if state.get("second") in (view.NO_SECOND, *made.TITLES):
            self._second = str(state["second"])
