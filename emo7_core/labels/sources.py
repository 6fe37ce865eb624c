"""Who speaks: raters, consensus, adjudication, model runs and caption rules.

What it is: the table of sources and the rule which kinds are human.
What it is not: what they said (log.py for humans, guesses.py for machines).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, insert, select, update

from emo7_core.errors import UsageError
from emo7_core.labels.decision import new_uuid, now
from emo7_core.storage.database import Database
from emo7_core.storage.tables import source as table

RATER = "rater"
CONSENSUS = "consensus"
ADJUDICATION = "adjudication"
MODEL_RUN = "model run"
CAPTION_RULE = "caption rule"
HUMAN_KINDS = (RATER, CONSENSUS, ADJUDICATION)
MACHINE_KINDS = (MODEL_RUN, CAPTION_RULE)
KINDS = HUMAN_KINDS + MACHINE_KINDS


@dataclass(frozen=True, slots=True)
class Source:
    """One who speaks about clips.

    Attributes:
        id: Key within this project.
        uuid: Identity across projects.
        kind: One of KINDS.
        name: Shown to people; unique within its kind.
        details: Facts such as the rule's cuts or the model's hash.
    """

    id: int
    uuid: str
    kind: str
    name: str
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_human(self) -> bool:
        """Whether it makes decisions; machines make guesses."""
        return self.kind in HUMAN_KINDS


class Sources:
    """The sources of one project."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, *kinds: str) -> list[Source]:
        """Return every source, or those of the kinds given, oldest first."""
        statement = select(table).order_by(table.c.id)
        if kinds:
            statement = statement.where(table.c.kind.in_(kinds))
        with self._database.read() as connection:
            return [_to_source(row) for row in connection.execute(statement)]

    def get(self, source_id: int) -> Source:
        """Return the source with this key.

        Raises:
            UsageError: there is none.
        """
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.id == source_id)).first()
        if row is None:
            raise UsageError(f"no source {source_id} in this project")
        return _to_source(row)

    def ensure(self, kind: str, name: str, details: dict[str, Any] | None = None) -> Source:
        """Return the source of this kind and name, made now if it is new.

        Raises:
            UsageError: no such kind, or an empty name.
        """
        if kind not in KINDS or not name.strip():
            raise UsageError(f"a source needs a name and a kind of {', '.join(KINDS)}")
        same = (table.c.kind == kind) & (table.c.name == name)
        with self._database.write() as connection:
            row = connection.execute(select(table).where(same)).first()
            if row is None:
                connection.execute(
                    insert(table).values(
                        uuid=new_uuid(),
                        kind=kind,
                        name=name,
                        details=details or {},
                        created_at=now().isoformat(),
                    )
                )
                row = connection.execute(select(table).where(same)).one()
        return _to_source(row)

    def describe(self, source_id: int, details: dict[str, Any]) -> Source:
        """Replace the details of a source and return it; kind and name stay."""
        mine = table.c.id == source_id
        with self._database.write() as connection:
            connection.execute(update(table).where(mine).values(details=details))
        return self.get(source_id)


def _to_source(row: Row[Any]) -> Source:
    return Source(row.id, row.uuid, row.kind, row.name, dict(row.details))
