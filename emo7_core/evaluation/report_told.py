"""What a tracking store is told of a report, as a file beside it.

What it is: name, scores, facts and files in `tracked.json`, so that a process of its own can log
them (training/tracking_report_child.py): the window never loads the store's library.
What it is not: the report itself (report_files.py), or any logging.
Convention: files are relative to the report's folder; what else lies there is no part of it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from emo7_core.errors import StorageError
from emo7_core.evaluation.report import Report, facts_of_report, scores_of_report
from emo7_core.labels.export import write_atomically

TOLD = "tracked.json"


@dataclass(frozen=True, slots=True)
class Told:
    """What a store is told.

    Attributes:
        name: Of the run, for people.
        scores: By name, only those that are defined.
        facts: What was compared with what.
        files: Of the report, relative to its folder.
    """

    name: str
    scores: dict[str, float]
    facts: dict[str, str]
    files: tuple[str, ...]


def told_of(report: Report, folder: Path, written: Sequence[Path]) -> Told:
    """Return what a store is told of a report that was written into a folder."""
    found = report.comparison
    return Told(
        f"{found.target}, {len(found.clips)} clips",
        {name: value for name, value in scores_of_report(report).items() if isfinite(value)},
        facts_of_report(report),
        tuple(path.relative_to(folder).as_posix() for path in written),
    )


def write_told(told: Told, folder: Path) -> Path:
    """Write it beside the report and return the file."""
    values = {"name": told.name, "scores": told.scores, "facts": told.facts, "files": told.files}
    write_atomically(folder / TOLD, json.dumps(values, indent=1) + "\n")
    return folder / TOLD


def read_told(folder: Path) -> Told:
    """Return what a store is told of the report in a folder.

    Raises:
        StorageError: there is no such file, or it is none.
    """
    path = folder / TOLD
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(map(str, values["files"]))
        return Told(str(values["name"]), dict(values["scores"]), dict(values["facts"]), files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageError("this is not a report that can be logged", where=path) from error
