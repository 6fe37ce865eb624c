"""A model that can be chosen: what a list shows of it before it is loaded.

What it is: a frozen record that crosses to a window as JSON.
What it is not: the listing (choices.py), or loading.
Convention: what cannot be used is listed too, with the reason; nothing is hidden.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from emo7_core.errors import UsageError

Place = Literal["project run", "MLflow run", "registry", "folder"]


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One model of a list.

    Attributes:
        uri: What `resolve` takes: a job's id or an address of MLflow.
        title: What people call it.
        place: Where it was found.
        refused: Why it cannot be used, "" where it can.
        model_type: "lstm", "stgcn", ...; "" where unknown.
        target: Whose labels it learned, "" where unknown.
        num_classes: 7 or 3; 0 where unknown.
        scores: Validation scores of the kept epoch; None where not defined.
        epoch: The kept epoch, from 1; 0 where unknown.
        created: ISO 8601 in UTC, "" where unknown.
        folder: Where its files lie on this machine, "" where a server has them.
        run_id: MLflow's run, "" where unknown.
        weights_hash: Tells whether two choices are one model; "" where unknown.
        leak: What its training shares with the newest golden version, in words.
    """

    uri: str
    title: str
    place: Place
    refused: str = ""
    model_type: str = ""
    target: str = ""
    num_classes: int = 0
    scores: Mapping[str, float | None] = field(default_factory=dict)
    epoch: int = 0
    created: str = ""
    folder: str = ""
    run_id: str = ""
    weights_hash: str = ""
    leak: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether it can be chosen."""
        return not self.refused


def to_json(choices: Iterable[ModelChoice]) -> str:
    """Return choices as a window reads them."""
    return json.dumps([asdict(one) for one in choices], indent=1)


def from_json(text: str) -> tuple[ModelChoice, ...]:
    """Return the choices of `to_json`.

    Raises:
        UsageError: it is not such a text.
    """
    try:
        return tuple(ModelChoice(**one) for one in json.loads(text))
    except (ValueError, TypeError) as error:
        raise UsageError(f"the list of models cannot be read: {error}") from error


def list_command(project: Path, is_local: bool = False) -> list[str]:
    """Return the command that prints the models of a project as JSON.

    Args:
        project: Its folder.
        is_local: Only the project's own jobs, which takes no store and no time.
    """
    words = [sys.executable, "-P", "-m", "emo7_core.cli", "models", "--json", "-p", str(project)]
    return [*words, "--local"] if is_local else words


def fetch_command(project: Path, uri: str) -> list[str]:
    """Return the command that prints one model as JSON, its files on this machine."""
    return [*list_command(project), "--only", uri]
