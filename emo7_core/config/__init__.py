"""The typed config of a training, group by group."""

from emo7_core.config.train import Scalar, TrainConfig, config_from, read_config

__all__ = ["Scalar", "TrainConfig", "config_from", "read_config"]
