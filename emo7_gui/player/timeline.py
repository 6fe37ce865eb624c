"""The timeline under the picture: ruler, loop, lanes, playhead.

What it is: a view that paints lanes and turns mouse positions into frames. What does not change
while a clip plays is painted once into a pixmap; a new frame moves only the playhead.
What it is not: the lanes themselves (lanes.py, guess_lane.py) or a player.
Convention: everything is placed by presentation times; ranges of frames are half open.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from emo7_core.landmarks.quality import wrist_speed
from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.player import guess_lane, lanes, ruler
from emo7_gui.player.lane_plan import LanePlan, LaneSet, lane_plan
from emo7_gui.player.time_axis import TimeAxis
from emo7_gui.player.trace import GuessState, GuessTrace, Tier
from emo7_gui.theme import theme

GRAB = 6.0
RIGHT_MARGIN = 8.0
# What of the playhead reaches beside its line, px.
HEAD = 7


class Timeline(QWidget):
    """Shows where the clip is, and takes the user elsewhere."""

    seek_requested = Signal(int)
    scrubbing_changed = Signal(bool)
    loop_changed = Signal(int, int, bool)
    extract_requested = Signal()
    models_requested = Signal()
    lane_set_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme().size("timeline"))
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Timeline"))
        self.axis = TimeAxis()
        self._is_empty = True
        self._speed = np.zeros(0)
        self._seen: dict[str, NDArray[np.bool_]] = {}
        self._tiers: tuple[Tier, ...] = ()
        self._traces: tuple[GuessTrace, ...] = ()
        self._guess_state, self._guess_reason = GuessState.NO_LANDMARKS, ""
        self._is_locked = False
        self._chosen_set: LaneSet | None = None
        self._loop = range(0)
        self._is_looping = False
        self._ordinal = 0
        self._decisive: int | None = None
        self._drag = ""
        self._still: QPixmap | None = None
        self._words = {
            "face": self.tr("Face"),
            "left_hand": self.tr("Left hand"),
            "right_hand": self.tr("Right hand"),
        }
        self._extract = self._chip(self.tr("Extract"), self.extract_requested)
        self._extract.setToolTip(self.tr("Find the landmarks of this clip and of those after it"))
        self._choose = self._chip(self.tr("Choose a model"), self.models_requested)
        theme().changed.connect(self._refresh)

    # What the view is told.

    def set_clip(self, times: NDArray[np.float64] | None, duration: float = 0.0) -> None:
        """Start anew with a clip's presentation times (T,) and its end, seconds; or empty."""
        is_empty = times is None or len(times) == 0
        self._is_empty = is_empty
        self.axis = TimeAxis() if is_empty or times is None else TimeAxis(times, duration)
        self._place_axis()
        self._speed, self._seen = np.zeros(0), {}
        self._tiers, self._traces = (), ()
        self._guess_state, self._guess_reason = GuessState.NO_LANDMARKS, ""
        self._ordinal, self._decisive = 0, None
        self._loop, self._is_looping = range(len(self.axis.times)), False
        self._refresh()

    def set_track(self, track: LandmarkTrack | None) -> None:
        """Take movement and quality from the landmarks of the clip."""
        self._speed = wrist_speed(track) if track is not None else np.zeros(0)
        parts = () if track is None else self._words
        self._seen = {part: track.presence(part) for part in parts} if track else {}
        if track is not None and self._guess_state is GuessState.NO_LANDMARKS:
            self._guess_state = GuessState.NO_MODEL
        self._refresh()

    def set_trace(self, traces: Sequence[GuessTrace]) -> None:
        """Show the guesses of one model, or of A and B; none empties the lane."""
        self._traces = tuple(traces)
        self._refresh()

    def set_guess_state(self, state: GuessState, words: str = "") -> None:
        """Say why there is no trace, in the state's own words or in better ones."""
        if (state, words) != (self._guess_state, self._guess_reason):
            self._guess_state, self._guess_reason = state, words
            self._refresh()

    def lock_guesses(self, is_locked: bool) -> None:
        """Hide the guesses until the reviewer committed."""
        self._is_locked = is_locked
        self._refresh()

    def set_tiers(self, tiers: Sequence[Tier]) -> None:
        """Show rows of intervals under the guesses."""
        self._tiers = tuple(tiers)
        self._refresh()

    def set_ordinal(self, ordinal: int) -> None:
        """Move the playhead to a frame; only its old and new place are painted again."""
        before, self._ordinal = self._ordinal, ordinal
        for place in (before, ordinal):
            x = self.axis.x_of(min(place, len(self.axis.times) - 1))
            self.update(QRect(int(x) - HEAD, 0, 2 * HEAD + 1, self.height()))

    def set_loop(self, start: int, stop: int, is_on: bool) -> None:
        """Show the loop range, frames [start, stop)."""
        self._loop, self._is_looping = range(start, stop), is_on
        self._refresh()

    def set_decisive_frame(self, ordinal: int | None) -> None:
        """Mark the decisive moment, or none."""
        self._decisive = ordinal
        self._refresh()

    def cycle_lanes(self) -> None:
        """Go to the next lane set."""
        order = self._lane_sets()
        following = order[(order.index(self.lane_set) + 1) % len(order)]
        self._chosen_set = following
        self.lane_set_changed.emit(following.value)
        self._refresh()

    # What it shows.

    @property
    def lane_set(self) -> LaneSet:
        """The lanes now: those chosen where they exist, else what there is to see.

        While blind, what the corpus says of the grammar goes before movement and quality.
        """
        offered = self._lane_sets()
        if self._chosen_set in offered:
            return self._chosen_set
        if self._traces and LaneSet.GUESSES in offered:
            return LaneSet.GUESSES
        return LaneSet.GRAMMAR if self._tiers else LaneSet.SIGNING

    def _lane_sets(self) -> list[LaneSet]:
        """Guesses are not offered while locked, nor grammar without tiers."""
        hidden = {LaneSet.GUESSES} if self._is_locked else set()
        hidden |= set() if self._tiers else {LaneSet.GRAMMAR}
        return [one for one in LaneSet if one not in hidden]

    @property
    def traces(self) -> tuple[GuessTrace, ...]:
        """The guesses that are known, whether they may be seen or not."""
        return self._traces

    @property
    def guess_words(self) -> str:
        """What the guess lane says; empty while it shows a trace."""
        if self._is_locked:
            return self.tr("Hidden until you commit")
        if self._traces:
            return ""
        return self._guess_reason or self.tr(self._guess_state.value)

    def _plan(self) -> LanePlan:
        return lane_plan(self.lane_set, len(self._tiers))

    def _place_axis(self) -> None:
        left = float(theme().size("lane_label"))
        self.axis.set_span(left, self.width() - left - RIGHT_MARGIN)

    def _guess_rect(self, plan: LanePlan) -> QRectF:
        top, height = plan.guesses
        return QRectF(self.axis.left, top, self.axis.width, height)

    def _chip(self, text: str, said: SignalInstance) -> QPushButton:
        chip = QPushButton(text, self)
        chip.setProperty("kind", "lane")
        chip.clicked.connect(said)
        chip.hide()
        return chip

    def _refresh(self) -> None:
        self._still = None
        state = None if self._traces or self._is_empty else self._guess_state
        # That there are no landmarks tells nothing of a guess, so it may be said while blind,
        # whether a model of pictures has guessed or not.
        told = None if self._is_empty else self._guess_state if self._is_locked else state
        self._place_chip(self._extract, told is GuessState.NO_LANDMARKS)
        is_modelless = state in (GuessState.NO_MODEL, GuessState.FAILED)
        self._place_chip(self._choose, is_modelless and not self._is_locked)
        self.update()

    def _place_chip(self, chip: QPushButton, is_wanted: bool) -> None:
        """Put a chip at the right end of the guess lane, or away."""
        chip.setVisible(is_wanted)
        if not is_wanted:
            return
        lane, size = self._guess_rect(self._plan()), chip.sizeHint()
        chip.setFixedSize(size.width(), 24)
        chip.move(int(lane.right()) - size.width() - 4, int(lane.center().y()) - 12)

    def _paint_still(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        still = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
        still.setDevicePixelRatio(ratio)
        still.fill(theme().colour("window"))
        if self._is_empty:
            return still
        painter = QPainter(still)
        plan = self._plan()
        lanes.paint_label(painter, self.tr("Time, s"), 12)
        ruler.paint_ruler(painter, self.axis)
        self._paint_lanes(painter, plan)
        ruler.paint_loop(painter, self.axis, self._loop, self._is_looping, plan.bottom)
        painter.end()
        return still

    def _paint_lanes(self, painter: QPainter, plan: LanePlan) -> None:
        if plan.movement:
            top, height = plan.movement
            lanes.paint_label(painter, self.tr("Movement"), top + height / 2 + 2)
            lanes.paint_movement(painter, self.axis, self._speed, top, height)
        for part, middle in plan.quality:
            lanes.paint_label(painter, self._words[part], middle)
            if part in self._seen:
                height = plan.quality_height
                lanes.paint_quality(painter, self.axis, self._seen[part], middle, height)
        self._paint_guesses(painter, plan)
        for tier, middle in zip(self._tiers, plan.tiers, strict=False):
            lanes.paint_label(painter, tier.name, middle)
            lanes.paint_tier(painter, self.axis, tier, middle, 14.0)

    def _paint_guesses(self, painter: QPainter, plan: LanePlan) -> None:
        lane = self._guess_rect(plan)
        if not plan.is_traced or not self._traces:
            lanes.paint_label(painter, self.tr("Guesses"), lane.center().y())
        if words := self.guess_words:
            chip = next(
                (one for one in (self._extract, self._choose) if one.isVisibleTo(self)), None
            )
            room = 0 if chip is None else chip.width() + 12
            icon = "lock-simple" if self._is_locked else self._icon()
            guess_lane.paint_words(painter, lane, words, icon, room)
            return
        guess_lane.paint_trace(painter, self.axis, lane, self._traces)
        if plan.is_traced:
            guess_lane.paint_legend(painter, lane, self._traces)

    def _icon(self) -> str:
        return "warning-circle" if self._guess_state is GuessState.FAILED else ""

    # Scrubbing and loop handles.

    def _handle_at(self, place: QPointF) -> str:
        if place.y() > ruler.HEIGHT or self._is_empty:
            return ""
        ends = {"start": self.axis.x_of(self._loop.start), "stop": self.axis.x_of(self._loop.stop)}
        near = {name: abs(place.x() - x) for name, x in ends.items()}
        name = min(near, key=lambda end: near[end])
        return name if near[name] <= GRAB else ""

    def _drag_to(self, x: float) -> None:
        if self._drag == "head":
            self.seek_requested.emit(self.axis.ordinal_at(x))
            return
        edge = self.axis.edge_at(x)
        if self._drag == "start":
            start, stop = min(edge, self._loop.stop - 1), self._loop.stop
        else:
            start, stop = self._loop.start, max(edge, self._loop.start + 1)
        if range(start, stop) != self._loop:
            self.loop_changed.emit(start, stop, True)

    # Qt's own names.

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._still is None or self._still.devicePixelRatio() != self.devicePixelRatioF():
            self._still = self._paint_still()
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.drawPixmap(0, 0, self._still)
        if not self._is_empty:
            ordinal = min(self._ordinal, len(self.axis.times) - 1)
            bottom = self._plan().bottom
            ruler.paint_playhead(painter, self.axis.x_of(ordinal), bottom)
            if self._decisive is not None:
                ruler.paint_diamond(painter, self.axis.x_of(self._decisive), bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_axis()
        self._refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or self._is_empty or event.position().x() < self.axis.left - GRAB:
            return
        self._drag = self._handle_at(event.position()) or "head"
        if self._drag == "head":
            self.scrubbing_changed.emit(True)
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag:
            self._drag_to(event.position().x())
        elif self._handle_at(event.position()):
            self.setCursor(Qt.CursorShape.SizeHorCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_head, self._drag = self._drag == "head", ""
        if was_head:
            self.scrubbing_changed.emit(False)
