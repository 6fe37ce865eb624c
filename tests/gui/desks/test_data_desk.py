"""Tests of the Data desk on a real project: what it counts, stores, writes, and leaves alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from emo7_core.clips.clip import MISSING
from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.intake import take_in
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.silver import CONCENTRATED, UNIFORM, label
from emo7_core.labels.sources import CAPTION_RULE, RATER
from emo7_core.labels.splits import make_split
from emo7_core.project import Project
from emo7_core.scale import CLASSES
from emo7_gui.data.data_workspace import DataWorkspace
from emo7_gui.desks.data_desk import DataDesk
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from tests.gui.waiting import until
from tests.synth import Recipe, write_clip

CAPTIONS = (
    "I love this wonderful house!",
    "They went to school.",
    "It is a car.",
    "The movie was terrible and everybody was angry.",
    "When did you buy it?",
    "That sounds good to me.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of six captions in two corpora, and one clip without a caption."""
    with Project.create(tmp_path / "p", "Pilot") as project:
        clips = []
        for number, caption in enumerate((*CAPTIONS, None)):
            path = tmp_path / f"c{number}.mp4"
            write_clip(path, Recipe(count=2, first=number))
            corpus, split = ("asllrp", None) if number < 4 else ("how2sign", "val")
            clips.append(
                ImportedClip(path, f"c{number}", corpus, f"S{number % 2}", None, caption, split)
            )
        project.catalog.add(clips)
        for clip in project.catalog.all():
            project.catalog.record(clip.id, key=f"{clip.id:064}", state="ok")
    return tmp_path / "p"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def make_desk(qtbot: QtBot, settings: Settings) -> Iterator[Callable[[], DataDesk]]:
    """Desks that are stopped at the end, whatever a test found."""
    desks = []

    def make() -> DataDesk:
        workspace = DataWorkspace()
        qtbot.addWidget(workspace)
        workspace.resize(1440, 824)
        workspace.show()
        desks.append(DataDesk(Session(), workspace, settings))
        return desks[-1]

    yield make
    for desk in desks:
        desk._session.close()
        desk.stop()


@pytest.fixture
def desk(qtbot: QtBot, folder: Path, make_desk: Callable[[], DataDesk]) -> DataDesk:
    made = make_desk()
    made._session.open(Project.open(folder), "MK", order="as imported")
    qtbot.waitUntil(lambda: bool(made._scores.scores.size))
    return made


def view_of(desk: DataDesk) -> DataWorkspace:
    return desk._workspace


def shown_counts(desk: DataDesk) -> tuple[int, ...]:
    counted = view_of(desk).counts.counts._chosen
    assert counted is not None
    return counted.counts


def counts_of(captions: tuple[str, ...], cuts=CONCENTRATED) -> tuple[int, ...]:
    values = [label(caption, cuts)[1] for caption in captions]
    return tuple(values.count(value) for value in range(7))


def test_corpora_and_counts_are_those_of_the_captions(desk: DataDesk):
    """Each corpus and split has its row; the counts are the rule's."""
    rows = [(row.line.title, row.line.count, row.line.detail) for row in view_of(desk).corpora.rows]
    assert rows == [
        ("ASLLRP", 4, "2 signers"),
        ("How2Sign validation", 2, "2 signers, 1 without caption"),
    ]
    assert shown_counts(desk) == counts_of(CAPTIONS)
    assert "3 of 6 captions (50\u2009%) score exactly 0" in view_of(desk).facts.text()


def test_a_corpus_that_is_off_does_not_count(desk: DataDesk):
    """Counts, bars and captions are those of the corpora that are on."""
    view_of(desk).corpora.row("how2sign/val").click()
    assert shown_counts(desk) == counts_of(CAPTIONS[:4])
    view_of(desk).corpora.row("asllrp/").click()
    assert sum(shown_counts(desk)) == 0
    assert not view_of(desk).csv_button.isEnabled()


def test_a_moved_cut_makes_cuts_of_its_own(desk: DataDesk):
    """The given configurations stay as they are; the moved cuts are a fourth one."""
    view_of(desk).perform("cut_raise")
    assert desk.cuts.name == "own"
    assert desk.cuts.values == (-0.75, -0.4, -0.1, 0.1, 0.41, 0.75)
    view_of(desk).cuts.rows["concentrated"].click()
    assert desk.cuts == CONCENTRATED
    view_of(desk).cuts.rows["own"].click()
    assert desk.cuts.values[4] == 0.41


