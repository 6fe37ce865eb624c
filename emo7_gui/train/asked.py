"""What the training dialog asks for: a training, a cross-validation, or a tuning.

What it is: names for the three kinds, and what they share.
What it is not: the configs themselves (emo7_core/config).
"""

from __future__ import annotations

from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation, Tuning

Asked = TrainConfig | CrossValidation | Tuning
TRAIN, CROSS_VALIDATE, TUNE = KINDS = ("train", "cross-validate", "tune")


def kind_of(asked: Asked) -> str:
    """Return the kind of job."""
    if isinstance(asked, TrainConfig):
        return TRAIN
    return CROSS_VALIDATE if isinstance(asked, CrossValidation) else TUNE


def training_of(asked: Asked) -> TrainConfig:
    """Return the config of the training, or of each of the trainings."""
    return asked if isinstance(asked, TrainConfig) else asked.training


def with_training(asked: Asked, config: TrainConfig) -> Asked:
    """Return the same kind of job with another training."""
    if isinstance(asked, TrainConfig):
        return config
    return asked.model_copy(update={"training": config})
