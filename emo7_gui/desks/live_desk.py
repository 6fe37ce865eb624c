"""Wires live predictions: the open clip to the engine, its answers to the views.

What it is: which models are loaded, which request is the newest, what its answers look like.
What it is not: torch; that lives in a child process behind the infer thread. Nor the choice of a
model by a person (model_picker_desk.py).
Convention: one request at a time stands for both models, late answers are dropped by its number;
without a model the lane says "no model", never a default class.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from emo7_core.clips.clip import Clip
from emo7_core.errors import ModelError
from emo7_core.inference.messages import Loaded, Moved, Slot
from emo7_core.inference.trace_store import FOLDER
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.models.chosen import ChosenModel, chosen_models, keep_chosen
from emo7_core.scale import K
from emo7_gui.desks.growing_tracks import GrowingTracks, Growth
from emo7_gui.desks.live_models import LiveModels, ModelState
from emo7_gui.desks.live_traces import LiveTraces
from emo7_gui.player.player import Player
from emo7_gui.player.trace import GuessState
from emo7_gui.session import Session
from emo7_gui.workers.infer_requests import SlotFailure, SlotTrace
from emo7_gui.workers.infer_room import InferRoom


class LiveDesk(QObject):
    """Predictions for the clip that is open in Review.

    Args:
        session: Whose clips.
        player: Where the lane is.
        growing: Landmarks that are on their way.
    """

    models_changed = Signal(tuple)  # tuple of ModelBars
    choice_changed = Signal()  # another model, or another state of one
    engine_told = Signal(str)  # a phrase for the status bar, "" without a model
    told = Signal(str)
    failed = Signal(str)  # an error in a sentence

    def __init__(
        self,
        session: Session,
        player: Player,
        growing: GrowingTracks | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._player = session, player
        self._growing = growing or GrowingTracks(self)
        self.models, self._traces = LiveModels(), LiveTraces()
        self._clip: Clip | None = None
        self._track: LandmarkTrack | None = None
        self._is_reading = self._is_asked_growing = False
        self._problems: dict[Slot, str] = {}
        self._remembered: dict[str, ChosenModel] = {}
        self._room = InferRoom(self)
        self._connect()

    @property
    def folder(self) -> Path | None:
        """The model folder of slot A, None without one."""
        model = self.models.get("A")
        return None if model is None else model.folder

    @property
    def is_ready(self) -> bool:
        """Whether all chosen models are loaded, and there is one."""
        return len(self.models) > 0 and len(self.models.ready()) == len(self.models)

    @property
    def engine_pid(self) -> int | None:
        """The process that holds the models, None where there is none."""
        return self._room.engine_pid

    def use(self, folder: Path | None, name: str = "", slot: Slot = "A") -> None:
        """Take another model into a slot, or none; the project remembers it."""
        self._load(folder, name, slot)
        self._remember()
        self._ask()

    def expect(self, clip: Clip) -> None:
        """Another clip is open, its landmarks are on the way: nothing of the last one stays."""
        self._is_reading = True
        self._clip, self._track = clip, None
        self._ask()

    def show_clip(self, clip: Clip, track: LandmarkTrack | None) -> None:
        """Predict along this clip from here on."""
        self._is_reading = False
        self._clip, self._track = clip, track
        if track is None:
            self._traces.drop()
        self._ask()

    def show_again(self) -> None:
        """Show what is known: the player has just begun anew with the clip."""
        self._take_up()
        self._show_traces()
        self._show_growth()
        self.show_state()

    def stop(self) -> None:
        """End the engine and join the thread."""
        self._room.stop()

    def _connect(self) -> None:
        self._room.engine_state.connect(self._on_engine_state)
        self._room.loaded.connect(self._on_loaded)
        self._room.moved.connect(self._on_moved)
        self._room.restarted.connect(self._on_restarted)
        self._room.traced.connect(self._on_traced)
        self._room.failed.connect(self._on_failed)
        self._growing.grew.connect(self._on_grew)
        self._growing.ended.connect(self._on_growth_ended)
        self._session.opened.connect(self._on_project_opened)
        self._session.closed.connect(self._on_project_closed)
        self._player.seek_requested.connect(self._on_seek)

    # The models

    def _load(self, folder: Path | None, name: str, slot: Slot) -> None:
        self.models.put(slot, folder, name)
        self._traces.drop(slot)
        self._room.load(folder, slot=slot)
        self._tell_models()

    def _remember(self) -> None:
        self._remembered = {}
        project = self._session.project
        if project is not None and not self._session.is_read_only:
            keep_chosen(project.root, self.models.kept())

    def _on_project_opened(self) -> None:
        """Find the models that this project was last seen with, and let those of the last go."""
        project = self._session.project
        self._remembered = {} if project is None else chosen_models(project.root)
        for model in tuple(self.models):
            self._load(None, "", model.slot)

    def _take_up(self) -> None:
        """Load what the project remembers, once its first picture is there: that comes first."""
        remembered, self._remembered = self._remembered, {}
        slots: tuple[Slot, ...] = ("A", "B")
        for slot in slots:
            if slot in remembered and self.models.get(slot) is None:
                self._load(remembered[slot].folder, remembered[slot].name, slot)
        if remembered:
            self._ask()

    def _on_project_closed(self) -> None:
        self._clip = self._track = None
        self._traces.begin(None)
        self._room.drop()

    def _on_engine_state(self, phase: str, device: str) -> None:
        states = {"starting": ModelState.STARTING, "loading": ModelState.LOADING}
        if phase in states:
            self.models.begin(states[phase])
        self._tell_models()
        self.show_state()

    def _on_loaded(self, loaded: Loaded) -> None:
        model = self.models.get(loaded.slot)
        if model is None:
            return
        if len(loaded.vocabulary) != K:
            count = len(loaded.vocabulary)
            reason = self.tr("it knows {0} classes, live predictions need seven").format(count)
            self._room.load(None, slot=loaded.slot)
            self._on_failed(SlotFailure(_refusal(reason), loaded.slot))
            return
        model.state, model.needs, model.device = ModelState.READY, loaded.needs, loaded.device
        self.told.emit(self.tr("{0} predicts on {1}").format(model.name, model.device))
        self._tell_models()
        self.show_state()
        self._show_traces()

    def _on_moved(self, moved: Moved) -> None:
        model = self.models.get(moved.slot)
        if model is None:
            return
        model.device = moved.device
        model.note = moved.reason if moved.device.startswith("cpu") else ""
        self.told.emit(moved.reason)
        self._tell_models()

    def _on_restarted(self, reason: str) -> None:
        self.models.begin_again()
        self.told.emit(reason)
        self._tell_models()

    def _tell_models(self) -> None:
        self.engine_told.emit(self.models.phrase())
        self.choice_changed.emit()

    # The request

    def _ask(self) -> None:
        clip = self._clip
        self._traces.begin(None if clip is None else clip.key)
        self._is_asked_growing, self._problems = False, {}
        if clip is None or self._is_control() or self._is_reading or not len(self.models):
            self._room.drop()
        else:
            self._request(clip)
        self._show_traces()
        self.show_state()

    def _request(self, clip: Clip) -> None:
        project = self._session.project
        if project is None:
            return
        growth = self._growth()
        self._is_asked_growing = growth is not None
        track = None if self._track is None else project.find_track(clip) or self._track
        self._room.predict(
            clip.key,
            track,
            self._playhead(),
            video=clip.path,
            duration=clip.duration,
            is_growing=growth is not None,
            store=None if self._session.is_read_only else project.root / FOLDER,
        )
        if growth is not None and growth.pieces:
            self._room.grow(growth.pieces)

    def _playhead(self) -> float:
        axis = self._player.timeline.axis
        return axis.time_of(min(self._player.ordinal, len(axis.times) - 1))

    def _on_seek(self, ordinal: int) -> None:
        if self._clip is not None and not self._traces.is_whole and self.models.ready():
            self._room.move(self._player.timeline.axis.time_of(ordinal))

    # Landmarks that grow

    def _growth(self) -> Growth | None:
        """Return how far the landmarks of the open clip are, None where none are on the way."""
        is_waiting = self._clip is not None and self._track is None and not self._is_reading
        return self._growing.of(self._clip.key) if is_waiting and self._clip else None

    def _on_grew(self, clip_key: str) -> None:
        growth = self._growth()
        if self._clip is None or clip_key != self._clip.key or growth is None:
            return
        self._show_growth()
        if self._is_asked_growing:
            self._room.grow(growth.pieces)
            self._show_traces()
            self.show_state()
        else:
            self._ask()

    def _on_growth_ended(self, clip_key: str, is_whole: bool) -> None:
        if is_whole or self._clip is None or clip_key != self._clip.key or self._track is not None:
            return  # A whole track is read from its file, and comes by `show_clip`.
        self._player.set_growing_track(None)
        self._traces.drop()
        self._ask()

    def _show_growth(self) -> None:
        growth = self._growth()
        if growth is not None and growth.pieces:
            self._player.set_growing_track(LandmarkTrack.joined(list(growth.pieces)))

    # The answers

    def _on_traced(self, said: SlotTrace) -> None:
        if self._traces.add(said):
            self._show_traces()

    def _show_traces(self) -> None:
        shown = () if self._is_control() or self._clip is None else tuple(self.models)
        self._player.set_trace(self._traces.guesses(shown))
        nothing = self._why_nothing()
        why = {one.slot: self._problems.get(one.slot, nothing) for one in shown}
        self.models_changed.emit(self._traces.bars(shown, why))

    def _on_failed(self, failure: SlotFailure) -> None:
        reason = str(failure.error)
        if failure.generation is None or failure.slot is None:
            self.models.fail(reason, failure.slot)
            self._traces.drop(failure.slot)
            self._remember()
        elif failure.slot is not None:
            self._problems[failure.slot] = reason
        model = None if failure.slot is None else self.models.get(failure.slot)
        self.failed.emit(reason if model is None else f"{model.name}: {reason}")
        self._tell_models()
        self._show_traces()
        self.show_state()

    # Why there is nothing

    def show_state(self) -> None:
        """Say why there are no guesses, where there are none."""
        self._player.set_guess_state(*self._state())

    def _state(self) -> tuple[GuessState, str]:
        if self._is_control():
            return GuessState.CONTROL, ""
        models, growth = list(self.models), self._growth()
        if growth is not None:
            counted = self.tr("finding landmarks: {0} of {1} frames")
            return GuessState.GROWING, counted.format(growth.done, growth.total)
        sees_pictures = any(one.needs == "pictures" for one in models)
        if self._track is None and not self._is_reading and not sees_pictures:
            return GuessState.NO_LANDMARKS, ""
        if not models:
            return GuessState.NO_MODEL, ""
        waiting = [one for one in models if one.state is not ModelState.FAILED]
        if not waiting:
            return GuessState.FAILED, f"{models[0].name} {models[0].words()}"
        if all(one.slot in self._problems for one in waiting):
            return GuessState.FAILED, self._problems[waiting[0].slot]
        starting = next((one for one in waiting if not one.is_ready), None)
        is_starting = starting is not None and not self.models.ready()
        return GuessState.WAITING, starting.words() if starting and is_starting else ""

    def _why_nothing(self) -> str:
        growth = self._growth()
        if growth is not None:
            return self.tr("{0} of {1} frames").format(growth.done, growth.total)
        state, words = self._state()
        return "" if state is GuessState.WAITING else words or state.value

    def _is_control(self) -> bool:
        return self._clip is not None and self._session.is_control(self._clip.id)


def _refusal(reason: str) -> ModelError:
    return ModelError(reason, remedy="Choose another model.")
