"""Runs a command that ends with the process that asked for it, even if that one is killed.

    python -m emo7_core.jobs.tied COMMAND...

What it is: for servers that a window needs only while it is open. The command is ended when
standard input closes, which the system does for a process that is gone.
What it is not: for jobs; those live on (executors.py).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from emo7_core.jobs.priority import give_way

GRACE_SECONDS = 1.0


def run_tied(command: Sequence[str]) -> int:
    """Run a command until it ends or standard input closes; return its exit code."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    give_way(pid=child.pid)
    signal.signal(signal.SIGTERM, lambda number, frame: child.terminate())
    threading.Thread(target=_end_with_input, args=(child,), name="tie", daemon=True).start()
    return child.wait()


def _end_with_input(child: subprocess.Popen[bytes]) -> None:
    # Not sys.stdin: a thread that reads it would hold its lock when the interpreter ends.
    while os.read(0, 4096):
        pass
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _kill(child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End the command and what it started, where the system has groups of processes."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()


if __name__ == "__main__":
    sys.exit(run_tied(sys.argv[1:]))
