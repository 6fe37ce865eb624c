"""The import in the window, from the dialog to the report, with real files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emo7_core.project import Project
from emo7_gui.desks.project_desk import ProjectDesk
from emo7_gui.session import Session
from emo7_gui.settings import Settings
from emo7_gui.shell.main_window import MainWindow
from emo7_gui.shell.report_card import ReportCard
from emo7_gui.theme import install
from tests.core.corpora import made_asllrp
from tests.synth import write_clip

# Enough that the first file is never also the last before Cancel arrives.
MANY = 500
NAME = "--7E2sU6zP4_10-5-rgb_front"


class Bench:
    """A window with a project desk, and what tests ask of them."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.window, self.session, self.qtbot = MainWindow(), Session(), qtbot
        self.desk = ProjectDesk(self.window, self.session, Settings(store))
        self.imports = self.desk.imports
        self.window.show()

    def ready(self) -> None:
        """Wait until the dialog may import."""
        self.qtbot.waitUntil(lambda: self.imports.dialog.is_ready, timeout=10_000)

    def done(self) -> str:
        """Wait for the end of the import; return what the strip says."""
        self.qtbot.waitUntil(lambda: not self.imports.is_running, timeout=20_000)
        return self.window.work_strip.text.text()

    def close(self) -> None:
        self.desk.stop()
        self.session.close()
        self.window.close()


