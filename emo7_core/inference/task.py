"""One request of the engine while it is worked on, and the traces that are known already. No torch.

What it is: a model's work on a clip, with its number, looked up before it is done and kept after.
What it is not: the loop (engine_child.py), or the model.
Convention: a trace is known by the model's identity, the clip's content and the input (landmarks
version and length, or how pictures were taken); a clip without a key is never kept.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from emo7_core.inference.clip_input import ClipInput
from emo7_core.inference.messages import Predict, Slot
from emo7_core.inference.pace import Pace
from emo7_core.inference.trace import TracePrediction
from emo7_core.inference.trace_store import TraceStore
from emo7_core.inference.work import ClipPredictor, TraceChunk, Work
from emo7_core.landmarks.track import LandmarkTrack

KEPT_IN_MEMORY = 256
Key: TypeAlias = tuple[str, str, str]


class KnownTraces:
    """Traces in memory, the latest used, and behind them those on disk."""

    def __init__(self) -> None:
        self._traces: OrderedDict[Key, TracePrediction] = OrderedDict()

    def find(self, key: Key, folder: Path | None) -> TracePrediction | None:
        """Return a known trace, None where there is none."""
        if key in self._traces:
            self._traces.move_to_end(key)
            return self._traces[key]
        found = None if folder is None else TraceStore(folder).load(*key)
        if found is not None:
            self._remember(key, found)
        return found

    def keep(self, key: Key, folder: Path | None, trace: TracePrediction) -> None:
        """Keep a trace."""
        self._remember(key, trace)
        if folder is not None:
            TraceStore(folder).save(*key, trace)

    def _remember(self, key: Key, trace: TracePrediction) -> None:
        self._traces[key] = trace
        while len(self._traces) > KEPT_IN_MEMORY:
            self._traces.popitem(last=False)


class Task:
    """A request that is worked on.

    Args:
        request: The request.
        model: Who answers.
        clip: What it is given.
        known: Traces that need not be made.
        pace: How many windows of this model a step judges; one of its own unless given.
    """

    def __init__(
        self,
        request: Predict,
        model: ClipPredictor,
        clip: ClipInput,
        known: KnownTraces,
        pace: Pace | None = None,
    ) -> None:
        self._pace = pace or Pace()
        self.slot: Slot = request.slot
        self.generation = request.generation
        self._folder = request.store
        self._known = known
        self._key: Key | None = None
        self._found: TracePrediction | None = None
        self._work: Work | None = None
        self._is_starved = False
        if model.needs == "landmarks" and isinstance(clip.track, Path):
            clip = replace(clip, track=clip.landmarks())  # read once
        if clip.key is not None and not clip.is_growing:
            self._key = (model.facts.identity, clip.key, model.input_name(clip))
            self._found = known.find(self._key, self._folder)
        if self._found is None:
            self._work = model.begin(clip, request.around)

    @property
    def is_cached(self) -> bool:
        """Whether the answer was known already."""
        return self._found is not None

    @property
    def is_done(self) -> bool:
        """Whether the answer is there."""
        return self._work is None or self._work.is_done

    @property
    def can_step(self) -> bool:
        """Whether there is something to do before more of the track comes."""
        return not self._is_starved

    def step(self) -> TraceChunk | None:
        """Judge some windows; None where landmarks must come first."""
        assert self._work is not None
        began = time.perf_counter()
        chunk = self._work.step(self._pace.windows)
        if chunk is not None:
            self._pace.took(len(chunk.times), time.perf_counter() - began)
        self._is_starved = chunk is None and not self._work.is_done
        return chunk

    def extend(self, piece: LandmarkTrack | None, is_last: bool) -> None:
        """Take in further frames of the track."""
        if self._work is not None:
            self._work.extend(piece, is_last)
            self._is_starved = False

    def move(self, around: float) -> None:
        """Put the playhead, s."""
        if self._work is not None:
            self._work.move(around)

    def answer(self) -> TracePrediction:
        """Return the whole trace, and keep it."""
        if self._found is not None:
            return self._found
        assert self._work is not None
        trace = self._work.answer()
        if self._key is not None:
            self._known.keep(self._key, self._folder, trace)
        return trace
