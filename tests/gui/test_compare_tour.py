"""Compare in the real window, by keyboard and mouse: three trained models and two floors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from sqlalchemy import func, select

from emo7_core.labels.reasons import SUSPECT
from emo7_core.storage.tables import decision
from emo7_gui.compare.lower_view import (
    CHECKS,
    CLASSES,
    MATRICES,
    OUTPUTS,
    PAIRS,
    PEOPLE,
    RELIABILITY,
    SLICES,
)
from emo7_gui.theme import install
from emo7_gui.tour.guide import Guide
from tests.gui import screen_checks as checks
from tests.gui.demo_studio import studio_on
from tests.gui.three_models import CLIPS, MODELS, project_with_models
from tests.gui.waiting import until

K, CTRL, NONE = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
SHIFT, LEFT = Qt.KeyboardModifier.ShiftModifier, Qt.MouseButton.LeftButton
TABS = (SLICES, CLASSES, RELIABILITY, PEOPLE, PAIRS, OUTPUTS, CHECKS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_with_models(tmp_path_factory.mktemp("three"))


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, made: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guide]:
    """The window on the project."""
    install(qapp, "dark")
    copy = tmp_path_factory.mktemp("tour") / "p"
    shutil.copytree(made, copy, ignore=shutil.ignore_patterns("*.lock"))
    found = Guide(studio_on(copy.parent / "settings.ini"), copy)
    found.show(QSize(1440, 900))
    found.studio.projects.open_project(copy)
    yield found
    # A test's time limit has a thread of its own, another one for each test of this module.
    found.studio.window.close()
    found.studio.close()


@pytest.fixture
def guide(window: Guide) -> Guide:
    """At Compare by its key as after opening the project, with everything computed."""
    if window.studio.rooms.made("compare") is not None:
        window.studio.comparing._on_opened()
    window.press(K.Key_3, CTRL)
    until(lambda: window.studio.comparing.comparison, "the comparison")
    _await_sentence(window)
    return window


def _await_sentence(guide: Guide) -> None:
    words = guide.studio.compare.sentence.headline
    until(lambda: words.text() and "…" not in words.text(), "the sentence of the test")


def click(widget: QWidget, place: QPoint | None = None, modifier: object = NONE) -> None:
    QTest.mouseClick(widget, LEFT, modifier, place or widget.rect().center())


def show_tab(guide: Guide, tab: str) -> None:
    """Go to a tab by the keys and wait for its figures."""
    lower = guide.studio.compare.lower_half
    steps = lower.keys.index(tab) - lower.keys.index(lower.tab)
    for _ in range(abs(steps)):
        guide.press(K.Key_PageDown if steps > 0 else K.Key_PageUp, CTRL)
    assert lower.tab == tab
    if tab != MATRICES:
        page = lower.pages[tab]
        until(lambda: page.view.rows or page.view.note, f"the figures of {tab}")


def test_three_models_and_the_floors_stand_in_one_table(guide: Guide) -> None:
    """Models, caption-VADER and both floors are rows, each with every metric or a reason."""
    rows = {row.name.partition(" ")[0] for row in guide.studio.compare.table.table.rows}
    assert {"LSTM", "ST-GCN", "caption-VADER", "Majority", "Stratified"} <= rows
    assert any(name.startswith("ViViT") for name in rows)
    found = guide.studio.comparing.comparison
    assert len(found.clips) == CLIPS


def test_rows_become_a_and_b_by_mouse(guide: Guide) -> None:
    """A click makes a row A, with Shift B; the sentence then speaks of these two."""
    table = guide.studio.compare.table
    a, b = table.keys_shown[0], table.keys_shown[2]
    place = [table.visualRect(table.model().index(i, 0)).center() for i in (0, 2)]
    for point, modifier in zip(place, (NONE, SHIFT), strict=True):
        click(table.viewport(), point, modifier)
    if a in guide.studio.comparing._board.names and b in guide.studio.comparing._board.names:
        _await_sentence(guide)
        assert guide.studio.compare.matrices.a._view.title.endswith(a)
        assert guide.studio.compare.matrices.b._view.title.endswith(b)


def test_a_cell_opens_its_clips_and_arrows_walk(guide: Guide) -> None:
    """Enter on a cell lists its clips, the first plays with both traces; Down goes on."""
    desk, view = guide.studio.comparing, guide.studio.compare
    name = desk._a
    counts = desk.comparison.result(name).matrix
    row, column = (int(i) for i in divmod(int(counts.argmax()), counts.shape[1]))
    view.matrices.a.setFocus()
    for key, times in ((K.Key_Up, 7), (K.Key_Left, 7), (K.Key_Down, row), (K.Key_Right, column)):
        for _ in range(times):
            guide.press(key)
    guide.press(K.Key_Return)
    until(lambda: desk.playback.info is not None, "the clip")
    until(lambda: "A" in view.pane.traces.letters, "the stored trace of A")
    first = desk.playback.clip.id
    assert first in desk.comparison.cell(name, row, column)
    rows = [one.clip_id for one in view.pane.lists["cell"][1]]
    assert len(rows) == counts[row, column]
    if len(rows) > 1:
        view.pane.clips.view.setFocus()
        guide.press(K.Key_Down)
        until(lambda: desk.playback.clip.id == rows[1], "the next clip")


def test_two_clips_play_in_step_by_keys(guide: Guide) -> None:
    """D opens a second clip, Space and the arrow keys are for both, S and G turn, D ends it."""
    desk, view = guide.studio.comparing, guide.studio.compare
    found, name = desk.comparison, desk._a
    cells = found.cells(name)
    view.cell_opened.emit("a", *max(cells, key=lambda cell: len(cells[cell])))
    until(lambda: desk.playback.info is not None, "the clip")
    view.matrices.a.setFocus()
    guide.press(K.Key_D)
    duet, sides = desk.clips.duet, view.pane.sides
    until(lambda: duet.second is not None and duet.second.info, "the second clip")
    until(lambda: duet.lead.is_playing, "both to play")
    guide.press(K.Key_Space)
    assert not duet.lead.is_playing
    assert sides.switch.key == 1
    guide.press(K.Key_S)
    assert sides.switch.key == 0
    assert view.pane.clips.current_clip.clip_id == duet.first.clip.id
    guide.press(K.Key_G)
    assert duet.is_by_time
    guide.press(K.Key_G)
    guide.settle(200)
    for check in (checks.clipped_text, checks.nameless, checks.low_contrast):
        assert check(view) == []
    guide.press(K.Key_D)
    assert not duet.is_double
    assert not duet.second.player.isVisible()


def test_a_digit_relabels_through_the_log(guide: Guide) -> None:
    """A digit on a listed clip is one more decision, and the scores follow; undo takes it back."""
    desk, view, session = guide.studio.comparing, guide.studio.compare, guide.studio.session
    show_tab(guide, CLASSES)
    page = view.lower_half.pages[CLASSES]
    page.table.setFocus()
    row = next(i for i, one in enumerate(page.table.table.rows) if one.scores["n"].value)
    page.table.setCurrentIndex(page.table.table.index(row, 0))
    guide.press(K.Key_Return)
    until(lambda: desk.playback.info is not None, "the clip")
    clip = view.pane.clips.current_clip
    before, count = desk.comparison, _decisions(guide, clip.clip_id)
    digit = 1 if clip.label else 2
    guide.press(Qt.Key(K.Key_0 + digit))
    until(lambda: desk.comparison is not before, "the new scores")
    assert _decisions(guide, clip.clip_id) == count + 1
    assert session.latest(clip.clip_id).value == digit - 1
    before = desk.comparison
    guide.press(K.Key_Z, CTRL)
    until(lambda: desk.comparison is not before, "the scores of before")


def _decisions(guide: Guide, clip_id: int) -> int:
    counted = select(func.count(decision.c.id)).where(decision.c.clip_id == clip_id)
    with guide.studio.session.project.database.read() as connection:
        return int(connection.execute(counted).scalar_one())


def test_every_tab_comes_by_keys_and_is_clean(guide: Guide) -> None:
    """All tabs have figures or say why not; nothing is clipped, nameless or faint."""
    said: list[str] = []
    for tab in TABS:
        show_tab(guide, tab)
        guide.settle(200)
        for check in (checks.clipped_text, checks.nameless, checks.low_contrast):
            said += [f"{tab}: {one}" for one in check(guide.studio.compare)]
    assert said == []


def test_slices_open_their_clips(guide: Guide) -> None:
    """Enter on a slice lists its clips under its name."""
    show_tab(guide, SLICES)
    page = guide.studio.compare.lower_half.pages[SLICES]
    page.table.setFocus()
    page.table.setCurrentIndex(page.table.table.index(0, 0))
    key = page.table.current_key
    guide.press(K.Key_Return)
    heading, rows = guide.studio.compare.pane.lists["cell"]
    assert heading == page.view.headings[key]
    assert tuple(one.clip_id for one in rows) == page.view.clips[key]


def test_few_clusters_show_dots_and_no_p(guide: Guide) -> None:
    """Four collections or fewer: the differences stand as dots, and no p-value anywhere."""
    desk, view = guide.studio.comparing, guide.studio.compare
    click(view.contenders_button)
    view.card.units.set_key("corpus")
    before = desk.comparison
    guide.press(K.Key_Return, CTRL)
    until(lambda: desk.comparison is not before, "the other unit")
    show_tab(guide, PAIRS)
    page = view.lower_half.pages[PAIRS]
    until(lambda: page.view.unit == "corpus", "the pairs over collections")
    assert "too few" in " ".join(one.verdict for one in page.view.sentences.values())
    assert not any(metric.key in ("p", "holm", "mcnemar") for metric in page.view.metrics)


def test_a_check_list_leaves_models_out(guide: Guide) -> None:
    """Unchecked by mouse, confirmed by keys: the model is no row any more, a rater is one."""
    desk, view = guide.studio.comparing, guide.studio.compare
    click(view.contenders_button)
    names = list(view.card.boxes)
    gone = next(name for name in names if name.startswith(MODELS[0]))
    for name in (gone, "Kim Vale"):
        click(view.card.boxes[name], QPoint(8, view.card.boxes[name].height() // 2))
    before = desk.comparison
    guide.press(K.Key_Return, CTRL)
    until(lambda: desk.comparison is not before, "the other contenders")
    shown = [one.name for one in desk.comparison.results]
    assert gone not in shown
    assert "Kim Vale" in shown


def test_golden_versions_of_other_clips_are_told_apart(guide: Guide) -> None:
    """The second version has one clip more than the first, and the window says so."""
    desk, view = guide.studio.comparing, guide.studio.compare
    before = desk.comparison
    view.golden.setFocus()
    guide.press(K.Key_Down)
    until(lambda: desk.comparison is not before, "the golden version")
    assert desk.comparison.golden.number == 2
    notes = " ".join(desk.comparison.notes)
    assert f"Golden v2 has {CLIPS} clips, v1 has {CLIPS - 1}" in notes


def test_three_classes_have_signs(guide: Guide) -> None:
    """Collapsed models stand on a matrix of three; lists carry signs, not digits."""
    desk, view = guide.studio.comparing, guide.studio.compare
    before = desk.comparison
    click(view.classes.segment(3))
    until(lambda: desk.comparison is not before, "three classes")
    assert view.matrices.a.size_of_scale == 3
    assert desk.comparison.k == 3


def test_suspected_labels_become_a_blind_queue(guide: Guide) -> None:
    """The button makes a queue of suspects among others and goes to Review."""
    show_tab(guide, CHECKS)
    page = guide.studio.compare.lower_half.checks
    until(lambda: page.view.note, "the count")
    if not page.view.count:
        assert not page.button.isEnabled()
        return
    page.button.setFocus()
    guide.press(K.Key_Space)
    until(lambda: guide.studio.window.workspace == "review", "Review")
    assert guide.studio.session.assigned.queue.order == SUSPECT


def test_a_report_is_written_where_it_is_asked_for(
    guide: Guide, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button asks for a folder; the line then offers to open it."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    view = guide.studio.compare
    click(view.report_button)
    until(lambda: guide.studio.comparing.acts.folder, "the report", 120)
    assert (tmp_path / "out" / "report.html").is_file()
    assert view.report_line.open_button.isVisible()
