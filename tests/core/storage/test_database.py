"""The store: durable settings, migrations, errors that say what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from emo7_core.errors import StorageError
from emo7_core.storage.backup import backup
from emo7_core.storage.database import Database
from emo7_core.storage.migrations import HEAD, revision_of
from emo7_core.storage.tables import metadata


@pytest.fixture
def database(tmp_path: Path):
    store = Database(tmp_path / "emo7.db")
    yield store
    store.close()


def test_every_connection_is_fully_synchronous(database: Database):
    """A commit is on the disk when it returns, on reading and writing connections alike."""
    with database.read() as first, database.write() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_new_store_is_at_the_newest_revision(database: Database):
    """Opening brings the store to the newest shape."""
    with database.read() as connection:
        assert revision_of(connection) == HEAD


def test_the_migrations_make_the_tables_that_the_code_uses(database: Database):
    """Tables and columns of the migrations and of tables.py are the same."""
    inspector = inspect(database.engine)
    for table in metadata.sorted_tables:
        stored = {
            column["name"]: column["nullable"] for column in inspector.get_columns(table.name)
        }
        assert stored == {column.name: column.nullable for column in table.columns}, table.name


def test_a_failed_block_keeps_nothing(database: Database):
    """A write block that raises leaves the store as it was."""
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(text("INSERT INTO fact VALUES ('a', 'b'), ('a', 'c')"))
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM fact")).scalar() == 0


def test_a_file_that_is_no_database_is_named(tmp_path: Path):
    """A damaged store is refused with the file and the remedy, and stays as it is."""
    path = tmp_path / "emo7.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StorageError, match=r"emo7\.db.*backups"):
        Database(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_store_of_a_newer_version_is_refused_untouched(tmp_path: Path):
    """A newer revision is named and nothing is changed."""
    path = tmp_path / "emo7.db"
    Database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StorageError, match="newer emo7"):
        Database(path)


def test_the_decision_table_refuses_changes(database: Database):
    """Nothing can change or remove an entry of the log, not even our own statement."""
    with database.write() as connection:
        connection.execute(text("INSERT INTO source VALUES (1, 'u', 'rater', 'r', '{}', 'now')"))
        connection.execute(
            text(
                "INSERT INTO clip (id, name, corpus, state, message, added_at)"
                " VALUES (1, 'c', 'folder', 'new', '', 'now')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO decision VALUES"
                " (1,'d',1,1,'decide',3,0,'[]','',NULL,'signing only','[]','now',NULL,NULL,0)"
            )
        )
    changes = ("SET value = 6", "SET round = 1")
    for statement in (*(f"UPDATE decision {one}" for one in changes), "DELETE FROM decision"):
        with pytest.raises(Exception, match="append-only"), database.write() as connection:
            connection.execute(text(statement))


def test_a_backup_can_be_opened_and_old_ones_go(tmp_path: Path, database: Database):
    """A copy is a whole store, and only the newest ones are kept."""
    folder = tmp_path / "backups"
    copies = [backup(tmp_path / "emo7.db", folder, kept=2) for _ in range(3)]
    assert sorted(folder.iterdir()) == copies[1:]
    Database(copies[-1]).close()


def test_a_backup_of_a_store_that_is_held_is_given_up(tmp_path: Path):
    """SQLite alone would try for ever; no half of a copy stays."""
    path, folder = tmp_path / "held.db", tmp_path / "backups"
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("PRAGMA journal_mode = WAL")
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("CREATE TABLE fact (name TEXT)")
        with pytest.raises(StorageError, match="another program holds the store"):
            backup(path, folder, patience=0.1)
    assert not any(folder.iterdir())
