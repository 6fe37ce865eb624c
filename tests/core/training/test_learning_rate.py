"""The learning rate over the epochs of a training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lightning.pytorch as pl
import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.training.module import AffectModule, rate_in
from emo7_core.training.train import train
from tests.planted import examples

FALLING = TrainConfig(
    rate_over_time="cosine", learning_rate=8e-3, num_epochs=4, hidden_size=4, device="cpu"
)


def test_a_constant_rate_stays() -> None:
    """Without a wish the rate of the last epoch is that of the first."""
    config = TrainConfig(learning_rate=3e-3, num_epochs=4)
    assert [rate_in(config, epoch) for epoch in range(4)] == [3e-3] * 4


def test_a_falling_rate_follows_half_a_cosine() -> None:
    """It begins at the rate asked for, is half of it half way, and does not rise again."""
    rates = [rate_in(FALLING, epoch) for epoch in range(7)]
    assert rates[0] == 8e-3
    assert rates[2] == pytest.approx(4e-3)
    assert rates == sorted(rates, reverse=True)


def test_the_optimizer_hears_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each epoch steps by its own rate."""
    seen: list[float] = []

    def note(module: pl.LightningModule, *_: Any) -> None:
        seen.append(module.trainer.optimizers[0].param_groups[0]["lr"])

    monkeypatch.setattr(AffectModule, "on_train_batch_end", note)
    train(examples(2), FALLING, tmp_path)
    assert list(dict.fromkeys(seen)) == [rate_in(FALLING, epoch) for epoch in range(4)]


@pytest.mark.parametrize(
    ("device", "precision", "fused"),
    [("cpu", "32", True), ("cpu", "bf16", None), ("meta", "32", None)],
)
def test_off_the_cpu_torch_chooses_how_weights_are_updated(
    device: str, precision: str, fused: bool | None
) -> None:
    """A plain no would also keep a GPU from updating all weights at once."""
    config = TrainConfig(precision=precision)
    module = AffectModule(torch.nn.Linear(2, 2), torch.nn.MSELoss(), config).to(device)
    assert module.configure_optimizers().param_groups[0]["fused"] is fused
