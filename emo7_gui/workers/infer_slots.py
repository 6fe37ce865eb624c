"""What the infer worker keeps of each model: what was wished, what is loaded, what it owes.

What it is: plain state of the infer thread, one record for each slot.
What it is not: the loop (infer.py) or the child (emo7_core/inference/engine.py).
Convention: a slot owes a report while it loads or answers; landmarks that grow come when they
come, so nothing is owed for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from emo7_core.inference.messages import SLOTS, Loaded, Slot
from emo7_gui.workers.infer_requests import GrowingTrace, ModelWish


@dataclass(slots=True)
class SlotState:
    """One slot."""

    slot: Slot
    wish: ModelWish | None = None
    loaded: Loaded | None = None
    trace: GrowingTrace | None = None
    is_loading: bool = False
    is_answering: bool = False

    def begin_loading(self) -> None:
        """Expect a model; what the last one said is void."""
        self.loaded, self.trace = None, None
        self.is_loading, self.is_answering = self.wish is not None, False

    def end_answering(self) -> None:
        """Expect nothing more of the request."""
        self.trace, self.is_answering = None, False


class Slots:
    """Both slots."""

    def __init__(self) -> None:
        self._states = {slot: SlotState(slot) for slot in SLOTS}

    def __getitem__(self, slot: Slot) -> SlotState:
        return self._states[slot]

    def __iter__(self) -> Iterator[SlotState]:
        return iter(self._states.values())

    def take(self, wishes: Mapping[Slot, ModelWish]) -> list[SlotState]:
        """Take other wishes; return the slots whose wish is another one now."""
        changed = [one for one in self if one.wish != wishes.get(one.slot)]
        for one in changed:
            one.wish = wishes.get(one.slot)
            one.begin_loading()
        return changed

    def wished(self) -> list[SlotState]:
        """Return the slots that should hold a model."""
        return [one for one in self if one.wish is not None]

    @property
    def is_loading(self) -> bool:
        """Whether a model is on its way."""
        return any(one.is_loading for one in self)

    @property
    def is_answering(self) -> bool:
        """Whether an answer is on its way."""
        return any(one.is_answering for one in self)

    @property
    def has_model(self) -> bool:
        """Whether any model is loaded."""
        return any(one.loaded is not None for one in self)

    def begin_again(self) -> None:
        """All models are loaded anew, by a child that was just started."""
        for one in self:
            one.begin_loading()

    def let_go(self) -> None:
        """The child is gone and loads nothing."""
        for one in self:
            one.loaded, one.is_loading = None, False
            one.end_answering()
