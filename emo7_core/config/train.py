"""The typed config of a training: dialog, command line and run record are made from it.

What it is: one frozen model (TrainConfig) of all groups, described well enough that widgets,
flags and help texts (knobs.py) need no second list.
What it is not: a command (cli/) or a widget (emo7_gui/train); it never imports torch.
Convention: the fields that the earlier scripts had keep their names and defaults.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from emo7_core.config.augmentation import Augmentation
from emo7_core.config.budget import Budget
from emo7_core.config.division import Division
from emo7_core.config.features import Features
from emo7_core.config.learning import Learning
from emo7_core.config.network import Network
from emo7_core.config.task import Task
from emo7_core.errors import UsageError

Scalar = str | int | float | bool


MONITOR_WORDS = {
    "val_macro_f1": "macro-F1",
    "val_balanced_accuracy": "balanced accuracy",
    "val_kappa": "quadratic kappa",
    "val_loss": "loss",
}


# Fields stand in the order of the last base first.
class TrainConfig(Budget, Learning, Network, Augmentation, Division, Features, Task):
    """Everything that decides a training, besides the labels themselves."""

    @property
    def monitor_mode(self) -> Literal["min", "max"]:
        """Return whether the monitored score is better when small or when large."""
        return "min" if self.monitor == "val_loss" else "max"

    @property
    def monitor_words(self) -> str:
        """The monitored score as people call it, e.g. validation macro-F1."""
        return f"validation {MONITOR_WORDS[self.monitor]}"

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
        return ["emo7", "train", "--project", str(project), *self.flags()]

    def flags(self) -> list[str]:
        """Return the flags of the fields that differ from the defaults."""
        flags: list[str] = []
        for name, value in self.changed().items():
            flags += flag_of(name, value)
        return flags


def flag_of(name: str, value: Scalar) -> list[str]:
    """Return a field's flag with its value, as separate arguments where that is safe."""
    flag = name.replace("_", "-")
    if isinstance(value, bool):
        return [f"--{flag}" if value else f"--no-{flag}"]
    if str(value).startswith("-"):
        return [f"--{flag}={value}"]
    return [f"--{flag}", str(value)]


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
    """Read a config from a JSON or YAML file; names may be spelled with dashes.

    Raises:
        UsageError: the file cannot be read or does not hold a config.
    """
    return config_from(read_values(path))


def read_values(path: Path) -> dict[str, Any]:
    """Return the names and values of a JSON or YAML file, names with underscores.

    Raises:
        UsageError: the file cannot be read or holds something else.
    """
    import yaml

    try:
        # JSON is YAML, but for numbers such as 1e-3, which YAML reads as text.
        text = path.read_text(encoding="utf-8")
        is_json = path.suffix.casefold() == ".json"
        values = json.loads(text) if is_json else yaml.load(text, Loader=_numbers_as_written())
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"the config cannot be read: {reason}", where=path) from error
    if not isinstance(values, dict):
        raise UsageError("the config is not a table of names and values", where=path)
    return {str(name).replace("-", "_"): value for name, value in values.items()}


def _numbers_as_written() -> Any:
    """Return YAML's safe loader, which also reads 1e-3 as a number, as people write it."""
    import yaml

    loader: Any = type("Loader", (yaml.SafeLoader,), {})
    number = re.compile(r"^[-+]?\d+(?:\.\d*)?[eE][-+]?\d+$")
    loader.add_implicit_resolver("tag:yaml.org,2002:float", number, list("-+0123456789"))
    return loader
