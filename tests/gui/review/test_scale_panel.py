"""The decision panel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.key_map import KeyMap
from emo7_gui.review.panel_state import SIGNING_ONLY, WITH_CAPTION, PanelState
from emo7_gui.review.scale_panel import ScalePanel


@pytest.fixture
def panel(qtbot: QtBot, blind: PanelState) -> ScalePanel:
    made = ScalePanel()
    qtbot.addWidget(made)
    made.set_key_map(KeyMap())
    made.resize(320, 824)
    made.set_state(blind)
    made.show()
    return made


def places(panel: ScalePanel) -> dict[str, QRect]:
    parts: dict[str, QWidget] = {f"row {v}": row for v, row in panel.rows.items()}
    parts |= {"stage": panel.stage, "title": panel._title, "hint": panel._hint}
    parts |= {"lower": panel._lower, "next": panel.next_button}
    return {
        name: QRect(part.mapTo(panel, part.rect().topLeft()), part.size())
        for name, part in parts.items()
    }


@pytest.mark.parametrize("height", [644, 824])
def test_blind_and_revealed_have_the_same_geometry(
    panel: ScalePanel, revealed: PanelState, qtbot: QtBot, height: int
) -> None:
    """Rows, hint and lower part keep their place; only their content changes."""
    panel.resize(320, height)
    qtbot.waitUntil(lambda: panel.height() == height)
    before = places(panel)
    panel.set_state(revealed)
    after = places(panel)
    # The lower part scrolls, so its inner height is its content's.
    before.pop("lower")
    after.pop("lower")
    assert after == before


def test_seven_stands_on_top(panel: ScalePanel) -> None:
    """Upright lists put 7 on top, as the number pad does."""
    tops = [panel.rows[value].y() for value in range(7)]
    assert tops == sorted(tops, reverse=True)
    assert all(row.height() == 44 for row in panel.rows.values())


def test_nothing_of_the_reveal_is_there_while_blind(
    panel: ScalePanel, revealed: PanelState
) -> None:
    """A blind state shows no share, no rater and no caption, even if it carried them."""
    panel.set_state(replace(revealed, is_revealed=False, value=None))
    names = " ".join(row.accessibleName() for row in panel.rows.values())
    assert "percent" not in names
    assert "Jo Lee" not in names
    assert "sister" not in panel.reveal._caption.text()
    assert not panel.next_button.isVisible()


def test_no_row_looks_chosen_before_a_key(panel: ScalePanel) -> None:
    """Blind, every row is painted alike but for swatch and word."""
    assert all("your decision" not in row.accessibleName() for row in panel.rows.values())
    edges = {row.grab().toImage().pixelColor(300, 22).name() for row in panel.rows.values()}
    assert len(edges) == 1


def test_revealed_rows_are_spoken_with_percent_and_raters(
    panel: ScalePanel, revealed: PanelState
) -> None:
    """A screen reader hears digit, word, own decision, percents and raters."""
    panel.set_state(revealed)
    assert panel.rows[5].accessibleName() == (
        "6 Positive, your decision, model A 47 percent, model B 22 percent, Jo Lee"
    )


def test_click_asks_for_a_value(panel: ScalePanel, qtbot: QtBot) -> None:
    """A click asks; nothing is marked before it is told."""
    with qtbot.waitSignal(panel.value_requested) as asked:
        qtbot.mouseClick(panel.rows[6], Qt.MouseButton.LeftButton)
    assert asked.args == [6, False]
    assert "your decision" not in panel.rows[6].accessibleName()


def test_shift_click_is_unsure(panel: ScalePanel, qtbot: QtBot) -> None:
    """Shift with a click means unsure, as with a digit."""
    with qtbot.waitSignal(panel.value_requested) as asked:
        qtbot.mouseClick(
            panel.rows[0], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
        )
    assert asked.args == [0, True]


def test_locked_panel_asks_for_nothing(panel: ScalePanel, blind: PanelState, qtbot: QtBot) -> None:
    """Read-only, digits and cues do nothing and the hint says why."""
    panel.set_state(replace(blind, locked_reason="Another window holds this project"))
    with qtbot.assertNotEmitted(panel.value_requested), qtbot.assertNotEmitted(panel.cue_toggled):
        panel.press(3, False)
        panel.toggle_cue("brows")
    assert panel._hint._text.text() == "Another window holds this project"


def test_cue_chip_follows_the_state_alone(panel: ScalePanel, qtbot: QtBot) -> None:
    """A pressed cue asks; it is on only when told."""
    chip = panel.details.cues["eyes"]
    with qtbot.waitSignal(panel.cue_toggled) as asked:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert asked.args == ["eyes"]
    assert not chip.isChecked()
    assert panel.details.cues["brows"].isChecked()


def test_note_is_told_before_a_value(panel: ScalePanel, qtbot: QtBot) -> None:
    """A typed note is told before the digit that may leave the clip."""
    told: list[str] = []
    panel.note_changed.connect(lambda text: told.append(f"note {text}"))
    panel.value_requested.connect(lambda value, _: told.append(f"value {value}"))
    qtbot.keyClicks(panel.details.note, "raised brows")
    panel.press(5, False)
    assert told == ["note raised brows", "value 5"]


def test_note_of_another_clip_replaces_the_text(
    panel: ScalePanel, blind: PanelState, qtbot: QtBot
) -> None:
    """Another clip shows its own note, even while the field has the focus."""
    panel.edit_note()
    qtbot.keyClicks(panel.details.note, "first")
    panel.flush_note()
    panel.set_state(replace(blind, clip_id=11, note="second"))
    assert panel.details.note.text() == "second"


def test_history_offers_to_go_back(panel: ScalePanel, revealed: PanelState, qtbot: QtBot) -> None:
    """An entry of the history asks to hold again."""
    panel.set_state(revealed)
    with qtbot.waitSignal(panel.revert_requested) as asked:
        panel._history._on_revert("u1")
    assert asked.args == ["u1"]


def test_stage_key_asks_for_the_other(panel: ScalePanel, blind: PanelState, qtbot: QtBot) -> None:
    """The key of the switch asks for the stage that is not shown."""
    with qtbot.waitSignal(panel.stage_requested) as asked:
        panel.ask_other_stage()
    assert asked.args == [WITH_CAPTION]
    assert panel.stage.key == SIGNING_ONLY


def test_details_open_over_the_reveal_and_close_again(
    panel: ScalePanel, revealed: PanelState
) -> None:
    """After the reveal cues and note can still be changed, and the next clip starts afresh."""
    panel.set_state(revealed)
    assert panel._lower.currentWidget() is panel.reveal
    panel.edit_note()
    assert panel._lower.currentWidget() is panel.details
    panel.set_state(replace(revealed, clip_id=11))
    assert panel._lower.currentWidget() is panel.reveal
