"""Wires Review: session, queue, player and panel.

What it is: what happens when a clip is chosen, a key pressed, a frame shown.
What it is not: a view, a mutator of labels (session.py) or live predictions (live_desk.py).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThread, QTimer, Signal
from PySide6.QtGui import QImage

from emo7_core.bulk import without_collecting
from emo7_core.clips.clip import Clip
from emo7_core.errors import LandmarkError
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.project import Project
from emo7_core.video.info import VideoInfo
from emo7_core.video.self_test import SelfTest
from emo7_gui.desks.panel_states import models_in_sight, panel_state
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.player_acts import player_acts
from emo7_gui.desks.queue_filling import queue_columns, queue_row
from emo7_gui.desks.queue_orders import order_choices
from emo7_gui.desks.tier_rows import tier_rows
from emo7_gui.review.panel_state import ModelBars
from emo7_gui.review.review_workspace import ReviewWorkspace
from emo7_gui.review_facts import Marks
from emo7_gui.row_id import clip_of
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from emo7_gui.workers.decode_requests import PlaybackStats
from emo7_gui.workers.errand import ErrandRoom
from emo7_gui.workers.self_test import SelfTester
from emo7_gui.workers.thumbs import Thumbs

PREFETCHED = 2
# A finger that bounces is back within a fifth of a second; nobody judges a clip that fast.
LEAST_LOOK_MS = 300
# A clip's self-test decodes all of it: it begins when the rater stays, not while clips fly by.
DWELL_MS = 700


class ReviewDesk(QObject):
    """The labelling desk."""

    facts_changed = Signal(tuple)  # facts of the clip for the status bar
    machine_changed = Signal(tuple)  # facts of playback
    track_awaited = Signal(object)  # Clip: its landmarks are being read
    track_shown = Signal(object, object)  # Clip, LandmarkTrack | None
    extract_requested = Signal(object)  # Clip
    _check = Signal(int, object, object)

    def __init__(
        self, session: Session, workspace: ReviewWorkspace, playback: Playback, settings: Settings
    ) -> None:
        super().__init__(workspace)
        self._session, self._workspace = session, workspace
        self._playback, self._settings = playback, settings
        self._player = playback.player
        self._models: tuple[ModelBars, ...] = ()
        self._track: LandmarkTrack | None = None
        self._just_revealed = False
        self.least_look_ms = LEAST_LOOK_MS
        self._came = QElapsedTimer()
        self._pace = self._engine = ""
        self._texts, self._tracks = ErrandRoom("texts", self), ErrandRoom("landmarks", self)
        self._tester, self._thumbs = SelfTester(), Thumbs()
        self._dwell = QTimer(self, interval=DWELL_MS, singleShot=True)
        self._threads = [self._room("self-test", self._tester), self._room("thumbs", self._thumbs)]
        session.neighbour = workspace.queue.neighbour
        self._connect()
        for name in ("body", "hands", "face", "trails"):
            self._player.set_overlay(name, name in settings.overlays)
        self._player.set_close_ups_shown("closeups" in settings.overlays)
        self._player.set_rate(settings.speed)

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        if action_id == "play" and self._just_revealed:
            self._workspace.next_requested.emit()
            return True
        if self._workspace.perform(action_id):
            return True
        act = self._acts().get(action_id)
        if act is None:
            return False
        act()
        return True

    def set_models(self, models: tuple[ModelBars, ...]) -> None:
        """Take what the live models say of the open clip."""
        if models != self._models:
            self._models = models
            self._show_panel()

    def show_track(self, clip_key: str) -> None:
        """Read the landmarks of a clip again, if it is the one that is open."""
        clip = self._session.current
        if clip is not None and clip.key == clip_key:
            self._read_track(clip)

    def set_engine(self, words: str) -> None:
        """Take what the model engine says of itself, for the status bar."""
        self._engine = words
        self._show_machine()

    def stop(self) -> None:
        """Join the threads of this desk."""
        self._thumbs.want([])
        self._dwell.stop()
        self._tester.ask(-1)
        self._texts.stop()
        self._tracks.stop()
        for thread in self._threads:
            thread.quit()
        for thread in self._threads:
            thread.wait()

    def _room(self, name: str, worker: QObject) -> QThread:
        thread = QThread(self)
        thread.setObjectName(name)
        worker.moveToThread(thread)
        thread.start(QThread.Priority.LowPriority)
        return thread

    def _connect(self) -> None:
        session, workspace, panel = self._session, self._workspace, self._workspace.panel
        session.clips_changed.connect(self._fill_queue)
        for room in (self._texts, self._tracks):
            session.closing.connect(room.forget)
        session.closing.connect(workspace.queue.model.forget_thumbs)
        self._tracks.done.connect(self._on_track_read)
        self._texts.done.connect(lambda found: workspace.queue.set_texts(*found))
        session.clip_changed.connect(self._on_clip_changed)
        session.advanced.connect(self._came.start)
        session.review_changed.connect(self._on_review_changed)
        workspace.clip_chosen.connect(session.choose)
        workspace.next_requested.connect(lambda: session.step(1))
        workspace.previous_requested.connect(lambda: session.step(-1))
        workspace.retract_requested.connect(session.retract)
        workspace.queue.thumbs_wanted.connect(self._on_thumbs_wanted)
        workspace.queue.order_chosen.connect(self._on_order_chosen)
        workspace.picture_only_changed.connect(self._player.set_picture_only)
        panel.value_requested.connect(self._on_value)
        panel.cue_toggled.connect(session.toggle_cue)
        panel.note_changed.connect(session.set_note)
        panel.decisive_requested.connect(self._toggle_decisive)
        panel.decisive_pressed.connect(self._seek_decisive)
        panel.stage_requested.connect(self._on_stage_requested)
        panel.revert_requested.connect(session.revert)
        self._playback.opened.connect(self._on_clip_opened)
        self._playback.failed.connect(self._on_clip_failed)
        self._playback.stats_changed.connect(self._on_stats)
        self._player.overlay_toggled.connect(lambda *_: self._keep_overlays())
        self._player.picture_only_requested.connect(lambda: workspace.perform("picture_only"))
        self._player.speed_changed.connect(lambda rate: setattr(self._settings, "speed", rate))
        self._player.extract_requested.connect(self._on_extract_requested)
        self._thumbs.made.connect(self._on_thumb)
        self._dwell.timeout.connect(self._on_dwelt)
        self._tester.checked.connect(self._on_checked)
        self._check.connect(self._tester.check, Qt.ConnectionType.QueuedConnection)

    def _acts(self) -> dict[str, Callable[[], object]]:
        return player_acts(self._playback) | {
            "decisive": self._toggle_decisive,
            "closeups": self._toggle_close_ups,
            "lanes": self._player.cycle_lanes,
            "undo": self._session.undo,
            "redo": self._session.redo,
        }

    # The queue

    def _fill_queue(self) -> None:
        session = self._session
        queue = self._workspace.queue
        with without_collecting():
            columns = queue_columns(session)
            queue.set_columns(columns)
        # Captions are for the search alone: they come while the first clip is seen.
        self._texts.run(lambda: (columns, columns.needles()))
        queue.set_current(session.row)
        self._show_orders()
        if session.current is None and session.order:
            # Where the rater left off: the first clip without a value.
            waiting = (one for one in session.order if session.latest(one) is None)
            session.choose(next(waiting, session.order[0]))

    def _on_order_chosen(self, order: str) -> None:
        self._session.set_order(order)

    def _show_orders(self) -> None:
        orders = order_choices(self._session)
        self._workspace.queue.set_orders(orders, self._session.order_name)

    def _on_thumbs_wanted(self, rows: list[int]) -> None:
        clips = (self._session.clips.get(one) for one in dict.fromkeys(map(clip_of, rows)))
        self._thumbs.want([(c.id, c.path) for c in clips if c and c.path and c.state != "bad"])

    def _on_thumb(self, clip_id: int, image: QImage, path: Path) -> None:
        clip = self._session.clips.get(clip_id)
        if clip is None or clip.path != path:
            return  # of a project that was left meanwhile
        for row in self._session.rows_of(clip_id):
            self._workspace.queue.set_thumb(row, image)

    # The clip

    def _on_clip_changed(self, clip: Clip | None) -> None:
        self._just_revealed, self._models = False, ()
        self._came.invalidate()
        self._dwell.stop()
        self._tester.ask(-1)
        if clip is None:
            self._tracks.forget()
            self._playback.clear()
            return
        self._workspace.queue.set_current(self._session.row)
        self._track = None
        self._playback.open(clip, None)
        self.track_awaited.emit(clip)
        self._read_track(clip)
        self._show_review()
        following = (self._workspace.queue.neighbour(by) for by in range(1, PREFETCHED + 1))
        clips = (self._session.clips.get(clip_of(row)) for row in following if row is not None)
        self._playback.prefetch([clip for clip in clips if clip is not None])

    def _read_track(self, clip: Clip) -> None:
        """Read the landmarks of a clip off this thread: they may be megabytes."""
        project = self._session.project
        assert project is not None
        self._tracks.run(lambda: (clip, *_track_of(project, clip)))

    def _on_track_read(self, answer: tuple[Clip, LandmarkTrack | None, str]) -> None:
        clip, self._track, reason = answer
        if reason:
            self._session.told.emit(reason)
        self._playback.set_track(self._track)
        self._show_facts(self._playback.info)
        self._show_machine()
        self.track_shown.emit(clip, self._track)

    def _on_clip_opened(self, info: VideoInfo) -> None:
        clip = self._session.current
        if clip is None:
            return
        if self._marks().decisive_frame is not None:
            # Only now the moment has a time.
            self._show_panel()
        self._player.set_decisive_frame(self._marks().decisive_frame)
        self._show_tiers(clip, info)
        self._show_facts(info)
        self._dwell.start()

    def _on_dwelt(self) -> None:
        clip = self._session.current
        if clip is None or clip.seek_is_exact is not None or clip.path is None:
            return
        self._tester.ask(clip.id)
        project = None if self._session.is_read_only else self._session.project
        self._check.emit(clip.id, Path(clip.path), project and project.catalog)

    def _on_clip_failed(self, reason: str) -> None:
        clip = self._session.current
        self.facts_changed.emit((clip.name if clip else "", reason))

    def _on_checked(self, clip_id: int, result: SelfTest) -> None:
        project = self._session.project
        if project is None or clip_id not in self._session.clips:
            return
        self._session.refresh_clip(clip_id)
        self._show_facts(self._playback.info)

    def _on_extract_requested(self) -> None:
        if self._session.current is not None:
            self.extract_requested.emit(self._session.current)

    # What the rater does

    def _on_value(self, value: int, is_unsure: bool) -> None:
        if self._came.isValid() and self._came.elapsed() < self.least_look_ms:
            # The second half of a double press: what it was meant for has its value already.
            self._session.told.emit(self.tr("pressed twice: look first, then press again"))
            return
        self._session.decide(value, is_unsure)

    def _on_review_changed(self, row: int) -> None:
        session = self._session
        if clip_of(row) not in session.clips:
            return
        self._workspace.queue.update_row(queue_row(session, row))
        if session.row == row:
            was_revealed = self._workspace.panel.state.is_revealed
            self._show_review()
            if session.is_revealed(row) and not was_revealed:
                self._just_revealed = True
                self._came.start()

    def _show_review(self) -> None:
        row = self._session.row
        self._player.lock_guesses(row is None or not self._session.is_revealed(row))
        self._player.set_decisive_frame(self._marks().decisive_frame)
        self._show_panel()

    def _show_panel(self) -> None:
        session = self._session
        state = panel_state(session, session.current, self._playback.info, self._models)
        self._workspace.panel.set_state(state)
        seen = models_in_sight(state)
        if state.is_revealed and seen and session.row is not None:
            session.saw(session.row, ("guesses",), seen)

    def _show_tiers(self, clip: Clip, info: VideoInfo) -> None:
        if self._session.project is not None:
            told = self._session.project.tiers.of_clip(clip.id)
            self._player.set_tiers(tier_rows(told, info.times))

    def _marks(self) -> Marks:
        row = self._session.row
        return Marks() if row is None else self._session.marks(row)

    def _toggle_decisive(self) -> None:
        is_there = self._playback.info is not None and self._player.has_picture
        if self._session.row is None or not is_there:
            return
        here = self._player.ordinal
        is_set = self._marks().decisive_frame == here
        self._session.set_decisive_frame(None if is_set else here)

    def _seek_decisive(self) -> None:
        frame = self._marks().decisive_frame
        if frame is not None:
            self._playback.pause()
            self._playback.seek(frame)

    def _on_stage_requested(self, stage: str) -> None:
        row = self._session.row
        if row is None or stage == self._session.stage(row):
            return
        if self._session.is_revealed(row):
            said = self.tr("you have seen more than the signing: a digit now decides with caption")
        elif self._session.latest(row) is not None:
            said = self.tr("nothing is revealed of this clip yet; go on to the next one")
        else:
            said = self.tr("press 1 to 7 first: the caption appears after your decision")
        self._session.told.emit(said)

    def _toggle_close_ups(self) -> None:
        self._player.set_close_ups_shown(not self._player.stage.are_close_ups_shown)
        self._keep_overlays()

    def _keep_overlays(self) -> None:
        shown = set(self._player.shown_overlays)
        if self._player.stage.are_close_ups_shown:
            shown.add("closeups")
        self._settings.overlays = frozenset(shown)

    # Facts

    def _show_facts(self, info: VideoInfo | None) -> None:
        clip = self._session.current
        if clip is None or info is None or clip.path is None:
            return
        words = {
            True: self.tr("exact seek checked"),
            False: self.tr("seek is not exact"),
            None: self.tr("checking seek"),
        }
        size = f"{info.width} × {info.height}, {info.rate:.4g} fps"
        varies = self.tr(", variable rate") if info.is_variable_rate else ""
        seek = words[clip.seek_is_exact]
        self.facts_changed.emit((clip.path.name, f"{size}{varies}, {seek}", *info.warnings))

    def _on_stats(self, stats: PlaybackStats) -> None:
        self._pace = f"{stats.frames_per_second:.1f} fps, {stats.dropped} dropped"
        self._show_machine()

    def _show_machine(self) -> None:
        landmarks = self.tr("no landmarks yet") if self._session.current is not None else ""
        if self._track is not None:
            landmarks = self.tr("Landmarks: {0}").format(_extractor_words(self._track.extractor))
        facts = (self._pace, landmarks, self._engine)
        self.machine_changed.emit(tuple(fact for fact in facts if fact))


def _extractor_words(extractor: str) -> str:
    if extractor.startswith("mediapipe-holistic"):
        return "MediaPipe Holistic"
    return {"demo-known-1": "known, drawn"}.get(extractor, extractor)


def _track_of(project: Project, clip: Clip) -> tuple[LandmarkTrack | None, str]:
    """Return the landmarks of a clip, and why there are none where that is an error."""
    try:
        return project.load_track(clip), ""
    except LandmarkError as error:
        return None, str(error)
