"""The window's end of the infer thread: asks the worker, drops what comes too late.

What it is: a QObject of the GUI thread that owns the thread. It numbers the requests, and passes
on only answers to the newest; its signals arrive in the GUI thread whatever they are connected
to (a bare function connected to the worker itself would run in the infer thread).
What it is not: the loop (infer.py), the child (emo7_core/inference/engine.py), or a view.
Convention: generations rise; NO_GENERATION stands for the engine itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from emo7_core.inference.engine import Engine
from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.workers.infer import (
    NO_GENERATION,
    STOP_SECONDS,
    InferWorker,
    start_inferring,
    stop_inferring,
)
from emo7_gui.workers.infer_requests import InferRequest


class InferRoom(QObject):
    """One model that answers about one clip at a time, elsewhere."""

    engine_state = Signal(str, str)  # "off", "starting", "loading", "ready" or "failed"; device
    loaded = Signal(object)  # Loaded: folder, device, weights hash, vocabulary, window length
    progressed = Signal(int, int, int, object)  # generation, done, total, TracePrediction so far
    answered = Signal(int, object)  # generation, TracePrediction
    failed = Signal(int, object)  # generation or NO_GENERATION, exception

    def __init__(
        self,
        parent: QObject | None = None,
        make_engine: Callable[[], Engine] = Engine,
        **limits: float,
    ) -> None:
        super().__init__(parent)
        self._generation = 0
        self._worker = InferWorker(make_engine, **limits)
        self._worker.engine_state.connect(self.engine_state)
        self._worker.loaded.connect(self.loaded)
        self._worker.progressed.connect(self._on_progressed)
        self._worker.answered.connect(self._on_answered)
        self._worker.failed.connect(self._on_failed)
        self._thread = start_inferring(self._worker)

    def load(self, folder: Path | None, device: str = "auto") -> None:
        """Choose a model folder; None lets the model and its process go."""
        self._worker.load(folder, device)

    def predict(
        self, clip_key: str | None, track: LandmarkTrack | Path, around: float = 0.0
    ) -> int:
        """Ask for the trace of a clip and return its generation; what was asked before is void.

        Args:
            clip_key: Content hash; None while the track still grows: nothing is cached then.
            track: Landmarks, or better the file they are in.
            around: Time in s to begin at, the playhead.
        """
        self._generation += 1
        self._worker.predict(InferRequest(self._generation, clip_key, track, around))
        return self._generation

    def drop(self) -> None:
        """Ask for nothing more, and drop what is still sent."""
        self._generation += 1
        self._worker.drop()

    def stop(self, patience: float = STOP_SECONDS) -> None:
        """End thread and child, and wait for them; a child that hangs is killed."""
        self._generation += 1
        stop_inferring(self._worker, self._thread, patience)

    @property
    def is_stopped(self) -> bool:
        """Whether the thread has ended."""
        return self._thread.isFinished()

    @Slot(int, int, int, object)
    def _on_progressed(self, generation: int, done: int, total: int, trace: object) -> None:
        if generation == self._generation:
            self.progressed.emit(generation, done, total, trace)

    @Slot(int, object)
    def _on_answered(self, generation: int, trace: object) -> None:
        if generation == self._generation:
            self.answered.emit(generation, trace)

    @Slot(int, object)
    def _on_failed(self, generation: int, error: object) -> None:
        if generation in (self._generation, NO_GENERATION):
            self.failed.emit(generation, error)