def test_moved_cuts_are_taken_back_and_brought_back(desk: DataDesk) -> None:
    """Undo and redo of Data are those of the cuts; nothing else is touched."""
    for _ in range(2):
        desk.perform("cut_raise")
    assert desk.perform("undo")
    assert desk.cuts.values[4] == 0.41
    assert desk.perform("undo")
    assert desk.cuts == CONCENTRATED
    assert desk.perform("redo")
    assert desk.cuts.values[4] == 0.41
    assert view_of(desk).plots.histogram.cuts[4] == 0.41


def test_a_drag_is_taken_back_at_once(desk: DataDesk, qtbot: QtBot) -> None:
    """However many places the mouse passed."""
    histogram = view_of(desk).plots.histogram
    start = histogram.handle_centre(4).toPoint()
    qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=start)
    for by in (5, 10, 20):
        qtbot.mouseMove(histogram, start + QPoint(by, 0))
    qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=start + QPoint(20, 0))
    assert desk.cuts.values[4] > 0.4
    desk.perform("undo")
    assert desk.cuts == CONCENTRATED


def test_captions_without_a_picture_count_and_are_told(desk: DataDesk, qtbot: QtBot) -> None:
    """A clip that left the disk keeps its caption."""
    project = desk._session.project
    project.catalog.record(1, key=f"{1:064}", state=MISSING)
    before = desk._reading
    desk.refresh()
    qtbot.waitUntil(lambda: desk._reading is not before, timeout=5000)
    line = view_of(desk).corpora.rows[0].line
    assert (line.count, line.detail) == (4, "2 signers, 1 without a picture here")


def test_captions_of_rows_without_a_clip_are_counted(desk: DataDesk, qtbot: QtBot) -> None:
    """Rows of an imported sheet whose clip is not here stand beside their corpus and split."""
    project = desk._session.project
    rows = tuple(
        ImportedClip(None, name, "how2sign", caption="Good.", split="val") for name in "xyz"
    )
    take_in(project, CorpusReading(rows), should_stop=lambda: True)
    before = desk._reading
    desk.refresh()
    until(lambda: desk._reading is not before, "another reading")
    line = view_of(desk).corpora.rows[1].line
    detail = "2 signers, 1 without caption, 3 rows without a clip"
    assert (line.count, line.detail) == (2, detail)


def test_own_cuts_are_remembered(desk: DataDesk, make_desk: Callable[[], DataDesk]):
    """Another window starts with the cuts that were chosen last."""
    view_of(desk).perform("cut_raise")
    assert make_desk().cuts == desk.cuts


def test_damaged_settings_are_forgotten(settings: Settings, make_desk: Callable[[], DataDesk]):
    """Cuts that make no sense leave the given ones."""
    settings.keep_layout("data", b'{"cuts": "own", "own": [3, 2, 1]}')
    assert make_desk().cuts == CONCENTRATED


def test_percentile_cuts_say_why_classes_stay_empty(desk: DataDesk):
    """Equal cuts are chosen all the same, with their reason beside the counts."""
    row = view_of(desk).cuts.rows["percentile"]
    assert row.line.warning.endswith("cuts fall on 0.000")
    row.click()
    assert "no caption can be" in view_of(desk).counts.warning.text()


def test_the_second_choice_never_repeats_the_first(desk: DataDesk):
    """Choosing the cuts that the counts stand against takes another for the comparison."""
    view_of(desk).cuts.rows["uniform"].click()
    second = view_of(desk).counts.counts._second
    assert second is not None
    assert second.title == "Concentrated"
    assert shown_counts(desk) == counts_of(CAPTIONS, UNIFORM)


def test_the_csv_has_the_earlier_columns(qtbot: QtBot, desk: DataDesk, tmp_path: Path, monkeypatch):
    """The dialog's file holds one row per chosen caption, in the order of import."""
    out = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: (str(out), ""))
    with qtbot.waitSignal(desk.told) as told:
        view_of(desk).csv_button.click()
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert list(rows[0]) == ["video_name", "caption", "compound_score", "emotion"]
    assert [row["video_name"] for row in rows] == [
        *(f"c{n}.mp4" for n in range(4)), "c4", "c5",
    ]  # fmt: skip
    expected = [(repr(score), CLASSES[value]) for score, value in map(label, CAPTIONS)]
    assert [(row["compound_score"], row["emotion"]) for row in rows] == expected
    assert told.args == [f"6 rows in {out}"]


