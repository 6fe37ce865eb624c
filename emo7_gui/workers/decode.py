"""Decodes frames off the GUI thread.

Runs in: QThread "decode", made by `start_decoding`.
Owns: the open VideoReaders and the FrameCache (`reels.py`). Nobody else touches them.
Hears: open, seek, play, pause, set_loop, prefetch; thread-safe, they wait in an inbox.
Says: frame_ready, then the frame waits in `mailbox`; opened; failed; ended; stats_changed.
A function that is no method of a QObject would hear it in this thread: the window connects to
`decode_room.py` instead.
Stops when: the thread is interrupted and the inbox closed. The loop waits on an event, never
sleeps, and looks after each decoded frame whether something newer was asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from emo7_core.errors import MediaError
from emo7_core.video.reader import VideoInfo
from emo7_gui.workers.decode_requests import (
    DecodedFrame,
    OpenClip,
    PlaybackStats,
    Prefetch,
    Seek,
    SetLoop,
    SetPlaying,
)
from emo7_gui.workers.inbox import Inbox
from emo7_gui.workers.mailbox import Mailbox
from emo7_gui.workers.painting_ahead import DEPTH, Paint, PaintingAhead
from emo7_gui.workers.play_clock import TOLERATED, PlayClock, Step
from emo7_gui.workers.reels import Reels

CACHE_BYTES = 768 * 2**20
# Of the cache, the part that the current clip may fill ahead while nothing else is to do.
AHEAD_SHARE = 0.6
STATS_SECONDS = 0.5
# So long after a clip came the window has the processor for itself: it paints.
QUIET_SECONDS = 0.06
# While a clip plays, work for later begins with so much time left, and so many pictures ahead.
LEAST_SPARE, LEAST_AHEAD = 0.008, 6
_LOOK = 0.001


class DecodeWorker(QObject):
    """Shows frames of one clip at a time: on request, or paced by their presentation times."""

    frame_ready = Signal()
    opened = Signal(object, int)  # VideoInfo, generation
    failed = Signal(int, object)  # generation, exception
    ended = Signal(int)  # generation: played to the end, not looping
    stats_changed = Signal(object)  # PlaybackStats

    def __init__(
        self, mailbox: Mailbox[DecodedFrame] | None = None, cache_bytes: int = CACHE_BYTES
    ) -> None:
        super().__init__()
        self.mailbox: Mailbox[DecodedFrame] = mailbox or Mailbox()
        self._inbox = Inbox()
        self._cache_bytes = cache_bytes
        self._reels: Reels | None = None
        self._clip: OpenClip | None = None
        self._info: VideoInfo | None = None
        self._clock: PlayClock | None = None
        self._loop = SetLoop(0, 0, False)
        self._ordinal = 0
        self._fill_next = 0
        self._rate: float | None = None
        self._next_clips: list[tuple[str, Path]] = []
        self._quiet_until = 0.0
        self._painting = PaintingAhead()
        self._shown = self._dropped = 0
        self._stats_since = 0.0

    # Any thread may call these.

    def open(self, clip_key: str, path: Path | str, generation: int) -> None:
        """Open a clip and show its first frame; playback stops."""
        self._inbox.put(OpenClip(clip_key, Path(path), generation))

    def seek(self, ordinal: int, generation: int) -> None:
        """Show a frame; outside the clip the nearest one."""
        self._inbox.put(Seek(ordinal, generation))

    def play(self, rate: float = 1.0) -> None:
        """Play on from the shown frame; from the start when it is the last."""
        self._inbox.put(SetPlaying(rate))

    def pause(self) -> None:
        """Stay at the shown frame."""
        self._inbox.put(SetPlaying(None))

    def set_loop(self, start: int, stop: int, is_on: bool) -> None:
        """Repeat frames [start, stop); opening a clip forgets it."""
        self._inbox.put(SetLoop(start, stop, is_on))

    def prefetch(self, clips: Iterable[tuple[str, Path]]) -> None:
        """Have the first frames of the next clips ready."""
        self._inbox.put(Prefetch(tuple((key, Path(path)) for key, path in clips)))

    def set_ahead(self, paints: tuple[Paint, ...]) -> None:
        """Paint frames ahead with these from now on, where there is time while playing."""
        self._painting.paints = paints

    def stop(self, seconds: float = 5.0) -> bool:
        """Interrupt the loop and join its thread; return whether it ended in time."""
        thread = self.thread()
        thread.requestInterruption()
        self._inbox.close()
        thread.quit()
        return thread.wait(int(seconds * 1000))

    # Everything below runs in the decode thread.

    @Slot()
    def run(self) -> None:
        """Hear and show until the thread is interrupted."""
        thread = QThread.currentThread()
        self._reels = Reels(self._cache_bytes)
        try:
            while not thread.isInterruptionRequested():
                self._turn(self._reels)
        finally:
            self._reels.close()
            thread.quit()

    def _turn(self, reels: Reels) -> None:
        for request in self._inbox.take():
            try:
                self._hear(request, reels)
            except Exception as error:
                self._give_up(error)
        try:
            if self._rate is not None and self._clip is not None:
                self._play_on(reels)
            elif (quiet := self._quiet_until - time.perf_counter()) > 0:
                self._inbox.wait(quiet)
            elif not self._prepare(reels):
                self._inbox.wait()
        except Exception as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Say what went wrong and stay where we are; the thread lives on."""
        generation = self._clip.generation if self._clip else -1
        self._clip, self._rate = None, None
        self.failed.emit(generation, error)

    def _hear(self, request: object, reels: Reels) -> None:
        match request:
            case OpenClip():
                self._open(request, reels)
            case Seek(ordinal, generation):
                self._seek(ordinal, generation, reels)
            case SetPlaying(rate):
                self._set_playing(rate)
            case SetLoop():
                self._loop = request
                self._pass_on_loop()
            case Prefetch(clips):
                self._next_clips = list(clips)

    def _open(self, clip: OpenClip, reels: Reels) -> None:
        self._rate, self._clip, self._info = None, clip, None
        self._loop = SetLoop(0, 0, False)
        self._ordinal = self._fill_next = 0
        self._painting.forget()
        info = self._info = reels.open(clip.key, clip.path)
        self._clock = PlayClock(info.times, info.duration)
        self.opened.emit(info, clip.generation)
        self._show(0, reels)
        self._quiet_until = time.perf_counter() + QUIET_SECONDS

    def _seek(self, ordinal: int, generation: int, reels: Reels) -> None:
        if self._clip is None or self._info is None or generation != self._clip.generation:
            return
        ordinal = min(max(0, ordinal), self._info.frame_count - 1)
        self._show(ordinal, reels)
        self._fill_next = ordinal + 1
        if self._rate is not None:
            self._set_playing(self._rate)

    def _set_playing(self, rate: float | None) -> None:
        if self._info is None or self._clock is None or self._clip is None:
            return
        now = time.perf_counter()
        if self._rate is None and rate is not None:
            self._shown = self._dropped = 0
            self._stats_since = now
            if self._ordinal >= self._info.frame_count - 1:
                self._ordinal = 0
        self._rate = rate
        if rate is not None:
            self._clock.start(self._ordinal, rate, now)

    def _pass_on_loop(self) -> None:
        if self._clock is not None:
            loop = self._loop
            self._clock.set_loop(range(loop.start, loop.stop) if loop.is_on else None)

    def _play_on(self, reels: Reels) -> None:
        """Decode the next frame, wait until it is due and show it; return early if asked."""
        assert self._clock is not None
        assert self._clip is not None
        step = self._clock.next_step(self._ordinal, time.perf_counter())
        if step is None:
            self._end()
            return
        reels.read(self._clip.key, step.ordinal)
        self._fill_next = max(self._fill_next, step.ordinal + 1)
        if self._wait_for(step, reels):
            self._advance(step, reels)

    def _wait_for(self, step: Step, reels: Reels) -> bool:
        """Work ahead while there is time; return False when a request came first."""
        while (remaining := step.due - (now := time.perf_counter())) > 0:
            if self._inbox.has_requests:
                return False
            if now < self._quiet_until or not self._work_ahead(step.ordinal, remaining, reels):
                self._inbox.wait(remaining)
        return True

    def _work_ahead(self, ordinal: int, seconds: float, reels: Reels) -> bool:
        """Do one piece of work before a frame is due; return False when there is none."""
        if self._paint_ahead(ordinal, seconds, reels):
            return True
        return seconds >= LEAST_SPARE and self._prepare(reels)

    def _paint_ahead(self, first: int, seconds: float, reels: Reels) -> bool:
        """Paint one of the next frames that are decoded already."""
        assert self._clock is not None
        assert self._clip is not None
        ordinal: int | None = first
        for _ in range(DEPTH):
            if ordinal is None or not reels.has(self._clip.key, ordinal):
                return False
            if self._painting.paint(reels.read(self._clip.key, ordinal), seconds):
                return True
            ordinal = self._clock.after(ordinal)
        return False

    def _advance(self, step: Step, reels: Reels) -> None:
        assert self._clock is not None
        if not self._was_taken(step.due + TOLERATED):
            return
        self._clock.take(step, time.perf_counter())
        self._dropped += step.dropped + self._show(step.ordinal, reels)
        self._shown += 1
        elapsed = time.perf_counter() - self._stats_since
        if elapsed >= STATS_SECONDS:
            self.stats_changed.emit(PlaybackStats(self._shown / elapsed, self._dropped))
            self._stats_since += elapsed
            self._shown = 0

    def _was_taken(self, until: float) -> bool:
        """Give a busy window time to take the last picture; False when a request came first."""
        while self.mailbox.is_full and time.perf_counter() < until:
            if self._inbox.has_requests:
                return False
            self._inbox.wait(_LOOK)
        return True

    def _end(self) -> None:
        """Let the last frame be seen for its whole duration, then stop."""
        assert self._clock is not None
        assert self._clip is not None
        remaining = self._clock.end_due(time.perf_counter()) - time.perf_counter()
        if remaining > 0:
            self._inbox.wait(remaining)
            if self._inbox.has_requests:
                return
        self._rate = None
        self.ended.emit(self._clip.generation)

    def _show(self, ordinal: int, reels: Reels) -> bool:
        """Put a frame in the mailbox; return whether one was overwritten unseen."""
        assert self._clip is not None
        frame = reels.read(self._clip.key, ordinal)
        self._ordinal = ordinal
        ahead = self._painting.take(frame)
        decoded = DecodedFrame(self._clip.key, self._clip.generation, frame, ahead)
        has_replaced = self.mailbox.put(decoded)
        if not has_replaced:
            self.frame_ready.emit()
        return has_replaced

    def _prepare(self, reels: Reels) -> bool:
        """Do one piece of work that nobody waits for; return False when all is ready."""
        is_hungry = self._rate is not None and self._fill_next - self._ordinal <= LEAST_AHEAD
        if is_hungry and self._fill(reels):
            return True
        if self._next_clips:
            self._prefetch_one(*self._next_clips.pop(0), reels)
            return True
        return self._fill(reels)

    def _prefetch_one(self, key: str, path: Path, reels: Reels) -> None:
        try:
            reels.open(key, path)
            reels.read(key, 0)
        except MediaError:
            # Opening the clip itself will say so, on the canvas.
            return
        finally:
            if self._clip is not None and self._info is not None:
                reels.open(self._clip.key, self._clip.path)

    def _fill(self, reels: Reels) -> bool:
        """Decode one frame ahead of the shown one; return False when enough are kept."""
        if self._clip is None or self._info is None:
            return False
        frame_bytes = max(1, self._info.width * self._info.height * 3)
        ahead = int(self._cache_bytes * AHEAD_SHARE / frame_bytes)
        stop = min(self._info.frame_count, self._ordinal + ahead)
        while self._fill_next < stop and reels.has(self._clip.key, self._fill_next):
            self._fill_next += 1
        if self._fill_next >= stop:
            return False
        reels.read(self._clip.key, self._fill_next)
        self._fill_next += 1
        return True


def start_decoding(worker: DecodeWorker, parent: QObject | None = None) -> QThread:
    """Move the worker to a new thread named "decode", start it and return the thread."""
    thread = QThread(parent)
    thread.setObjectName("decode")
    worker.moveToThread(thread)
    thread.started.connect(worker.run)
    thread.start()
    return thread
