"""The child process that extracts clips one after another.

Runs in: a spawned process, one per worker, made in extract.py; it gives way.
Owns: the extractor and the video that is open.
Hears: tasks, STOP (abandon this clip) and the end of the pipe, through one connection.
Says: READY once, then for each task Opened, Pieces, and one of Finished, Failed, STOPPED.
Stops when: the connection ends, or the parent process is gone, however it went.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from emo7_core.errors import Emo7Error, LandmarkError
from emo7_core.jobs.priority import give_way
from emo7_core.landmarks.progress import ExtractionTask
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.frame import Frame
from emo7_core.video.reader import VideoInfo, VideoReader

READY, STOP, STOPPED = "ready", "stop", "stopped"


class Extractor(Protocol):
    """Anything that finds landmarks in the frames of a clip."""

    version: str

    def extract(self, frames: Iterable[Frame], info: VideoInfo) -> Iterator[LandmarkTrack]:
        """Yield the track in consecutive pieces; no frame is left out."""

    def close(self) -> None:
        """Free what it holds."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The clip is open and has this many frames."""

    total_frames: int


@dataclass(frozen=True, slots=True)
class Piece:
    """The newest frames of the clip."""

    track: LandmarkTrack


@dataclass(frozen=True, slots=True)
class Finished:
    """The track is written."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The clip cannot be extracted; the child goes on."""

    reason: str


class StoppedError(Exception):
    """The parent asked to abandon the clip."""


def serve(pipe: Connection, make_extractor: Callable[[], Extractor], log: Path) -> None:
    """Extract what comes through the pipe until it ends; the process's main function."""
    _stay_in_the_background(log)
    threading.Thread(target=_leave_with_parent, name="parent watch", daemon=True).start()
    extractor = make_extractor()
    try:
        pipe.send(READY)
        while True:
            task = pipe.recv()
            if isinstance(task, ExtractionTask):
                pipe.send(_outcome(task, extractor, pipe))
    except (EOFError, ConnectionError):
        return
    finally:
        extractor.close()


def extract_frames(
    task: ExtractionTask,
    extractor: Extractor,
    on_open: Callable[[VideoInfo], None],
    on_piece: Callable[[LandmarkTrack], None],
) -> LandmarkTrack:
    """Extract one clip, write its track, and return it.

    Raises:
        MediaError: the clip cannot be played.
        LandmarkError: the clip gave fewer frames than it has, or the track cannot be written.
    """
    pieces: list[LandmarkTrack] = []
    with VideoReader(task.path) as video:
        on_open(video.info)
        for piece in extractor.extract(video.frames(), video.info):
            pieces.append(piece)
            on_piece(piece)
        expected = video.info.frame_count
    track = LandmarkTrack.joined(pieces)
    if len(track) != expected:
        raise LandmarkError(f"only {len(track)} of {expected} frames could be read")
    track.save(task.out)
    return track


def _outcome(task: ExtractionTask, extractor: Extractor, pipe: Connection) -> object:
    def on_piece(piece: LandmarkTrack) -> None:
        pipe.send(Piece(piece))
        if pipe.poll():
            raise StoppedError

    try:
        extract_frames(task, extractor, lambda info: pipe.send(Opened(info.frame_count)), on_piece)
    except StoppedError:
        return STOPPED
    except (EOFError, ConnectionError):
        raise
    except Emo7Error as error:
        return Failed(str(error))
    except Exception as error:
        traceback.print_exc()
        return Failed(f"{type(error).__name__}: {error}")
    return Finished()


def _stay_in_the_background(log: Path) -> None:
    # MediaPipe's C++ side writes to the file descriptor, past Python's sys.stderr.
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    faulthandler.enable(sys.stderr)
    # Ctrl+C reaches the whole group; the parent decides what to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_way()


def _leave_with_parent() -> None:
    parent: Any = parent_process()
    connection.wait([parent.sentinel])
    os._exit(1)
