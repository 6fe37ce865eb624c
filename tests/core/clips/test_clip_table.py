"""Very many clips as columns, with a Clip only where one is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import insert

from emo7_core.clips.catalog import Catalog
from emo7_core.clips.clip import NEW, TRACK_ONLY
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.queue import MIXED, mixed, ordered
from emo7_core.storage.database import Database
from emo7_core.storage.tables import clip

MANY = 150


@pytest.fixture
def catalog(tmp_path: Path):
    """A catalog of many clips, and of one without a picture."""
    database = Database(tmp_path / "emo7.db")
    facts = {"corpus": "made", "state": "ok", "message": "", "added_at": "2026"}
    with database.write() as connection:
        rows = [{"name": f"c{n}", "duration": float(n), **facts} for n in range(MANY)]
        connection.execute(insert(clip), rows)
    made = Catalog(database, tmp_path)
    made.add_track_only(ImportedClip(None, "points", "made"), 10)
    yield made
    database.close()


def test_the_table_tells_what_the_catalog_tells(catalog: Catalog):
    """Each clip of the table is the one of the catalog, and so are the columns."""
    table, clips = catalog.table(), [c for c in catalog.all() if c.state != TRACK_ONLY]
    assert list(table.values()) == clips
    for name, column in table.columns.items():
        assert column == [getattr(one, name) for one in clips], name


def test_clips_without_a_picture_are_left_out(catalog: Catalog):
    """There is nothing to review of landmarks alone."""
    assert len(catalog.table()) == MANY
    assert catalog.has_state(TRACK_ONLY)
    assert not catalog.has_state(NEW)


def test_neighbours_are_read_together(catalog: Catalog):
    """Who asks for all clips reads them in a few pieces."""
    table, pieces = catalog.table(), []
    read = table._read
    table._read = lambda first, last: pieces.append((first, last)) or read(first, last)
    assert [table[one].id for one in table] == table.ids
    assert 1 < len(pieces) < 5


def test_new_facts_of_a_clip_are_seen(catalog: Catalog):
    """What was read earlier gives way to what is known now, also in the columns."""
    table = catalog.table()
    first = table[1]
    catalog.record(first.id, state="bad", message="too short")
    table.renew(catalog.get(first.id))
    assert (table[1].state, table.columns["message"][0]) == ("bad", "too short")


def test_an_unknown_clip_is_no_clip(catalog: Catalog):
    """A wrong id is a missing key, and its facts change nothing."""
    table = catalog.table()
    stranger = next(one for one in catalog.all() if one.state == TRACK_ONLY)
    table.renew(stranger)
    assert table.get(stranger.id) is None
    assert len(table) == MANY


@pytest.mark.parametrize("seed", [7, 8])
def test_very_many_clips_are_mixed_like_a_few(catalog: Catalog, seed: int):
    """The order made at once is the order by each clip's place."""
    clips = catalog.all()
    assert mixed([one.id for one in clips], seed) == [c.id for c in ordered(clips, MIXED, seed)]


def test_an_empty_project_has_an_empty_table(tmp_path: Path):
    """No clips are a table like any other."""
    database = Database(tmp_path / "empty.db")
    assert list(Catalog(database, tmp_path).table()) == mixed([], 7) == []
    database.close()
