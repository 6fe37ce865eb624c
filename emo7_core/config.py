"""The typed config of a training: dialog, command line and run record are made from it.

What it is: one frozen model (TrainConfig), described well enough that widgets, flags and
help texts (knobs.py) need no second list.
What it is not: a command (cli/) or a widget (emo7_gui/train); it never imports torch.
Convention: the fields that the earlier scripts had keep their names and defaults.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from emo7_core.errors import UsageError

Scalar = str | int | float | bool
LEARNS, DIVIDES, TUNES, RUNS = "What it learns", "Split", "How it learns", "Budget"


def _about(group: str, unit: str = "", **labels: str) -> dict[str, Any]:
    return {"group": group, "unit": unit, "labels": labels}


class TrainConfig(BaseModel):
    """Everything that decides a training, besides the labels themselves."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    model_type: Literal["lstm"] = Field(
        default="lstm",
        title="Model",
        description="The kind of network.",
        json_schema_extra=_about(LEARNS, lstm="LSTM"),
    )
    target: Literal["human", "adjudicated", "caption"] = Field(
        default="human",
        title="Target",
        description="Whose labels it learns: people's decisions, only what an adjudication "
        "settled, or VADER on the captions.",
        json_schema_extra=_about(
            LEARNS, human="Human", adjudicated="Adjudicated", caption="Caption"
        ),
    )
    num_classes: Literal[7, 3] = Field(
        default=7,
        title="Classes",
        description="The seven classes, or the baseline of three (the sign of the value).",
        json_schema_extra=_about(LEARNS, **{"7": "7 classes", "3": "3 classes"}),
    )
    rate: float = Field(
        default=12.5,
        gt=0,
        le=120,
        title="Sampling rate",
        description="Landmarks are resampled by time to this rate.",
        json_schema_extra=_about(LEARNS, "frames/s"),
    )
    window_seconds: float = Field(
        default=2.0,
        gt=0,
        le=60,
        title="Window",
        description="Length of the piece of a clip that the model sees at once.",
        json_schema_extra=_about(LEARNS, "s"),
    )
    normalize_data: bool = Field(
        default=False,
        title="Normalize features",
        description="Scale every feature by what the training clips show.",
        json_schema_extra=_about(LEARNS),
    )
    normalization_type: Literal["minmax", "standard"] = Field(
        default="minmax",
        title="Normalization",
        description="To 0..1, or to mean 0 and deviation 1. Only with normalized features.",
        json_schema_extra=_about(LEARNS, minmax="Smallest to largest", standard="Mean, deviation"),
    )
    split_by: Literal["signer", "session", "clip"] = Field(
        default="signer",
        title="Split by",
        description="What is never in training and validation at once. "
        "A clip split leaks signers: its scores are too high.",
        json_schema_extra=_about(DIVIDES, signer="Signer", session="Session", clip="Clip"),
    )
    validation_share: float = Field(
        default=0.2,
        gt=0,
        lt=1,
        title="Validation share",
        description="Share of the clips that is kept for validation, as near as the split allows.",
        json_schema_extra=_about(DIVIDES),
    )
    seed: int = Field(
        default=42,
        ge=0,
        le=2**31 - 1,
        title="Seed",
        description="Decides the split and every random number.",
        json_schema_extra=_about(DIVIDES),
    )
    downsample_ratio: float = Field(
        default=0.0,
        ge=0,
        le=100,
        title="Downsample",
        description="Cut the most frequent class to this ratio of the second most frequent "
        "one, in training only. 0 keeps all.",
        json_schema_extra=_about(DIVIDES),
    )
    loss: Literal["cross_entropy", "focal"] = Field(
        default="cross_entropy",
        title="Loss",
        description="Focal loss gives easy clips less weight.",
        json_schema_extra=_about(TUNES, cross_entropy="Cross-entropy", focal="Focal"),
    )
    class_weights: bool = Field(
        default=True,
        title="Weigh classes",
        description="Weigh each class by N / (K n): rare classes count as much as frequent ones.",
        json_schema_extra=_about(TUNES),
    )
    focal_alpha: float = Field(
        default=1.95,
        gt=0,
        le=10,
        title="Focal alpha",
        description="Factor of the focal loss.",
        json_schema_extra=_about(TUNES),
    )
    focal_gamma: float = Field(
        default=2.58,
        ge=0,
        le=10,
        title="Focal gamma",
        description="How much less an easy clip counts. 0 is cross-entropy.",
        json_schema_extra=_about(TUNES),
    )
    hidden_size: int = Field(
        default=256,
        ge=1,
        le=4096,
        title="Hidden size",
        description="Width of the network.",
        json_schema_extra=_about(TUNES),
    )
    num_layers: int = Field(
        default=2,
        ge=1,
        le=16,
        title="Layers",
        description="Layers of the network.",
        json_schema_extra=_about(TUNES),
    )
    pooling: Literal["last", "mean_max"] = Field(
        default="mean_max",
        title="Pooling",
        description="Answer from the last frame, or from mean and maximum over all frames.",
        json_schema_extra=_about(TUNES, last="Last frame", mean_max="Mean and maximum"),
    )
    dropout: float = Field(
        default=0.2,
        ge=0,
        lt=1,
        title="Dropout",
        description="Share of activations switched off while training.",
        json_schema_extra=_about(TUNES),
    )
    batch_size: int = Field(
        default=32,
        ge=1,
        le=65536,
        title="Batch size",
        description="Clips per step.",
        json_schema_extra=_about(TUNES, "clips"),
    )
    learning_rate: float = Field(
        default=1e-3,
        gt=0,
        le=10,
        title="Learning rate",
        description="Step size of the optimizer.",
        json_schema_extra=_about(TUNES),
    )
    weight_decay: float = Field(
        default=0.0,
        ge=0,
        le=10,
        title="Weight decay",
        description="Pull of the weights towards zero.",
        json_schema_extra=_about(TUNES),
    )
    num_epochs: int = Field(
        default=50,
        ge=1,
        le=100_000,
        title="Epochs",
        description="At most this many passes over the training clips.",
        json_schema_extra=_about(RUNS, "epochs"),
    )
    patience: int = Field(
        default=15,
        ge=1,
        le=100_000,
        title="Patience",
        description="Stop after this many epochs without a better validation score.",
        json_schema_extra=_about(RUNS, "epochs"),
    )
    monitor: Literal["val_macro_f1", "val_balanced_accuracy", "val_kappa", "val_loss"] = Field(
        default="val_macro_f1",
        title="Best by",
        description="The validation score that decides the best epoch and the early stop.",
        json_schema_extra=_about(
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
        json_schema_extra=_about(RUNS, auto="Best there is", cpu="CPU", cuda="CUDA", mps="MPS"),
    )

    @property
    def monitor_mode(self) -> Literal["min", "max"]:
        """Return whether the monitored score is better when small or when large."""
        return "min" if self.monitor == "val_loss" else "max"

    def changed(self) -> dict[str, Scalar]:
        """Return the fields that differ from the defaults, in their order."""
        return {
            name: getattr(self, name)
            for name, field in type(self).model_fields.items()
            if getattr(self, name) != field.default
        }

    def to_command(self, project: Path | str) -> list[str]:
        """Return the command that starts this training; defaults are left out.

        A value that begins with a dash stays one argument (--flag=value).
        """
        command = ["emo7", "train", "--project", str(project)]
        for name, value in self.changed().items():
            flag = name.replace("_", "-")
            if isinstance(value, bool):
                command.append(f"--{flag}" if value else f"--no-{flag}")
            else:
                command += [f"--{flag}", str(value)]
        return command


def config_from(values: Mapping[str, Any]) -> TrainConfig:
    """Return a config of these values, as a person would be told what is wrong with them.

    Raises:
        UsageError: an unknown name, or a value that is not allowed.
    """
    try:
        return TrainConfig.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(
            f"{name or 'the config'}: {first['msg']}", remedy="See: emo7 train --help"
        ) from error


def read_config(path: Path) -> TrainConfig:
    """Read a config from a JSON file.

    Raises:
        UsageError: the file cannot be read or does not hold a config.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"the config cannot be read: {error}", where=path) from error
    if not isinstance(values, dict):
        raise UsageError("the config is not a table of names and values", where=path)
    return config_from(values)
