"""From what a network puts out to probabilities of the classes.

    cross_entropy, focal   K outputs: softmax
    ordinal                K - 1 outputs z: "above class k, given above k - 1" with sigma(z_k)

What it is: the one place where a loss's outputs are read; training, validation, commands and
live predictions all come here.
What it is not: a loss (losses.py).
Convention: classes are the last axis; probabilities sum to 1.
Source of the ordinal one: CORN, Shi, Cao and Raschka 2021, equations 2 and 3.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

LossName = Literal["cross_entropy", "focal", "ordinal"]


def probabilities(outputs: Tensor, loss: LossName) -> Tensor:
    """Return (..., K) probabilities.

    Args:
        outputs: What the network gives: (..., K), for the ordinal loss (..., K - 1).
        loss: The loss that the network was trained with (config.loss).
    """
    if loss == "ordinal":
        return ordinal_log_probabilities(outputs).exp()
    return outputs.softmax(-1)


def log_probabilities(outputs: Tensor) -> Tensor:
    """Return log p of each class, (..., K), for logits (..., K)."""
    return outputs.log_softmax(-1)


def ordinal_log_probabilities(outputs: Tensor) -> Tensor:
    """Return log p of each class, (..., K), for the K - 1 ordered decisions (..., K - 1).

    Class k is "above" in all decisions before it and "not above" in its own.
    """
    nothing = torch.zeros_like(outputs[..., :1])
    above = torch.cat([nothing, logsigmoid(outputs).cumsum(-1)], dim=-1)
    not_above = torch.cat([logsigmoid(-outputs), nothing], dim=-1)
    return above + not_above
