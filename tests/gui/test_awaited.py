"""Clips that a rater's queue still asks for are held back beside Review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from emo7_core.clips.clip import BAD
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.sources import RATER
from emo7_core.labels.stage import close_stage
from emo7_core.project import Project
from emo7_gui.awaited import awaited, held_words
from emo7_gui.row_id import row_of
from emo7_gui.session import Session
from tests.gui.waiting import until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four clips; 1 comes again, 2 comes once, 3 cannot play, 4 is not in the queue."""
    with Project.create(tmp_path / "p") as project:
        paths = [tmp_path / f"{number}.mp4" for number in range(4)]
        for path in paths:
            path.write_bytes(path.name.encode())
        project.catalog.add([ImportedClip(path, path.stem, "x") for path in paths])
        for clip in project.catalog.all():
            state = BAD if clip.id == 3 else "ok"
            project.catalog.record(clip.id, key=f"{clip.id:064}", state=state)
        rater = project.sources.ensure(RATER, "MK")
        places = [(1, 0), (2, 0), (1, 1), (3, 0)]
        entries = [
            Entry(place, clip, number, "mixed order", "", False)
            for place, (clip, number) in enumerate(places)
        ]
        store_queue(project.database, rater.id, "mixed", 7, {}, entries)
    return tmp_path / "p"


@pytest.fixture
def open_session(qtbot: object, folder: Path) -> Iterator[Callable[..., Session]]:
    made: list[Session] = []

    def make(**words: bool) -> Session:
        made.append(Session(**words))
        made[-1].open(Project.open(folder), "MK")
        return made[-1]

    yield make
    for session in made:
        session.close()


def decide(session: Session, row: int) -> None:
    session.decide_clip(row, 3)
    until(lambda: session.latest(row) is not None, "the decision", 10)


def test_places_that_are_open_are_held_back(open_session: Callable[..., Session]) -> None:
    """What cannot be rated, or is in no queue, is not."""
    assert awaited(open_session()) == {1, 2}


def test_a_repeat_holds_its_clip_back_until_it_was_rated(
    open_session: Callable[..., Session],
) -> None:
    """The first showing alone frees a clip only where it does not come again."""
    session = open_session()
    decide(session, 2)
    decide(session, 1)
    assert awaited(session) == {1}
    decide(session, row_of(1, 1))
    assert awaited(session) == frozenset()


def test_where_labelling_is_not_blind_only_repeats_are_held_back(
    open_session: Callable[..., Session],
) -> None:
    """A repeat asks what a rater says without having seen more, however they label."""
    assert awaited(open_session(is_blind_first=False)) == {1}


def test_after_the_rating_nothing_is_held_back(open_session: Callable[..., Session]) -> None:
    """What is opened from then on is recorded as seen."""
    session = open_session()
    close_stage(session.project, "MK", "done")
    assert awaited(session) == frozenset()


def test_the_words_count_the_clips_and_say_what_to_do() -> None:
    """Nothing is said of clips that are free."""
    assert held_words((4,), {1, 2}) == ""
    assert held_words((1, 1, 4), {1, 2}).startswith("1 clip is held back for your queue: rate it")
    assert held_words((1, 2), {1, 2}).startswith("2 clips are held back for your queue: rate them")
