"""The stored answers of a project's models, read at once.

What it is: one query for the newest guess of every model about every clip, as arrays.
What it is not: a prediction, or a store of guesses (labels/guesses.py).
Conventions: a guess with probabilities answers with these; one with a value alone with its value.
A guess that has neither is no answer.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from sqlalchemy import Text, func, select, type_coerce

from emo7_core.bulk import without_collecting
from emo7_core.evaluation.answers import MISSING, AnswerTable, Contender, Floats
from emo7_core.evaluation.leaks import TrainedOn
from emo7_core.labels.sources import MODEL_RUN, Source
from emo7_core.project import Project
from emo7_core.scale import K
from emo7_core.storage.tables import guess, source

_NULL = "null"


def models_of(project: Project) -> list[Contender]:
    """Return every model that answered a clip, in the order of their sources."""
    rows = _newest(project)
    found = []
    for model in project.sources.all(MODEL_RUN):
        table = _table(rows.get(model.id, []), model)
        if len(table):
            found.append(_contender(model, table))
    return found


def trained_on(record: Any) -> TrainedOn | None:
    """Return the training record of a source's details, None where there is none."""
    if not isinstance(record, dict):
        return None
    return TrainedOn(
        *(frozenset(record.get(name, ())) for name in ("clips", "signers", "sessions"))
    )


def _contender(model: Source, table: AnswerTable) -> Contender:
    return Contender(
        name=model.name,
        answers=table,
        kind="model",
        trained_on=trained_on(model.details.get("trained_on")),
        k=int(model.details.get("num_classes", K)),
        source_id=model.id,
        weights=str(model.details.get("weights") or ""),
    )


def _newest(project: Project) -> dict[int, list[tuple[int, int | None, str | None]]]:
    """Return clip, value and probabilities as text, by source."""
    models = select(source.c.id).where(source.c.kind == MODEL_RUN)
    newest = (
        select(func.max(guess.c.id))
        .where(guess.c.source_id.in_(models))
        .group_by(guess.c.source_id, guess.c.clip_id)
    )
    # As text: one parse of all of them is several times faster than one of each.
    text = type_coerce(guess.c.probabilities, Text)
    columns = select(guess.c.source_id, guess.c.clip_id, guess.c.value, text)
    found: dict[int, list[tuple[int, int | None, str | None]]] = {}
    with project.database.read() as connection, without_collecting():
        for source_id, clip_id, value, said in connection.execute(
            columns.where(guess.c.id.in_(newest))
        ):
            found.setdefault(source_id, []).append((clip_id, value, said))
    return found


def _table(rows: list[tuple[int, int | None, str | None]], model: Source) -> AnswerTable:
    k = int(model.details.get("num_classes", K))
    kept = [row for row in rows if row[1] is not None or row[2] not in (None, _NULL)]
    clips = np.array([row[0] for row in kept], dtype=np.int64)
    spread = [place for place, row in enumerate(kept) if row[2] not in (None, _NULL)]
    values = np.array([MISSING if row[1] is None else row[1] for row in kept], dtype=np.int64)
    if not spread:
        return AnswerTable(clips, values)
    table = np.full((clips.size, k), np.nan)
    table[spread] = _parsed([str(kept[place][2]) for place in spread], k)
    # A distribution speaks for itself, also where it holds numbers that are none.
    values[spread] = MISSING
    return AnswerTable(clips, values, table)


def _parsed(texts: list[str], k: int) -> Floats:
    with without_collecting():
        rows = json.loads(f"[{','.join(texts)}]")
        short = [row if len(row) == k else [np.nan] * k for row in rows]
        return np.array(short, dtype=np.float64)
