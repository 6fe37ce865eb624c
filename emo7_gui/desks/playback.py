"""Wires one player to its decode worker: opening, seeking, playing, looping.

What it is: the state of playing (which clip, which generation, playing or not).
What it is not: a view or a decoder; both are told what to do.
Convention: late frames of an earlier clip never arrive (workers/decode_room.py).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from emo7_core.clips.clip import Clip
from emo7_core.errors import Emo7Error
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.frame import Frame
from emo7_core.video.info import VideoInfo
from emo7_gui.player.player import Player
from emo7_gui.player.sight import Ahead, Painted
from emo7_gui.workers.decode import CACHE_BYTES
from emo7_gui.workers.decode_room import DecodeRoom

LOADING_MS = 150


class Playback(QObject):
    """One player and the thread that decodes for it.

    Args:
        player: The view.
        cache_bytes: How much the decoded frames may take.
    """

    opened = Signal(object)  # VideoInfo
    failed = Signal(str)  # why the clip cannot play
    frame_shown = Signal(int)
    stats_changed = Signal(object)  # PlaybackStats
    playing_changed = Signal(bool)

    def __init__(
        self, player: Player, cache_bytes: int = CACHE_BYTES, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.player = player
        self.is_playing = self.is_opening = False
        self.info: VideoInfo | None = None
        self.clip: Clip | None = None
        self.plays_on_open = True
        self._track: LandmarkTrack | None = None
        self._was_playing = False
        self._early: Frame | None = None
        self._ahead: tuple[Ahead, ...] = ()
        self._room = DecodeRoom(self, cache_bytes)
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(LOADING_MS)
        self._loading.timeout.connect(self._on_slow)
        self._connect()

    def open(self, clip: Clip, track: LandmarkTrack | None) -> None:
        """Show a clip from its start, with its landmarks where there are some."""
        self.clip, self.info, self._track = clip, None, track
        self._early = None
        self._set_playing(False)
        if clip.path is None:
            self._room.leave()
            self._on_failed(Emo7Error(self.tr("this clip has no file")))
            return
        self.is_opening = True
        self._loading.start()
        self._room.open(clip.key or str(clip.path), clip.path)

    def set_track(self, track: LandmarkTrack | None) -> None:
        """Give the landmarks of the open clip, for example when they were just found."""
        self._track = track
        if self.info is not None:
            self.player.set_track(track)

    def clear(self, title: str = "", hint: str = "") -> None:
        """Show no clip."""
        self.clip, self.info = None, None
        self.is_opening = False
        self._room.leave()
        self._loading.stop()
        self.player.clear(title, hint)

    def prefetch(self, clips: list[Clip]) -> None:
        """Have the first frames of these clips ready."""
        self._room.prefetch([(clip.key, clip.path) for clip in clips if clip.key and clip.path])

    def toggle(self) -> None:
        """Play, or stay at the shown frame."""
        self.pause() if self.is_playing else self.play()

    def play(self) -> None:
        """Play on."""
        if self.info is not None:
            self._room.play(self.player.rate)
            self._set_playing(True)

    def pause(self) -> None:
        """Stay at the shown frame."""
        self._room.pause()
        self._set_playing(False)

    def seek(self, ordinal: int) -> None:
        """Show a frame."""
        self._room.seek(ordinal)

    def step(self, by: int) -> None:
        """Go some frames on or back, and stay there."""
        if self.info is not None:
            self.pause()
            self.seek(min(max(0, self.player.ordinal + by), self.info.frame_count - 1))

    def stop(self) -> bool:
        """End the thread and join it; return whether it ended in time."""
        self._loading.stop()
        return self._room.stop()

    def _connect(self) -> None:
        self._room.frame_arrived.connect(self._on_frame_arrived)
        self._room.opened.connect(self._on_opened)
        self._room.failed.connect(self._on_failed)
        self._room.ended.connect(self._on_ended)
        self._room.stats_changed.connect(self.stats_changed)
        self.player.play_toggled.connect(self.toggle)
        self.player.seek_requested.connect(self.seek)
        self.player.step_requested.connect(self.step)
        self.player.speed_changed.connect(self._on_speed_changed)
        self.player.loop_changed.connect(self._on_loop_changed)
        self.player.scrubbing_changed.connect(self._on_scrubbing_changed)

    def _on_opened(self, info: VideoInfo) -> None:
        if self.clip is None:
            return
        self._loading.stop()
        self.is_opening = False
        self.info = info
        self.player.set_loading("")
        self.player.set_clip(self.clip.name, info)
        self.player.set_track(self._track)
        self._room.set_loop(*self.player.loop)
        if self._early is not None:
            self._on_frame_arrived(self._early)
        self._early = None
        self.opened.emit(info)
        if self.plays_on_open:
            self.play()

    def _on_failed(self, error: Exception) -> None:
        self._loading.stop()
        self.is_opening = False
        what = error.what if isinstance(error, Emo7Error) else str(error)
        remedy = getattr(error, "remedy", None) or ""
        kept = self.tr("Your decisions on this clip are kept; the other clips are not affected.")
        self.player.set_error(what, kept, remedy, f"{error!r}")
        self.failed.emit(what)

    def _on_frame_arrived(self, frame: Frame, ahead: tuple[Painted, ...] = ()) -> None:
        if self.info is None:
            # It overtook `opened` in a slot that an older frame had rung for.
            self._early = frame
            return
        self.player.show_frame(frame, ahead)
        self.frame_shown.emit(frame.ordinal)
        if self.is_playing:
            self._look_ahead()

    def _look_ahead(self) -> None:
        """Have the next frames painted as the player shows them now."""
        ahead = self.player.ahead()
        if ahead != self._ahead:
            self._ahead = ahead
            self._room.set_ahead(ahead)

    def _on_ended(self) -> None:
        self._set_playing(False)

    def _on_speed_changed(self, rate: float) -> None:
        self.player.set_rate(rate)
        if self.is_playing:
            self._room.play(rate)

    def _on_loop_changed(self, start: int, stop: int, is_on: bool) -> None:
        self.player.set_loop(start, stop, is_on)
        self._room.set_loop(start, stop, is_on)

    def _on_scrubbing_changed(self, is_scrubbing: bool) -> None:
        if is_scrubbing:
            self._was_playing = self.is_playing
            self.pause()
        elif self._was_playing:
            self.play()

    def _on_slow(self) -> None:
        name = self.clip.name if self.clip else ""
        self.player.set_loading(self.tr("opening {0} …").format(name))

    def _set_playing(self, is_playing: bool) -> None:
        self.is_playing = is_playing
        self.player.set_playing(is_playing)
        self.playing_changed.emit(is_playing)
