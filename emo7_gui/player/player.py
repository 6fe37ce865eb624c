"""The player: picture, close-ups, transport and timeline as one widget.

What it is: a view that is told (`set_...`, `show_frame`) and tells (signals). It passes what one
part says on to the others that show the same thing: overlays, loop range, playhead.
What it is not: a decoder, or the one who decides; it knows no worker, session or project.
Convention: frames are ordinals, ranges half open, times seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.frame import Frame
from emo7_core.video.info import VideoInfo
from emo7_gui.key_map import KeyMap
from emo7_gui.player.canvas import Canvas
from emo7_gui.player.closeups import CloseUps
from emo7_gui.player.overlays import OVERLAYS, OverlayPainter
from emo7_gui.player.sight import Ahead, Painted, Sight, can_be_ahead
from emo7_gui.player.stage import Stage
from emo7_gui.player.timeline import Timeline
from emo7_gui.player.trace import GuessState, GuessTrace, Tier
from emo7_gui.player.transport import Transport
from emo7_gui.theme import theme

DEFAULT_OVERLAYS = frozenset(("body", "hands", "face"))


class Player(QWidget):
    """Plays nothing itself: shows a clip, and says what the user wants of it."""

    seek_requested = Signal(int)
    step_requested = Signal(int)
    play_toggled = Signal()
    speed_changed = Signal(float)
    loop_changed = Signal(int, int, bool)
    scrubbing_changed = Signal(bool)
    overlay_toggled = Signal(str, bool)
    picture_only_requested = Signal()
    extract_requested = Signal()
    models_requested = Signal()
    fit_changed = Signal(str)
    lane_set_changed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        has_transport: bool = True,
        has_timeline: bool = True,
        has_close_ups: bool = True,
        is_compact: bool = False,
    ) -> None:
        """Make a player; a small one (comparison, adjudication) leaves parts out."""
        super().__init__(parent)
        self.canvas, self.close_ups = Canvas(), CloseUps()
        self.stage = Stage(self.canvas, self.close_ups, self)
        self.stage.set_close_ups_shown(has_close_ups)
        self.transport = Transport(self, is_compact=is_compact)
        self.timeline = Timeline(self)
        self.transport.setVisible(has_transport)
        self.timeline.setVisible(has_timeline)
        self._has_transport, self._has_timeline = has_transport, has_timeline
        self._info: VideoInfo | None = None
        self._loop = (0, 0, False)
        self._shown: frozenset[str] = frozenset()
        # Landmarks that come before the clip's first picture wait for it.
        self._waiting_track: LandmarkTrack | None = None
        self._is_awaiting = False
        self._lay_out()
        self._connect()
        self._show_overlays(DEFAULT_OVERLAYS)
        self.clear()

    # What the view is told.

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.transport.set_key_map(key_map)

    def clear(self, title: str = "", hint: str = "") -> None:
        """Show no clip, and say what to do instead."""
        self._forget()
        self.canvas.clear(title, hint)

    def set_clip(self, name: str, info: VideoInfo) -> None:
        """Start anew with a clip; the old picture stays until `show_frame`."""
        self._info = info
        self._set_track(None)
        self._is_awaiting, self._waiting_track = True, None
        self.canvas.set_clip(info.frame_count)
        self.canvas.setAccessibleName(self.tr("Picture of {clip}").format(clip=name))
        self.stage.set_aspect(info.width / max(1, info.height))
        self.timeline.set_clip(info.times, info.duration)
        self.transport.set_has_clip(True)
        self.stage.set_has_clip(True)
        self.set_loop(0, info.frame_count, True)
        self.set_playing(False)

    def set_error(self, what: str, kept: str = "", remedy: str = "", details: str = "") -> None:
        """Show why the clip cannot be shown, what was kept, and what to do."""
        self._forget()
        self.canvas.set_error(what, kept, remedy, details)

    def set_loading(self, text: str) -> None:
        """Say on the plate what is being waited for; an empty text ends it."""
        self.canvas.set_loading(text)

    def set_track(self, track: LandmarkTrack | None) -> None:
        """Take the landmarks of the clip, or None while there are none."""
        if self._is_awaiting:
            self._waiting_track = track
        else:
            self._set_track(track)
        self.timeline.set_track(track)

    def set_growing_track(self, track: LandmarkTrack | None) -> None:
        """Show landmarks that are still being found, without moving the picture."""
        is_there = track is not None and len(track) > 0
        self.canvas.set_overlays(OverlayPainter(track) if track and is_there else None)
        self.timeline.set_track(track)

    def show_frame(self, frame: Frame, ahead: tuple[Painted, ...] = ()) -> None:
        """Show a frame in picture, close-ups and timeline, with what was painted of it ahead."""
        if self._is_awaiting:
            self._is_awaiting = False
            self._set_track(self._waiting_track)
        self.canvas.set_frame(frame, ahead)
        if self.stage.are_close_ups_shown:
            self.close_ups.set_frame(frame, ahead)
        self.timeline.set_ordinal(frame.ordinal)

    def set_playing(self, is_playing: bool) -> None:
        """Show that the clip plays, or that it stands."""
        self.transport.set_playing(is_playing)

    def set_rate(self, rate: float) -> None:
        """Show the speed, a factor of the true one."""
        self.transport.set_rate(rate)

    def set_loop(self, start: int, stop: int, is_on: bool) -> None:
        """Show the loop range, frames [start, stop)."""
        self._loop = (start, stop, is_on)
        self.timeline.set_loop(start, stop, is_on)
        axis = self.timeline.axis
        self.transport.set_loop(axis.time_of(start), axis.time_of(stop), is_on)

    def set_trace(self, traces: Sequence[GuessTrace]) -> None:
        """Show the guesses of one model, or of A and B."""
        self.timeline.set_trace(traces)

    def set_guess_state(self, state: GuessState, words: str = "") -> None:
        """Say why there are no guesses, in the state's own words or in better ones."""
        self.timeline.set_guess_state(state, words)

    def lock_guesses(self, is_locked: bool) -> None:
        """Hide the guesses until the reviewer committed."""
        self.timeline.lock_guesses(is_locked)

    def set_tiers(self, tiers: Sequence[Tier]) -> None:
        """Show rows of intervals; the grammar lanes hold six, those with guesses three."""
        self.timeline.set_tiers(tiers)

    def set_decisive_frame(self, ordinal: int | None) -> None:
        """Mark the decisive moment, or none."""
        self.timeline.set_decisive_frame(ordinal)

    def set_overlay(self, name: str, is_on: bool) -> None:
        """Show or hide body, hands, face or trails."""
        self._show_overlays(self._shown | {name} if is_on else self._shown - {name})

    def set_picture_only(self, is_alone: bool) -> None:
        """Hide transport and timeline, or bring them back."""
        self.transport.setVisible(self._has_transport and not is_alone)
        self.timeline.setVisible(self._has_timeline and not is_alone)

    def set_close_ups_shown(self, are_shown: bool) -> None:
        """Show or hide the close-ups."""
        self.stage.set_close_ups_shown(are_shown)
        self.close_ups.set_frame(self.canvas.frame)

    # What keys ask of the view itself.

    def toggle_overlay(self, name: str) -> None:
        """Turn an overlay on or off, and say so."""
        self._on_overlay_toggled(name, name not in self._shown)

    def cycle_fit(self) -> None:
        """Go on from the signing space to the whole picture, to 100 %."""
        self.canvas.cycle_fit()

    def cycle_lanes(self) -> None:
        """Go to the next lane set."""
        self.timeline.cycle_lanes()

    def step_speed(self, steps: int) -> None:
        """Ask for the next slower (-1) or faster (+1) speed."""
        self.transport.step_speed(steps)

    def set_loop_start_here(self) -> None:
        """Ask for a loop that begins with the shown frame."""
        self._ask_for_loop(self.ordinal, max(self._loop[1], self.ordinal + 1))

    def set_loop_stop_here(self) -> None:
        """Ask for a loop that ends with the shown frame."""
        self._ask_for_loop(min(self._loop[0], self.ordinal), self.ordinal + 1)

    # What it shows.

    @property
    def has_picture(self) -> bool:
        """Whether the picture on the screen is of this clip, not the last one of another."""
        return self.canvas.frame is not None and not self._is_awaiting

    @property
    def ordinal(self) -> int:
        """The frame on the screen; 0 without one."""
        return self.canvas.frame.ordinal if self.canvas.frame is not None else 0

    @property
    def shown_overlays(self) -> frozenset[str]:
        """The overlays that are on."""
        return self._shown

    @property
    def loop(self) -> tuple[int, int, bool]:
        """Start, stop and whether the loop is on."""
        return self._loop

    @property
    def rate(self) -> float:
        """The speed that is shown."""
        return self.transport.rate

    def ahead(self) -> tuple[Ahead, ...]:
        """Return who paints frames ahead, as picture and close-ups show them now."""
        views = (self.canvas, self.close_ups)
        sights: list[Sight] = [view.sight() for view in views if view.isVisible()]
        return tuple(Ahead(sight) for sight in sights if can_be_ahead(sight))

    # How the parts hang together.

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        if self._has_transport:
            column.addSpacing(theme().size("gutter"))
        column.addWidget(self.transport)
        column.addWidget(self.timeline)

    def _connect(self) -> None:
        self.timeline.seek_requested.connect(self.seek_requested)
        self.timeline.scrubbing_changed.connect(self.scrubbing_changed)
        self.timeline.loop_changed.connect(self.loop_changed)
        self.timeline.extract_requested.connect(self.extract_requested)
        self.timeline.models_requested.connect(self.models_requested)
        self.timeline.lane_set_changed.connect(self.lane_set_changed)
        self.transport.start_requested.connect(lambda: self.seek_requested.emit(0))
        self.transport.step_requested.connect(self.step_requested)
        self.transport.play_toggled.connect(self.play_toggled)
        self.transport.speed_changed.connect(self.speed_changed)
        self.transport.loop_toggled.connect(self._on_loop_toggled)
        self.transport.overlay_toggled.connect(self._on_overlay_toggled)
        self.transport.picture_only_requested.connect(self.picture_only_requested)
        self.canvas.fit_changed.connect(self.fit_changed)

    def _forget(self) -> None:
        self._info = None
        self._is_awaiting, self._waiting_track = False, None
        self._set_track(None)
        self.close_ups.set_frame(None)
        self.timeline.set_clip(None)
        self.transport.set_has_clip(False)
        self.stage.set_has_clip(False)
        self.transport.set_loop(None, None, False)
        self.set_playing(False)

    def _set_track(self, track: LandmarkTrack | None) -> None:
        overlays = OverlayPainter(track) if track is not None and len(track) else None
        track = track if overlays is not None else None
        self.canvas.set_track(track, overlays)
        self.close_ups.set_track(track, overlays)

    def _show_overlays(self, shown: frozenset[str]) -> None:
        self._shown = shown
        self.canvas.set_shown(shown)
        self.close_ups.set_shown(shown)
        for name in OVERLAYS:
            self.transport.set_overlay(name, name in shown)

    def _ask_for_loop(self, start: int, stop: int) -> None:
        if self._info is not None:
            self.loop_changed.emit(start, stop, True)

    def _on_loop_toggled(self, is_on: bool) -> None:
        self.loop_changed.emit(self._loop[0], self._loop[1], is_on)

    def _on_overlay_toggled(self, name: str, is_on: bool) -> None:
        self.set_overlay(name, is_on)
        self.overlay_toggled.emit(name, is_on)
