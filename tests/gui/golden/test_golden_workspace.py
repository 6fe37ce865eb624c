"""Tests of the Golden workspace: it tells, and is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.golden.agreement_card import span_of, words_of
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.golden.mark_field import MarkField
from emo7_gui.theme import install
from tests.gui import screen_checks as checks
from tests.gui.golden import made
from tests.gui.waiting import wait


@pytest.fixture
def workspace(qtbot: QtBot) -> GoldenWorkspace:
    widget = GoldenWorkspace()
    qtbot.addWidget(widget)
    widget.resize(1440, 824)
    widget.set_player(QWidget())
    widget.show_all(made.HEADING, made.coverage(likely={3: 27, 4: 18}), has_stage=True)
    widget.set_figures(made.AGREEMENT, made.SHIFT)
    widget.set_case(made.case())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def click(qtbot: QtBot, field: MarkField, words: str) -> None:
    """Press the mark whose words begin so."""
    mark = next(one for one in field.marks if one.words.startswith(words))
    centre = mark.rect.center().toPoint()
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(centre))


def test_nothing_labelled_says_what_to_do(qtbot: QtBot) -> None:
    """The first page has a button that leads to Review."""
    widget = GoldenWorkspace()
    qtbot.addWidget(widget)
    widget.show()
    assert widget.page == "empty"
    with qtbot.waitSignal(widget.review_requested):
        qtbot.mouseClick(widget.empty.button, Qt.MouseButton.LeftButton)


def test_rating_goes_on_shows_own_counts_and_a_way_to_end_it(qtbot: QtBot) -> None:
    """While others are hidden the page has one set of bars, no target and one button."""
    widget = GoldenWorkspace()
    qtbot.addWidget(widget)
    widget.show_blind(made.blind())
    widget.show()
    assert widget.page == "blind"
    assert not widget.blind.own.plot.has_caption
    with qtbot.waitSignal(widget.blind.close_requested):
        qtbot.mouseClick(widget.blind.close_button, Qt.MouseButton.LeftButton)


def test_a_figure_says_value_interval_and_n() -> None:
    """A screen reader hears what the row shows."""
    said = words_of(made.AGREEMENT.figures[0])
    assert said == "Krippendorff alpha, ordinal 0.74, .67 to .79, n = 94"


def test_the_reason_stands_in_the_place_of_a_figure() -> None:
    """Where data cannot carry a figure its row says why."""
    assert words_of(made.AGREEMENT.figures[1]) == "ICC (2,1): 1 clip was rated by all 3 raters."


def test_shares_are_written_as_per_cent() -> None:
    """Within one step is 88 %, 83 to 92."""
    assert words_of(made.AGREEMENT.figures[2]).startswith("Within one step 88\u2009%, 83 to 92")


def test_too_few_clusters_show_their_single_values() -> None:
    """Without an interval the row counts and tells the clusters."""
    figure = made.AGREEMENT.figures[3]
    assert span_of(figure) == "2 single"
    assert "s1 0.40, s2 0.60" in words_of(figure)


def test_a_row_of_agreement_opens_its_clips(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """A press on a row tells the clips behind it."""
    with qtbot.waitSignal(workspace.clips_opened) as opened:
        click(qtbot, workspace.agreement.rows, "Krippendorff alpha, ordinal")
    assert opened.args[0].clip_ids == (1, 2)


def test_a_figure_without_clips_opens_nothing(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """A reason has no clips behind it."""
    with qtbot.assertNotEmitted(workspace.clips_opened):
        click(qtbot, workspace.agreement.rows, "ICC (2,1)")


def test_no_figure_at_all_says_what_to_do(workspace: GoldenWorkspace) -> None:
    """One sentence with a remedy stands in the place of all rows."""
    view = type(made.AGREEMENT)("Agreement", "", (), (), "Only one rater.", "Add another.")
    workspace.set_figures(view, made.SHIFT)
    assert workspace.agreement.reason.text() == "Only one rater. Add another."
    assert not workspace.agreement.rows.isVisible()


def test_every_bar_and_interval_of_a_rater_opens(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """The histogram's bar and the shift each tell their own clips."""
    plot = workspace.shift.plot
    with qtbot.waitSignal(workspace.clips_opened) as bar:
        click(qtbot, plot, "Maya Kern, 2 Negative")
    with qtbot.waitSignal(workspace.clips_opened) as shift:
        click(qtbot, plot, "Jonas Lind: +0.31 steps")
    assert len(bar.args[0]) == 2
    assert shift.args[0].clip_ids == (9,)


