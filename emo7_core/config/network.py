"""The shape of the network."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from emo7_core.config.group import NETWORK, Group, about


class Network(Group):
    """Width, depth, pooling, graph, backbone."""

    hidden_size: int = Field(
        default=256,
        ge=1,
        le=4096,
        title="Hidden size",
        description="Width of the network.",
        json_schema_extra=about(NETWORK),
    )
    num_layers: int = Field(
        default=2,
        ge=1,
        le=16,
        title="Layers",
        description="Layers of the network.",
        json_schema_extra=about(NETWORK),
    )
    pooling: Literal["last", "mean_max", "attention"] = Field(
        default="mean_max",
        title="Pooling",
        description="LSTM: answer from the last frame, from mean and maximum over all frames, "
        "or from a "
        "learned weighing of them.",
        json_schema_extra=about(
            NETWORK, last="Last frame", mean_max="Mean and maximum", attention="Attention"
        ),
    )
    stgcn_preset: Literal["partitions", "plain"] = Field(
        default="partitions",
        title="Graph",
        description="ST-GCN: spatial partitions with learned edge importance, or the plain "
        "earlier network.",
        json_schema_extra=about(NETWORK, partitions="Partitions", plain="Plain, earlier"),
    )
    point_pooling: Literal["mean", "learned"] = Field(
        default="mean",
        title="Points of a part",
        description="ST-GCN: answer from the mean over the points of a part, or let it learn "
        "which points count, for each channel. Learned is much quicker to see small changes "
        "in a face.",
        json_schema_extra=about(NETWORK, mean="Mean", learned="Learned"),
    )
    streams: Literal["joint", "joint_bone", "joint_bone_motion"] = Field(
        default="joint",
        title="Streams",
        description="ST-GCN: what it looks at: positions, bones, and their motion.",
        json_schema_extra=about(
            NETWORK,
            joint="Joints",
            joint_bone="Joints, bones",
            joint_bone_motion="Joints, bones, motion",
        ),
    )
    backbone: str = Field(
        default="google/vivit-b-16x2-kinetics400",
        max_length=1000,
        title="Backbone",
        description="ViViT: a local folder, or the hub id of pretrained weights.",
        json_schema_extra=about(NETWORK),
    )
    unfreeze_backbone: bool = Field(
        default=False,
        title="Train the backbone",
        description="ViViT: train the whole network, not only its head. Slow without a GPU.",
        json_schema_extra=about(NETWORK),
    )
    dropout: float = Field(
        default=0.2,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of activations switched off while training.",
        json_schema_extra=about(NETWORK),
    )
