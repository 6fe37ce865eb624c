"""Losses over logits, one value per clip; the caller takes the mean.

Convention: class weights multiply the loss of a clip and nothing else; they are not divided out
again, as they already average to one over the training clips.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from emo7_core.config import TrainConfig


def class_weights(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Return the weight N / (K n_c) of each class, 0 for a class without clips.

    Args:
        counts: (K,) clips of each class.

    Returns:
        (K,) float32. Formula: King and Zeng 2001, as scikit-learn's "balanced".
    """
    with np.errstate(divide="ignore"):
        weights = counts.sum() / (len(counts) * counts.astype(np.float64))
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

    def forward(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Return the loss of each clip, (N,), for logits (N, K) and targets (N,)."""
        return self.weights[targets] * cross_entropy(logits, targets, reduction="none")


class FocalLoss(nn.Module):
    """alpha w_y (1 - p_t)^gamma (-log p_t); Lin et al. 2017.

    p_t is the probability that the model gives the true class. It is never touched by the
    class weights: taken from a weighted loss it would not be a probability.

    Args:
        weights: (K,).
        alpha: Factor.
        gamma: How much less an easy clip counts; 0 is alpha times cross-entropy.
    """

    weights: Tensor

    def __init__(self, weights: Tensor, alpha: float, gamma: float) -> None:
        super().__init__()
        self.register_buffer("weights", weights)
        self.alpha = alpha
        self.gamma = gamma

    def forward(self, logits: Tensor, targets: Tensor) -> Tensor:
        """Return the loss of each clip, (N,), for logits (N, K) and targets (N,)."""
        surprise = cross_entropy(logits, targets, reduction="none")  # -log p_t
        ease = (-torch.expm1(-surprise)).clamp(min=0.0) ** self.gamma  # (1 - p_t)^gamma
        return self.alpha * self.weights[targets] * ease * surprise


def build_loss(config: TrainConfig, counts: npt.NDArray[np.int64]) -> nn.Module:
    """Return the loss of a config for training clips of these counts (K,)."""
    weights = (
        class_weights(counts)
        if config.balance in ("weights", "both")
        else np.ones(len(counts), np.float32)
    )
    if config.loss == "focal":
        return FocalLoss(torch.from_numpy(weights), config.focal_alpha, config.focal_gamma)
    return CrossEntropy(torch.from_numpy(weights))
