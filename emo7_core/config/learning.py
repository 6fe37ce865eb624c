"""Loss, balance of the classes, and the optimizer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from emo7_core.config.group import TUNES, Group, about


class Learning(Group):
    """How the weights are found."""

    loss: Literal["cross_entropy", "focal", "ordinal"] = Field(
        default="cross_entropy",
        title="Loss",
        description="Focal loss gives easy clips less weight; ordinal loss (CORN) knows the "
        "order of the "
        "classes.",
        json_schema_extra=about(
            TUNES, cross_entropy="Cross-entropy", focal="Focal", ordinal="Ordinal"
        ),
    )
    balance: Literal["weights", "sampler", "both", "none"] = Field(
        default="weights",
        title="Balance",
        description="Make rare classes count as much as frequent ones: by a weight N / (K n) in "
        "the loss, or by drawing them more often. Both correct twice.",
        json_schema_extra=about(
            TUNES, weights="Class weights", sampler="Sampler", both="Both", none="None"
        ),
    )
    focal_alpha: float = Field(
        default=1.95,
        gt=0,
        le=10,
        title="Focal alpha",
        description="Factor of the focal loss.",
        json_schema_extra=about(TUNES),
    )
    focal_gamma: float = Field(
        default=2.58,
        ge=0,
        le=10,
        title="Focal gamma",
        description="How much less an easy clip counts. 0 is cross-entropy.",
        json_schema_extra=about(TUNES),
    )
    batch_size: int = Field(
        default=32,
        ge=1,
        le=65536,
        title="Batch size",
        description="Clips per step.",
        json_schema_extra=about(TUNES, "clips"),
    )
    learning_rate: float = Field(
        default=1e-3,
        gt=0,
        le=10,
        title="Learning rate",
        description="Step size of the optimizer.",
        json_schema_extra=about(TUNES),
    )
    rate_over_time: Literal["constant", "cosine"] = Field(
        default="constant",
        title="Rate over time",
        description="Keep the learning rate, or let it fall along half a cosine, epoch by epoch, "
        "to almost nothing in the last one.",
        json_schema_extra=about(TUNES, constant="Constant", cosine="Falling"),
    )
    weight_decay: float = Field(
        default=0.0,
        ge=0,
        le=10,
        title="Weight decay",
        description="Pull of the weights towards zero.",
        json_schema_extra=about(TUNES),
    )
