"""The configs of a cross-validation and of a tuning: a training and how often it is repeated.

What it is: two frozen models that hold a TrainConfig; job.json of such a job is one of them.
What it is not: knobs of a single training (the other files of this folder).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from emo7_core.config.group import DIVIDES, RUNS, Group, about
from emo7_core.config.train import TrainConfig, flag_of
from emo7_core.errors import UsageError

Study = TypeVar("Study", "CrossValidation", "Tuning")


class CrossValidation(Group):
    """Every clip is answered once by a model that did not see its group."""

    by: Literal["signer", "session", "clip"] = Field(
        default="signer",
        title="Hold out by",
        description="What is never in a fold's training and in its held-out clips at once.",
        json_schema_extra=about(DIVIDES, signer="Signer", session="Session", clip="Clip"),
    )
    folds: int = Field(
        default=0,
        ge=0,
        le=1000,
        title="Folds",
        description="How many parts; 0 holds out one signer (session, clip) at a time.",
        json_schema_extra=about(DIVIDES),
    )
    training: TrainConfig = Field(default_factory=TrainConfig)

    def to_command(self, project: Path | str) -> list[str]:
        """Return the command that starts this cross-validation; defaults are left out."""
        command = ["emo7", "cross-validate", "--project", str(project)]
        return command + _own_flags(self) + self.training.flags()


class Tuning(Group):
    """Many trainings that look for good settings."""

    trials: int = Field(
        default=30,
        ge=1,
        le=100_000,
        title="Trials",
        description="How many settings are tried.",
        json_schema_extra=about(RUNS),
    )
    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        title="Workers",
        description="How many try settings at once.",
        json_schema_extra=about(RUNS),
    )
    is_pruned: bool = Field(
        default=True,
        title="End poor trials early",
        description="End a trial early that is worse than half of the others at the same epoch.",
        json_schema_extra=about(RUNS),
    )
    training: TrainConfig = Field(default_factory=TrainConfig)

    def to_command(self, project: Path | str) -> list[str]:
        """Return the command that starts this tuning; defaults are left out."""
        command = ["emo7", "tune", "--project", str(project)]
        return command + _own_flags(self) + self.training.flags()


def _own_flags(study: CrossValidation | Tuning) -> list[str]:
    """Return the flags of a study's own fields that differ from the defaults."""
    flags: list[str] = []
    for name, field in type(study).model_fields.items():
        value = getattr(study, name)
        if name != "training" and value != field.default:
            flags += flag_of(name.removeprefix("is_").replace("pruned", "prune"), value)
    return flags


def study_from(kind: type[Study], values: Mapping[str, Any]) -> Study:
    """Return the config of a study.

    Raises:
        UsageError: an unknown name, or a value that is not allowed.
    """
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{name or 'the config'}: {first['msg']}") from error
