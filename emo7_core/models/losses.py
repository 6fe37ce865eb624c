"""Losses over the outputs of a network, one value per clip; the caller takes the mean.

    cross-entropy   sum over k of q_k w_k (-log p_k)
    focal           sum over k of q_k alpha w_k (1 - p_k)^gamma (-log p_k)
    ordinal         the same as cross-entropy, p from K - 1 ordered decisions (CORN)

Convention: q is one class, or how a clip's raters spread over the classes. Class weights w
multiply the loss and nothing else; they are not divided out again, as they already average to
one over the training clips. How outputs become p is said in answers.py.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from emo7_core.config import TrainConfig
from emo7_core.models.answers import log_probabilities, ordinal_log_probabilities


def class_weights(counts: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Return the weight N / (k n_c) of each of the k classes with clips, 0 for the others.

    Args:
        counts: (K,) clips of each class; with soft labels the sum of their shares.

    Returns:
        (K,) float32. Formula: King and Zeng 2001, as scikit-learn's "balanced".
    """
    with np.errstate(divide="ignore"):
        weights = counts.sum() / ((counts > 0).sum() * counts.astype(np.float64))
    return np.where(counts > 0, weights, 0.0).astype(np.float32)


class CrossEntropy(nn.Module):
    """Cross-entropy, weighted by class.

    Args:
        weights: (K,).
    """

    weights: Tensor

    def __init__(self, weights: Tensor) -> None:
        super().__init__()
        self.register_buffer("weights", weights)

    def surprise(self, outputs: Tensor) -> Tensor:
        """Return -log p of each class, (N, K)."""
        return -log_probabilities(outputs)

    def forward(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Return the loss of each clip, (N,).

        Args:
            outputs: What the network gives, (N, K).
            targets: (N,) classes, or (N, K) shares of the classes, which sum to 1.
        """
        return _expected(self.weights * self.surprise(outputs), targets)


class FocalLoss(CrossEntropy):
    """alpha w_y (1 - p_t)^gamma (-log p_t); Lin et al. 2017.

    p_t is the probability that the model gives the true class. It is never touched by the
    class weights: taken from a weighted loss it would not be a probability.

    Args:
        weights: (K,).
        alpha: Factor.
        gamma: How much less an easy clip counts; 0 is alpha times cross-entropy.
    """

    def __init__(self, weights: Tensor, alpha: float, gamma: float) -> None:
        super().__init__(weights)
        self.alpha = alpha
        self.gamma = gamma

    def surprise(self, outputs: Tensor) -> Tensor:
        """Return alpha (1 - p)^gamma (-log p) of each class, (N, K)."""
        surprise = super().surprise(outputs)
        # A gamma below 1 has no finite slope at exactly 0.
        ease = (-torch.expm1(-surprise)).clamp(min=1e-12) ** self.gamma
        return self.alpha * ease * surprise


class OrdinalLoss(CrossEntropy):
    """CORN: the K - 1 conditional decisions "above class k, given above k - 1".

    Summed over the decisions that a clip takes part in, their binary cross-entropies are
    -log p_y of the p that answers.py derives, so that soft labels and weights are as in
    cross-entropy. Source: Shi, Cao and Raschka 2021, "Deep Neural Networks for Rank-Consistent
    Ordinal Regression Based on Conditional Probabilities", section 3.3.

    Args:
        weights: (K,).
    """

    def surprise(self, outputs: Tensor) -> Tensor:
        """Return -log p of each class, (N, K), for outputs (N, K - 1)."""
        return -ordinal_log_probabilities(outputs)


def _expected(losses: Tensor, targets: Tensor) -> Tensor:
    """Return losses (N, K) at the classes (N,), or their mean by shares (N, K)."""
    if targets.ndim == 1:
        return losses.gather(1, targets[:, None])[:, 0]
    return (targets.to(losses) * losses).sum(1)


def build_loss(config: TrainConfig, counts: npt.NDArray[Any]) -> nn.Module:
    """Return the loss of a config for training clips of these counts (K,)."""
    weights = (
        class_weights(counts)
        if config.balance in ("weights", "both")
        else np.ones(len(counts), np.float32)
    )
    if config.loss == "focal":
        return FocalLoss(torch.from_numpy(weights), config.focal_alpha, config.focal_gamma)
    if config.loss == "ordinal":
        return OrdinalLoss(torch.from_numpy(weights))
    return CrossEntropy(torch.from_numpy(weights))
