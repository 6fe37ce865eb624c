"""Precision, devices and processes: what a machine cannot do is told, what it can is done."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.jobs.memory import OutOfMemoryError
from emo7_core.jobs.spec import create_job
from emo7_core.jobs.supervisor import Supervisor, process_of
from emo7_core.models.checkpoint import load_model
from emo7_core.training.module import AffectModule
from emo7_core.training.order import EpochOrder, epoch_seed, even_weights
from emo7_core.training.train import train
from emo7_core.training.trainer import check_machine, is_follower
from tests.core.training.small_project import make_project, until
from tests.planted import examples

SMALL = TrainConfig(
    hidden_size=8, num_layers=1, num_epochs=1, batch_size=16, learning_rate=5e-3, device="cpu"
)
CPU = torch.device("cpu")


def with_(**changes: object) -> TrainConfig:
    return SMALL.model_copy(update=changes)


def test_bfloat16_trains_on_the_cpu(tmp_path: Path) -> None:
    """Mixed precision gives a model whose weights are kept in full."""
    result = train(examples(2), with_(precision="bf16"), tmp_path)
    network = load_model(result.model_folder).network
    assert {value.dtype for value in network.parameters()} == {torch.float32}


def test_float16_needs_a_gpu() -> None:
    """Asked for on the CPU it is an error with a way out, not a silent other precision."""
    with pytest.raises(JobError, match=r"CUDA.*Choose bfloat16"):
        check_machine(with_(precision="16"), CPU)


def test_devices_that_are_not_there_are_told() -> None:
    """More devices than the computer has cannot be asked for."""
    with pytest.raises(JobError, match="64 devices"):
        check_machine(with_(devices=64), CPU)


def test_a_compiled_network_keeps_its_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compiling is asked of torch, and the model that is kept loads like any other."""
    asked = []
    monkeypatch.setattr(torch.nn.Module, "compile", lambda self: asked.append(type(self).__name__))
    result = train(examples(2), with_(compile_network=True), tmp_path)
    assert asked == ["LstmClassifier"]
    assert load_model(result.model_folder).card.config.compile_network


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("[enforce] DefaultCPUAllocator: can't allocate memory")]
)
def test_too_little_memory_suggests_half_the_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Running out of memory is named, and half the batch is suggested."""

    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(AffectModule, "training_step", fail)
    with pytest.raises(OutOfMemoryError, match="batch size 16") as caught:
        train(examples(2), SMALL, tmp_path)
    assert caught.value.suggestion == {"batch_size": 8}
    assert "batch size 8" in (caught.value.remedy or "")


def test_other_errors_are_not_called_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the network stays what it is."""

    def fail(*args: object) -> None:
        raise RuntimeError("shapes cannot be multiplied")

    monkeypatch.setattr(AffectModule, "training_step", fail)
    with pytest.raises(RuntimeError, match="shapes"):
        train(examples(2), SMALL, tmp_path)


def test_the_order_follows_from_seed_and_epoch() -> None:
    """The same epoch has the same order again, another epoch another one, each clip once."""
    order = EpochOrder(10, seed=3)
    first = list(order)
    assert list(order) == first
    order.set_epoch(1)
    assert list(order) != first
    assert sorted(order) == sorted(first) == list(range(10))


def test_processes_share_out_the_clips() -> None:
    """Two processes together see every clip, equally many each."""
    parts = [list(EpochOrder(7, 3, rank=rank, processes=2)) for rank in range(2)]
    assert [len(part) for part in parts] == [4, 4]
    assert set(parts[0]) | set(parts[1]) == set(range(7))


def test_rare_classes_are_drawn_as_often() -> None:
    """With even weights a class of one clip in ten comes as often as the other one."""
    import numpy as np

    targets = np.array([0] * 900 + [1] * 100)
    drawn = targets[list(EpochOrder(1000, 5, even_weights(targets)))]
    assert abs(drawn.mean() - 0.5) < 0.05


def test_processes_draw_different_numbers() -> None:
    """Seeds of epochs and processes differ."""
    assert len({epoch_seed(42, epoch, rank) for epoch in range(5) for rank in range(3)}) == 15


@pytest.mark.parametrize(("rank", "expected"), [("0", False), ("1", True)])
def test_only_the_first_process_speaks(
    monkeypatch: pytest.MonkeyPatch, rank: str, expected: bool
) -> None:
    """The rank that torchrun sets decides who writes; with one process nobody else is there."""
    monkeypatch.setenv("RANK", rank)
    assert is_follower(with_(devices=2)) is expected
    assert not is_follower(SMALL)


def test_two_processes_train_one_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job on two CPU processes (gloo): one status, one line of events, one model."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    root = make_project(tmp_path)
    supervisor = Supervisor(root / "runs")
    config = with_(devices=2, num_epochs=2, batch_size=4).model_dump()
    job = supervisor.submit("train", config)
    until(lambda: supervisor.refresh() != [] and job.status().is_over)
    assert job.status().state == "ended", job.status().message
    assert [event["event"] for event in job.events()[0]] == ["data", "epoch", "epoch", "ended"]
    assert load_model(job.model_folder).card.config.devices == 2
    until(lambda: not (process := process_of(job.status())) or not process.is_alive())


def test_a_job_that_runs_out_of_memory_says_what_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status carries remedy and suggestion, and a retry with it asks for half the batch."""
    from emo7_core.training import job as training_job

    def fail(*args: object, **more: object) -> None:
        raise OutOfMemoryError("the GPU", 16)

    monkeypatch.setattr(training_job, "train", fail)
    root = make_project(tmp_path)
    job = create_job(root / "runs", "train", root, SMALL.model_dump())
    status = training_job.train_job(job.folder)
    assert (status.state, status.remedy) == ("failed", "Try batch size 8.")
    assert "the GPU ran out of memory at batch size 16" in status.message
    supervisor = Supervisor(root / "runs", lambda job: [sys.executable, "-c", "pass"])
    again = supervisor.retry(job.id, status.suggestion)
    assert again.spec().config == SMALL.model_dump() | {"batch_size": 8}
    assert json.loads((job.folder / "status.json").read_text())["suggestion"] == {"batch_size": 8}
    supervisor.cancel(again.id, grace_seconds=0.1)
