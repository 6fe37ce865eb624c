"""Live models make room for trainings on the GPU, visibly."""

from __future__ import annotations

from pathlib import Path

from emo7_core.inference.devices import Devices
from emo7_core.inference.messages import Moved
from emo7_core.jobs.gpu import GpuLock, gpu_owner


class Model:
    """Stands for a loaded model; it remembers where it is."""

    def __init__(self, device: str) -> None:
        self.device_type = device

    @property
    def device_name(self) -> str:
        return self.device_type

    def move_to(self, device: str) -> None:
        self.device_type = device


def made(tmp_path: Path) -> tuple[Devices, list[Moved]]:
    """Return devices on a machine whose best one is a GPU."""
    told: list[Moved] = []
    resolve = {"auto": "cuda", "cuda": "cuda", "cpu": "cpu"}.__getitem__
    loads = lambda folder, device: Model(device)  # noqa: E731
    return Devices(told.append, loads, resolve, tmp_path / "gpu.lock"), told


def test_a_free_gpu_is_used_and_named(tmp_path: Path) -> None:
    """While a model lives on the GPU, the lock says that live predictions hold it."""
    devices, told = made(tmp_path)
    assert devices.load("A", tmp_path, "auto").device_type == "cuda"
    owner = gpu_owner(tmp_path / "gpu.lock")
    assert owner is not None
    assert owner.name == "live predictions"
    devices.close()
    assert gpu_owner(tmp_path / "gpu.lock") is None
    assert told == []


def test_a_training_that_comes_gets_the_gpu(tmp_path: Path) -> None:
    """Both models go on with the CPU and say so; when it ends they come back."""
    devices, told = made(tmp_path)
    for slot in ("A", "B"):
        devices.load(slot, tmp_path, "auto")
    lock = GpuLock(tmp_path / "gpu.lock", "LSTM 7", timeout=30)
    lock._announce()
    devices.arbitrate()
    assert [(one.slot, one.device) for one in told] == [("A", "cpu"), ("B", "cpu")]
    assert "LSTM 7" in told[0].reason
    with lock:
        devices.arbitrate()
        assert len(told) == 2
    devices.arbitrate()
    assert [(one.slot, one.device) for one in told[2:]] == [("A", "cuda"), ("B", "cuda")]
    devices.close()


def test_a_model_loaded_during_a_training_starts_on_the_cpu(tmp_path: Path) -> None:
    """The GPU's owner is named."""
    devices, told = made(tmp_path)
    with GpuLock(tmp_path / "gpu.lock", "LSTM 8"):
        assert devices.load("A", tmp_path, "auto").device_type == "cpu"
    assert "LSTM 8" in told[0].reason
    devices.arbitrate()
    assert told[-1].device == "cuda"
    devices.close()


def test_a_model_asked_onto_the_cpu_stays_there(tmp_path: Path) -> None:
    """It neither takes the GPU nor looks for it."""
    devices, told = made(tmp_path)
    assert devices.load("A", tmp_path, "cpu").device_type == "cpu"
    assert devices.look_again_after is None
    devices.arbitrate()
    assert gpu_owner(tmp_path / "gpu.lock") is None
    assert told == []
