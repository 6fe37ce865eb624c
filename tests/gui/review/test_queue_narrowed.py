"""The queue narrowed to the clips behind a figure of another workspace."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from emo7_gui.review.queue_columns import QueueColumns
from emo7_gui.review.queue_index import QueueIndex
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.review.queue_row import QueueFilter, QueueRow
from emo7_gui.row_id import row_of

ROWS = [QueueRow(one, f"c{one}") for one in (1, 2, 3)]


def test_a_hidden_repeat_does_not_tell_itself() -> None:
    """Only first showings stand beside each other in a narrowed queue."""
    index = QueueIndex(QueueColumns.of([*ROWS, QueueRow(row_of(2, 1), "c2")]))
    assert index.find(QueueFilter(clip_ids=frozenset({2, 3}))).tolist() == [1, 2]


def test_the_chip_says_why_and_shows_all_again(qtbot: QtBot) -> None:
    """It stands only while the queue is narrowed."""
    panel = QueuePanel()
    qtbot.addWidget(panel)
    panel.resize(264, 600)
    panel.set_rows(ROWS)
    panel.show()
    assert not panel._only.isVisible()
    panel.set_filter(QueueFilter(clip_ids=frozenset({2}), clips_title="JL: 6 Positive"))
    assert panel._only.isVisible()
    assert panel._only.accessibleName() == "JL: 6 Positive: press to show all clips"
    assert panel.model.rowCount() == 1
    qtbot.mouseClick(panel._only, Qt.MouseButton.LeftButton)
    assert panel.model.rowCount() == 3
    assert not panel._only.isVisible()