def test_a_disk_that_refuses_is_said(qtbot: QtBot, desk: DataDesk, tmp_path: Path):
    """A CSV that cannot be written is an error in words, and the button comes back."""
    (tmp_path / "file").write_text("not a folder")
    with qtbot.waitSignal(desk.failed) as failed:
        desk.write_csv(tmp_path / "file" / "out.csv")
    assert "cannot write" in failed.args[0]
    assert view_of(desk).csv_button.isEnabled()


def test_labels_are_stored_as_guesses_never_as_decisions(qtbot: QtBot, desk: DataDesk):
    """A caption rule guesses each chosen clip; asking twice adds nothing; no decision is made."""
    view_of(desk).corpora.row("how2sign/val").click()
    for new in (4, 0):
        with qtbot.waitSignals([desk.told, desk.guesses_stored]):
            view_of(desk).guesses_button.click()
        assert f"{new} new guesses" in last_told(desk, new)
    project = desk._session.project
    assert project is not None
    (source,) = project.sources.all(CAPTION_RULE)
    found = project.guesses.of_source(source.id)
    assert [guess.value for guess in found.values()] == [label(c)[1] for c in CAPTIONS[:4]]
    (rater,) = project.sources.all(RATER)
    assert project.log(rater).currents() == []


def last_told(desk: DataDesk, new: int) -> str:
    """The sentence is made of the same count that the project has grown by."""
    project = desk._session.project
    assert project is not None
    (source,) = project.sources.all(CAPTION_RULE)
    assert len(project.guesses.of_source(source.id)) == 4
    return f"{new} new guesses of “{source.name}”"


def test_undecided_clips_are_hidden_until_opened(qtbot: QtBot, desk: DataDesk):
    """While labelling is blind a caption shows no clip; opening one counts as having seen it."""
    near = view_of(desk).near._near
    assert near is not None
    assert all(one.is_hidden for one in (*near.above, *near.below))
    clip_id = near.above[0].clip_id
    assert desk._session.stage(clip_id) == SIGNING_ONLY
    with qtbot.waitSignal(desk.review_requested):
        view_of(desk).near.clip_opened.emit(clip_id)
    assert desk._session.current is not None
    assert desk._session.current.id == clip_id
    assert desk._session.stage(clip_id) == WITH_CAPTION
    desk.show()
    near = view_of(desk).near._near
    assert near is not None
    assert [one.is_hidden for one in near.above if one.clip_id == clip_id] == [False]


def test_visiting_the_page_reveals_nothing(desk: DataDesk):
    """Reading captions here marks no clip as seen."""
    for _ in range(20):
        view_of(desk).perform("cut_lower_more")
    assert not any(desk._session.is_revealed(clip_id) for clip_id in desk._session.clips)


def test_a_stored_split_is_summed_up(qtbot: QtBot, desk: DataDesk):
    """Without a split it says so; with one, what is kept apart and what is shared."""
    assert view_of(desk).split.texts() == ["no split yet"]
    project = desk._session.project
    assert project is not None
    make_split(project, "first", "clip", (0.5, 0.25, 0.25), seed=7)
    desk.refresh()
    qtbot.waitUntil(lambda: len(view_of(desk).split.texts()) > 1)
    said = view_of(desk).split.texts()
    assert said[0] == "By clip, seed 7"
    assert said[-1] == "no golden set yet"


def test_a_project_without_captions_asks_for_an_import(
    qtbot: QtBot, tmp_path: Path, make_desk: Callable[[], DataDesk]
):
    """The empty page stands there once the reading found nothing, not before."""
    Project.create(tmp_path / "q").close()
    desk = make_desk()
    desk._session.open(Project.open(tmp_path / "q"), "MK")
    assert not view_of(desk).empty.isVisible()
    qtbot.waitUntil(view_of(desk).empty.isVisible)
    with qtbot.waitSignal(desk.import_requested):
        view_of(desk).empty.button.click()


def test_a_clip_that_the_queue_asks_for_does_not_open(
    make_desk: Callable[[], DataDesk], folder: Path, qtbot: QtBot
) -> None:
    """Nothing is seen of it, Review stays away, and the words say why."""
    desk = make_desk()
    session = desk._session
    session.open(Project.open(folder), "R")
    places = [Entry(0, 1, 0, "mixed order", "", False)]
    stored = store_queue(session.project.database, session.rater.id, "mixed", 7, {}, places)
    session.take_queue(stored)
    with qtbot.waitSignal(desk.told) as told, qtbot.assertNotEmitted(desk.review_requested):
        desk._workspace.clip_opened.emit(1)
    assert "held back for your queue" in told.args[0]
    assert not session.is_revealed(1)
