"""Named facts of a project that need no table of their own.

What it is: text by name, read and replaced.
What it is not: a log; what must be told later has a table.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from emo7_core.storage.database import Database
from emo7_core.storage.tables import fact


def read_fact(database: Database, name: str) -> str | None:
    """Return a fact, None where it was never written."""
    with database.read() as connection:
        found = connection.execute(select(fact.c.value).where(fact.c.name == name)).scalar()
        return None if found is None else str(found)


def write_fact(database: Database, name: str, value: str) -> None:
    """Write a fact in the place of an earlier one."""
    with database.write() as connection:
        connection.execute(delete(fact).where(fact.c.name == name))
        connection.execute(insert(fact).values(name=name, value=value))
