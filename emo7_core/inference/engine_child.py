"""The engine's own process: loads torch, owns the model and its device.

Runs in: a spawned child; its main thread works and looks at its inbox between chunks, a
second one empties the pipe, so that the window never waits for room in it.
Owns: the predictor and the cache of traces.
Hears: Load, Predict, Cancel, Quit over the pipe.
Says: Phase, Loaded, Chunk, Answered, Failed over the pipe; errors are values, never its end.
Stops when: Quit comes or the pipe closes.
"""

from __future__ import annotations

import queue
import signal
import threading
import traceback
from collections import OrderedDict, deque
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from emo7_core.errors import Emo7Error, ModelError
from emo7_core.inference.messages import (
    Answered,
    Cancel,
    Chunk,
    Failed,
    Load,
    Loaded,
    Phase,
    Predict,
    Quit,
    Report,
    Request,
)
from emo7_core.inference.trace import TracePrediction
from emo7_core.landmarks.track import LandmarkTrack

if TYPE_CHECKING:
    from emo7_core.inference.predictor import Predictor, TraceChunk

CACHED_TRACES = 256
Inbox: TypeAlias = "queue.SimpleQueue[Request]"
CacheKey = tuple[str, str, str, str, int]


def serve(pipe: Connection) -> None:
    """Work until the pipe says Quit or closes."""
    # An interrupt at the terminal is for the window, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, inbox), name="listen", daemon=True).start()
    try:
        pipe.send(Phase("starting"))
        from emo7_core.models.devices import device_name, leave_one_core, resolve_device

        leave_one_core()
        pipe.send(Phase("ready", device_name(resolve_device("auto"))))
        _Worker(pipe, inbox).run()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # The window is gone.


def _listen(pipe: Connection, inbox: Inbox) -> None:
    """Move requests from the pipe to the inbox until it closes."""
    while True:
        try:
            inbox.put(pipe.recv())
        except (EOFError, OSError):
            inbox.put(Quit())
            return


class _Void(Exception):
    """What is being worked on is not wanted any more."""


class _Worker:
    def __init__(self, pipe: Connection, inbox: Inbox) -> None:
        self._pipe = pipe
        self._inbox = inbox
        self._waiting: deque[Request] = deque()
        self._newest = -1
        self._has_quit = False
        self._predictor: Predictor | None = None
        self._cache: OrderedDict[CacheKey, TracePrediction] = OrderedDict()

    def run(self) -> None:
        while not self._has_quit:
            self._hear(may_wait=not self._waiting)
            if self._waiting:
                self._do(self._waiting.popleft())

    def _hear(self, may_wait: bool = False) -> None:
        """Take in what came; void predictions are dropped at once."""
        while may_wait or not self._inbox.empty():
            request = self._inbox.get()
            may_wait = False
            if isinstance(request, Predict):
                self._newest = max(self._newest, request.generation)
            elif isinstance(request, Cancel):
                self._newest = max(self._newest, request.generation + 1)
            elif isinstance(request, Quit):
                self._has_quit = True
            if isinstance(request, Load | Predict):
                self._waiting.append(request)
        self._waiting = deque(one for one in self._waiting if not self._is_void(one))

    def _is_void(self, request: Request) -> bool:
        return isinstance(request, Predict) and request.generation < self._newest

    def _do(self, request: Request) -> None:
        generation = request.generation if isinstance(request, Predict) else None
        try:
            report = self._load(request) if isinstance(request, Load) else self._predict(request)
        except _Void:
            return
        except Emo7Error as error:
            report = Failed(generation, str(error))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:  # A defect must not end the engine: it is shown.
            message = f"the model failed: {type(error).__name__}: {error}"
            report = Failed(generation, message, traceback.format_exc())
        self._pipe.send(report)

    def _load(self, request: Load) -> Report:
        from emo7_core.inference.predictor import Predictor

        # A model that cannot be loaded leaves none: the old one would answer in its name.
        self._predictor = None
        self._predictor = Predictor.load(request.folder, request.device)
        card = self._predictor.card
        return Loaded(
            request.folder,
            self._predictor.device_name,
            card.weights_hash,
            card.vocabulary,
            card.window_seconds,
        )

    def _predict(self, request: Request) -> Report:
        assert isinstance(request, Predict)
        if self._predictor is None:
            raise ModelError("no model is loaded", remedy="Choose a model.")
        track = request.track
        if isinstance(track, Path):
            track = LandmarkTrack.load(track)
        key = self._key(request, track)
        if key in self._cache:
            self._cache.move_to_end(key)
            return Answered(request.generation, self._cache[key], is_cached=True)

        def on_chunk(chunk: TraceChunk) -> None:
            self._tell(request, chunk)

        trace = self._predictor.predict_track(track, on_chunk, request.around)
        if request.clip_key is not None:
            self._remember(key, trace)
        return Answered(request.generation, trace)

    def _tell(self, request: Predict, chunk: TraceChunk) -> None:
        self._hear()
        if self._has_quit or self._is_void(request):
            raise _Void
        self._pipe.send(
            Chunk(
                request.generation,
                chunk.start,
                chunk.total,
                chunk.times,
                chunk.probabilities,
                chunk.saw_face,
                chunk.saw_hands,
            )
        )

    def _key(self, request: Predict, track: LandmarkTrack) -> CacheKey:
        assert self._predictor is not None
        weights = self._predictor.card.weights_hash
        clip = request.clip_key or ""
        return weights, track.layout.name, track.extractor, clip, len(track)

    def _remember(self, key: CacheKey, trace: TracePrediction) -> None:
        self._cache[key] = trace
        while len(self._cache) > CACHED_TRACES:
            self._cache.popitem(last=False)
