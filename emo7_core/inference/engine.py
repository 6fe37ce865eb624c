"""The window's end of the model engine: a child process behind a pipe. No torch here.

Runs in: whoever owns it, one thread at a time; `wake` and `close` may come from another.
Owns: the child process and this end of the pipe.
Hears: load, unload, predict, extend, move, cancel.
Says: reports (messages.py), one at a time from `receive`.
Stops when: `close` is called; the child also ends when its pipe does.

Two models at once: `load(folder, slot="B")`, and `predict(..., slot="B")` with numbers of its own.
A track that grows: `predict(None, n, is_growing=True, duration=...)`, then `extend(n, piece)` for
each piece of the extraction and `extend(n, None, is_last=True)` at its end; chunks come as windows
become whole (done of total), the answer after the last. Scrubbing: `move(n, seconds)`.
Pictures: `predict(..., video=path)`; `Loaded.needs` says which of both a model sees.
A child that dies is started again once and loads its models again: `Restarted`, its phases, then
`Loaded`; ask again then. If it dies before it answered anything, `Failed(is_dead)`.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection, wait
from pathlib import Path

from emo7_core import telemetry
from emo7_core.inference.messages import (
    Answered,
    Cancel,
    Extend,
    Failed,
    Load,
    Move,
    Predict,
    Quit,
    Report,
    Request,
    Restarted,
    Slot,
    Unload,
)
from emo7_core.landmarks.track import LandmarkTrack


class Engine:
    """A model engine, not yet started.

    Args:
        restarts: How often a child that dies is replaced before an answer has come.
    """

    def __init__(self, restarts: int = 1) -> None:
        self._restarts = self._restarts_left = restarts
        self._loads: dict[Slot, Load] = {}
        self._context = multiprocessing.get_context("spawn")
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._bell, self._bell_handle = self._context.Pipe(duplex=False)

    def start(self) -> None:
        """Start the child; its phases come as reports. A dead child is replaced."""
        if self.is_alive:
            return
        self._drop()
        telemetry.switch_off()
        mine, theirs = self._context.Pipe()
        from emo7_core.inference.engine_child import serve

        self._process = self._context.Process(target=serve, args=(theirs,), name="emo7 engine")
        self._process.daemon = True
        self._process.start()
        theirs.close()
        self._pipe = mine

    @property
    def is_alive(self) -> bool:
        """Whether the child runs."""
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int | None:
        """The child's process id, None before it starts."""
        return None if self._process is None else self._process.pid

    def load(self, folder: Path, device: str = "auto", slot: Slot = "A") -> None:
        """Ask for a model; `Loaded` or `Failed` follows."""
        self._loads[slot] = Load(folder, device, slot)
        self._ask(self._loads[slot])

    def unload(self, slot: Slot) -> None:
        """Let a model go; nothing follows."""
        self._loads.pop(slot, None)
        self._ask(Unload(slot))

    def predict(
        self,
        track: LandmarkTrack | Path | None,
        generation: int,
        clip_key: str | None = None,
        around: float = 0.0,
        slot: Slot = "A",
        *,
        video: Path | None = None,
        duration: float | None = None,
        is_growing: bool = False,
        store: Path | None = None,
    ) -> None:
        """Ask for a trace; `Chunk`s and then `Answered` follow, or `Failed`.

        A newer generation in the slot makes this one void; then nothing more may follow. The
        arguments are those of `Predict`.
        """
        self._ask(
            Predict(generation, track, clip_key, around, slot, video, duration, is_growing, store)
        )

    def extend(self, generation: int, piece: LandmarkTrack | None, is_last: bool = False) -> None:
        """Give further frames of a track that grows, to every slot that works on it."""
        self._ask(Extend(generation, piece, is_last))

    def move(self, generation: int, around: float) -> None:
        """Say that the playhead is at `around` s now."""
        self._ask(Move(generation, around))

    def cancel(self, generation: int, slot: Slot | None = None) -> None:
        """Say that nothing up to this generation is wanted any more."""
        self._ask(Cancel(generation, slot))

    def receive(self, timeout: float | None = None) -> Report | None:
        """Return the next report, None if none came in time or `wake` was called.

        A child that died is reported once: as `Restarted` where another one was started for it,
        else as `Failed` with `is_dead`.

        Args:
            timeout: How long to wait, s; None waits until something comes.
        """
        if self._pipe is None:
            return None
        ready = wait([self._pipe, self._bell], timeout)
        if self._bell in ready:
            self._bell.recv_bytes()
        if self._pipe not in ready:
            return None
        try:
            report: Report = self._pipe.recv()
        except (EOFError, OSError):
            return self._dead()
        if isinstance(report, Answered):
            self._restarts_left = self._restarts
        return report

    def wake(self) -> None:
        """Let a `receive` that waits return; safe from any thread."""
        if not self._bell_handle.closed:
            self._bell_handle.send_bytes(b"!")

    def close(self, patience: float = 2.0) -> None:
        """End the child: asked, then terminated, then killed. The engine is done for."""
        if self._process is not None and self._process.is_alive():
            self._ask(Quit())
            self._process.join(patience)
        self._drop()
        self._bell.close()
        self._bell_handle.close()

    def _ask(self, request: Request) -> None:
        if self._pipe is None:
            return
        try:
            self._pipe.send(request)
        except OSError:
            # It died; `receive` finds the closed pipe and says so.
            return

    def _dead(self) -> Report:
        process = self._process
        if process is not None:
            process.join(1.0)
        code = None if process is None else process.exitcode
        self._drop()
        reason = f"the model engine ended unexpectedly (exit code {code})"
        if self._restarts_left <= 0:
            return Failed(None, reason, is_dead=True)
        self._restarts_left -= 1
        self.start()
        for load in self._loads.values():
            self._ask(load)
        return Restarted(f"{reason}; it was started again")

    def _drop(self) -> None:
        if self._process is not None:
            for end in (self._process.terminate, self._process.kill):
                if self._process.is_alive():
                    end()
                    self._process.join(1.0)
        if self._pipe is not None:
            self._pipe.close()
        self._process, self._pipe = None, None
