"""The knobs of the training config: what a dialog shows and a command line reads.

What it is: each field of TrainConfig as a frozen description, and the flags made from it.
What it is not: widgets (emo7_gui/train) or the command itself (cli/).
Convention: a flag is the field's name; dashes and underscores both work (--batch-size,
--batch_size), so the flags of the earlier scripts are understood.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

from emo7_core.config import Scalar, TrainConfig, config_from
from emo7_core.errors import UsageError


@dataclass(frozen=True, slots=True)
class Knob:
    """One field of the config, as a dialog or a command line needs it.

    Attributes:
        name: The field's name, e.g. "batch_size".
        kind: What it holds.
        default: Its default.
        title: Short name for people.
        description: One or two sentences.
        group: Heading it stands under.
        unit: Unit in words, "" where there is none.
        choices: Allowed values of a choice, else empty.
        labels: What people read for each choice.
        minimum: Smallest value, None without one.
        maximum: Largest value, None without one.
        excludes_minimum: Whether the smallest value itself is not allowed.
        excludes_maximum: Whether the largest value itself is not allowed.
    """

    name: str
    kind: Literal["bool", "int", "float", "text", "choice"]
    default: Scalar
    title: str
    description: str
    group: str
    unit: str = ""
    choices: tuple[str | int, ...] = ()
    labels: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    excludes_minimum: bool = False
    excludes_maximum: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """Every spelling of the flag, the preferred one first."""
        return tuple(dict.fromkeys((f"--{self.name.replace('_', '-')}", f"--{self.name}")))


def knob_of(name: str, field: FieldInfo) -> Knob:
    """Return what a field that says about itself (config/group.py) is for people."""
    about = field.json_schema_extra
    assert isinstance(about, dict)
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    labels = about["labels"]
    assert isinstance(labels, dict)
    limits = {type(limit): limit for limit in field.metadata}
    kinds: dict[Any, Literal["bool", "int", "float", "text"]] = {
        bool: "bool",
        int: "int",
        float: "float",
        str: "text",
    }
    return Knob(
        name=name,
        kind="choice" if choices else kinds[field.annotation],
        default=field.default,
        title=str(field.title),
        description=str(field.description),
        group=str(about["group"]),
        unit=str(about["unit"]),
        choices=choices,
        labels=tuple(str(labels[str(choice)]) for choice in choices),
        minimum=_limit(limits, Ge, Gt),
        maximum=_limit(limits, Le, Lt),
        excludes_minimum=Gt in limits,
        excludes_maximum=Lt in limits,
    )


def _limit(limits: Mapping[type, Any], *kinds: type) -> float | None:
    for kind in kinds:
        if kind in limits:
            return float(getattr(limits[kind], kind.__name__.lower()))
    return None


KNOBS: tuple[Knob, ...] = tuple(
    knob_of(name, field) for name, field in TrainConfig.model_fields.items()
)


def config_from_flags(flags: Sequence[str], base: TrainConfig | None = None) -> TrainConfig:
    """Return the config that these command-line flags ask for.

    Args:
        flags: E.g. ["--batch_size", "16", "--normalize-data"].
        base: What holds where no flag is given; the defaults if None.

    Raises:
        UsageError: an unknown flag or a value that is not allowed.
    """
    parser = _Parser(prog="emo7 train", add_help=False, allow_abbrev=False)
    for knob in KNOBS:
        if knob.kind == "bool":
            action = argparse.BooleanOptionalAction
            parser.add_argument(*knob.flags, dest=knob.name, action=action)
        else:
            parser.add_argument(*knob.flags, dest=knob.name, type=_reader(knob))
    given = {
        name: value for name, value in vars(parser.parse_args(flags)).items() if value is not None
    }
    return config_from((base or TrainConfig()).model_dump() | given)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, remedy="See: emo7 train --help")


def _reader(knob: Knob) -> type[int] | type[float] | type[str]:
    if knob.kind == "choice":
        return int if isinstance(knob.choices[0], int) else str
    if knob.kind == "text":
        return str
    return int if knob.kind == "int" else float
