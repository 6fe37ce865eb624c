"""A store of an earlier version becomes the newest one, and keeps all that was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, select, text

from emo7_core.labels.decision import Draft
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.reveals import Reveals, ShownModel
from emo7_core.storage import migrations
from emo7_core.storage.database import Database
from emo7_core.storage.tables import metadata, reveal

OLD_ROWS = (
    "INSERT INTO source VALUES (1, 'u', 'rater', 'MK', '{}', '2025-01-01T00:00:00+00:00')",
    "INSERT INTO clip (id, key, name, corpus, state, message, added_at)"
    " VALUES (1, 'k', 'c', 'folder', 'ok', '', 'now')",
    "INSERT INTO decision VALUES (1, 'd', 1, 1, 'decide', 3, 0, '[]', '', NULL, 'signing only',"
    " '[]', '2025-01-01T00:00:00+00:00', NULL, NULL)",
    "INSERT INTO reveal VALUES (1, 1, 1, '[\"guesses\"]', '2025-01-01T00:00:01+00:00')",
    "INSERT INTO golden_version VALUES (1, 1, 'human', 'h', '', 'now')",
    "INSERT INTO assignment VALUES (1, 1, 1, 0, 7, 'mixed')",
)


@pytest.fixture
def first_store(tmp_path: Path) -> Path:
    """A store as the first version left it, with one row in each table that grew."""
    path = tmp_path / "emo7.db"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for row in OLD_ROWS:
            connection.execute(text(row))
    engine.dispose()
    return path


def test_an_older_store_gets_the_newest_tables(first_store: Path):
    """Tables and columns after the upgrade are those that the code uses."""
    store = Database(first_store)
    inspector = inspect(store.engine)
    for table in metadata.sorted_tables:
        stored = {one["name"]: one["nullable"] for one in inspector.get_columns(table.name)}
        assert stored == {one.name: one.nullable for one in table.columns}, table.name
    store.close()


def test_an_older_decision_is_of_round_0(first_store: Path):
    """What was decided before rounds existed counts as it did, and a repeat leaves it alone."""
    store = Database(first_store)
    log = DecisionLog(store, 1)
    log.append(Draft(1, 5, round=1))
    assert [(one.uuid, one.value, one.round) for one in log.currents()] == [("d", 3, 0)]
    assert [one.value for one in log.currents(round=1)] == [5]
    store.close()


def test_older_assignments_and_versions_stay(first_store: Path):
    """Rows of the other tables are there with empty new facts."""
    store = Database(first_store)
    with store.read() as connection:
        row = connection.execute(text("SELECT why, round, is_control, queue_id FROM assignment"))
        assert row.one() == ("mixed", 0, 0, None)
        details = connection.execute(text("SELECT number, details FROM golden_version")).one()
        assert tuple(details) == (1, None)
    store.close()


def test_an_older_reveal_does_not_say_which_models(first_store: Path):
    """It stays valid; that its models are not known is not the same as none."""
    store = Database(first_store)
    reveals = Reveals(store, 1)
    assert (reveals.all(), reveals.models()) == ({1: ("guesses",)}, {})
    reveals.add(1, ("guesses",), (ShownModel("aa", "LSTM", 4),))
    assert reveals.models() == {1: (ShownModel("aa", "LSTM", 4),)}
    with store.read() as connection:
        told = connection.execute(select(reveal.c.models).order_by(reveal.c.id)).scalars().all()
    assert told[0] is None
    store.close()
