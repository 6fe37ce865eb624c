"""The queue as a model and as a panel."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from emo7_gui.review.queue import QueueModel, spoken
from emo7_gui.review.queue_delegate import second_line
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.review.queue_row import QueueFilter, QueueRow


def shown_ids(model: QueueModel) -> list[int]:
    return [model.row_at(place).clip_id for place in range(model.rowCount())]  # type: ignore[union-attr]


def test_labelled_row_stays_until_the_filter_is_set_again(rows: list[QueueRow]) -> None:
    """Nothing jumps: a clip labelled under "not labelled" keeps its place."""
    model = QueueModel()
    model.set_rows(rows)
    model.set_filter(QueueFilter(is_labelled=False))
    model.update_row(QueueRow(10, "s1-001", 2.0, "Ada", "how2sign", value=6))
    assert shown_ids(model) == [10, 13, 14]
    model.set_filter(QueueFilter(is_labelled=False))
    assert shown_ids(model) == [13, 14]


def test_index_of_a_hidden_clip_is_invalid(rows: list[QueueRow]) -> None:
    """A clip that the filter hides has no place."""
    model = QueueModel()
    model.set_rows(rows)
    model.set_filter(QueueFilter(is_bad=True))
    assert model.index_of(13).row() == 0
    assert model.index_of(10) == QModelIndex()


def test_update_tells_one_row(rows: list[QueueRow], qtbot: QtBot) -> None:
    """A changed clip repaints one row and resets nothing."""
    model = QueueModel()
    model.set_rows(rows)
    with (
        qtbot.waitSignal(model.dataChanged) as changed,
        qtbot.assertNotEmitted(model.modelReset),
    ):
        model.update_row(QueueRow(12, "s1-003", value=1))
    assert changed.args[0].row() == changed.args[1].row() == 2


def test_rows_are_spoken_with_digit_and_word(rows: list[QueueRow]) -> None:
    """A screen reader hears name, length, signer, digit, word and doubt."""
    assert spoken(rows[1]) == "s2-002, 3.0 s, signer Ben, 6 Positive, unsure"
    assert spoken(rows[2]).endswith("1 Extremely Negative, face in 31 percent")
    assert spoken(rows[3]) == "s3-004, signer Cem, not readable"


def test_bad_clip_says_why_in_its_row(rows: list[QueueRow]) -> None:
    """A clip that cannot be played keeps its name and says why below."""
    assert second_line(rows[3]) == "not readable"
    assert second_line(QueueRow(1, "x", state="missing")) == "not found"
    assert second_line(rows[0]) == "2.0 s · Ada"


def test_panel_counts_labels(rows: list[QueueRow], qtbot: QtBot) -> None:
    """Chips and progress count all rows, whatever is filtered."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_rows(rows)
    panel.set_filter(QueueFilter(text="sister"))
    assert panel._all.text() == "All 5"
    assert panel._open.text() == "Not labelled 3"
    assert panel._done.text() == "2 of 5"
    assert panel._bar.share() == 2 / 5


def test_chip_narrows_and_is_told(rows: list[QueueRow], qtbot: QtBot) -> None:
    """Pressing "Not labelled" narrows at once and says so."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_rows(rows)
    with qtbot.waitSignal(panel.filter_changed) as told:
        qtbot.mouseClick(panel._open, Qt.MouseButton.LeftButton)
    assert told.args[0].is_labelled is False
    assert shown_ids(panel.model) == [10, 13, 14]
    assert panel._open.isChecked()
    assert not panel._all.isChecked()


def test_typing_searches(rows: list[QueueRow], qtbot: QtBot) -> None:
    """Each typed letter narrows the queue."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_rows(rows)
    qtbot.keyClicks(panel.search, "ada")
    assert shown_ids(panel.model) == [10, 12, 14]


def test_walk_goes_through_what_is_shown(rows: list[QueueRow], qtbot: QtBot) -> None:
    """Walking skips hidden clips and stops at the ends."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_rows(rows)
    panel.set_filter(QueueFilter(signers=frozenset({"Ada"})))
    panel.set_current(10)
    assert panel.neighbour(1) == 12
    panel.set_current(14)
    assert panel.neighbour(1) is None
    assert panel.neighbour(-1) == 12


def test_pressed_row_is_told(rows: list[QueueRow], qtbot: QtBot) -> None:
    """A press on a row asks for its clip, and takes no focus from the picture."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.resize(264, 600)
    panel.set_rows(rows)
    panel.show()
    place = panel.list.visualRect(panel.model.index(2)).center()
    with qtbot.waitSignal(panel.clip_chosen) as told:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [12]
    assert not panel.list.hasFocus()


def test_rows_in_sight_ask_for_thumbs_once(rows: list[QueueRow], qtbot: QtBot) -> None:
    """Only rows in sight without a picture ask for one."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.resize(264, 600)
    panel.set_thumb(10, QImage(64, 48, QImage.Format.Format_RGB32))
    with qtbot.waitSignal(panel.thumbs_wanted) as told:
        panel.set_rows(rows)
        panel.show()
    assert told.args[0] == [11, 12, 13, 14]


def test_empty_result_offers_the_way_back(rows: list[QueueRow], qtbot: QtBot) -> None:
    """No match says so, and one button shows all clips again."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_rows(rows)
    panel.search.setText("nothing like it")
    assert panel._stack.currentWidget() is not panel.list
    panel._remedy.click()
    assert panel._stack.currentWidget() is panel.list
    assert panel.model.rowCount() == 5


def test_empty_project_offers_import(qtbot: QtBot) -> None:
    """A queue without clips asks to import some."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_rows([])
    with qtbot.waitSignal(panel.import_requested):
        panel._remedy.click()


def test_filter_popover_chooses_a_signer(rows: list[QueueRow], qtbot: QtBot) -> None:
    """A chip of the popover narrows the queue, a second press widens it."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.set_rows(rows)
    popover = panel._popover
    popover._on_chosen("signers", "Ada", True)
    assert shown_ids(panel.model) == [10, 12, 14]
    popover._on_chosen("signers", "Ada", False)
    assert panel.model.rowCount() == 5
