"""All that is needed to go on after a whole epoch, in one file without pickle.

    safetensors: every tensor by number; header: the rest as JSON, with the numbers in it

What it is: what Lightning asks for when it stores and restores a training.
What it is not: the best model (kept_model.py), which stays readable for itself.
Convention: the file is replaced whole, so that it is always that of some whole epoch. Random
numbers need no room: they follow from seed, epoch and process (order.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Checkpoint
from lightning.pytorch.plugins.io import CheckpointIO
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from emo7_core.errors import JobError

STATE = "resume.safetensors"
HEADER = "training"
TENSOR, LIST, TUPLE, TABLE = "tensor", "list", "tuple", "table"


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """Where a training can go on.

    Attributes:
        epoch: The last whole epoch, from 1.
        is_finished: Whether it had nothing left to do.
        fingerprint: Of the config and clips it belongs to.
    """

    epoch: int
    is_finished: bool
    fingerprint: str


def read_point(path: Path) -> ResumePoint | None:
    """Return where a training can go on, None where there is no whole epoch yet.

    Raises:
        JobError: the file is damaged.
    """
    if not path.exists():
        return None
    values = next((v for k, v in _read(path)["callbacks"].items() if k == Saver.__qualname__), None)
    if values is None:
        raise JobError("the stored state of the training is of another kind", where=path)
    return ResumePoint(**values)


class SafeCheckpoint(CheckpointIO):
    """Stores and restores the state of a training as safetensors and JSON."""

    def save_checkpoint(
        self, checkpoint: dict[str, Any], path: str | Path, storage_options: Any = None
    ) -> None:
        """Replace the file.

        Raises:
            JobError: the disk refused; the former file stays.
        """
        tensors: dict[str, Tensor] = {}
        header = {HEADER: json.dumps(_packed(checkpoint, tensors))}
        draft = Path(path).with_suffix(".part")
        try:
            save_file(tensors, draft, metadata=header)
            draft.replace(path)
        except (OSError, SafetensorError) as error:
            draft.unlink(missing_ok=True)
            raise JobError(
                f"the state of the training cannot be written: {error}",
                where=path,
                remedy="Check the free space; then resume the job.",
            ) from error

    def load_checkpoint(
        self, path: str | Path, map_location: Any = None, weights_only: bool | None = None
    ) -> dict[str, Any]:
        """Return what was stored; nothing in it is executed."""
        return _read(Path(path))

    def remove_checkpoint(self, path: str | Path) -> None:
        """Remove the file."""
        Path(path).unlink(missing_ok=True)


class Saver(Checkpoint):
    """Stores the state after each whole epoch; one that a stop cut short is none.

    Args:
        path: The file.
        fingerprint: Of the config and clips.
        is_cut_short: Whether a stop cut the present epoch short.
    """

    def __init__(self, path: Path, fingerprint: str, is_cut_short: Callable[[], bool]) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._is_cut_short = is_cut_short
        self._epoch = 0
        self._is_finished = False

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Store; called after the early stopping has made up its mind."""
        if self._is_cut_short():
            return
        self._epoch = trainer.current_epoch + 1
        self._is_finished = trainer.should_stop or self._epoch == trainer.max_epochs
        trainer.save_checkpoint(self._path)

    def state_dict(self) -> dict[str, Any]:
        """Return where the training can go on."""
        return {
            "epoch": self._epoch,
            "is_finished": self._is_finished,
            "fingerprint": self._fingerprint,
        }


def _read(path: Path) -> dict[str, Any]:
    try:
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name) for name in list(file.keys())}
            found = _unpacked(json.loads((file.metadata() or {})[HEADER]), tensors)
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise JobError(
            f"the stored state of the training is damaged: {error}",
            where=path,
            remedy="Retry the job; it starts anew.",
        ) from error
    assert isinstance(found, dict)
    return found


def _packed(value: Any, tensors: dict[str, Tensor]) -> Any:
    """Return a value as JSON can hold it; its tensors are put aside under numbers."""
    if isinstance(value, Tensor):
        name = str(len(tensors))
        # Own memory: safetensors refuses two names for one.
        tensors[name] = value.detach().to("cpu", copy=True).contiguous()
        return [TENSOR, name]
    if isinstance(value, dict):
        return [TABLE, [[_packed(k, tensors), _packed(v, tensors)] for k, v in value.items()]]
    if isinstance(value, list | tuple):
        kind = TUPLE if isinstance(value, tuple) else LIST
        return [kind, [_packed(item, tensors) for item in value]]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} has no place in the state of a training")


def _unpacked(value: Any, tensors: dict[str, Tensor]) -> Any:
    if not isinstance(value, list):
        return value
    kind, held = value
    if kind == TENSOR:
        return tensors[held]
    if kind == TABLE:
        return {_unpacked(k, tensors): _unpacked(v, tensors) for k, v in held}
    items = [_unpacked(item, tensors) for item in held]
    return tuple(items) if kind == TUPLE else items
