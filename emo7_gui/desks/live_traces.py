"""What the live models said of the open clip, as lane and panel show it.

What it is: the newest trace of each slot, turned into the views' frozen values.
What it is not: the engine's own type (emo7_core/inference/trace.py), or a request.
Convention: a trace of the same clip and model stays in sight until a new one knows as much, so
that nothing vanishes when its landmarks are read once more. What a model could not judge has no
value, never a default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from emo7_core.inference.messages import Slot
from emo7_core.inference.trace import expectation
from emo7_core.scale import K
from emo7_gui.desks.live_models import LiveModel
from emo7_gui.player.trace import GuessTrace
from emo7_gui.review.panel_state import ModelBars
from emo7_gui.workers.infer_requests import SlotTrace


class LiveTraces:
    """Traces of one clip, by slot."""

    def __init__(self) -> None:
        self._clip_key: str | None = None
        self._traces: dict[Slot, SlotTrace] = {}

    def begin(self, clip_key: str | None) -> None:
        """Another clip: nothing of the last one stays."""
        if clip_key is None or clip_key != self._clip_key:
            self._traces.clear()
        self._clip_key = clip_key

    def drop(self, slot: Slot | None = None) -> None:
        """Forget what a model said, or all of it."""
        for one in list(self._traces) if slot is None else [slot]:
            self._traces.pop(one, None)

    def add(self, new: SlotTrace) -> bool:
        """Take in what was said; return whether that is to be shown now."""
        known = self._traces.get(new.slot)
        if known is not None and not new.is_whole and new.generation != known.generation:
            is_less = known.is_whole or new.done < known.done
            if is_less:
                return False
        self._traces[new.slot] = new
        return True

    def has(self, slot: Slot) -> bool:
        """Whether a model said something."""
        return slot in self._traces

    @property
    def is_whole(self) -> bool:
        """Whether everything that was begun is done."""
        return bool(self._traces) and all(one.is_whole for one in self._traces.values())

    def guesses(self, models: Iterable[LiveModel]) -> tuple[GuessTrace, ...]:
        """Return the traces of these models for the lane."""
        pairs = ((one, self._traces.get(one.slot)) for one in models)
        return tuple(
            _guesses(one, said)
            for one, said in pairs
            if said is not None and said.trace.probabilities.shape[1] == K
        )

    def bars(
        self, models: Iterable[LiveModel], nothing: Mapping[Slot, str]
    ) -> tuple[ModelBars, ...]:
        """Return the bars of these models for the panel.

        Args:
            models: Whose.
            nothing: Why a model that is loaded has said nothing yet, by slot.
        """
        return tuple(self._bars(one, nothing.get(one.slot, "")) for one in models)

    def _bars(self, model: LiveModel, nothing: str) -> ModelBars:
        said = self._traces.get(model.slot)
        blank = ModelBars(model.slot, model.name)
        if said is None:
            return replace(blank, note=nothing if model.is_ready else model.words())
        known = said.trace.clip_probabilities
        if said.trace.value is None:
            return replace(blank, note=_BLANK if said.is_whole else _count(said))
        mean = expectation(known)
        return replace(
            blank,
            probabilities=tuple(float(share) for share in known),
            mean=float(mean.value) + 1,
            spread=float(mean.spread),
            identity=_weights(said),
            note="" if said.is_whole else _count(said),
        )


_BLANK = "nothing to judge"


def _weights(said: SlotTrace) -> str:
    """Return the hash of the model's weights; that of a backbone may follow it."""
    return said.trace.weights_hash.partition(" ")[0]


def _count(said: SlotTrace) -> str:
    return f"{said.done} of {said.total}"


def _guesses(model: LiveModel, said: SlotTrace) -> GuessTrace:
    trace = said.trace
    return GuessTrace(
        model.name,
        trace.times,
        trace.probabilities,
        trace.saw_face,
        said.total,
        letter=model.slot,
        saw_hands=trace.saw_hands,
        windows=said.windows,
    )
