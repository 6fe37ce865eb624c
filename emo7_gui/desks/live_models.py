"""The models that were chosen for live predictions, and how they are.

What it is: plain records, one for each slot, and what they say in words.
What it is not: a request or a trace (live_desk.py, live_traces.py).
Convention: a slot without a record holds no model; there is no default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from emo7_core.inference.clip_input import Needs
from emo7_core.inference.messages import SLOTS, Slot
from emo7_core.models.chosen import ChosenModel


class ModelState(Enum):
    """How far a model is."""

    STARTING = "model engine starting"
    LOADING = "loading the model"
    READY = "ready"
    FAILED = "failed"


@dataclass(slots=True)
class LiveModel:
    """One chosen model.

    Attributes:
        slot: Which one.
        folder: Its folder.
        name: What people call it.
        state: How far it is.
        needs: What it sees, None before it was loaded.
        device: Where it computes, "" before it was loaded.
        note: Why it computes there and not on the GPU, a sentence, else "".
        reason: Why it failed, a sentence, else "".
    """

    slot: Slot
    folder: Path
    name: str
    state: ModelState = ModelState.LOADING
    needs: Needs | None = None
    device: str = ""
    note: str = ""
    reason: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether it is loaded."""
        return self.state is ModelState.READY

    def words(self) -> str:
        """Return how it is, for people."""
        if self.state is ModelState.READY:
            return tr("on {0}").format(self.device)
        if self.state is ModelState.FAILED:
            return tr("cannot be used: {0}").format(self.reason)
        return tr(self.state.value)


class LiveModels:
    """Up to two chosen models, A before B."""

    def __init__(self) -> None:
        self._models: dict[Slot, LiveModel] = {}

    def __iter__(self) -> Iterator[LiveModel]:
        return (self._models[slot] for slot in SLOTS if slot in self._models)

    def __len__(self) -> int:
        return len(self._models)

    def get(self, slot: Slot) -> LiveModel | None:
        """Return the model of a slot, None where there is none."""
        return self._models.get(slot)

    def put(self, slot: Slot, folder: Path | None, name: str = "") -> None:
        """Hold another model in a slot, or none."""
        self._models.pop(slot, None)
        if folder is not None:
            self._models[slot] = LiveModel(slot, folder, name or folder.name)

    def begin(self, state: ModelState) -> None:
        """Take how far the engine is: models that failed for themselves stay failed."""
        for one in self:
            if one.state in (ModelState.STARTING, ModelState.LOADING):
                one.state = state

    def begin_again(self) -> None:
        """All are loaded anew."""
        for one in self:
            one.state, one.reason = ModelState.STARTING, ""

    def fail(self, reason: str, slot: Slot | None = None) -> None:
        """Say why a model cannot be used, or all of them."""
        for one in self:
            if slot in (None, one.slot):
                one.state, one.reason, one.device = ModelState.FAILED, reason, ""

    def ready(self) -> list[LiveModel]:
        """Return those that are loaded."""
        return [one for one in self if one.is_ready]

    def kept(self) -> dict[str, ChosenModel]:
        """Return what a project remembers: failed ones are chosen no longer."""
        usable = (one for one in self if one.state is not ModelState.FAILED)
        return {one.slot: ChosenModel(one.folder, one.name) for one in usable}

    def phrase(self) -> str:
        """Return a phrase for the status bar, "" without a model."""
        on_their_way = [one for one in self if one.state in _ON_THEIR_WAY]
        ready = self.ready()
        if on_their_way and (not ready or on_their_way[0].state is ModelState.STARTING):
            return tr(on_their_way[0].state.value)
        if not ready:
            return tr("no model: {0} cannot be used").format(_first(self)) if len(self) else ""
        places = list(dict.fromkeys(one.device for one in ready))
        if len(places) > 1:
            told = [f"{one.slot} {_short(one.name)} {one.words()}" for one in ready]
            return ", ".join(told)
        letter = len(self) > 1 or ready[0].slot == "B"
        names = [f"{one.slot} {_short(one.name)}" if letter else one.name for one in ready]
        why = tr(", a job has the GPU") if ready[0].note else ""
        return tr("{0} on {1}").format(", ".join(names), places[0]) + why


_ON_THEIR_WAY = (ModelState.STARTING, ModelState.LOADING)
_MOST = 24


def _short(name: str) -> str:
    return name if len(name) <= _MOST else f"{name[: _MOST - 1]}…"


def _first(models: LiveModels) -> str:
    return _short(next(iter(models)).name)


def tr(text: str) -> str:
    """Translate words of live predictions."""
    return QCoreApplication.translate("LiveModels", text)
