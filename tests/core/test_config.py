"""The config of a training: knobs, flags and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from emo7_core.config import Scalar, TrainConfig, config_from, read_config
from emo7_core.errors import UsageError
from emo7_core.knobs import KNOBS, Knob, config_from_flags

EARLIER = {
    "model_type": "lstm",
    "batch_size": 32,
    "hidden_size": 256,
    "num_layers": 2,
    "learning_rate": 1e-3,
    "dropout": 0.2,
    "num_epochs": 50,
    "patience": 15,
    "seed": 42,
    "weight_decay": 0.0,
    "downsample_ratio": 0.0,
    "normalization_type": "minmax",
}


def other(knob: Knob) -> Scalar:
    """Return an allowed value that is not the default (the default if there is only one)."""
    if knob.kind == "bool":
        return not knob.default
    if knob.kind == "choice":
        return knob.choices[-1] if knob.choices[-1] != knob.default else knob.choices[0]
    if knob.kind == "text":
        return "-a name with spaces"
    assert knob.maximum is not None
    step = 1 if knob.kind == "int" else 0.125
    assert not isinstance(knob.default, str)
    return type(knob.default)(knob.default + step)


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_every_knob_survives_the_command(knob: Knob) -> None:
    """Turning any knob gives a command that, read back, gives the same config."""
    config = TrainConfig().model_copy(update={knob.name: other(knob)})
    command = config.to_command("some project")
    assert command[:4] == ["emo7", "train", "--project", "some project"]
    assert config_from_flags(command[4:]) == config


@pytest.mark.parametrize("knob", KNOBS, ids=lambda knob: knob.name)
def test_every_knob_can_be_shown(knob: Knob) -> None:
    """A knob has a title, a description, a group and a label for each choice."""
    assert knob.title
    assert knob.description.endswith(".")
    assert knob.group
    assert len(knob.labels) == len(knob.choices)


def test_defaults_are_the_earlier_ones() -> None:
    """The defaults are those of the earlier scripts."""
    config = TrainConfig()
    assert {name: getattr(config, name) for name in EARLIER} == EARLIER


@pytest.mark.parametrize("name", EARLIER)
def test_underscores_are_understood(name: str) -> None:
    """The earlier flags, spelled with underscores, still work."""
    config = config_from_flags([f"--{name}", str(EARLIER[name])])
    assert getattr(config, name) == EARLIER[name]


def test_a_switch_needs_no_value() -> None:
    """--normalize_data alone switches it on, as it did."""
    assert config_from_flags(["--normalize_data"]).normalize_data


def test_defaults_are_left_out_of_the_command() -> None:
    """A config of defaults is the bare command."""
    assert TrainConfig().to_command("p") == ["emo7", "train", "--project", "p"]


@pytest.mark.parametrize(
    "flags", [["--batch-size", "0"], ["--batch-size", "many"], ["--colour", "red"], ["--loss", "x"]]
)
def test_a_wrong_flag_is_a_usage_error(flags: list[str]) -> None:
    """What is not allowed is refused with the name of the flag."""
    with pytest.raises(UsageError, match=flags[0].strip("-").split("-")[0]):
        config_from_flags(flags)


def test_an_unknown_name_is_refused() -> None:
    """A misspelled name in a config never passes silently."""
    with pytest.raises(UsageError, match="batchsize"):
        config_from({"batchsize": 3})


def test_a_file_gives_the_config(tmp_path: Path) -> None:
    """A JSON file of some fields gives a config; flags can go on top."""
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"batch_size": 8}))
    config = config_from_flags(["--seed", "7"], read_config(path))
    assert (config.batch_size, config.seed) == (8, 7)


def test_a_broken_file_names_itself(tmp_path: Path) -> None:
    """A config file that is no JSON is named."""
    path = tmp_path / "config.json"
    path.write_text("{")
    with pytest.raises(UsageError, match=r"config\.json"):
        read_config(path)


def test_nan_is_no_learning_rate() -> None:
    """Not-a-number is refused."""
    with pytest.raises(UsageError):
        config_from({"learning_rate": float("nan")})


def test_limits_reach_the_knob() -> None:
    """A widget knows the limits, and which are excluded."""
    dropout = next(knob for knob in KNOBS if knob.name == "dropout")
    assert (dropout.minimum, dropout.maximum, dropout.excludes_maximum) == (0, 1, True)
