"""Wires live predictions: the open clip's landmarks to the engine, its answers to the views.

What it is: which model is loaded, which request is the newest, what its answer looks like.
What it is not: torch; that lives in a child process behind the infer thread.
Convention: requests are numbered, late answers are dropped by the worker; without a model
the lane says "no model", never a default class.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from emo7_core.clips.clip import Clip
from emo7_core.inference.messages import Loaded
from emo7_core.inference.trace import TracePrediction, expectation
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.scale import K
from emo7_gui.player.player import Player
from emo7_gui.player.trace import GuessState, GuessTrace
from emo7_gui.review.panel_state import ModelBars
from emo7_gui.session import Session
from emo7_gui.workers.infer_room import InferRoom


class LiveDesk(QObject):
    """Predictions for the clip that is open in Review."""

    models_changed = Signal(tuple)  # tuple of ModelBars
    engine_told = Signal(str)  # a phrase for the status bar, "" without a model
    told = Signal(str)
    failed = Signal(str)  # an error in a sentence

    def __init__(self, session: Session, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._player = session, player
        self._name = ""
        self._folder: Path | None = None
        self._generation = 0
        self._clip: Clip | None = None
        self._track: LandmarkTrack | None = None
        self._is_loaded = self._is_reading = False
        self._room = InferRoom(self)
        self._room.engine_state.connect(self._on_engine_state)
        self._room.loaded.connect(self._on_loaded)
        self._room.progressed.connect(self._on_progressed)
        self._room.answered.connect(self._on_answered)
        self._room.failed.connect(self._on_failed)

    @property
    def folder(self) -> Path | None:
        """The model folder in use, None without one."""
        return self._folder

    @property
    def is_ready(self) -> bool:
        """Whether the model is loaded."""
        return self._is_loaded

    def use(self, folder: Path | None, name: str = "") -> None:
        """Take another model, or none."""
        self._folder, self._name, self._is_loaded = folder, name, False
        self._room.load(folder)
        self.show_state()

    def expect(self, clip: Clip) -> None:
        """Another clip is open, its landmarks are on the way: nothing of the last one stays."""
        self._is_reading = True
        self._clip, self._track = clip, None
        self._ask()

    def show_clip(self, clip: Clip, track: LandmarkTrack | None) -> None:
        """Predict along this clip from here on."""
        self._is_reading = False
        self._clip, self._track = clip, track
        self._ask()

    def stop(self) -> None:
        """End the engine and join the thread."""
        self._room.stop()

    def _ask(self) -> None:
        self._player.set_trace(())
        self.show_state()
        self.models_changed.emit(())
        project = self._session.project
        clip, track = self._clip, self._track
        if (
            self._folder is None or clip is None or track is None or project is None
        ) or self._is_control():
            self._room.drop()
            return
        source = project.find_track(clip) or track
        self._generation = self._room.predict(clip.key, source)

    def show_state(self) -> None:
        """Say why there are no guesses, where there are none."""
        if self._is_control():
            state = GuessState.CONTROL
        elif self._track is None and not self._is_reading:
            state = GuessState.NO_LANDMARKS
        else:
            state = GuessState.NO_MODEL if self._folder is None else GuessState.WAITING
        self._player.set_guess_state(state)

    def _is_control(self) -> bool:
        return self._clip is not None and self._session.is_control(self._clip.id)

    def _on_engine_state(self, phase: str, device: str) -> None:
        words = {
            "off": "",
            "starting": self.tr("model engine starting"),
            "loading": self.tr("loading the model"),
            "ready": self.tr("{0} on {1}").format(self._name, device),
            "failed": self.tr("no model"),
        }
        self.engine_told.emit(words.get(phase, phase))

    def _on_loaded(self, loaded: Loaded) -> None:
        if len(loaded.vocabulary) != K:
            self.told.emit(
                self.tr("{0} knows {1} classes: live predictions need seven").format(
                    self._name, len(loaded.vocabulary)
                )
            )
            self.use(None)
            return
        self._is_loaded = True

    def _on_progressed(self, generation: int, done: int, total: int, trace: object) -> None:
        if generation == self._generation and isinstance(trace, TracePrediction):
            self._show(trace, total)

    def _on_answered(self, generation: int, trace: object) -> None:
        if generation == self._generation and isinstance(trace, TracePrediction):
            self._show(trace, len(trace))

    def _show(self, trace: TracePrediction, total: int) -> None:
        if trace.probabilities.shape[1] != K:
            return
        shown = GuessTrace(self._name, trace.times, trace.probabilities, trace.saw_face, total)
        self._player.set_trace((shown,))
        self.models_changed.emit((bars_of(self._name, "A", trace),))

    def _on_failed(self, generation: int, error: Exception) -> None:
        self.failed.emit(str(error))
        if generation == self._generation or generation < 0:
            self._player.set_guess_state(GuessState.NO_MODEL)


def bars_of(name: str, letter: str, trace: TracePrediction) -> ModelBars:
    """Return the bars of a clip's whole answer; without an answer the model has none."""
    if trace.value is None:
        return ModelBars(letter, name)
    known = trace.clip_probabilities
    mean = expectation(known)
    shares = tuple(float(p) for p in known)
    return ModelBars(letter, name, shares, float(mean.value) + 1, float(mean.spread))
