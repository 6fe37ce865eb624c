"""A network on a device: where it computes, and moving it elsewhere.

What it is: what every predictor whose network is one module says of its device.
What it is not: the choice of a device (models/devices.py), or whose turn it is (devices.py).
"""

from __future__ import annotations

from typing import Generic, TypeVar

import torch

from emo7_core.models.devices import device_name, resolve_device

Network = TypeVar("Network", bound=torch.nn.Module)


class Placed(Generic[Network]):
    """A network and the device it is on.

    Args:
        network: The network; it is moved to the device.
        device: Where it computes.
    """

    def __init__(self, network: Network, device: torch.device) -> None:
        self._network: Network = network.to(device)
        self._device = device

    @property
    def device_name(self) -> str:
        """Where it computes, for people."""
        return device_name(self._device)

    @property
    def device_type(self) -> str:
        """Where it computes: "cpu", "cuda" or "mps"."""
        return self._device.type

    def move_to(self, device: str) -> None:
        """Compute elsewhere from now on.

        Raises:
            ModelError: there is no such device.
        """
        self._device = resolve_device(device)
        self._network.to(self._device)
