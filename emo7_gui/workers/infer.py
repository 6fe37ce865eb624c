"""Predicts along clips off the GUI thread, with up to two models in a child process.

Runs in: QThread "infer", made by `start_inferring`.
Owns: the Engine, that is the child with torch, the models and their device.
Hears: choose, predict, grow, move, drop; thread-safe, they wait in an inbox, the latest of each
    kind wins.
Says: engine_state, loaded, moved, restarted, traced, failed; only of the newest generation.
Stops when: `stop_inferring` closes the inbox; a child that does not listen is killed.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable

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
from emo7_gui.workers.infer_requests import (
    ChooseModels,
    DropRequest,
    GrowingTrace,
    GrowRequest,
    InferRequest,
    MoveRequest,
    SlotFailure,
)
from emo7_gui.workers.infer_slots import Slots, SlotState

NO_GENERATION = -1
# A first start reads torch from a cold disk; a window of a clip takes milliseconds.
START_SECONDS = 180.0
ANSWER_SECONDS = 60.0
QUIT_SECONDS = 0.5
STOP_SECONDS = 3.0


class InferWorker(QObject):
    """Up to two models that answer about one clip at a time."""

    engine_state = Signal(str, str)  # "off", "starting", "loading", "ready" or "failed"; device
    loaded = Signal(object)  # Loaded: slot, folder, device, weights hash, vocabulary, ...
    moved = Signal(object)  # Moved: slot, device, reason
    restarted = Signal(str)  # how the child ended
    traced = Signal(object)  # SlotTrace
    failed = Signal(object)  # SlotFailure

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
        self._slots = Slots()
        self._request: InferRequest | None = None
        self._newest = NO_GENERATION
        self._grown: tuple[LandmarkTrack, ...] = ()
        self._deadline: float | None = None

    # Any thread may call these.

    def choose(self, models: ChooseModels) -> None:
        """Hold these models; without any their process ends."""
        self._leave(models)

    def predict(self, request: InferRequest) -> None:
        """Ask for a trace; what was asked before is void."""
        self._leave(request)

    def grow(self, request: GrowRequest) -> None:
        """Tell what is known so far of landmarks that grow."""
        self._leave(request)

    def move(self, request: MoveRequest) -> None:
        """Tell where the playhead is."""
        self._leave(request)

    def drop(self) -> None:
        """Ask for nothing more, e.g. while no clip is open."""
        self._leave(DropRequest())

    def close(self) -> None:
        """End the loop at its next turn."""
        self._is_closed = True
        self._inbox.close()
        self._wake()

    @property
    def engine_pid(self) -> int | None:
        """The child's process id, None where there is none."""
        engine = self._engine
        return None if engine is None else engine.pid

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
        if isinstance(request, ChooseModels):
            self._choose(request)
        elif isinstance(request, InferRequest):
            self._start_request(request)
        elif isinstance(request, GrowRequest):
            self._grow(request)
        elif isinstance(request, MoveRequest):
            self._move(request)
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

    # The models

    def _choose(self, models: ChooseModels) -> None:
        changed = self._slots.take(models.wishes)
        if not self._slots.wished():
            self._end_engine()
            self.engine_state.emit("off", "")
            return
        if self._engine is None or not self._engine.is_alive:
            self._start_engine()
            changed = self._slots.wished()
        for state in changed:
            self._load(state)
        self._say_state()
        self._expect()

    def _load(self, state: SlotState) -> None:
        assert self._engine is not None
        if state.wish is None:
            self._engine.unload(state.slot)
        else:
            state.begin_loading()
            self._engine.load(state.wish.folder, state.wish.device, state.slot)

    def _start_engine(self) -> None:
        self._end_engine()
        self.engine_state.emit("starting", "")
        self._engine = self._make_engine()
        self._engine.start()

    def _end_engine(self) -> None:
        self._slots.let_go()
        self._deadline = None
        if self._engine is not None:
            # It stays in sight until it is gone, so that `kill_engine` can end a long good-bye.
            self._engine.close(QUIT_SECONDS)
            self._engine = None

    def _say_state(self, device: str = "") -> None:
        """Say whether models load; a child that only starts has said so already."""
        if self._slots.is_loading:
            if self._slots.has_model:
                self.engine_state.emit("loading", device)
        else:
            self.engine_state.emit("ready" if self._slots.has_model else "failed", device)

    # The request

    def _start_request(self, request: InferRequest) -> None:
        """Ask at once where a model is ready; else when it is."""
        if request.generation <= self._newest:
            return
        self._request, self._newest, self._grown = request, request.generation, ()
        if not self._slots.wished():
            error = ModelError("no model is loaded", remedy="Choose a model.")
            self.failed.emit(SlotFailure(error, None, request.generation))
            return
        for state in self._slots:
            state.end_answering()
            self._send_to(state)
        self._expect()

    def _send_to(self, state: SlotState) -> None:
        request, loaded = self._request, state.loaded
        if request is None or loaded is None or self._engine is None:
            return
        if not request.suits(loaded.needs):
            # What it is still busy with was about another clip.
            self._engine.cancel(request.generation - 1, state.slot)
            return
        is_growing = request.is_growing and loaded.needs == "landmarks"
        state.trace = GrowingTrace(loaded, request.generation)
        state.is_answering = not is_growing
        self._engine.predict(
            _joined(self._grown) if is_growing else request.track,
            request.generation,
            request.clip_key,
            request.around,
            state.slot,
            video=request.video,
            duration=request.duration,
            is_growing=is_growing,
            store=request.store,
        )

    def _grow(self, request: GrowRequest) -> None:
        """Send what the models have not seen yet."""
        if self._request is None or request.generation != self._request.generation:
            return
        new = request.pieces[len(self._grown) :]
        self._grown = request.pieces
        if self._engine is not None and new and self._slots.has_model:
            self._engine.extend(request.generation, _joined(new))

    def _move(self, request: MoveRequest) -> None:
        is_current = self._request is not None and request.generation == self._request.generation
        if self._engine is not None and is_current and self._slots.has_model:
            self._engine.move(request.generation, request.around)

    def _drop_request(self) -> None:
        request, self._request, self._grown = self._request, None, ()
        for state in self._slots:
            state.end_answering()
        if request is not None and self._engine is not None and self._slots.has_model:
            self._engine.cancel(request.generation)
        self._expect()

    def _expect(self) -> None:
        """Wait for what is owed, counted from now; for ever where nothing is."""
        if self._slots.is_loading:
            self._deadline = time.monotonic() + self._start_seconds
        elif self._slots.is_answering:
            self._deadline = time.monotonic() + self._answer_seconds
        else:
            self._deadline = None

    # What the engine says

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
            self._slots.begin_again()
            self.restarted.emit(report.reason)
            self.engine_state.emit("starting", "")
        elif isinstance(report, Moved):
            self.moved.emit(report)
        else:
            self._on_piece(report)
        if self._engine is not None:
            self._expect()

    def _on_loaded(self, report: Loaded) -> None:
        state = self._slots[report.slot]
        if state.wish is None or report.folder != state.wish.folder:
            return  # Another model has been chosen since.
        state.loaded, state.is_loading = report, False
        self._say_state(report.device)
        self.loaded.emit(report)
        self._send_to(state)

    def _on_piece(self, report: Chunk | Answered) -> None:
        state = self._slots[report.slot]
        if self._request is None or report.generation != self._request.generation:
            return
        if state.trace is None:
            return
        if isinstance(report, Answered):
            whole = state.trace.whole(report.trace)
            state.end_answering()
            self.traced.emit(whole)
        else:
            self.traced.emit(state.trace.add(report))

    def _on_failed(self, report: Failed) -> None:
        # It is a whole sentence already; as an error it gets its full stop anew.
        error = ModelError(report.message.removesuffix("."))
        if report.details:
            error.add_note(report.details)
        state = self._slots[report.slot]
        if report.is_dead:
            self._give_up(error)
        elif report.generation is None:
            # The engine lives; without a model it can only load another one.
            state.loaded, state.is_loading = None, False
            self.failed.emit(SlotFailure(error, report.slot))
            self._say_state()
        elif self._request is not None and report.generation == self._request.generation:
            state.end_answering()
            self.failed.emit(SlotFailure(error, report.slot, report.generation))

    def _give_up(self, error: ModelError) -> None:
        """Let a dead or silent child go; the next choice of a model starts another."""
        generation = (
            self._request.generation if self._slots.is_answering and self._request else None
        )
        self.kill_engine()
        self._end_engine()
        self.engine_state.emit("failed", "")
        self.failed.emit(SlotFailure(error, None, generation))


def _joined(pieces: tuple[LandmarkTrack, ...]) -> LandmarkTrack | None:
    return LandmarkTrack.joined(list(pieces)) if pieces else None


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
