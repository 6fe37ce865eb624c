"""The catalog: identity is content, a moved file relinks, nothing known is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.clips.catalog import Catalog
from emo7_core.clips.clip import content_key
from emo7_core.clips.identify import identify, identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import SIGNING_ONLY, Draft
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.sources import RATER, Sources
from emo7_core.storage.database import Database


@pytest.fixture
def database(tmp_path: Path):
    store = Database(tmp_path / "emo7.db")
    yield store
    store.close()


@pytest.fixture
def catalog(database: Database, tmp_path: Path) -> Catalog:
    return Catalog(database, tmp_path)


def file_at(path: Path, content: bytes = b"not a video") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_an_import_reads_no_file(catalog: Catalog, tmp_path: Path):
    """Importing stores rows at once; the key comes with identification."""
    added = catalog.add([ImportedClip(file_at(tmp_path / "a.mp4"), "a", "folder")])
    clip = catalog.get(added.new[0])
    assert (clip.key, clip.state, clip.name) == (None, "new", "a")


def test_a_row_without_a_file_is_reported(catalog: Catalog, tmp_path: Path):
    """How2Sign rows without their clip are normal."""
    added = catalog.add([ImportedClip(None, "gone", "how2sign")])
    assert added.without_file == ("gone",)
    assert catalog.all() == []


def test_a_file_that_cannot_play_is_bad_with_a_reason(catalog: Catalog, tmp_path: Path):
    """A bad file is identified by content and says why it cannot play."""
    path = file_at(tmp_path / "a.mp4")
    catalog.add([ImportedClip(path, "a", "folder")])
    bad = identify_all(catalog)
    assert [clip.state for clip in bad] == ["bad"]
    assert bad[0].message
    assert bad[0].key == content_key(path)


def test_a_moved_file_joins_its_clip_with_its_decisions(
    catalog: Catalog, database: Database, tmp_path: Path
):
    """Importing a moved folder finds the clips again by content."""
    old = file_at(tmp_path / "old" / "a.mp4")
    first = catalog.add([ImportedClip(old, "a", "folder", caption="Hello.")]).new[0]
    identify_all(catalog)
    log = DecisionLog(database, Sources(database).ensure(RATER, "MK").id)
    log.append(Draft(first, 6))
    (tmp_path / "new").mkdir()
    new = old.rename(tmp_path / "new" / "a.mp4")
    catalog.add([ImportedClip(new, "a", "folder", caption="Hello.")])
    identify_all(catalog)
    assert [clip.id for clip in catalog.all()] == [first]
    assert catalog.get(first).path == new
    assert catalog.captions_of(first) == ["Hello."]
    assert log.current(first, SIGNING_ONLY).value == 6


def test_importing_again_adds_nothing(catalog: Catalog, tmp_path: Path):
    """The same folder twice is the same clips."""
    clips = [ImportedClip(file_at(tmp_path / "a.mp4"), "a", "folder")]
    catalog.add(clips)
    assert catalog.add(clips).new == ()
    assert catalog.count() == 1


def test_a_sheet_completes_what_a_folder_did_not_know(catalog: Catalog, tmp_path: Path):
    """Captions and recordings join clips that were imported from a folder before."""
    path = file_at(tmp_path / "a.mp4")
    catalog.add([ImportedClip(path, "a", "folder")])
    sheet = ImportedClip(path, "a", "how2sign", session="v1", caption="Hi.", split="val")
    known = catalog.add([sheet]).known[0]
    clip = catalog.get(known)
    assert (clip.corpus, clip.session, clip.split) == ("how2sign", "v1", "val")


def test_a_file_that_went_away_is_missing(catalog: Catalog, tmp_path: Path):
    """A clip whose file is gone says so instead of failing."""
    path = file_at(tmp_path / "a.mp4")
    clip = catalog.get(catalog.add([ImportedClip(path, "a", "folder")]).new[0])
    path.unlink()
    assert identify(catalog, clip).state == "missing"


def test_paths_below_the_project_move_with_it(catalog: Catalog, database: Database, tmp_path: Path):
    """A project folder can be moved as a whole."""
    catalog.add([ImportedClip(file_at(tmp_path / "clips" / "a.mp4"), "a", "demo")])
    moved = Catalog(database, Path("/elsewhere"))
    assert moved.all()[0].path == Path("/elsewhere/clips/a.mp4")
