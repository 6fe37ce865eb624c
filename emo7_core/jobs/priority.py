"""How far a process stands back behind the window that a person works in.

What it is: the one place that lowers a child's priority: jobs, the measuring of a training,
extraction, and the engine of live predictions.
What it is not: how many cores a child computes on (models/devices.py), or the start of any child.
Convention: a priority is only ever lowered. Niceness counts from 0, as `nice` does; where there is
none (Windows), a child that gives way is below normal.

Linux may schedule by session first ("autogroup"): niceness then ranks the processes of one session
among each other, and sessions share equally however nice their processes are. A job has a session
of its own so that it outlives the window; what it needs as well is a niceness of that session, in
/proc/PID/autogroup. A child in the window's own session must not touch it: it is the window's, too.
"""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path

# What the window shows a person meanwhile goes first, what can wait for minutes last.
ENGINE_NICENESS = 5
NICENESS = 10
# The kernel takes one such word in a tenth of a second from all who are not root.
_TRIES, _PAUSE_SECONDS = 3, 0.11


def give_way(niceness: int = NICENESS, pid: int | None = None) -> None:
    """Lower the priority of a process, and of its session where that is its own.

    Call it before the process starts threads: only those that come later inherit it. Nothing
    happens where the process is gone or the system refuses.

    Args:
        niceness: 1 to 19.
        pid: The process; the one that calls if None.
    """
    # The window imports this file for its children's sake, and starts without psutil.
    import psutil

    pid = os.getpid() if pid is None else pid
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        if os.name != "posix":
            process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
            return
        process.nice(max(niceness, process.nice()))
        if os.getsid(pid) == pid:
            _calm_session(Path(f"/proc/{pid}/autogroup"), niceness)


def session_niceness(pid: int) -> int | None:
    """Return the niceness of a process's session, None where sessions have none."""
    with suppress(OSError):
        return _told(Path(f"/proc/{pid}/autogroup"))
    return None


def _calm_session(place: Path, niceness: int) -> None:
    if not place.exists() or (_told(place) or 0) >= niceness:
        return
    for _ in range(_TRIES):
        try:
            place.write_text(str(niceness), encoding="ascii")
            return
        except BlockingIOError:
            time.sleep(_PAUSE_SECONDS)


def _told(place: Path) -> int | None:
    found = re.search(r"nice (-?\d+)", place.read_text(encoding="ascii"))
    return int(found[1]) if found else None
