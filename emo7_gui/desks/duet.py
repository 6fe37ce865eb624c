"""Plays the clip of Compare, or two of them in step, with one row of buttons.

What it is: which of two playbacks leads and how the other follows. The longer clip leads: play,
speed, frame step and loop are its own, and for each of its pictures the other clip shows the one
that belongs beside it (in_step.py), so that the two never drift apart.
What it is not: decoding (each playback has its own thread), or which clips are open.
Convention: side 0 is the left player. The second playback is made when it is first needed; `stop`
joins both.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from emo7_core.clips.clip import Clip
from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.desks.in_step import frame_beside
from emo7_gui.desks.playback import Playback
from emo7_gui.desks.player_acts import player_acts
from emo7_gui.player.transport import Transport


class Duet(QObject):
    """One playback, or two in step.

    Args:
        transport: The row of buttons.
        first: The left player's playback.
        make_second: Makes the right one's.
    """

    second_made = Signal(object)  # Playback

    def __init__(
        self, transport: Transport, first: Playback, make_second: Callable[[], Playback]
    ) -> None:
        super().__init__(first)
        self._transport, self._make_second = transport, make_second
        self._playbacks = [first]
        self._lead = 0
        self._asked = -1
        self.is_double, self.is_by_time = False, False
        self._hear(0)
        self._connect_buttons()
        self._show()

    @property
    def first(self) -> Playback:
        """The left playback."""
        return self._playbacks[0]

    @property
    def second(self) -> Playback | None:
        """The right playback, None before it was needed."""
        return self._playbacks[1] if len(self._playbacks) > 1 else None

    @property
    def lead(self) -> Playback:
        """The playback that buttons and keys are for."""
        return self._playbacks[self._lead]

    @property
    def follower(self) -> Playback | None:
        """The playback that goes along, None where one clip plays alone."""
        other = self._playbacks[1 - self._lead] if self.is_double else None
        return other if other is not None and other.info is not None else None

    def acts(self) -> dict[str, Callable[[], object]]:
        """Return what the keys of playing and seeing do now."""
        acts = player_acts(self.lead)
        if self.is_double:
            acts["zoom"] = self._zoom
        return acts

    def set_double(self, is_double: bool) -> None:
        """Have two players, or the left one alone."""
        if is_double and self.second is None:
            self._add_second()
        self.is_double = is_double
        self.first.plays_on_open = not is_double
        if not is_double and self.second is not None:
            self._lead_by(0)
            self.second.clear()
        self._show()

    def set_by_time(self, is_by_time: bool) -> None:
        """Keep two clips in step by time from each start, or by share."""
        self.is_by_time = is_by_time
        self._follow()

    def open(self, side: int, clip: Clip, track: LandmarkTrack | None) -> None:
        """Show a clip on a side; two clips both begin anew."""
        if self.is_double:
            self.pause()
        self._playbacks[side].open(clip, track)

    def seek(self, side: int, ordinal: int) -> None:
        """Show a frame of one side's clip, and what belongs beside it."""
        asked, lead = self._playbacks[side], self.lead
        if self.is_double and asked is not lead and asked.info is not None and lead.info:
            ordinal = frame_beside(asked.info, ordinal, lead.info, self.is_by_time)
        lead.seek(ordinal)

    def pause(self) -> None:
        """Stay at the shown frames."""
        self.lead.pause()

    def clear(self) -> None:
        """Show no clip."""
        for playback in self._playbacks:
            playback.clear()
        self._show()

    def stop(self) -> bool:
        """Join every decode thread; return whether all ended in time."""
        ended = [playback.stop() for playback in self._playbacks]
        return all(ended)

    def _add_second(self) -> None:
        second = self._make_second()
        second.plays_on_open = False
        first = self.first.player
        for name in first.shown_overlays ^ second.player.shown_overlays:
            second.player.set_overlay(name, name in first.shown_overlays)
        self._playbacks.append(second)
        self._hear(1)
        first.overlay_toggled.connect(second.player.set_overlay)
        second.player.overlay_toggled.connect(first.set_overlay)
        self.second_made.emit(second)

    def _hear(self, side: int) -> None:
        playback = self._playbacks[side]
        playback.opened.connect(lambda _: self._on_opened())
        playback.failed.connect(lambda _: self._on_opened())
        playback.frame_shown.connect(lambda _: self._on_frame(side))
        playback.playing_changed.connect(lambda _: self._show())
        playback.player.loop_changed.connect(lambda *_: self._show())
        playback.player.speed_changed.connect(lambda _: self._show())

    def _connect_buttons(self) -> None:
        buttons = self._transport
        buttons.play_toggled.connect(lambda: self.lead.toggle())
        buttons.start_requested.connect(lambda: self.lead.seek(0))
        buttons.step_requested.connect(lambda by: self.lead.step(by))
        buttons.speed_changed.connect(lambda rate: self.lead.player.speed_changed.emit(rate))
        buttons.loop_toggled.connect(self._on_loop_toggled)

    def _on_loop_toggled(self, is_on: bool) -> None:
        player = self.lead.player
        player.loop_changed.emit(*player.loop[:2], is_on)

    def _on_opened(self) -> None:
        """Begin anew once every clip that was asked for is here, or cannot come."""
        # Whoever went to another page meanwhile finds it standing.
        is_seen = self._transport.isVisible()
        self.first.plays_on_open = is_seen and not self.is_double
        if self.is_double:
            infos = [one.info for one in self._playbacks]
            durations = [-1.0 if info is None else info.duration for info in infos]
            self._lead_by(1 if durations[1] > durations[0] else 0)
            self._asked = -1
            if not any(one.is_opening for one in self._playbacks):
                self.lead.seek(0)
                if is_seen:
                    self.lead.play()
                self._follow(0)
        self._show()

    def _lead_by(self, side: int) -> None:
        if side != self._lead:
            rate = self.lead.player.rate
            self.lead.pause()
            self._lead = side
            self.lead.player.set_rate(rate)
        self._asked = -1

    def _on_frame(self, side: int) -> None:
        if side == self._lead:
            self._follow()

    def _follow(self, ordinal: int | None = None) -> None:
        follower, info = self.follower, self.lead.info
        if follower is None or follower.info is None or info is None:
            return
        ordinal = self.lead.player.ordinal if ordinal is None else ordinal
        wanted = frame_beside(info, ordinal, follower.info, self.is_by_time)
        if wanted != self._asked:
            self._asked = wanted
            follower.seek(wanted)

    def _zoom(self) -> None:
        for playback in self._playbacks:
            playback.player.cycle_fit()

    def _show(self) -> None:
        """Let the buttons say how the leading clip stands."""
        lead, buttons = self.lead, self._transport
        buttons.set_has_clip(lead.info is not None)
        buttons.set_playing(lead.is_playing)
        buttons.set_rate(lead.player.rate)
        start, stop, is_on = lead.player.loop
        axis = lead.player.timeline.axis
        has_clip = lead.info is not None
        begin = axis.time_of(start) if has_clip else None
        buttons.set_loop(begin, axis.time_of(stop) if has_clip else None, is_on)
