"""Reads the tensors of a pickled network, in a process of its own.

    python -m emo7_core.models.old_pickle_child PICKLE OUT.safetensors

What it is: an unpickler that builds tensors, plain containers and torch's own layers. Whatever
else a pickle names becomes an empty stand-in: it is neither imported nor called.
What it is not: able to run the network; its code is not needed and not looked for.
Convention: the network's class names and the number of stand-ins are printed as one JSON line.
"""

from __future__ import annotations

import importlib
import io
import json
import pickle
import sys
from collections import OrderedDict
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

PLAIN = {
    ("collections", "OrderedDict"): OrderedDict,
    ("builtins", "set"): set,
    ("builtins", "dict"): dict,
    ("builtins", "list"): list,
    ("builtins", "tuple"): tuple,
    ("builtins", "slice"): slice,
    ("torch", "Size"): torch.Size,
    ("torch", "device"): torch.device,
    ("torch.nn.parameter", "Parameter"): nn.Parameter,
    ("torch._utils", "_rebuild_tensor_v2"): torch._utils._rebuild_tensor_v2,
    ("torch._utils", "_rebuild_parameter"): torch._utils._rebuild_parameter,
    ("torch.serialization", "_get_layout"): torch.serialization._get_layout,
}


class StandIn(nn.Module):
    """What stands where a pickle named something of its own: it keeps state and does nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return nothing of use."""
        return StandIn()

    def __setitem__(self, key: Any, value: Any) -> None:
        """Forget an item."""

    def append(self, value: Any) -> None:
        """Forget an item."""

    def extend(self, values: Any) -> None:
        """Forget items."""

    def __setstate__(self, state: Any) -> None:
        super().__init__()
        if isinstance(state, dict):
            self.__dict__.update(state)


class TensorUnpickler(pickle.Unpickler):
    """Unpickles tensors and torch's layers, nothing else."""

    strangers: ClassVar[set[str]] = set()

    def find_class(self, module: str, name: str) -> Any:
        """Return what a name stands for."""
        module = "builtins" if module == "__builtin__" else module  # as old protocols call it
        if (module, name) in PLAIN:
            return PLAIN[module, name]
        if (module, name) == ("torch.storage", "_load_from_bytes"):
            return lambda data: _load(io.BytesIO(data))
        if module == "torch" and name.endswith("Storage"):
            return getattr(torch, name)
        if module == "torch" and isinstance(getattr(torch, name, None), torch.dtype):
            return getattr(torch, name)
        return _layer(module, name) or _stand_in(module, name)


def _layer(module: str, name: str) -> type[nn.Module] | None:
    if not module.startswith("torch.nn.modules.") or "." in name:
        return None
    found = getattr(importlib.import_module(module), name, None)
    return found if isinstance(found, type) and issubclass(found, nn.Module) else None


def _stand_in(module: str, name: str) -> type[StandIn]:
    TensorUnpickler.strangers.add(f"{module}.{name}")
    return type(name.rpartition(".")[2], (StandIn,), {})


def _load(file: Any) -> Any:
    tools = SimpleNamespace(
        __name__="tensors", Unpickler=TensorUnpickler, load=lambda f, **_: TensorUnpickler(f).load()
    )
    return torch.load(file, map_location="cpu", pickle_module=tools, weights_only=False)


def read_pickle(path: Path) -> tuple[dict[str, Tensor], list[str]]:
    """Return the tensors of a pickled network by name, and the class names it came with.

    Raises:
        ValueError: there is no network and no table of tensors in it.
        Exception: whatever a damaged pickle leads to.
    """
    with path.open("rb") as file:
        is_torch = file.read(4) == b"PK\x03\x04" or path.suffix in (".pth", ".pt")
        file.seek(0)
        found = _load(file) if is_torch else TensorUnpickler(file).load()
    tensors = _tensors(found)
    if not tensors:
        raise ValueError("no network and no table of tensors was found in it")
    return tensors, sorted(TensorUnpickler.strangers)


def _tensors(found: Any) -> dict[str, Tensor]:
    if isinstance(found, dict):
        inner = found.get("state_dict", found)
        known = inner if isinstance(inner, dict) else {}
        return {str(k): v.detach().contiguous() for k, v in known.items() if torch.is_tensor(v)}
    if isinstance(found, nn.Module):
        state = {**found.state_dict()} or _of_first(found)
        return {name: value.detach().contiguous() for name, value in state.items()}
    return {}


def _of_first(found: nn.Module) -> dict[str, Tensor]:
    """Return the tensors of a network that a wrapper holds as an attribute."""
    for value in vars(found).values():
        if isinstance(value, nn.Module) and (state := {**value.state_dict()}):
            return state
    return {}


def main(pickled: str, out: str) -> None:
    """Write the tensors of a pickle."""
    tensors, names = read_pickle(Path(pickled))
    save_file({name: value.clone() for name, value in tensors.items()}, out)
    print(json.dumps(names))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
