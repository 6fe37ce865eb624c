"""The window's end of the infer thread: asks the worker, drops what comes too late.

What it is: a QObject of the GUI thread that owns the thread. It numbers the requests, and passes
on only answers to the newest; its signals arrive in the GUI thread whatever they are connected
to (a bare function connected to the worker itself would run in the infer thread).
What it is not: the loop (infer.py), the child (emo7_core/inference/engine.py), or a view.
Convention: generations rise; one generation stands for both slots. A trace of a model that is no
longer chosen is dropped, too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtCore import Slot as QtSlot

from emo7_core.inference.engine import Engine
from emo7_core.inference.messages import Loaded, Slot
from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.workers.infer import STOP_SECONDS, InferWorker, start_inferring, stop_inferring
from emo7_gui.workers.infer_requests import (
    ChooseModels,
    GrowRequest,
    InferRequest,
    ModelWish,
    MoveRequest,
    SlotFailure,
    SlotTrace,
)


class InferRoom(QObject):
    """Up to two models that answer about one clip at a time, elsewhere."""

    engine_state = Signal(str, str)  # "off", "starting", "loading", "ready" or "failed"; device
    loaded = Signal(object)  # Loaded: slot, folder, device, weights hash, vocabulary, ...
    moved = Signal(object)  # Moved: slot, device, reason
    restarted = Signal(str)  # how the child ended
    traced = Signal(object)  # SlotTrace
    failed = Signal(object)  # SlotFailure

    def __init__(
        self,
        parent: QObject | None = None,
        make_engine: Callable[[], Engine] = Engine,
        **limits: float,
    ) -> None:
        super().__init__(parent)
        self._generation = 0
        self._choices = 0
        self._wishes: dict[Slot, ModelWish] = {}
        self._worker = InferWorker(make_engine, **limits)
        self._worker.engine_state.connect(self.engine_state)
        self._worker.loaded.connect(self._on_loaded)
        self._worker.moved.connect(self.moved)
        self._worker.restarted.connect(self.restarted)
        self._worker.traced.connect(self._on_traced)
        self._worker.failed.connect(self._on_failed)
        self._thread = start_inferring(self._worker)

    @property
    def generation(self) -> int:
        """The number of the newest request."""
        return self._generation

    def load(self, folder: Path | None, device: str = "auto", slot: Slot = "A") -> None:
        """Choose a model folder; None lets the model go, with the last one their process."""
        self._choices += 1
        self._wishes.pop(slot, None)
        if folder is not None:
            self._wishes[slot] = ModelWish(folder, device, self._choices)
        self._worker.choose(ChooseModels(dict(self._wishes)))

    def predict(
        self,
        clip_key: str | None,
        track: LandmarkTrack | Path | None,
        around: float = 0.0,
        *,
        video: Path | None = None,
        duration: float | None = None,
        is_growing: bool = False,
        store: Path | None = None,
    ) -> int:
        """Ask for the traces of a clip and return the generation; what was asked before is void.

        The arguments are those of `InferRequest`.
        """
        self._generation += 1
        self._worker.predict(
            InferRequest(
                self._generation, clip_key, track, around, video, duration, is_growing, store
            )
        )
        return self._generation

    def grow(self, pieces: tuple[LandmarkTrack, ...]) -> None:
        """Tell all pieces so far of the landmarks that the newest request waits for."""
        self._worker.grow(GrowRequest(self._generation, pieces))

    def move(self, around: float) -> None:
        """Let windows around a time, s, come first."""
        self._worker.move(MoveRequest(self._generation, around))

    def drop(self) -> None:
        """Ask for nothing more, and drop what is still sent."""
        self._generation += 1
        self._worker.drop()

    def stop(self, patience: float = STOP_SECONDS) -> None:
        """End thread and child, and wait for them; a child that hangs is killed."""
        self._generation += 1
        self._wishes.clear()
        stop_inferring(self._worker, self._thread, patience)
        # What the thread said last is still on its way, to views that may be gone.
        self.blockSignals(True)

    @property
    def engine_pid(self) -> int | None:
        """The process that holds the models, None where there is none."""
        return self._worker.engine_pid

    @property
    def is_stopped(self) -> bool:
        """Whether the thread has ended."""
        return self._thread.isFinished()

    @QtSlot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        wish = self._wishes.get(loaded.slot)
        if wish is not None and wish.folder == loaded.folder:
            self.loaded.emit(loaded)

    @QtSlot(object)
    def _on_traced(self, traced: SlotTrace) -> None:
        if traced.generation == self._generation and traced.slot in self._wishes:
            self.traced.emit(traced)

    @QtSlot(object)
    def _on_failed(self, failure: SlotFailure) -> None:
        if failure.generation in (self._generation, None):
            self.failed.emit(failure)
