"""Fakes written by hand: what stands in for slow, heavy or ill-behaved parts in tests.

What it is: children of the model engine that answer without torch, or misbehave on purpose.
What it is not: used outside tests.
Convention: a child has the signature of `emo7_core.inference.engine_child.serve`; put it in its
place with monkeypatch before the engine starts.
"""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection

import numpy as np

from emo7_core.inference.messages import (
    Answered,
    Chunk,
    Extend,
    Failed,
    Load,
    Loaded,
    Move,
    Moved,
    Phase,
    Predict,
    Quit,
    Slot,
)
from emo7_core.inference.trace import TracePrediction
from emo7_core.scale import CLASSES, K

WINDOWS = 8
CHUNK = 4
DEAD_CODE = 3
# A model folder of this name cannot be loaded; predictions of a clip of this key fail.
BROKEN = "broken"
SLOW_SECONDS = 0.2
# A model folder of this name sees pictures.
PICTURES = "pictures"
PIECES_PER_SECOND = 4


def fake_trace(generation: int, windows: int = WINDOWS) -> TracePrediction:
    """Return the answer of the fake model: sure of class generation % 7 in every window."""
    probabilities = np.zeros((windows, K))
    probabilities[:, generation % K] = 1.0
    seen = np.ones(windows, dtype=bool)
    times = 1.0 + 0.25 * np.arange(windows)
    return TracePrediction(
        times, probabilities, seen, seen.copy(), probabilities[0].copy(), 2.0, "fake", "made"
    )


def fake_chunk(generation: int, start: int, slot: Slot = "A") -> Chunk:
    """Return a piece of that answer."""
    trace, part = fake_trace(generation), slice(start, start + CHUNK)
    return Chunk(
        generation,
        start,
        WINDOWS,
        trace.times[part],
        trace.probabilities[part],
        trace.saw_face[part],
        trace.saw_hands[part],
        slot,
    )


def _greet(pipe: Connection) -> None:
    pipe.send(Phase("starting"))
    pipe.send(Phase("ready", "fake"))


def _load(pipe: Connection, request: Load) -> None:
    if request.folder.name == BROKEN:
        pipe.send(Failed(None, "the model cannot be read", slot=request.slot))
    else:
        needs = "pictures" if request.folder.name == PICTURES else "landmarks"
        pipe.send(Loaded(request.folder, "fake", "fake", CLASSES, 2.0, request.slot, needs))


def _predict(pipe: Connection, request: Predict) -> None:
    if request.clip_key == BROKEN:
        what, details = "the model failed", "Traceback: here"
        pipe.send(Failed(request.generation, what, details, slot=request.slot))
        return
    if request.is_growing:
        return  # Its pieces come with Extend.
    # The pieces come from the playhead on, as the real engine sends them.
    for start in (CHUNK, 0):
        pipe.send(fake_chunk(request.generation, start, request.slot))
    whole = fake_trace(request.generation)
    pipe.send(Answered(request.generation, whole, slot=request.slot))


def _extend(pipe: Connection, request: Extend) -> None:
    """Say one window for a piece, its number and time those of the piece's first frame."""
    if request.piece is None:
        return
    first, trace = request.piece, fake_trace(request.generation, 1)
    start = round(float(first.times[0]) * PIECES_PER_SECOND)
    times = np.array([float(first.times[0])])
    probabilities, seen = trace.probabilities, trace.saw_face
    pipe.send(Chunk(request.generation, start, WINDOWS, times, probabilities, seen, seen.copy()))


def serve_answering(pipe: Connection) -> None:
    """A good child: loads any folder, answers any clip at once."""
    _greet(pipe)
    while True:
        try:
            request = pipe.recv()
        except EOFError:
            return
        if isinstance(request, Quit):
            return
        if isinstance(request, Load):
            _load(pipe, request)
        elif isinstance(request, Predict):
            _predict(pipe, request)
        elif isinstance(request, Extend):
            _extend(pipe, request)
        elif isinstance(request, Move):
            pipe.send(Moved("A", "fake", f"moved to {request.around:g} s"))


def serve_moving(pipe: Connection) -> None:
    """A child whose model leaves the GPU for a job, and comes back when it is asked for a clip."""
    _greet(pipe)
    while True:
        request = pipe.recv()
        if isinstance(request, Load):
            _load(pipe, request)
            pipe.send(Moved(request.slot, "cpu, 1 thread", "The GPU is wanted by “a job”."))
        elif isinstance(request, Predict):
            pipe.send(Moved(request.slot, "cuda: fake", "The GPU is free again."))
        elif isinstance(request, Quit):
            return


def serve_late(pipe: Connection) -> None:
    """A slow child that answers every request it ever got, also those that are void."""
    _greet(pipe)
    while True:
        request = pipe.recv()
        time.sleep(SLOW_SECONDS)
        if isinstance(request, Load):
            _load(pipe, request)
        elif isinstance(request, Predict):
            _predict(pipe, request)
        elif isinstance(request, Quit):
            return


def serve_nothing(pipe: Connection) -> None:
    """A child that never gets ready, hears nothing, and ignores the request to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(60)


def serve_loading_only(pipe: Connection) -> None:
    """A child that loads a model and then hangs, deaf to its pipe and to SIGTERM."""
    _greet(pipe)
    _load(pipe, pipe.recv())
    serve_nothing(pipe)


def serve_dying(pipe: Connection) -> None:
    """A child that dies in the middle of a prediction."""
    _greet(pipe)
    _load(pipe, pipe.recv())
    pipe.recv()
    os._exit(DEAD_CODE)
