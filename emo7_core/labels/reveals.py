"""When a rater was shown more than the signing: captions, guesses, other raters.

What it is: an append-only record that decides the stage of every later decision, and says which
models were in sight.
What it is not: a preference; what was once seen stays seen.
Conventions: a model is known by the hash of its weights. An answer that was still growing has no
value yet; when it is whole, a further entry says it. Entries of versions that did not record
models hold None there, which is not the same as no model.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import insert, select

from emo7_core.labels.decision import now
from emo7_core.storage.database import Database
from emo7_core.storage.tables import reveal as table


@dataclass(frozen=True, slots=True)
class ShownModel:
    """A model's answer as a rater saw it.

    Attributes:
        identity: Hash of the weights.
        name: What people called the model then.
        value: 0..6, its likeliest class; None while its answer was growing.
    """

    identity: str
    name: str
    value: int | None = None


class Reveals:
    """What one rater has been shown.

    Args:
        database: The project's store.
        source_id: The rater.
    """

    def __init__(self, database: Database, source_id: int) -> None:
        self._database = database
        self._source_id = source_id

    def add(self, clip_id: int, what: tuple[str, ...], models: Iterable[ShownModel] = ()) -> None:
        """Record that the rater is being shown these for a clip."""
        row = {"clip_id": clip_id, "source_id": self._source_id, "what": list(what)}
        named = [asdict(one) for one in models]
        with self._database.write() as connection:
            made = now().isoformat()
            connection.execute(insert(table).values(**row, shown_at=made, models=named))

    def all(self) -> dict[int, tuple[str, ...]]:
        """Return what was shown of every clip that the rater has seen more of."""
        mine = select(table).where(table.c.source_id == self._source_id).order_by(table.c.id)
        seen: dict[int, tuple[str, ...]] = {}
        with self._database.read() as connection:
            for row in connection.execute(mine):
                both = {*seen.get(row.clip_id, ()), *row.what}
                seen[row.clip_id] = tuple(sorted(both))
        return seen

    def models(self) -> dict[int, tuple[ShownModel, ...]]:
        """Return which models were in sight, by clip, in the order in which they were."""
        mine = select(table.c.clip_id, table.c.models).order_by(table.c.id)
        mine = mine.where(table.c.source_id == self._source_id, table.c.models.is_not(None))
        seen: dict[int, tuple[ShownModel, ...]] = {}
        with self._database.read() as connection:
            for row in connection.execute(mine):
                named = (ShownModel(**one) for one in row.models)
                seen[row.clip_id] = (*seen.get(row.clip_id, ()), *named)
        return seen
