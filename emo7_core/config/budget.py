"""How long a training runs, and on what."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from emo7_core.config.group import RUNS, Group, about


class Budget(Group):
    """Epochs, the best one, devices."""

    num_epochs: int = Field(
        default=50,
        ge=1,
        le=100_000,
        title="Epochs",
        description="At most this many passes over the training clips.",
        json_schema_extra=about(RUNS, "epochs"),
    )
    patience: int = Field(
        default=15,
        ge=1,
        le=100_000,
        title="Patience",
        description="Stop after this many epochs without a better validation score.",
        json_schema_extra=about(RUNS, "epochs"),
    )
    monitor: Literal["val_macro_f1", "val_balanced_accuracy", "val_kappa", "val_loss"] = Field(
        default="val_macro_f1",
        title="Best by",
        description="The validation score that decides the best epoch and the early stop.",
        json_schema_extra=about(
            RUNS,
            val_macro_f1="Macro-F1",
            val_balanced_accuracy="Balanced accuracy",
            val_kappa="Quadratic kappa",
            val_loss="Loss",
        ),
    )
    device: Literal["auto", "cpu", "cuda", "mps"] = Field(
        default="auto",
        title="Device",
        description="Where it computes.",
        json_schema_extra=about(RUNS, auto="Best there is", cpu="CPU", cuda="CUDA", mps="MPS"),
    )
    devices: int = Field(
        default=1,
        ge=1,
        le=64,
        title="Devices",
        description="How many devices of one computer train together.",
        json_schema_extra=about(RUNS),
    )
    num_nodes: int = Field(
        default=1,
        ge=1,
        le=1024,
        title="Nodes",
        description="How many computers train together, started by torchrun or Slurm.",
        json_schema_extra=about(RUNS),
    )
    precision: Literal["32", "bf16", "16"] = Field(
        default="32",
        title="Precision",
        description="Full precision, or mixed with 16 bits (faster on a GPU).",
        json_schema_extra=about(RUNS, **{"32": "32 bits", "bf16": "bfloat16", "16": "float16"}),
    )
    compile_network: bool = Field(
        default=False,
        title="Compile",
        description="Compile the network before training (a GPU with Triton is needed to gain "
        "from it).",
        json_schema_extra=about(RUNS),
    )
