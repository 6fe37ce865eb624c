"""Predicts along clips off the GUI thread, with a model in a child process.

Runs in: QThread "infer", made by `start_inferring`.
Owns: the Engine, that is the child with torch, the model and its device.
Hears: load, predict, drop; thread-safe, they wait in an inbox, the latest of each kind wins.
Says: engine_state, loaded, progressed, answered, failed; only of the newest generation.
Stops when: `stop_inferring` closes the inbox; a child that does not listen is killed.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot

from emo7_core.errors import ModelError
from emo7_core.inference.engine import Engine
from emo7_core.inference.messages import (
    Answered,
    Chunk,
    Failed,
    Loaded,
    Moved,
    Phase,
    Report,
    Restarted,
)
from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.workers.inbox import Inbox
from emo7_gui.workers.infer_requests import ChooseModel, DropRequest, GrowingTrace, InferRequest

NO_GENERATION = -1
# A first start reads torch from a cold disk; a window of a clip takes milliseconds.
START_SECONDS = 180.0
ANSWER_SECONDS = 60.0
QUIT_SECONDS = 0.5
STOP_SECONDS = 3.0


class InferWorker(QObject):
    """One model that answers about one clip at a time."""

    engine_state = Signal(str, str)  # "off", "starting", "loading", "ready" or "failed"; device
    loaded = Signal(object)  # Loaded: folder, device, weights hash, vocabulary, window length
    progressed = Signal(int, int, int, object)  # generation, done, total, TracePrediction so far
    answered = Signal(int, object)  # generation, TracePrediction
    failed = Signal(int, object)  # generation or NO_GENERATION, exception

    def __init__(
        self,
        make_engine: Callable[[], Engine] = Engine,
        start_seconds: float = START_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        super().__init__()
        self._make_engine = make_engine
        self._start_seconds, self._answer_seconds = start_seconds, answer_seconds
        self._inbox = Inbox()
        self._is_closed = False
        self._engine: Engine | None = None
        self._model: ChooseModel | None = None
        self._loaded: Loaded | None = None
        self._request: InferRequest | None = None
        self._newest = NO_GENERATION
        self._trace: GrowingTrace | None = None
        self._deadline: float | None = None

    # Any thread may call these.

    def load(self, folder: Path | None, device: str = "auto") -> None:
        """Choose a model folder; None lets the model and its process go."""
        self._leave(ChooseModel(folder, device))

    def predict(self, request: InferRequest) -> None:
        """Ask for a trace; what was asked before is void."""
        self._leave(request)

    def drop(self) -> None:
        """Ask for nothing more, e.g. while no clip is open."""
        self._leave(DropRequest())

    def close(self) -> None:
        """End the loop at its next turn."""
        self._is_closed = True
        self._inbox.close()
        self._wake()

    def kill_engine(self) -> None:
        """Kill the child, so that whoever waits for it goes on."""
        engine = self._engine
        pid = engine.pid if engine is not None and engine.is_alive else None
        if pid is None:
            return
        try:
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        except ProcessLookupError:
            return  # It ended by itself meanwhile.

    def _leave(self, request: object) -> None:
        self._inbox.put(request)
        self._wake()

    def _wake(self) -> None:
        engine = self._engine
        if engine is None:
            return
        try:
            engine.wake()
        except OSError:
            return  # It was just closed: the loop is awake.

    # The infer thread alone calls these.

    @Slot()
    def run(self) -> None:
        """Work until closed."""
        self.engine_state.emit("off", "")
        while not self._is_closed:
            for request in self._inbox.take():
                self._hear(request)
            if not self._is_closed:
                self._listen()
        self._end_engine()

    def _hear(self, request: object) -> None:
        if isinstance(request, ChooseModel):
            self._choose(request)
        elif isinstance(request, InferRequest):
            self._start_request(request)
        elif isinstance(request, DropRequest):
            self._drop_request()

    def _listen(self) -> None:
        if self._engine is None:
            self._inbox.wait()
            return
        left = None if self._deadline is None else max(0.0, self._deadline - time.monotonic())
        report = self._engine.receive(left)
        if report is not None:
            self._tell(report)
        elif self._deadline is not None and time.monotonic() >= self._deadline:
            self._give_up(ModelError("the model engine does not answer", remedy="Load it again."))

    def _choose(self, model: ChooseModel) -> None:
        self._loaded, self._model = None, model
        if model.folder is None:
            self._end_engine()
            self.engine_state.emit("off", "")
            return
        if self._engine is None or not self._engine.is_alive:
            self._start_engine()
        else:
            self.engine_state.emit("loading", "")
        assert self._engine is not None
        self._engine.load(model.folder, model.device)
        self._expect(self._start_seconds)

    def _start_engine(self) -> None:
        self._end_engine()
        self.engine_state.emit("starting", "")
        self._engine = self._make_engine()
        self._engine.start()

    def _end_engine(self) -> None:
        self._loaded = self._deadline = None
        if self._engine is not None:
            # It stays in sight until it is gone, so that `kill_engine` can end a long good-bye.
            self._engine.close(QUIT_SECONDS)
            self._engine = None

    def _start_request(self, request: InferRequest) -> None:
        """Ask at once where the model is ready; else when it is."""
        if request.generation <= self._newest:
            return
        self._request, self._newest = request, request.generation
        if self._loaded is not None and self._engine is not None:
            self._send_request()
        elif self._model is None or self._model.folder is None:
            error = ModelError("no model is loaded", remedy="Choose a model.")
            self.failed.emit(request.generation, error)

    def _send_request(self) -> None:
        assert self._engine is not None
        request = self._request
        if request is None:
            return
        track = request.track
        extractor = track.extractor if isinstance(track, LandmarkTrack) else ""
        self._trace = GrowingTrace(self._loaded, extractor)
        self._engine.predict(track, request.generation, request.clip_key, request.around)
        self._expect(self._answer_seconds)

    def _drop_request(self) -> None:
        request, self._request, self._trace = self._request, None, None
        if request is not None and self._engine is not None and self._loaded is not None:
            self._engine.cancel(request.generation)
            self._deadline = None

    def _expect(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds

    def _tell(self, report: Report) -> None:
        if isinstance(report, Phase):
            if report.phase == "ready":
                self.engine_state.emit("loading", report.device)
        elif isinstance(report, Loaded):
            self._on_loaded(report)
        elif isinstance(report, Failed):
            self._on_failed(report)
        elif isinstance(report, Restarted):
            # Its models load by themselves; then the request is sent again.
            self._loaded = self._trace = None
            self.engine_state.emit("starting", "")
            self._expect(self._start_seconds)
        elif isinstance(report, Moved):
            self.engine_state.emit("ready", report.device)
        elif self._request is not None and report.generation == self._request.generation:
            self._on_piece(report)

    def _on_loaded(self, report: Loaded) -> None:
        if self._model is None or report.folder != self._model.folder:
            return  # Another model has been chosen since.
        self._loaded, self._deadline = report, None
        self.engine_state.emit("ready", report.device)
        self.loaded.emit(report)
        self._send_request()

    def _on_piece(self, report: Chunk | Answered) -> None:
        generation = report.generation
        if self._trace is None:
            return
        if isinstance(report, Answered):
            self._trace, self._deadline = None, None
            self.answered.emit(generation, report.trace)
            return
        self._expect(self._answer_seconds)
        done, total = self._trace.add(report)
        self.progressed.emit(generation, done, total, self._trace.trace())

    def _on_failed(self, report: Failed) -> None:
        error = ModelError(report.message)
        if report.details:
            error.add_note(report.details)
        if report.is_dead:
            self._give_up(error)
        elif report.generation is None:
            # The engine lives; without a model it can only load another one.
            self._deadline = None
            self.engine_state.emit("failed", "")
            self.failed.emit(NO_GENERATION, error)
        elif self._request is not None and report.generation == self._request.generation:
            self._trace, self._deadline = None, None
            self.failed.emit(report.generation, error)

    def _give_up(self, error: ModelError) -> None:
        """Let a dead or silent child go; the next choice of a model starts another."""
        generation = self._request.generation if self._trace is not None and self._request else None
        self._trace = None
        self.kill_engine()
        self._end_engine()
        self._model = None
        self.engine_state.emit("failed", "")
        self.failed.emit(NO_GENERATION if generation is None else generation, error)


def start_inferring(worker: InferWorker, parent: QObject | None = None) -> QThread:
    """Move the worker to a new thread named "infer", start it and return the thread."""
    thread = QThread(parent)
    thread.setObjectName("infer")
    worker.moveToThread(thread)
    thread.started.connect(worker.run)
    thread.start()
    return thread


def stop_inferring(worker: InferWorker, thread: QThread, patience: float = STOP_SECONDS) -> None:
    """End worker, child and thread, and wait for them; a child that hangs is killed."""
    worker.close()
    thread.quit()
    if not thread.wait(round(patience * 1000)):
        worker.kill_engine()
        thread.wait()
