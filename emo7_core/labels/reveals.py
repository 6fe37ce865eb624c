"""When a rater was shown more than the signing: captions, guesses, other raters.

What it is: an append-only record that decides the stage of every later decision.
What it is not: a preference; what was once seen stays seen.
"""

from __future__ import annotations

from sqlalchemy import insert, select

from emo7_core.labels.decision import now
from emo7_core.storage.database import Database
from emo7_core.storage.tables import reveal as table


class Reveals:
    """What one rater has been shown.

    Args:
        database: The project's store.
        source_id: The rater.
    """

    def __init__(self, database: Database, source_id: int) -> None:
        self._database = database
        self._source_id = source_id

    def add(self, clip_id: int, what: tuple[str, ...]) -> None:
        """Record that the rater is being shown these for a clip."""
        row = {"clip_id": clip_id, "source_id": self._source_id, "what": list(what)}
        with self._database.write() as connection:
            connection.execute(insert(table).values(**row, shown_at=now().isoformat()))

    def all(self) -> dict[int, tuple[str, ...]]:
        """Return what was shown of every clip that the rater has seen more of."""
        mine = select(table).where(table.c.source_id == self._source_id).order_by(table.c.id)
        seen: dict[int, tuple[str, ...]] = {}
        with self._database.read() as connection:
            for row in connection.execute(mine):
                both = {*seen.get(row.clip_id, ()), *row.what}
                seen[row.clip_id] = tuple(sorted(both))
        return seen
