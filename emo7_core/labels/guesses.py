"""What machines said about clips: append-only, the newest of a source counts.

What it is: the only writer of the guess table; it takes machine sources alone.
What it is not: able to touch a decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, insert, select

from emo7_core.errors import UsageError
from emo7_core.labels.decision import Guess, new_uuid, now
from emo7_core.labels.sources import Source
from emo7_core.storage.database import Database
from emo7_core.storage.tables import guess as table

# So many models are shown of a clip after the reveal: those of seven classes, the newest.
MOST_SHOWN = 2


class Guesses:
    """The guesses of one project."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, source: Source, guesses: Iterable[Guess]) -> int:
        """Store guesses of one machine in one transaction and return how many.

        Raises:
            UsageError: the source is a person.
        """
        if source.is_human:
            raise UsageError(f"{source.name} is a {source.kind}: people decide, machines guess")
        made = now().isoformat()
        rows = [_to_row(guess, source.id, made) for guess in guesses]
        if rows:
            with self._database.write() as connection:
                connection.execute(insert(table), rows)
        return len(rows)

    def of_source(self, source_id: int) -> dict[int, Guess]:
        """Return the newest guess of a source by clip."""
        newest = (
            select(func.max(table.c.id))
            .where(table.c.source_id == source_id)
            .group_by(table.c.clip_id)
        )
        with self._database.read() as connection:
            rows = connection.execute(select(table).where(table.c.id.in_(newest)))
            return {row.clip_id: _to_guess(row) for row in rows}

    def of_clip(self, clip_id: int) -> list[Guess]:
        """Return the newest guess of every source about a clip."""
        newest = (
            select(func.max(table.c.id))
            .where(table.c.clip_id == clip_id)
            .group_by(table.c.source_id)
        )
        with self._database.read() as connection:
            rows = connection.execute(select(table).where(table.c.id.in_(newest)))
            return [_to_guess(row) for row in rows]


def _to_row(guess: Guess, source_id: int, made: str) -> dict[str, Any]:
    probabilities = None if guess.probabilities is None else list(guess.probabilities)
    return {
        "uuid": new_uuid(),
        "clip_id": guess.clip_id,
        "source_id": source_id,
        "value": guess.value,
        "probabilities": probabilities,
        "score": guess.score,
        "details": guess.details,
        "created_at": made,
    }


def _to_guess(row: Row[Any]) -> Guess:
    probabilities = None if row.probabilities is None else tuple(row.probabilities)
    return Guess(row.clip_id, row.source_id, row.value, probabilities, row.score, dict(row.details))
