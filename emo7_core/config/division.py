"""Which clips train and which validate."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from emo7_core.config.group import DIVIDES, Group, about


class Division(Group):
    """Split, golden clips, seed."""

    stored_split: str = Field(
        default="",
        max_length=200,
        title="Stored split",
        description="Name of a split made with emo7 split; without one the clips are split here.",
        json_schema_extra=about(DIVIDES),
    )
    keep_golden_out: bool = Field(
        default=True,
        title="Keep golden clips out",
        description="Leave out every clip of the newest golden version, so that it can judge "
        "this model.",
        json_schema_extra=about(DIVIDES),
    )
    split_by: Literal["signer", "session", "clip"] = Field(
        default="signer",
        title="Split by",
        description="What is never in training and validation at once. "
        "A clip split leaks signers: its scores are too high.",
        json_schema_extra=about(DIVIDES, signer="Signer", session="Session", clip="Clip"),
    )
    validation_share: float = Field(
        default=0.2,
        gt=0,
        lt=1,
        title="Validation share",
        description="Share of the clips that is kept for validation, as near as the split allows.",
        json_schema_extra=about(DIVIDES),
    )
    seed: int = Field(
        default=42,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Decides the split and every random number.",
        json_schema_extra=about(DIVIDES),
    )
    downsample_ratio: float = Field(
        default=0.0,
        ge=0,
        le=100,
        title="Downsample",
        description="Cut the most frequent class to this ratio of the second most frequent "
        "one, in training only. 0 keeps all.",
        json_schema_extra=about(DIVIDES),
    )
