"""`MLmodel`: what MLflow writes beside a model, written and read without MLflow.

What it is: a small YAML record. Ours names a loader that is part of emo7, for people who load
the model with MLflow themselves; emo7 never does.
What it is not: trusted. Loaders, code paths and commands in it are facts about the file; nothing
here or elsewhere in emo7 imports or runs what it names.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from emo7_core.errors import ModelError
from emo7_core.models.card import ModelCard

MLMODEL = "MLmodel"
LARGEST = 2**20
LOADER = "emo7_core.models.mlmodel_loader"


@dataclass(frozen=True, slots=True)
class MlModel:
    """What an MLmodel file says.

    Attributes:
        flavors: Names of its flavors, e.g. "python_function" and "pytorch".
        model_id: Of the logged model, None where it has none.
        run_id: Of the run that logged it, None where it has none.
    """

    flavors: tuple[str, ...]
    model_id: str | None
    run_id: str | None


def mlmodel_text(card: ModelCard, model_id: str, run_id: str) -> str:
    """Return the MLmodel of one of our models.

    Args:
        card: The model's card.
        model_id: Of the logged model.
        run_id: Of its run.
    """
    python = platform.python_version()
    values = {
        "artifact_path": f"models:/{model_id}",
        "flavors": {
            "python_function": {
                "loader_module": LOADER,
                "python_version": python,
            },
            "emo7": {"model_type": card.model_type, "code_version": card.code_version},
        },
        "metadata": {"target": card.target, "vocabulary": list(card.vocabulary)},
        "model_id": model_id,
        "model_uuid": model_id,
        "run_id": run_id,
        "utc_time_created": card.created,
    }
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True)


def read_mlmodel(folder: Path) -> MlModel | None:
    """Read the MLmodel of a folder; None where there is none.

    Raises:
        ModelError: it is too large, or not such a record.
    """
    path = folder / MLMODEL
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > LARGEST:
            raise ModelError("the MLmodel file is too large to be one", where=path)
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(f"the MLmodel file cannot be read: {reason}", where=path) from error
    if not isinstance(found, Mapping) or not isinstance(found.get("flavors", {}), Mapping):
        raise ModelError("the MLmodel file is not a record of a model", where=path)
    flavors = tuple(str(name) for name in found.get("flavors", {}))
    return MlModel(flavors, _word(found.get("model_id")), _word(found.get("run_id")))


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None
