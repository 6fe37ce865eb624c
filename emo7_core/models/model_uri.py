"""How people name a model: MLflow's addresses, taken apart.

    models:/<name>/<version>      a version in the registry, or "latest"
    models:/<name>@<alias>        a version by its alias
    models:/m-<id>                a logged model
    runs:/<run>/<path>            what a run logged

What it is: parsing alone; it asks nobody.
Convention: a part that would lead out of its folder is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from emo7_core.errors import UsageError

_RUN = re.compile(r"[0-9a-zA-Z_-]+")
_MODEL = re.compile(r"m-[0-9a-zA-Z]+")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+):/")
FORMS = "models:/NAME/VERSION, models:/NAME@ALIAS, models:/m-ID, runs:/RUN/model, a folder or a job"


@dataclass(frozen=True, slots=True)
class RegisteredVersion:
    """A version in the registry.

    Attributes:
        name: The registered name.
        version: A number, "latest", or "" where an alias says it.
        alias: The alias, "" where a version says it.
    """

    name: str
    version: str
    alias: str


@dataclass(frozen=True, slots=True)
class LoggedId:
    """A logged model by its id."""

    model_id: str


@dataclass(frozen=True, slots=True)
class RunPath:
    """What a run logged under a path."""

    run_id: str
    path: str


ModelUri = RegisteredVersion | LoggedId | RunPath


def parse_model_uri(text: str) -> ModelUri | None:
    """Return an address taken apart; None where it has no scheme and so is a place or a name.

    Raises:
        UsageError: another scheme, a part is missing, or a part leads out of its folder.
    """
    found = _SCHEME.match(text)
    if found is None:
        return None
    scheme, rest = found.group(1), text[found.end() :].strip("/")
    parts = rest.split("/")
    if any(not is_plain(part) for part in parts):
        raise UsageError("this address leads out of its folder or has an empty part", where=text)
    if scheme == "runs" and len(parts) > 1 and _RUN.fullmatch(parts[0]):
        return RunPath(parts[0], "/".join(parts[1:]))
    if scheme == "models" and (parsed := _of_registry(parts)):
        return parsed
    raise UsageError("this is no address of a model", where=text, remedy=f"Use {FORMS}.")


def is_plain(part: str) -> bool:
    """Whether a part of a path stays where it is put."""
    return part not in ("", ".", "..") and not set(part) & set("\\%:\0?#")


def _of_registry(parts: list[str]) -> ModelUri | None:
    if len(parts) == 1 and _MODEL.fullmatch(parts[0]):
        return LoggedId(parts[0])
    if len(parts) == 1 and "@" in parts[0]:
        name, _, alias = parts[0].rpartition("@")
        return RegisteredVersion(name, "", alias) if name and alias else None
    if len(parts) == 2 and (parts[1].isdecimal() or parts[1] == "latest"):
        return RegisteredVersion(parts[0], parts[1], "")
    return None
