"""The right side of Compare: lists of clips, the one that is open, its player, new labels.

What it is: which clips are listed and which is open; values, traces and pictures of it.
What it is not: scores (compare_desk.py) or a mutator of labels.
Convention: opening a clip here shows its label and the models' answers, so it counts as seen:
a value given afterwards is of the stage "with caption". What the rater's queue still asks for is
counted, but not listed or opened (awaited.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from emo7_core.errors import LandmarkError
from emo7_core.video.info import VideoInfo
from emo7_gui.awaited import awaited, held_words
from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.compare.comparison_view import CompareClip
from emo7_gui.desks.clip_traces import ClipTraces
from emo7_gui.desks.comparisons import Board, open_clip, renewed, win_lists
from emo7_gui.desks.playback import Playback
from emo7_gui.player.player import Player
from emo7_gui.session import Session
from emo7_gui.workers.thumbs_room import ThumbsRoom

CACHE_BYTES = 192 * 2**20


class CompareClips(QObject):
    """Clips behind figures."""

    told = Signal(str)
    failed = Signal(str)
    facts_changed = Signal(tuple)

    def __init__(self, session: Session, workspace: CompareWorkspace) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self._board: Board | None = None
        self._a: str | None = None
        self._b: str | None = None
        self._open: int | None = None
        self._thumbs = ThumbsRoom("compare thumbs", self)
        player = Player(has_timeline=False, has_close_ups=False, is_compact=True)
        self.playback = Playback(player, CACHE_BYTES, self)
        self._traces = ClipTraces(workspace.pane.traces, self.playback)
        workspace.set_player(player)
        self._connect()

    def _connect(self) -> None:
        workspace = self._workspace
        self.playback.opened.connect(self._on_clip_shown)
        self.playback.failed.connect(lambda reason: self.facts_changed.emit((reason,)))
        self._thumbs.made.connect(workspace.set_thumbnail)
        workspace.thumbs_wanted.connect(self._on_thumbs_wanted)
        workspace.clip_opened.connect(self._on_clip_opened)
        workspace.relabel_requested.connect(self._on_relabel_requested)

    def take(self, board: Board | None, a: str | None, b: str | None) -> None:
        """Speak of this comparison and these two from now on."""
        self._board, self._a, self._b = board, a, b

    def clear(self) -> None:
        """Show no clip."""
        self._open = None
        self.playback.clear()
        self._traces.clear()

    def close_clip(self) -> None:
        """Say nothing of the open clip any more, e.g. where A and B are others now."""
        self._open = None
        self._traces.clear()

    def show_wins(self) -> None:
        """List what only A and what only B got right, and open none of them."""
        if self._board is not None and self._a is not None and self._b is not None:
            lists = win_lists(self._board, self._a, self._b, awaited(self._session))
            self._workspace.set_lists(lists, opens=False)

    def show_list(self, ids: tuple[int, ...], heading: str, title: str = "") -> None:
        """List clips, beside the win / loss lists, and open the first."""
        board, held = self._board, awaited(self._session)
        if board is None:
            return
        rows = board.rows((one for one in ids if one not in held), self._a, self._b)
        lists: dict[str, tuple[str, Sequence[CompareClip]]] = {"cell": (heading, rows)}
        if self._a is not None:
            lists |= win_lists(board, self._a, self._b, held)
        self._workspace.set_lists(lists, title)
        if words := held_words(ids, held):
            self.told.emit(words)

    def renew(self) -> None:
        """Show what a newer comparison says of the same clips."""
        pane = self._workspace.pane
        if self._board is not None and self._a is not None:
            pane.renew_lists(renewed(self._board, self._a, self._b, pane.lists))
        if self._open is not None:
            self._show_values(self._open)

    def stop(self) -> None:
        """Join the threads."""
        self._thumbs.stop()
        self._traces.stop()
        self.playback.stop()

    def _on_thumbs_wanted(self, clip_ids: list[int]) -> None:
        self._thumbs.want(self._session.clips.get(clip_id) for clip_id in clip_ids)

    def _on_clip_opened(self, clip_id: int) -> None:
        project, clip = self._session.project, self._session.clips.get(clip_id)
        if project is None or clip is None or self._board is None:
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
        pair = zip("AB", (self._a, self._b), strict=True)
        self._traces.show(project, clip, track, {letter: name for letter, name in pair if name})
        self._open = clip_id
        self._show_values(clip_id)

    def _on_clip_shown(self, info: VideoInfo) -> None:
        size = f"{info.width} × {info.height}, {info.rate:.4g} fps"
        self.facts_changed.emit((info.path.name, size))

    def _show_values(self, clip_id: int) -> None:
        project = self._session.project
        if project is None or self._board is None:
            return
        raters = tuple(one.value for one in self._session.others(clip_id) if one.value is not None)
        own = self._session.latest(clip_id)
        raters = raters if own is None or own.value is None else (own.value, *raters)
        captions = project.catalog.captions_of(clip_id)
        caption = captions[0] if captions else None
        self._workspace.set_clip(open_clip(self._board, clip_id, self._a, self._b, raters, caption))

    def _on_relabel_requested(self, clip_id: int, value: int, is_unsure: bool) -> None:
        if words := held_words((clip_id,), awaited(self._session)):
            self.told.emit(words)
            return
        self._session.show_more(clip_id)
        self._session.decide_clip(clip_id, value, is_unsure)
