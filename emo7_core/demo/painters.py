"""Draws clips in several processes, and ends at once when it is left.

What it is: the pool of processes, and the flag at which each of them leaves, whatever it does.
What it is not: the drawing of a clip (clips.py) or the project that it goes into (project.py).
Convention: who stops iterating, for whatever reason, waits for no clip; one that is not whole
leaves no file.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.synchronize import Event
from pathlib import Path

from emo7_core.demo.clips import DemoClip, render_clip
from emo7_core.landmarks.track import LandmarkTrack

MOST_PAINTERS = 4
LOOK_SECONDS = 0.2


def painted(
    wanted: Mapping[DemoClip, Path], look: Callable[[], object] = lambda: None
) -> Generator[tuple[DemoClip, LandmarkTrack], None, None]:
    """Draw clips into files and yield each with its known track as soon as it is whole.

    Args:
        wanted: The file of each clip.
        look: Called a few times a second; what it raises ends the drawing.
    """
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    workers = min(MOST_PAINTERS, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, context, _begin, (stop,)) as painters:
        try:
            jobs = {painters.submit(render_clip, clip, path): clip for clip, path in wanted.items()}
            yield from _as_done(jobs, look)
        finally:
            stop.set()
            painters.shutdown(wait=True, cancel_futures=True)
            for path in wanted.values():
                _forget_halves(path)


def _as_done(
    jobs: Mapping[Future[LandmarkTrack], DemoClip], look: Callable[[], object]
) -> Iterator[tuple[DemoClip, LandmarkTrack]]:
    waiting = set(jobs)
    while waiting:
        done, waiting = wait(waiting, LOOK_SECONDS, FIRST_COMPLETED)
        for job in done:
            yield jobs[job], job.result()
        look()


def _begin(stop: Event) -> None:
    threading.Thread(target=_leave_at, args=(stop,), name="painter watch", daemon=True).start()


def _leave_at(stop: Event) -> None:
    stop.wait()
    # Preparing a signer takes seconds too, so a look between two frames would not do.
    os._exit(0)


def _forget_halves(path: Path) -> None:
    for half in path.parent.glob(f".{path.stem}.*.part"):
        half.unlink(missing_ok=True)
