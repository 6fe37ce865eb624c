"""How landmarks become what a network sees."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from emo7_core.config.group import LEARNS, Group, about


class Features(Group):
    """Sampling and normalization."""

    rate: float = Field(
        default=12.5,
        gt=0,
        le=120,
        title="Sampling rate",
        description="Landmarks are resampled by time to this rate.",
        json_schema_extra=about(LEARNS, "frames/s"),
    )
    window_seconds: float = Field(
        default=2.0,
        gt=0,
        le=60,
        title="Window",
        description="Length of the piece of a clip that the model sees at once.",
        json_schema_extra=about(LEARNS, "s"),
    )
    normalize_data: bool = Field(
        default=False,
        title="Normalize features",
        description="Scale every feature by what the training clips show.",
        json_schema_extra=about(LEARNS),
    )
    normalization_type: Literal["minmax", "standard", "legacy"] = Field(
        default="minmax",
        title="Normalization",
        description="To 0..1, to mean 0 and deviation 1, or as the earlier scripts did (body "
        "only, the "
        "first 100 frames). Only with normalized features.",
        json_schema_extra=about(
            LEARNS,
            minmax="Smallest to largest",
            standard="Mean, deviation",
            legacy="Earlier scripts",
        ),
    )
