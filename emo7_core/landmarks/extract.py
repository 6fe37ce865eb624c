"""Extracting landmarks in child processes.

What it is: `extract_clip` for one, and `ExtractionPool` for many, which keeps one spawned child
per worker, so that a crash inside MediaPipe loses one clip and nothing else.
What it is not: a QThread worker (emo7_gui/workers/extract.py iterates over `run` in one).
Convention: a track is written whole or not at all; a clip whose file exists is skipped, so an
extraction that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from emo7_core.closing import Closing
from emo7_core.errors import LandmarkError
from emo7_core.landmarks.extraction_child import (
    READY,
    STOP,
    Extractor,
    Failed,
    Finished,
    Opened,
    Piece,
    serve,
)
from emo7_core.landmarks.holistic import Holistic
from emo7_core.landmarks.progress import ExtractionTask, Progress, Tally
from emo7_core.landmarks.track import LandmarkTrack

WORKERS = 2
_PATIENCE = 5.0
_FAILED_STARTS = 2
# What MediaPipe writes to standard error on every start.
_NOTES = ("INFO:", "WARNING:", "W0000", "I0000", "E0000")


def extract_clip(
    path: Path | str,
    out: Path | str,
    on_piece: Callable[[LandmarkTrack], None] = lambda piece: None,
) -> LandmarkTrack:
    """Extract one clip in a child process, write its track to `out`, and return it.

    Args:
        path: The video.
        out: The .npz to write; it is replaced where it exists.
        on_piece: Called with the track of the newest frames.

    Raises:
        LandmarkError: the clip cannot be played, the child died, or the track cannot be written.
    """
    task = ExtractionTask(str(path), Path(path), Path(out), is_repeated=True)
    with ExtractionPool(workers=1) as pool:
        for step in pool.run([task]):
            if step.piece is not None:
                on_piece(step.piece)
            elif step.state == "failed":
                raise LandmarkError(step.reason.rstrip("."))
    return LandmarkTrack.load(out)


class _Child:
    """One child process, seen from the parent."""

    def __init__(self, make_extractor: Callable[[], Extractor], log: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other_end = context.Pipe()
        self.log = log
        self.task: ExtractionTask | None = None
        self.is_ready = False
        self.process = context.Process(
            target=serve, args=(other_end, make_extractor, log), name="emo7 extract", daemon=True
        )
        self.process.start()
        # With our copy open the pipe would not end when the child dies.
        other_end.close()

    def give(self, task: ExtractionTask) -> None:
        self.task = task
        with contextlib.suppress(ConnectionError):
            self.pipe.send(task)

    def reason_of_death(self) -> str:
        self.process.join(_PATIENCE)
        code = self.process.exitcode
        how = "stopped answering" if code is None else f"ended with code {code}"
        if code is not None and code < 0:
            how = f"was killed by {signal.Signals(-code).name}"
        return f"the extracting process {how}{_last_words(self.log)}"

    def end(self, patience: float = _PATIENCE) -> None:
        self.pipe.close()
        self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


class ExtractionPool(Closing):
    """Extracts many clips in child processes; a context manager.

    Iterate over `run` in one thread; call `cancel` from any. Children are started when they are
    needed, kept for the next `run`, and end with `close`, or with this process.

    Args:
        workers: Children that work at the same time. Two use two cores fully.
        make_extractor: Called in each child once; anything that pickles by reference.
    """

    def __init__(
        self, workers: int = WORKERS, make_extractor: Callable[[], Extractor] = Holistic
    ) -> None:
        if workers < 1:
            raise LandmarkError(f"{workers} workers cannot extract anything")
        self._workers = workers
        self._make_extractor = make_extractor
        self._children: list[_Child] = []
        self._failed_starts = 0
        self._logs = tempfile.TemporaryDirectory(prefix="emo7-extract-")
        self._log_count = 0
        self._cancelled, self._is_hurried = threading.Event(), False
        self._bell, self._bell_rope = multiprocessing.get_context("spawn").Pipe(duplex=False)
        self._bell_lock = threading.Lock()

    def run(self, tasks: Iterable[ExtractionTask]) -> Iterator[Progress]:
        """Extract clips, yielding each step as it happens; blocks between steps.

        Every clip ends with exactly one "finished", "skipped" or "failed"; after `cancel` the
        clips in work end with "cancelled", those that waited are not heard of again. Tasks
        with the same key are one.

        Raises:
            LandmarkError: the child processes cannot start at all.
        """
        with self._bell_lock:
            self._is_hurried = False
            self._cancelled.clear()
            while self._bell.poll():
                self._bell.recv_bytes()
        return self._run(Tally(tasks))

    def cancel(self, *, is_hurried: bool = False) -> None:
        """Abandon the clips in work, start no other; safe from any thread, returns at once.

        Args:
            is_hurried: End the children at once, instead of keeping them for the next `run`.
        """
        with self._bell_lock:
            self._is_hurried |= is_hurried
            if not self._cancelled.is_set() and not self._bell_rope.closed:
                self._bell_rope.send_bytes(b"!")
            self._cancelled.set()

    def close(self, patience: float = _PATIENCE) -> None:
        """End all children and forget their logs; only after `run` has ended.

        Args:
            patience: How long a child may take to end by itself, s.
        """
        while self._children:
            self._children.pop().end(patience)
        with self._bell_lock:
            self._bell.close()
            self._bell_rope.close()
        self._logs.cleanup()

    def pid_of(self, clip_key: str) -> int | None:
        """Return the process that works on a clip now, or None."""
        busy = (c for c in self._children if c.task and c.task.clip_key == clip_key)
        return next((child.process.pid for child in busy), None)

    def _run(self, tally: Tally) -> Iterator[Progress]:
        waiting: deque[ExtractionTask] = deque()
        for task in tally.tasks.values():
            if task.out.exists() and not task.is_repeated:
                yield tally.end(task.clip_key, "skipped")
            else:
                waiting.append(task)
        try:
            yield from self._work(waiting, tally)
        finally:
            # Reached with work in hand when the caller drops the iterator, or on Ctrl+C.
            for child in [c for c in self._children if c.task]:
                self._drop(child)

    def _work(self, waiting: deque[ExtractionTask], tally: Tally) -> Iterator[Progress]:
        while not self._cancelled.is_set():
            self._hand_out(waiting)
            busy = [child for child in self._children if child.task]
            if not busy:
                return
            for child in self._rung(busy):
                yield from self._hear(child, waiting, tally)
        yield from self._abandon(tally)

    def _hand_out(self, waiting: deque[ExtractionTask]) -> None:
        for child in [c for c in self._children if not c.task and not c.process.is_alive()]:
            self._drop(child)
        while waiting:
            idle = next((child for child in self._children if not child.task), None)
            if idle is None:
                if len(self._children) >= self._workers:
                    return
                idle = self._start()
            idle.give(self._next(waiting))

    def _next(self, waiting: deque[ExtractionTask]) -> ExtractionTask:
        """Take the first task; of the last few the longest, so that no child ends long alone."""
        if 1 < len(waiting) <= 2 * self._workers and self._workers > 1:
            longest = max(waiting, key=_size)
            waiting.remove(longest)
            return longest
        return waiting.popleft()

    def _start(self) -> _Child:
        self._log_count += 1
        log = Path(self._logs.name) / f"child-{self._log_count}.log"
        log.touch()
        child = _Child(self._make_extractor, log)
        self._children.append(child)
        return child

    def _rung(self, busy: list[_Child]) -> list[_Child]:
        """Wait until a child says something or `cancel` rings; return the children that did."""
        ends: list[Connection] = [self._bell, *(child.pipe for child in busy)]
        rung = wait(ends)
        return [child for child in busy if child.pipe in rung]

    def _hear(
        self, child: _Child, waiting: deque[ExtractionTask], tally: Tally
    ) -> Iterator[Progress]:
        task = child.task
        assert task is not None
        try:
            said: Any = child.pipe.recv()
        except (EOFError, OSError):
            yield from self._bury(child, task, waiting, tally)
            return
        match said:
            case Opened(total):
                yield tally.opened(task.clip_key, total)
            case Piece(track):
                yield tally.advanced(task.clip_key, track)
            case Finished():
                child.task = None
                yield tally.end(task.clip_key, "finished")
            case Failed(reason):
                child.task = None
                yield tally.end(task.clip_key, "failed", reason)
            case _ if said == READY:
                child.is_ready, self._failed_starts = True, 0

    def _bury(
        self, child: _Child, task: ExtractionTask, waiting: deque[ExtractionTask], tally: Tally
    ) -> Iterator[Progress]:
        reason = child.reason_of_death()
        self._drop(child)
        if child.is_ready:
            yield tally.end(task.clip_key, "failed", reason)
            return
        # It died before it saw the clip, so the clip is not to blame.
        waiting.appendleft(task)
        self._failed_starts += 1
        if self._failed_starts >= _FAILED_STARTS:
            self._failed_starts = 0
            raise LandmarkError(
                f"landmarks cannot be extracted here, {reason}", remedy="Run emo7 doctor."
            )

    def _abandon(self, tally: Tally) -> Iterator[Progress]:
        busy = [(child, child.task) for child in self._children if child.task]
        for child, _ in busy:
            with contextlib.suppress(ConnectionError):
                child.pipe.send(STOP)
        for child, task in busy:
            if not self._is_hurried and _came_to_rest(child):
                child.task = None
            else:
                self._drop(child)
            yield tally.end(task.clip_key, "cancelled")

    def _drop(self, child: _Child) -> None:
        """End a child at once and clear away what it was writing."""
        self._children.remove(child)
        child.process.kill()
        child.end()
        if child.task:
            for half in child.task.out.parent.glob(f".{child.task.out.name}.*.part"):
                half.unlink(missing_ok=True)
            child.task = None


def _size(task: ExtractionTask) -> int:
    try:
        return task.path.stat().st_size
    except OSError:
        return 0


def _came_to_rest(child: _Child) -> bool:
    """Read what the child still says of its clip; False where it dies or takes too long."""
    if not child.is_ready:
        return False
    try:
        while child.pipe.poll(_PATIENCE):
            said = child.pipe.recv()
            if not isinstance(said, Opened | Piece):
                return True
    except (EOFError, OSError):
        return False
    return False


def _last_words(log: Path) -> str:
    """Return the last line of the log that is not a note of MediaPipe's, as an addition."""
    lines = log.read_text(errors="replace").splitlines()
    told = [line for line in lines if line.strip() and not line.startswith(_NOTES)]
    fatal = [line for line in told if line.startswith("Fatal Python error")]
    return f": {(fatal or told)[-1].strip()}" if told else ""
