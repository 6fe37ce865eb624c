"""Brings a store to the newest shape.

What it is: the number of the newest revision and the call that applies the missing ones.
Convention: revisions lie in versions/, are never edited once released, and only add.
Alembic is imported only when there is something to apply: opening a project stays quick.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from emo7_core.errors import StorageError

HEAD = "0003"


def migrate(connection: Connection, name: str) -> None:
    """Apply every missing revision within the transaction of `connection`.

    Raises:
        StorageError: the store was written by a newer emo7.
    """
    current = revision_of(connection)
    if current == HEAD:
        return
    if current is not None and current > HEAD:
        raise StorageError(
            f"the project was written by a newer emo7 (revision {current})",
            where=name,
            remedy="Open it with that version; nothing was changed.",
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revision_of(connection: Connection) -> str | None:
    """Return the revision of the store, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return None if row is None else str(row[0])
