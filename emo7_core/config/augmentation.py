"""How training clips are varied; validation clips never are."""

from __future__ import annotations

from pydantic import Field

from emo7_core.config.group import AUGMENTS, Group, about


class Augmentation(Group):
    """Changes that respect the left and the right of the signer."""

    augment: bool = Field(
        default=False,
        title="Augment",
        description="Vary the training clips anew in each epoch.",
        json_schema_extra=about(AUGMENTS),
    )
    augment_rare: bool = Field(
        default=False,
        title="Rare classes most",
        description="Vary a clip the more often, the rarer its class is.",
        json_schema_extra=about(AUGMENTS),
    )
    augment_mirror: float = Field(
        default=0.5,
        ge=0,
        le=1,
        title="Mirror",
        description="Probability to swap left and right.",
        json_schema_extra=about(AUGMENTS),
    )
    augment_warp: float = Field(
        default=0.2,
        ge=0,
        lt=1,
        title="Time warp",
        description="Largest change of local speed, as a share.",
        json_schema_extra=about(AUGMENTS),
    )
    augment_drop: float = Field(
        default=0.1,
        ge=0,
        lt=1,
        title="Joint drop",
        description="Share of points that are hidden for a while.",
        json_schema_extra=about(AUGMENTS),
    )
    augment_jitter: float = Field(
        default=0.01,
        ge=0,
        le=1,
        title="Jitter",
        description="Deviation of the noise on each point.",
        json_schema_extra=about(AUGMENTS, "shoulder widths"),
    )
    augment_rotation: float = Field(
        default=10.0,
        ge=0,
        le=180,
        title="Rotation",
        description="Largest turn of the whole signer in the picture.",
        json_schema_extra=about(AUGMENTS, "degrees"),
    )