@pytest.fixture
def bench(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    install(qapp, "dark")
    made = Bench(tmp_path, qtbot)
    qtbot.addWidget(made.window)
    yield made
    made.close()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet of two rows, one with a clip beside it, and a file that is no video."""
    clips = tmp_path / "corpus" / "clips"
    clips.mkdir(parents=True)
    write_clip(clips / f"{NAME}.mp4")
    (clips / "broken.mp4").write_text("no video")
    path = clips.parent / "val.csv"
    path.write_text(f"SENTENCE_NAME\tSENTENCE\n{NAME}\tHello.\n../../etc/passwd\tNo.\n")
    return path


def open_project(bench: Bench, tmp_path: Path) -> None:
    assert bench.desk.open_or_make(tmp_path / "p")


def test_a_dropped_sheet_becomes_clips_with_captions(
    bench: Bench, sheet: Path, tmp_path: Path
) -> None:
    """Dropped, previewed off the GUI thread, imported, told."""
    open_project(bench, tmp_path)
    bench.desk.take_in_paths([sheet])
    bench.ready()
    bench.imports.dialog.submit()
    assert bench.done() == "1 new clip, 1 row without a clip"
    (clip,) = bench.session.clips.values()
    assert (clip.name, clip.state, clip.split) == (NAME, "ok", "val")
    assert bench.session.project.catalog.captions_of(clip.id) == ["Hello."]


def test_an_import_without_a_project_makes_one(bench: Bench, sheet: Path, tmp_path: Path) -> None:
    """The first screen's second way in needs no other dialog."""
    bench.window.first_start.import_requested.emit()
    dialog = bench.imports.dialog
    assert dialog.isVisible()
    dialog.form.project.set_path(tmp_path / "made")
    dialog.form.given.emit((sheet.parent / "clips",))
    bench.ready()
    dialog.submit()
    bench.done()
    with Project.open(tmp_path / "made") as project:
        assert project.catalog.count() == 2


def test_what_cannot_play_is_in_the_report_to_copy(
    bench: Bench, sheet: Path, tmp_path: Path
) -> None:
    """Path and reason, on the clipboard."""
    open_project(bench, tmp_path)
    bench.desk.take_in_paths([sheet.parent / "clips"])
    bench.ready()
    bench.imports.dialog.submit()
    assert "1 cannot play" in bench.done()
    bench.window.work_strip.details.click()
    card = bench.window.findChild(ReportCard)
    card.copy.click()
    assert f"{sheet.parent / 'clips' / 'broken.mp4'}: this is" in QGuiApplication.clipboard().text()


def test_asllrp_and_then_emosign_come_in_by_dropping(bench: Bench, tmp_path: Path) -> None:
    """Sheet, XML and clips in one drop; the judgement of its annotators in another."""
    open_project(bench, tmp_path)
    folder = tmp_path / "asllrp"
    (folder / "xml").mkdir(parents=True)
    (folder / "clips").mkdir()
    made_asllrp.write_two_collections(folder / "xml" / "both.xml")
    write_clip(folder / "clips" / "1014088.mp4")
    sheet = made_asllrp.write_sheet(folder / "signs.csv")
    bench.desk.take_in_paths([sheet, folder / "xml", folder / "clips"])
    bench.ready()
    bench.imports.dialog.submit()
    assert bench.done() == "1 new clip, 2 non-manual stretches, 1 row without a clip"
    (clip,) = bench.session.clips.values()
    assert (clip.name, clip.signer, clip.session) == ("1014088", "Cory", made_asllrp.CORY)
    rows = (("Cory_2013-6-25_sc0106_1014088", "2"),)
    bench.desk.take_in_paths([made_asllrp.write_emosign(tmp_path / "emosign.csv", rows)])
    bench.ready()
    bench.imports.dialog.submit()
    assert bench.done() == "0 new clips, 1 known, 1 value"


def test_a_bad_sentiment_is_told_with_file_row_and_column(bench: Bench, tmp_path: Path) -> None:
    """In place, before anything is stored."""
    open_project(bench, tmp_path)
    table = made_asllrp.write_emosign(tmp_path / "emosign.csv", (("77", "1"), ("78", "9")))
    bench.desk.take_in_paths([table])
    field = bench.imports.dialog.form.path
    where = "emosign.csv, row 3, column Sentiment"
    bench.qtbot.waitUntil(lambda: where in field.problem(), timeout=5000)


def test_a_dropped_project_is_opened(bench: Bench, tmp_path: Path) -> None:
    """It is not imported."""
    Project.create(tmp_path / "p").close()
    bench.desk.take_in_paths([tmp_path / "p"])
    assert bench.session.project.root == tmp_path / "p"


def test_a_wrong_table_is_refused_in_place(bench: Bench, tmp_path: Path) -> None:
    """The dialog stays open with the reason below the field."""
    open_project(bench, tmp_path)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    bench.desk.take_in_paths([tmp_path / "x.csv"])
    field = bench.imports.dialog.form.path
    bench.qtbot.waitUntil(lambda: "x.csv, row 1" in field.problem(), timeout=5000)
    assert bench.imports.dialog.isVisible()


def test_one_import_at_a_time(bench: Bench, sheet: Path, tmp_path: Path) -> None:
    """A second one is told to wait, and the project stays while one runs."""
    open_project(bench, tmp_path)
    bench.desk.take_in_paths([sheet])
    bench.ready()
    bench.imports.dialog.submit()
    with bench.qtbot.waitSignal(bench.imports.told) as told:
        bench.imports.open()
    assert "one import at a time" in told.args[0]
    assert not bench.desk.open_project(tmp_path / "p")
    bench.done()


def test_cancel_keeps_what_was_read(bench: Bench, tmp_path: Path) -> None:
    """The clips are in the list; the files not read yet are counted."""
    open_project(bench, tmp_path)
    (tmp_path / "many").mkdir()
    for number in range(MANY):
        (tmp_path / "many" / f"{number}.mp4").write_text(f"no video {number}")
    bench.desk.take_in_paths([tmp_path / "many"])
    bench.ready()
    bench.imports.dialog.submit()
    bench.qtbot.waitUntil(lambda: len(bench.session.clips) == MANY, timeout=10_000)
    bench.window.work_strip.cancel.click()
    bench.done()
    states = [clip.state for clip in bench.session.clips.values()]
    assert len(states) == MANY
    assert "new" in states
    assert "files not read yet" in bench.window.work_strip.text.text()


def test_the_previews_thread_ends_with_the_desk(bench: Bench) -> None:
    """Nothing is left running."""
    bench.imports.open()
    assert len([one for one in bench.imports.children() if isinstance(one, QThread)]) == 1
    bench.desk.stop()
    assert all(one.isFinished() for one in bench.imports.children() if isinstance(one, QThread))
