"""Losses and class weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from emo7_core.config import TrainConfig
from emo7_core.models.losses import CrossEntropy, FocalLoss, build_loss, class_weights

LOGITS = torch.tensor([[2.0, 0.0, -1.0], [0.1, 0.2, 0.3]])
TARGETS = torch.tensor([0, 1])
WEIGHTS = torch.tensor([3.0, 0.5, 1.0])


def test_weights_are_n_over_k_n_c() -> None:
    """The weight of a class is N / (K n_c)."""
    assert class_weights(np.array([10, 30, 60])) == pytest.approx([100 / 30, 100 / 90, 100 / 180])


def test_a_class_without_clips_weighs_nothing() -> None:
    """No division by zero for Neutral when the golden set has none."""
    assert class_weights(np.array([5, 0, 5]))[1] == 0


def test_weights_average_to_one() -> None:
    """Over the training clips the weights average to one: the loss keeps its size."""
    counts = np.array([4, 105, 186, 1007, 214, 364, 38])
    assert (class_weights(counts) * counts).sum() / counts.sum() == pytest.approx(1.0)


def test_focal_p_t_is_unweighted() -> None:
    """p_t is the model's probability, not exp of a weighted loss."""
    p = LOGITS.softmax(-1)[torch.arange(2), TARGETS]
    expected = 1.95 * WEIGHTS[TARGETS] * (1 - p) ** 2.58 * -p.log()
    torch.testing.assert_close(FocalLoss(WEIGHTS, 1.95, 2.58)(LOGITS, TARGETS), expected)


def test_the_earlier_focal_loss_was_another() -> None:
    """With p_t from the weighted loss, as before, the values are others."""
    weighted = cross_entropy(LOGITS, TARGETS, weight=WEIGHTS, reduction="none")
    wrong = 1.95 * (1 - torch.exp(-weighted)) ** 2.58 * weighted
    assert not torch.allclose(FocalLoss(WEIGHTS, 1.95, 2.58)(LOGITS, TARGETS), wrong, rtol=0.05)


def test_focal_without_gamma_is_cross_entropy() -> None:
    """Gamma 0 and alpha 1 give cross-entropy."""
    plain = CrossEntropy(WEIGHTS)(LOGITS, TARGETS)
    torch.testing.assert_close(FocalLoss(WEIGHTS, 1.0, 0.0)(LOGITS, TARGETS), plain)


def test_focal_is_finite_when_certain() -> None:
    """A certain answer gives a loss of 0 and a finite gradient."""
    logits = torch.tensor([[100.0, -100.0, -100.0]], requires_grad=True)
    FocalLoss(WEIGHTS, 1.95, 2.58)(logits, torch.tensor([0])).sum().backward()
    assert logits.grad is not None
    assert logits.grad.isfinite().all()


@pytest.mark.parametrize(("name", "kind"), [("focal", FocalLoss), ("cross_entropy", CrossEntropy)])
def test_the_config_chooses(name: str, kind: type) -> None:
    """The config's loss is what is built."""
    config = TrainConfig().model_copy(update={"loss": name})
    assert isinstance(build_loss(config, np.ones(7, np.int64)), kind)


def test_weights_can_be_switched_off() -> None:
    """Without class weights each clip counts alike."""
    loss = build_loss(TrainConfig(balance="none"), np.array([1, 2, 3, 4, 5, 6, 7]))
    assert isinstance(loss, CrossEntropy)
    assert loss.weights.tolist() == [1.0] * 7
