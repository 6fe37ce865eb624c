"""What a training learns: the network, whose labels, how many classes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from emo7_core.config.group import LEARNS, Group, about


class Task(Group):
    """Network and labels."""

    model_type: Literal["lstm", "stgcn", "vivit"] = Field(
        default="lstm",
        title="Model",
        description="The kind of network: LSTM and ST-GCN see landmarks, ViViT sees pictures.",
        json_schema_extra=about(LEARNS, lstm="LSTM", stgcn="ST-GCN", vivit="ViViT"),
    )
    target: Literal["human", "adjudicated", "caption"] = Field(
        default="human",
        title="Target",
        description="Whose labels it learns: people's decisions, only what an adjudication "
        "settled, or VADER on the captions.",
        json_schema_extra=about(
            LEARNS, human="Human", adjudicated="Adjudicated", caption="Caption"
        ),
    )
    soft_labels: bool = Field(
        default=False,
        title="Soft labels",
        description="Learn how the raters' values spread over the classes, not one value per clip.",
        json_schema_extra=about(LEARNS),
    )
    num_classes: Literal[7, 3] = Field(
        default=7,
        title="Classes",
        description="The seven classes, or the baseline of three (the sign of the value).",
        json_schema_extra=about(LEARNS, **{"7": "7 classes", "3": "3 classes"}),
    )
