"""The one way to the store: connections with durable settings, read and write transactions.

What it is: an engine whose every SQLite connection is WAL with synchronous FULL.
What it is not: a query layer; the nouns (catalog, log, sources) write their own statements.
Convention: who opens a transaction owns it; `write()` begins IMMEDIATE, so that two writers
wait for each other at the start instead of failing in the middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from emo7_core.errors import StorageError
from emo7_core.storage.migrations import migrate

BUSY_SECONDS = 10


class Database:
    """The store of one project.

    Args:
        target: Path of a SQLite file, or a database URL such as "postgresql+psycopg://...".

    Raises:
        StorageError: the file is not a database, or comes from a newer emo7.
    """

    def __init__(self, target: Path | str) -> None:
        self.name = str(target)
        url = f"sqlite:///{target}" if isinstance(target, Path) else target
        self.engine = _engine(url)
        try:
            with self.write() as connection:
                migrate(connection, self.name)
        except StorageError:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection in a transaction that sees one state and changes nothing."""
        with _plain_errors(self.name), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose work is durable once the block ends, or never happened."""
        with _plain_errors(self.name), self.engine.connect() as plain:
            connection = plain.execution_options(emo7_write=True)
            with connection.begin():
                yield connection

    def tuples(self, connection: Connection, statement: Select[Any]) -> Sequence[Sequence[Any]]:
        """Return all rows as the driver gives them: for very many of plain text and numbers.

        Args:
            connection: Of `read` or `write`.
            statement: Its columns must need no translation (no JSON, no Boolean).
        """
        compiled = statement.compile(self.engine, compile_kwargs={"literal_binds": True})
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(str(compiled))
            return cursor.fetchall()

    def close(self) -> None:
        """Close every connection; the write-ahead log is folded into the file."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: object, _record: object) -> None:
    # The driver's own implicit BEGIN is off: transactions begin where we say (see _begin_sqlite).
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("emo7_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _plain_errors(name: str) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise StorageError(
            f"the project's database refused: {error.orig}",
            where=name,
            remedy="Nothing half done was kept. Check free disk space and other open windows.",
        ) from error
    except DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise StorageError(
                f"the project's database is damaged: {error.orig}",
                where=name,
                remedy="Keep the file, restore the newest one from backups/.",
            ) from error
        raise