def test_both_golden_sets_are_counted_apart(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """People's bar and the captions' bar of one class open different clips."""
    plot = workspace.coverage.plot
    with qtbot.waitSignal(workspace.clips_opened) as people:
        click(qtbot, plot, "6 Positive, people: 26, 4 short of 30")
    with qtbot.waitSignal(workspace.clips_opened) as caption:
        click(qtbot, plot, "6 Positive, caption-VADER: 71")
    assert (len(people.args[0]), len(caption.args[0])) == (26, 71)


def test_short_classes_offer_their_likely_clips(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """Only classes with likely clips have the button, and it names how many."""
    buttons = workspace.coverage.plot.buttons
    assert set(buttons) == {3, 4}
    assert buttons[3].text() == "Queue 27 likely clips"
    with qtbot.waitSignal(workspace.queue_requested) as queued:
        qtbot.mouseClick(buttons[3], Qt.MouseButton.LeftButton)
    assert queued.args[0] == 3


def test_a_signer_opens_their_clips(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """The line by signer is a bar too."""
    with qtbot.waitSignal(workspace.clips_opened) as opened:
        click(qtbot, workspace.coverage.signers, "Signer S1")
    assert opened.args[0].title == "signer S1"


def test_arrows_walk_the_marks_and_enter_opens(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """From the first bar, right and down lead to the second bar of the second rater."""
    plot = workspace.shift.plot
    plot.move_by(0, 1)
    plot.move_by(1, 0)
    assert plot.current is not None
    assert plot.current.words == "Jonas Lind, 2 Negative: 2"
    with qtbot.waitSignal(workspace.clips_opened):
        qtbot.keyClick(plot, Qt.Key.Key_Return)


def test_a_screen_reader_hears_the_mark(workspace: GoldenWorkspace) -> None:
    """The name of a plot ends with the mark that the keys are at."""
    plot = workspace.coverage.plot
    assert plot.accessibleName() == "Coverage by class: 7 Extremely Positive, people: 38"


def test_a_digit_is_a_result(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """The key 4 and the button 4 ask for the same value."""
    with qtbot.waitSignal(workspace.value_pressed) as by_key:
        assert workspace.perform("decide_4")
    with qtbot.waitSignal(workspace.value_pressed) as by_mouse:
        qtbot.mouseClick(workspace.pane.keys.keys[3], Qt.MouseButton.LeftButton)
    assert by_key.args == by_mouse.args == [3]


def test_opinions_stand_side_by_side(workspace: GoldenWorkspace) -> None:
    """Value, unsure, cues and note of each person are said."""
    said = [row.accessibleName() for row in workspace.pane.rows]
    assert said == [
        "Ada Okoro, 2, Negative, unsure, Brows down and short.",
        "Maya Kern, 4, Neutral, brows",
        "Jonas Lind, 5, Somewhat Positive",
    ]


def test_a_decisive_moment_is_shown_on_press(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """Its time is known in seconds, else by its frame; who gave none has no button."""
    first, second, third = workspace.pane.rows
    assert first.moment is not None
    assert first.moment.text() == "1.32 s"
    assert second.moment is not None
    assert second.moment.text() == "frame 42"
    assert third.moment is None
    with qtbot.waitSignal(workspace.pane.moment_pressed) as pressed:
        qtbot.mouseClick(first.moment, Qt.MouseButton.LeftButton)
    assert pressed.args == [33]


def test_the_result_is_framed_and_told(workspace: GoldenWorkspace) -> None:
    """A settled case names its value, whose it is, when it was saved, and keeps the shares."""
    workspace.set_case(made.case(settled=3))
    pane = workspace.pane
    assert pane.state.text() == "Robin Marsh settled it: 4 Neutral, saved 10:38:20."
    assert pane.keys.keys[3].is_settled
    assert pane.reason.text() == "The brows are grammar"
    assert pane.soft.text() == "Soft label kept: .33 on 2, 4, 5"
    assert pane.layer.text() == "as Robin Marsh; the three stay"


def test_the_result_of_another_adjudicator_stands_with_their_name(
    workspace: GoldenWorkspace,
) -> None:
    """Their reason is told; the field is for one's own. What came before stays told."""
    theirs = replace(
        made.case(settled=3),
        note="",
        settled_by="Ada Okoro",
        their_note="Grammar only",
        earlier=(("Robin Marsh", 5),),
    )
    workspace.set_case(theirs)
    assert workspace.pane.state.text() == (
        "Ada Okoro settled it: 4 Neutral, saved 10:38:20. “Grammar only”. Before: Robin Marsh 6."
    )
    assert workspace.pane.reason.text() == ""


def test_a_reason_is_told_when_it_is_left(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """N leads into the field; Enter tells the reason and goes to no other case."""
    assert workspace.perform("reason")
    with (
        qtbot.assertNotEmitted(workspace.skip_requested),
        qtbot.waitSignal(workspace.pane.reason_changed) as told,
    ):
        qtbot.keyClicks(workspace.pane.reason, "Grammar")
        qtbot.keyClick(workspace.pane.reason, Qt.Key.Key_Return)
        wait(20)
    assert told.args == ["Grammar"]


def test_the_reason_of_one_case_is_not_that_of_the_next(workspace: GoldenWorkspace) -> None:
    """Another case begins with its own reason."""
    workspace.pane.reason.setText("typed, not told")
    workspace.set_case(made.case(clip_id=12, place=2))
    assert workspace.pane.reason.text() == ""


def test_keys_walk_the_cases(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """Enter goes to the next open case, the arrows to any."""
    with qtbot.waitSignal(workspace.skip_requested):
        assert workspace.perform("next")
    with qtbot.waitSignal(workspace.step_requested) as up:
        assert workspace.perform("list_up")
    assert up.args == [-1]


def test_without_a_case_a_digit_means_nothing(workspace: GoldenWorkspace, qtbot: QtBot) -> None:
    """Nothing is settled by mistake."""
    workspace.set_case(None)
    with qtbot.assertNotEmitted(workspace.value_pressed):
        assert not workspace.perform("decide_4")


def test_a_promotion_that_cannot_be_says_why(workspace: GoldenWorkspace) -> None:
    """The button is disabled with its reason."""
    heading = type(made.HEADING)("Golden v3", "", "", "Promote to v4", "Nothing changed.")
    workspace.show_all(heading, made.coverage(), has_stage=False)
    assert not workspace.heading.promote.isEnabled()
    assert workspace.heading.promote.toolTip() == "Nothing changed."
    assert not workspace.heading.changes.isVisible()


@pytest.mark.parametrize(("scheme", "size"), [("dark", (1440, 824)), ("light", (1180, 644))])
def test_nothing_is_clipped_nameless_or_faint(
    qapp: object, workspace: GoldenWorkspace, scheme: str, size: tuple[int, int]
) -> None:
    """Both themes, the usual window and the least one (all four: test_screens.py)."""
    install(qapp, scheme)  # type: ignore[arg-type]
    workspace.resize(*size)
    wait(50)
    found = checks.clipped_text(workspace) + checks.outside_parents(workspace)
    found += checks.nameless(workspace) + checks.low_contrast(workspace)
    assert not found, "\n".join(found)


def test_cards_stand_below_each_other_in_a_narrow_window(workspace: GoldenWorkspace) -> None:
    """Agreement and shift share a row only where both have room."""
    workspace.resize(1180, 644)
    wait(30)
    assert workspace.shift.y() > workspace.agreement.y()
