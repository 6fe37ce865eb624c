"""Processes that outlive the window.

What it is: starting a command in its own session with its output in files, telling whether it
still lives, and ending it.
What it is not: the queue or the meaning of a job (supervisor.py).
Convention: a process is its pid and when it began; a pid alone is used again.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from emo7_core import telemetry
from emo7_core.errors import JobError
from emo7_core.jobs.priority import give_way

SAME_START_SECONDS = 1.0
LAST_THREAD_SECONDS = 2.0
# Kept so that a dead child is reaped while this process lives; it never owns their lives.
_started: dict[int, subprocess.Popen[bytes]] = {}
_exit_codes: dict[int, int] = {}


@dataclass(frozen=True, slots=True)
class ProcessId:
    """A process that is not mistaken for a later one with its pid."""

    pid: int
    create_time: float

    def is_alive(self) -> bool:
        """Whether it still runs; a dead child that nobody waited for does not."""
        return self._process() is not None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to what it started; nothing happens if it is gone."""
        process = self._process()
        if process is None:
            return
        try:
            if hasattr(os, "killpg") and os.getpgid(self.pid) == self.pid:
                os.killpg(self.pid, number)
            else:
                process.send_signal(number)
        except (ProcessLookupError, psutil.NoSuchProcess):
            return

    def _process(self) -> psutil.Process | None:
        reap()
        try:
            process = psutil.Process(self.pid)
            is_same = abs(process.create_time() - self.create_time) < SAME_START_SECONDS
            is_alive = process.is_running() and process.status() != psutil.STATUS_ZOMBIE
            return process if is_same and is_alive else None
        except psutil.NoSuchProcess:
            return None


def this_host() -> str:
    """Return the name of this computer: pids mean nothing on another one."""
    return socket.gethostname()


def this_process() -> ProcessId:
    """Return the process that asks."""
    return ProcessId(os.getpid(), psutil.Process().create_time())


def start_detached(command: Sequence[str], folder: Path) -> ProcessId:
    """Start a command that lives on when this process ends.

    It gets its own session, lower priority (as has that session, see priority.py), no input, all
    cores but one for its computations, and writes to out.log and err.log of the folder.

    Raises:
        JobError: it cannot be started.
    """
    environment = os.environ | telemetry.OFF | {"PYTHONUNBUFFERED": "1"}
    environment.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) - 1)))
    try:
        with (folder / "out.log").open("ab") as out, (folder / "err.log").open("ab") as err:
            process = subprocess.Popen(
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env=environment,
                start_new_session=True,
            )
    except OSError as error:
        raise JobError(f"the job's process cannot be started: {error}", where=folder) from error
    _started[process.pid] = process
    give_way(pid=process.pid)
    return ProcessId(process.pid, _begun(process.pid))


def _begun(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return 0.0


def reap() -> None:
    """Let go of children that ended."""
    for pid, process in list(_started.items()):
        if process.poll() is not None:
            _exit_codes[pid] = process.returncode
            _started.pop(pid, None)


def exit_code(pid: int) -> int | None:
    """Return how a dead child of this process ended, None if unknown.

    Negative: ended by that signal.
    """
    process = _started.get(pid)
    if process is not None:
        # A killed process shows as dead a moment before its last thread is.
        with suppress(subprocess.TimeoutExpired):
            process.wait(LAST_THREAD_SECONDS)
    reap()
    return _exit_codes.get(pid)
