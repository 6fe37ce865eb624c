"""The models of the engine's slots and where they compute, making room for trainings.

What it is: loading, moving between GPU and CPU, and saying so.
What it is not: a lock of its own: the GPU's lock is jobs/gpu.py.
Convention: a model on a GPU is there as a guest: when a job holds the GPU or waits for it, the
model goes on with the CPU, and comes back when nobody wants the GPU any more. A model that was
asked onto the CPU stays there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from emo7_core.inference.load import load_predictor
from emo7_core.inference.messages import Moved, Slot
from emo7_core.inference.work import ClipPredictor
from emo7_core.jobs.gpu import GpuGuest, default_gpu_lock
from emo7_core.models.devices import resolve_device

LOOK_SECONDS = 0.5
GUEST = "live predictions"
LoadModel = Callable[[Path, str], ClipPredictor]


class Devices:
    """The models.

    Args:
        tell: Told of moves.
        load_model: Loads a folder onto a device.
        resolve: Gives the kind of device for "auto" and its like.
        lock: The GPU's lock, the person's own by default.
    """

    def __init__(
        self,
        tell: Callable[[Moved], None],
        load_model: LoadModel = load_predictor,
        resolve: Callable[[str], str] = lambda name: resolve_device(name).type,
        lock: Path | None = None,
    ) -> None:
        self._tell = tell
        self._load_model = load_model
        self._resolve = resolve
        self._guest = GpuGuest(lock or default_gpu_lock(), GUEST)
        self._models: dict[Slot, ClipPredictor] = {}
        self._wished: dict[Slot, str] = {}

    @property
    def look_again_after(self) -> float | None:
        """After how many seconds without a request to look at the GPU's lock, None for never."""
        return LOOK_SECONDS if self._wants_gpu else None

    @property
    def _wants_gpu(self) -> bool:
        return any(kind != "cpu" for kind in self._wished.values())

    def model(self, slot: Slot) -> ClipPredictor | None:
        """Return the model of a slot, None where there is none."""
        return self._models.get(slot)

    def load(self, slot: Slot, folder: Path, device: str) -> ClipPredictor:
        """Load a model into a slot.

        Raises:
            ModelError: it cannot be loaded; then the slot is empty.
        """
        # A model that cannot be loaded leaves none: the old one would answer in its name.
        self.drop(slot)
        wished = self._resolve(device)
        is_gpu = wished != "cpu"
        is_here = not is_gpu or self._guest.take()
        model = self._load_model(folder, wished if is_here else "cpu")
        self._models[slot], self._wished[slot] = model, wished
        if not is_here:
            self._say(slot, self._why_not())
        return model

    def drop(self, slot: Slot) -> None:
        """Let the model of a slot go."""
        self._models.pop(slot, None)
        self._wished.pop(slot, None)
        if not self._wants_gpu:
            self._guest.give_back()

    def arbitrate(self) -> None:
        """Leave the GPU where a job wants it; return to it where none does."""
        if not self._wants_gpu:
            return
        if self._guest.has_it:
            if self._guest.in_the_way_of() is not None:
                self._leave()
        elif self._guest.take():
            self._return()

    def close(self) -> None:
        """Let everything go."""
        self._models.clear()
        self._wished.clear()
        self._guest.give_back()

    def _leave(self) -> None:
        reason = self._why_not()
        for slot, model in self._models.items():
            if model.device_type != "cpu":
                model.move_to("cpu")
                self._say(slot, reason)
        self._guest.give_back()

    def _return(self) -> None:
        for slot, model in self._models.items():
            if self._wished[slot] != model.device_type:
                model.move_to(self._wished[slot])
                self._say(slot, "The GPU is free again.")

    def _why_not(self) -> str:
        other = self._guest.in_the_way_of()
        who = f"“{other.name}” since {other.since}" if other else "another process"
        return f"The GPU is wanted by {who}: predictions go on with the CPU."

    def _say(self, slot: Slot, reason: str) -> None:
        self._tell(Moved(slot, self._models[slot].device_name, reason))
