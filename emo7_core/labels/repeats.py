"""What a rater said the first time and the second: hidden repeats, paired.

What it is: the query behind the agreement of raters with themselves.
What it is not: the figures (statistics/) or the placing of repeats (orders.py).
Conventions: a repeat is compared with what counted in round 0 just before it was made, of the
same stage, so that a later change of the label does not alter the pair. Where the rater was shown
more of the clip between the two, the pair says so: memory of a reveal is no agreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_core.storage.tables import decision, reveal, source


@dataclass(frozen=True, slots=True)
class RepeatPair:
    """Two values of one rater about one clip.

    Attributes:
        source_id: The rater.
        clip_id: The clip.
        stage: Of both values.
        round: The number of the repeat, from 1.
        first: Index 0..6, the label as it stood when the repeat was made.
        second: Index 0..6, the repeat.
        apart: Seconds between the two.
        was_revealed: The rater had been shown more than the signing before the repeat.
    """

    source_id: int
    clip_id: int
    stage: str
    round: int
    first: int
    second: int
    apart: float
    was_revealed: bool


def repeat_pairs(project: Project) -> list[RepeatPair]:
    """Return every repeat that has a value, beside the label it repeats; by rater and clip."""
    repeated = select(decision.c.clip_id).where(decision.c.round > 0)
    statement = (
        select(decision)
        .join(source, source.c.id == decision.c.source_id)
        .where(source.c.kind == RATER, decision.c.clip_id.in_(repeated))
        .order_by(decision.c.id)
    )
    entries: dict[tuple[int, int, str], list[Row[Any]]] = {}
    with project.database.read() as connection:
        for row in connection.execute(statement):
            entries.setdefault((row.source_id, row.clip_id, row.stage), []).append(row)
        shown = _first_reveals(list(connection.execute(select(reveal))))
    found = [
        pair for key, rows in sorted(entries.items()) for pair in _pairs(rows, shown.get(key[:2]))
    ]
    return found


def _pairs(rows: list[Row[Any]], shown_at: str | None) -> list[RepeatPair]:
    pairs = []
    for number in sorted({row.round for row in rows if row.round > 0}):
        repeats = [row for row in rows if row.round == number]
        before = [row for row in rows if row.round == 0 and row.id < repeats[0].id]
        first, second = before[-1] if before else None, repeats[-1]
        if first is None or first.value is None or second.value is None:
            continue
        pairs.append(
            RepeatPair(
                source_id=second.source_id,
                clip_id=second.clip_id,
                stage=second.stage,
                round=number,
                first=first.value,
                second=second.value,
                apart=_seconds(first.created_at, repeats[0].created_at),
                was_revealed=shown_at is not None and shown_at < repeats[0].created_at,
            )
        )
    return pairs


def _first_reveals(rows: list[Row[Any]]) -> dict[tuple[int, int], str]:
    shown: dict[tuple[int, int], str] = {}
    for row in rows:
        key = (row.source_id, row.clip_id)
        shown[key] = min(shown.get(key, row.shown_at), row.shown_at)
    return shown


def _seconds(first: str, second: str) -> float:
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)).total_seconds()
