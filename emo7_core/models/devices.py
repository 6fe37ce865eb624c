"""Where it computes: the CPU, a CUDA card or Apple's."""

from __future__ import annotations

import os
from collections.abc import Callable

import torch

from emo7_core.errors import ModelError


def resolve_device(name: str) -> torch.device:
    """Return the device for "auto", "cpu", "cuda" or "mps".

    Raises:
        ModelError: this machine does not have it.
    """
    has: dict[str, Callable[[], bool]] = {
        "cuda": torch.cuda.is_available,
        "mps": torch.backends.mps.is_available,
        "cpu": lambda: True,
    }
    if name == "auto":
        return torch.device(next(kind for kind, is_there in has.items() if is_there()))
    if name not in has or not has[name]():
        raise ModelError(f"this machine has no device “{name}”", remedy="Choose auto or cpu.")
    return torch.device(name)


def device_name(device: torch.device) -> str:
    """Return what people read, e.g. "cuda: NVIDIA H200" or "cpu, 8 threads"."""
    if device.type == "cuda":
        return f"cuda: {torch.cuda.get_device_name(device)}"
    if device.type == "cpu":
        count = torch.get_num_threads()
        return f"cpu, {count} threads" if count != 1 else "cpu, 1 thread"
    return device.type


def leave_one_core(processes: int = 1) -> None:
    """Compute with all cores but one, so that the window keeps moving.

    Args:
        processes: How many share these cores.
    """
    torch.set_num_threads(max(1, ((os.cpu_count() or 2) - 1) // processes))
