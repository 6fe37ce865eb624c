"""Losses and class weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from emo7_core.config import TrainConfig
from emo7_core.models import outputs_of
from emo7_core.models.answers import probabilities
from emo7_core.models.losses import (
    CrossEntropy,
    FocalLoss,
    OrdinalLoss,
    build_loss,
    class_weights,
)

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
    for counts in ([4, 105, 186, 1007, 214, 364, 38], [0, 0, 9, 0, 30, 2, 0]):
        mean = (class_weights(np.array(counts)) * counts).sum() / np.sum(counts)
        assert mean == pytest.approx(1.0)


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


@pytest.mark.parametrize(
    ("name", "kind"),
    [("focal", FocalLoss), ("cross_entropy", CrossEntropy), ("ordinal", OrdinalLoss)],
)
def test_the_config_chooses(name: str, kind: type) -> None:
    """The config's loss is what is built."""
    config = TrainConfig().model_copy(update={"loss": name})
    assert isinstance(build_loss(config, np.ones(7, np.int64)), kind)


def test_weights_can_be_switched_off() -> None:
    """Without class weights each clip counts alike."""
    loss = build_loss(TrainConfig(balance="none"), np.array([1, 2, 3, 4, 5, 6, 7]))
    assert isinstance(loss, CrossEntropy)
    assert loss.weights.tolist() == [1.0] * 7


def ordinal(logits: torch.Tensor) -> torch.Tensor:
    """Return CORN's probabilities from its definition: products of conditional ones."""
    above = logits.sigmoid().cumprod(-1)
    ones, zeros = torch.ones(len(logits), 1), torch.zeros(len(logits), 1)
    return torch.cat([ones, above], -1) - torch.cat([above, zeros], -1)


def test_corn_probabilities() -> None:
    """They are the differences of the cumulated conditional probabilities, and sum to 1."""
    found = probabilities(LOGITS, "ordinal")
    torch.testing.assert_close(found, ordinal(LOGITS))
    torch.testing.assert_close(found.sum(-1), torch.ones(2))


def test_corn_loss_is_its_binary_decisions() -> None:
    """Each clip takes part in the decisions up to its class, and in no other."""
    loss = OrdinalLoss(torch.ones(4))(LOGITS, torch.tensor([1, 3]))
    log = torch.nn.functional.logsigmoid
    first = -log(LOGITS[0, 0]) - log(-LOGITS[0, 1])
    second = -log(LOGITS[1]).sum()
    torch.testing.assert_close(loss, torch.stack([first, second]))


def test_corn_ranks_are_consistent() -> None:
    """The probability to be above a class never grows with the class, whatever the outputs."""
    torch.manual_seed(0)
    found = probabilities(torch.randn(100, 6) * 5, "ordinal")
    assert (found >= 0).all()
    assert (found.flip(-1).cumsum(-1).diff(dim=-1) >= -1e-6).all()


def test_corn_is_finite_when_certain() -> None:
    """Outputs of a thousand give finite losses, gradients and probabilities."""
    outputs = torch.tensor([[1e3, -1e3, 1e3]], requires_grad=True)
    OrdinalLoss(torch.ones(4))(outputs, torch.tensor([3])).sum().backward()
    assert outputs.grad is not None
    assert outputs.grad.isfinite().all()
    assert probabilities(outputs.detach(), "ordinal").tolist() == [[0, 1, 0, 0]]


@pytest.mark.parametrize("name", ["cross_entropy", "focal", "ordinal"])
def test_a_sure_soft_label_is_a_hard_one(name: str) -> None:
    """Shares that lie all on one class give the loss of that class, weights included."""
    config = TrainConfig().model_copy(update={"loss": name})
    loss = build_loss(config, np.array([4, 2, 8, 1, 1, 1, 1]))
    outputs = torch.randn(5, 6 if name == "ordinal" else 7)
    targets = torch.tensor([0, 2, 6, 3, 1])
    shares = torch.eye(7)[targets]
    torch.testing.assert_close(loss(outputs, shares), loss(outputs, targets))


@pytest.mark.parametrize("name", ["cross_entropy", "focal", "ordinal"])
def test_soft_labels_are_an_expectation(name: str) -> None:
    """Shares mix the losses of their classes."""
    config = TrainConfig().model_copy(update={"loss": name})
    loss = build_loss(config, np.array([4, 2, 8, 1, 1, 1, 1]))
    outputs = torch.randn(1, 6 if name == "ordinal" else 7)
    shares = torch.tensor([[0, 0.25, 0, 0, 0, 0.75, 0]])
    each = [loss(outputs, torch.tensor([value])) for value in (1, 5)]
    torch.testing.assert_close(loss(outputs, shares), 0.25 * each[0] + 0.75 * each[1])


def test_soft_cross_entropy_is_torchs() -> None:
    """With weights and shares it is what torch has for both together."""
    shares = torch.tensor([[0.2, 0.5, 0.3], [0.0, 1.0, 0.0]])
    usual = cross_entropy(LOGITS, shares, weight=WEIGHTS, reduction="none")
    torch.testing.assert_close(CrossEntropy(WEIGHTS)(LOGITS, shares), usual)


def test_a_network_has_the_outputs_of_its_loss() -> None:
    """The ordinal loss reads one output fewer than there are classes."""
    assert outputs_of(TrainConfig(loss="ordinal")) == 6
    assert outputs_of(TrainConfig(loss="focal", num_classes=3)) == 3
