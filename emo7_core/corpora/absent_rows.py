"""Rows of imported tables whose clip is not in the project: which, by corpus and split.

What it is: the memory that lets a screen say how many captions it cannot show, and why.
What it is not: clips; a row joins its clip when its table is imported again beside the file.
Conventions: only rows with a caption are kept, by name; a row leaves when its clip is there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import TypeAlias

from emo7_core.corpora.imported import ImportedClip
from emo7_core.project import Project
from emo7_core.storage.facts import read_fact, write_fact

FACT = "rows without a clip"
Group: TypeAlias = tuple[str, str]


def keep_absent(
    project: Project, rows: Iterable[ImportedClip], joined: Collection[str]
) -> dict[Group, int]:
    """Remember the rows that found no clip, forget those that found one; return the counts.

    Args:
        project: Where it is kept.
        rows: All rows of an import.
        joined: Names of the rows whose clip the project has.
    """
    before = _read(project)
    kept = {group: names.difference(joined) for group, names in before.items()}
    for one in rows:
        if one.caption and one.name not in joined:
            kept.setdefault((one.corpus, one.split or ""), set()).add(one.name)
    if kept != before:
        told = [[*group, sorted(names)] for group, names in sorted(kept.items()) if names]
        write_fact(project.database, FACT, json.dumps(told, ensure_ascii=False))
    return _counts(kept)


def absent_rows(project: Project) -> dict[Group, int]:
    """Return how many rows with a caption have no clip, by corpus and split ("" for none)."""
    return _counts(_read(project))


def _read(project: Project) -> dict[Group, set[str]]:
    told = json.loads(read_fact(project.database, FACT) or "[]")
    return {(corpus, split): set(names) for corpus, split, names in told}


def _counts(groups: dict[Group, set[str]]) -> dict[Group, int]:
    return {group: len(names) for group, names in groups.items() if names}
