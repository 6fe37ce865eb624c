"""The process that draws clips one after another.

Runs in: a spawned process, made in painters.py.
Hears: pairs of a clip and its file, and the end of the pipe.
Says: the known track of each, or Failed.
Stops when: the pipe ends, or the parent process is gone, however it went.
"""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from emo7_core.demo.clips import DemoClip, render_clip
from emo7_core.errors import Emo7Error
from emo7_core.landmarks.track import LandmarkTrack


@dataclass(frozen=True, slots=True)
class Failed:
    """The clip could not be drawn."""

    error: Emo7Error


def serve(pipe: Connection) -> None:
    """Draw what comes through the pipe until it ends; the process's main function."""
    # Ctrl+C reaches the whole group; the parent decides what to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, name="parent watch", daemon=True).start()
    try:
        while True:
            clip, path = pipe.recv()
            pipe.send(_outcome(clip, path))
    except (EOFError, ConnectionError):
        return


def _outcome(clip: DemoClip, path: Path) -> LandmarkTrack | Failed:
    try:
        return render_clip(clip, path)
    except Emo7Error as error:
        return Failed(error)


def _leave_with_parent() -> None:
    parent: Any = parent_process()
    connection.wait([parent.sentinel])
    # Preparing a signer takes seconds, so a look between two frames would not do.
    os._exit(1)
