"""The right side of Compare: lists of clips, the one or two that are open, new labels.

What it is: which clips are listed and which are open; values, traces and pictures of them.
What it is not: scores (compare_desk.py), playing in step (duet.py) or a mutator of labels.
Convention: opening a clip here shows its label and the models' answers, so it counts as seen:
a value given afterwards is of the stage "with caption". What the rater's queue still asks for is
counted, but not listed or opened (awaited.py). Each of two sides keeps its own list; arrows and
digits are for the side that is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from emo7_core.errors import LandmarkError
from emo7_core.video.info import VideoInfo
from emo7_gui.awaited import awaited, held_words
from emo7_gui.compare.clip_model import ids_of
from emo7_gui.compare.clip_pane import Shelf
from emo7_gui.compare.clip_sides import LEFT, RIGHT
from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.compare.comparison_view import CompareClip
from emo7_gui.desks.clip_traces import ClipTraces
from emo7_gui.desks.comparisons import Board, open_clip, renewed, win_lists
from emo7_gui.desks.duet import Duet
from emo7_gui.desks.playback import Playback
from emo7_gui.player.player import Player
from emo7_gui.session import Session
from emo7_gui.workers.thumbs_room import ThumbsRoom

CACHE_BYTES = 192 * 2**20
LEAST_STAGE = (160, 120)
# Beside what one model alone got right stands what the other alone got right.
_REVERSE = {"a": "b", "b": "a"}


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
        self._open: list[int | None] = [None, None]
        self._side = LEFT
        self._aside = Shelf()
        self._thumbs = ThumbsRoom("compare thumbs", self)
        self._traces: list[ClipTraces] = []
        self.playback = self._made_playback(LEFT)
        sides = workspace.pane.sides
        self.duet = Duet(sides.transport, self.playback, lambda: self._made_playback(RIGHT))
        self._connect()

    def _made_playback(self, side: int) -> Playback:
        player = Player(has_transport=False, has_timeline=False, has_close_ups=False)
        player.stage.setMinimumSize(*LEAST_STAGE)
        playback = Playback(player, CACHE_BYTES, self)
        lane = self._workspace.pane.sides.traces[side]
        seek = lambda ordinal: self.duet.seek(side, ordinal)  # noqa: E731
        self._traces.append(ClipTraces(lane, playback, seek))
        self._workspace.set_player(player, side)
        playback.opened.connect(self._on_clip_shown)
        playback.failed.connect(lambda reason: self.facts_changed.emit((reason,)))
        return playback

    def _connect(self) -> None:
        workspace = self._workspace
        pane = workspace.pane
        pane.left.connect(self.duet.pause)
        pane.sides.beside_toggled.connect(self._on_beside_toggled)
        pane.sides.side_chosen.connect(self._on_side_chosen)
        pane.sides.in_step_toggled.connect(self._on_in_step_toggled)
        self._thumbs.made.connect(workspace.set_thumbnail)
        self._session.closing.connect(self._thumbs.forget)
        workspace.thumbs_wanted.connect(self._on_thumbs_wanted)
        workspace.clip_opened.connect(self._on_clip_opened)
        workspace.relabel_requested.connect(self._on_relabel_requested)

    def take(self, board: Board | None, a: str | None, b: str | None) -> None:
        """Speak of this comparison and these two from now on."""
        self._board, self._a, self._b = board, a, b

    def clear(self) -> None:
        """Show no clip."""
        self.close_clip()
        self.duet.clear()

    def close_clip(self) -> None:
        """Say nothing of open clips any more, e.g. where A and B are others now."""
        self._set_double(False)
        self._open = [None, None]
        self._traces[LEFT].clear()

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
            aside = renewed(self._board, self._a, self._b, self._aside.lists)
            self._aside = replace(self._aside, lists=aside)
        for side, clip_id in enumerate(self._open):
            if clip_id is not None:
                self._show_values(clip_id, side)

    def stop(self) -> None:
        """Join the threads."""
        self._thumbs.stop()
        for traces in self._traces:
            traces.stop()
        self.duet.stop()

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
        side = self._side
        self.duet.open(side, clip, track)
        pair = zip("AB", (self._a, self._b), strict=True)
        names = {letter: name for letter, name in pair if name}
        self._traces[side].show(project, clip, track, names)
        self._open[side] = clip_id
        self._workspace.pane.sides.set_name(side, clip.name)
        self._show_values(clip_id, side)

    def _on_beside_toggled(self) -> None:
        """Open a second clip, or let the left one stand alone."""
        if self.duet.is_double:
            self._on_side_chosen(LEFT)
            self._set_double(False)
            return
        pane = self._workspace.pane
        if not any(len(rows) for _, rows in pane.lists.values()):
            self.told.emit(self.tr("Open a cell or another list first: the clips stand there"))
            return
        if pane.clips.current_clip is None or self._open[LEFT] is None:
            pane.clips.step(1)
        before = pane.shelf()
        self._set_double(True)
        self._side, self._aside = RIGHT, before
        self._workspace.pane.sides.set_side(RIGHT)
        self._open_beside(before)

    def _open_beside(self, first: Shelf) -> None:
        """Open the first clip of the reverse list, or the next one of the same list."""
        pane, reverse = self._workspace.pane, _REVERSE.get(first.key, "")
        if reverse in first.lists and len(first.lists[reverse][1]):
            pane.show_list(reverse)
            return
        ids = ids_of(first.lists[first.key][1]) if first.key in first.lists else ()
        if first.clip_id in ids and len(ids) > 1:
            pane.clips.step(1 if ids[-1] != first.clip_id else -1)
        else:
            self.told.emit(self.tr("No other clip in this list: open another cell or list"))

    def _on_side_chosen(self, side: int) -> None:
        """Let arrows and digits be for the other clip, with its own list."""
        if side != self._side and self.duet.is_double:
            before, pane = self._aside, self._workspace.pane
            self._side, self._aside = side, pane.shelf()
            pane.put_shelf(before)
        self._workspace.pane.sides.set_side(self._side)

    def _on_in_step_toggled(self) -> None:
        self.duet.set_by_time(not self.duet.is_by_time)
        self._workspace.pane.sides.set_by_time(self.duet.is_by_time)

    def _set_double(self, is_double: bool) -> None:
        self._side, self._aside = LEFT, Shelf()
        self._open[RIGHT] = None
        self.duet.set_double(is_double)
        self._workspace.set_double(is_double)
        self._workspace.pane.sides.set_side(LEFT)
        self._workspace.pane.sides.set_name(RIGHT, "")
        self._workspace.set_clip(None, RIGHT)
        if len(self._traces) > RIGHT:
            self._traces[RIGHT].clear()

    def _on_clip_shown(self, info: VideoInfo) -> None:
        size = f"{info.width} × {info.height}, {info.rate:.4g} fps"
        self.facts_changed.emit((info.path.name, size))

    def _show_values(self, clip_id: int, side: int) -> None:
        project = self._session.project
        if project is None or self._board is None:
            return
        raters = tuple(one.value for one in self._session.others(clip_id) if one.value is not None)
        own = self._session.latest(clip_id)
        raters = raters if own is None or own.value is None else (own.value, *raters)
        captions = project.catalog.captions_of(clip_id)
        caption = captions[0] if captions else None
        shown = open_clip(self._board, clip_id, self._a, self._b, raters, caption)
        self._workspace.set_clip(shown, side)

    def _on_relabel_requested(self, clip_id: int, value: int, is_unsure: bool) -> None:
        if words := held_words((clip_id,), awaited(self._session)):
            self.told.emit(words)
            return
        if self._open[self._side] != clip_id:
            # The list may stand on a clip that was not opened, or was closed since.
            self.told.emit(self.tr("no label: that clip is not open here, walk the list to it"))
            return
        self._session.show_more(clip_id)
        self._session.decide_clip(clip_id, value, is_unsure)
