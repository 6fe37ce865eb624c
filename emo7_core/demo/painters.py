"""Draws clips in several processes, and ends at once when it is left.

What it is: the painters, each a process with a pipe of its own, and what becomes of them.
What it is not: the drawing of a clip (clips.py, painter_child.py) or the project that it goes
into (project.py).
Convention: who stops iterating, for whatever reason, waits for no clip; one that is not whole
leaves no file. Painters share no lock with anybody, so a painter that is killed holds nobody up,
and none outlives this process.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Mapping
from multiprocessing.connection import Connection, wait
from pathlib import Path

from emo7_core.demo.clips import DemoClip
from emo7_core.demo.painter_child import Failed, serve
from emo7_core.errors import MediaError
from emo7_core.landmarks.track import LandmarkTrack

MOST_PAINTERS = 4
LOOK_SECONDS = 0.2
END_SECONDS = 5.0
Drawn = tuple[DemoClip, LandmarkTrack]


def painted(
    wanted: Mapping[DemoClip, Path], look: Callable[[], object] = lambda: None
) -> Generator[Drawn, None, None]:
    """Draw clips into files and yield each with its known track as soon as it is whole.

    Args:
        wanted: The file of each clip.
        look: Called a few times a second; what it raises ends the drawing.

    Raises:
        MediaError: a clip cannot be written, or its process died.
    """
    waiting = deque(wanted.items())
    painters: list[_Painter] = []
    try:
        for _ in range(min(MOST_PAINTERS, os.cpu_count() or 1, len(waiting))):
            painters.append(_Painter())
            painters[-1].give(*waiting.popleft())
        while busy := {painter.pipe: painter for painter in painters if painter.clip}:
            for pipe in wait(list(busy), LOOK_SECONDS):
                assert isinstance(pipe, Connection)
                drawn = busy[pipe].take()
                if waiting:
                    busy[pipe].give(*waiting.popleft())
                yield drawn
            look()
    finally:
        for painter in painters:
            painter.end()
        for path in wanted.values():
            _forget_halves(path)


class _Painter:
    """One process, seen from its parent."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.clip: DemoClip | None = None
        self.pipe, other_end = context.Pipe()
        self._process = context.Process(
            target=serve, args=(other_end,), name="emo7 painter", daemon=True
        )
        self._process.start()
        # With our copy open the pipe would not end when the painter dies.
        other_end.close()

    def give(self, clip: DemoClip, path: Path) -> None:
        self.clip = clip
        try:
            self.pipe.send((clip, path))
        except OSError:
            return  # It died: `take` finds the pipe's end and says so.

    def take(self) -> Drawn:
        """Return what it has drawn; its pipe has something to read."""
        clip, self.clip = self.clip, None
        assert clip is not None
        try:
            said = self.pipe.recv()
        except (EOFError, OSError):
            self._process.join(END_SECONDS)
            code = self._process.exitcode
            raise MediaError(
                f"the process that drew {clip.name} died (exit code {code})",
                remedy="Start again: what was drawn is kept.",
            ) from None
        if isinstance(said, Failed):
            raise said.error
        return clip, said

    def end(self) -> None:
        """Let it draw nothing more."""
        self._process.kill()
        self._process.join(END_SECONDS)
        self.pipe.close()


def _forget_halves(path: Path) -> None:
    for half in path.parent.glob(f".{path.stem}.*.part"):
        half.unlink(missing_ok=True)
