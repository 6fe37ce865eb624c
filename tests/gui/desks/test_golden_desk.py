"""Golden on a real project: blind until the rating is over, durable results, explicit versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft
from emo7_core.labels.golden import versions
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.sources import ADJUDICATION, RATER
from emo7_core.labels.stage import is_stage_over
from emo7_core.project import Project
from emo7_gui.golden.golden_view import ClipSet
from tests.gui.desks.golden_bench import Desk
from tests.synth import Recipe, write_clip


@pytest.fixture
def blind(qtbot: QtBot, golden_folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, golden_folder)
    yield made
    made.close()


def test_while_the_rating_goes_on_nothing_of_others_is_there(blind: Desk) -> None:
    """Facts and page hold the own values alone."""
    facts = blind.desk.facts
    assert facts is not None
    assert blind.workspace.page == "blind"
    assert facts.own == {1: 0, 2: 5, 3: 1, 4: 6, 5: 2}
    assert (facts.versions, facts.drafts, facts.cases, facts.captions) == ((), (), (), {})
    shown = [len(row.people) for row in blind.workspace.blind.own.plot._view.rows]
    assert shown == [1, 1, 1, 0, 0, 1, 1]


def test_the_rating_ends_only_after_a_card_that_asks(blind: Desk, qtbot: QtBot) -> None:
    """Esc leaves it as it is; Ctrl Enter ends it, with who and why in the record."""
    button = blind.workspace.blind.close_button
    button.click()
    card = blind.desk.acts.confirm_card
    assert card is not None
    assert "MK 5, JL 4, AO 3 clips; 4 by two or more" in card.text.text()
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not is_stage_over(blind.session.project)
    button.click()
    qtbot.keyClicks(card.note, "all done")
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    blind.open_all()
    assert is_stage_over(blind.session.project)
    assert blind.desk.facts.stage.note == "all done"


def test_one_rater_alone_has_nothing_to_hide(qtbot: QtBot, tmp_path: Path) -> None:
    """Where nobody else rated, the page is open from the start."""
    with Project.create(tmp_path / "one") as project:
        path = write_clip(tmp_path / "c.mp4", Recipe(count=5))
        project.catalog.add([ImportedClip(path, "c", "x")])
        identify_all(project.catalog)
        project.log(project.sources.ensure(RATER, "MK")).append(Draft(1, 4))
    made = Desk(qtbot, tmp_path / "one")
    made.open_all()
    made.until(lambda: made.desk.has_figures, "the figures")
    assert made.workspace.agreement.reason.text().startswith("Only one rater (MK)")
    assert made.workspace.pane.case is None
    made.close()


def test_a_promotion_is_explicit_and_told(opened: Desk, qtbot: QtBot) -> None:
    """The card says what will change; only a yes makes a version, and then nothing is left."""
    heading = opened.workspace.heading
    assert heading.promote.text() == "Promote to v1, 5 decisions"
    heading.promote.click()
    card = opened.desk.acts.confirm_card
    assert card.body.summary.text().startswith("5 added")
    assert versions(opened.session.project) == []
    qtbot.keyClicks(card.note, "first")
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: heading.title.text() == "Golden v1", "the version")
    made = versions(opened.session.project)
    assert [(one.number, one.note, one.by, one.is_intact) for one in made] == [
        (1, "first", "MK", True)
    ]
    assert not heading.promote.isEnabled()


def test_the_target_of_a_promotion_is_chosen(opened: Desk, qtbot: QtBot) -> None:
    """All people, adjudicated only or a consensus: the card shows each before the yes."""
    opened.settled(2)
    heading = opened.workspace.heading
    opened.until(lambda: len(opened.desk.facts.drafts) == 2, "the drafts")
    heading.promote.click()
    card = opened.desk.acts.confirm_card
    assert card.body.summary.text().startswith("5 added")
    card.choice.segment("consensus").click()
    assert (card.yes.isEnabled(), card.body.isHidden()) == (False, True)
    assert "No clip has such a value yet." in card.text.text()
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert card.isVisible()
    card.choice.segment("adjudicated").click()
    assert card.body.summary.text().startswith("1 added")
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: heading.title.text() == "Golden v1", "the version")
    (made,) = versions(opened.session.project)
    assert (made.target, [(m.clip_id, m.value) for m in made.members]) == ("adjudicated", [(3, 2)])


def test_the_labels_of_the_newest_version_are_not_frozen_twice(opened: Desk, qtbot: QtBot) -> None:
    """The card says which version holds them; another target may still be promoted."""
    opened.settled(2)
    promoted(opened, qtbot, 1)
    heading = opened.workspace.heading
    assert heading.promote.isEnabled()
    heading.promote.click()
    card = opened.desk.acts.confirm_card
    assert "v1 holds exactly these labels." in card.text.text()
    assert not card.yes.isEnabled()
    card.choice.segment("adjudicated").click()
    assert card.yes.isEnabled()


def test_a_card_that_is_open_follows_what_is_settled_meanwhile(opened: Desk, qtbot: QtBot) -> None:
    """A result that becomes durable while the card asks is part of what it shows."""
    promoted(opened, qtbot, 1)
    opened.settled(6)
    heading = opened.workspace.heading
    opened.until(heading.promote.isEnabled, "another target")
    heading.promote.click()
    card = opened.desk.acts.confirm_card
    opened.until(card.yes.isEnabled, "the newer facts")
    assert card.body.summary.text().startswith("1 changed")


def promoted(desk: Desk, qtbot: QtBot, number: int) -> None:
    """Promote and wait for the version."""
    desk.workspace.heading.promote.click()
    card = desk.desk.acts.confirm_card
    qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: desk.workspace.heading.title.text() == f"Golden v{number}", "the version")


def test_a_version_comes_back_under_a_new_number(opened: Desk, qtbot: QtBot) -> None:
    """v1 after v2 is v3, and the difference says which value changed."""
    promoted(opened, qtbot, 1)
    opened.settled(6)
    heading = opened.workspace.heading
    opened.until(lambda: heading.promote.text() == "Promote to v2, 1 decision", "the change")
    promoted(opened, qtbot, 2)
    heading.changes.click()
    card = opened.desk.acts.changes_card
    assert [mark.words for mark in card.body.clips.marks] == [
        "c2, signer S1: 3 Somewhat Negative, then 7 Extremely Positive"
    ]
    card.restore.click()
    question = opened.desk.acts.confirm_card
    assert question.title.text() == "Bring v1 back as v3"
    qtbot.keyClick(question, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: heading.title.text() == "Golden v3", "the version")
    first, _, third = versions(opened.session.project)
    assert third.hash == first.hash
    assert third.restored == 1


def test_clips_of_a_bar_narrow_review(opened: Desk, qtbot: QtBot) -> None:
    """Review holds only these clips, says why, opens the first and records what it told."""
    with qtbot.waitSignal(opened.desk.review_requested):
        opened.workspace.clips_opened.emit(ClipSet("JL: 6 Positive", (2, 4), tells_value=True))
    wanted = opened.queue.current_filter
    assert (wanted.clip_ids, wanted.clips_title) == (frozenset({2, 4}), "JL: 6 Positive")
    assert opened.session.current.id == 2
    assert opened.session.is_revealed(2)
    assert not opened.session.is_revealed(4)


def test_own_bars_tell_nothing_new(opened: Desk) -> None:
    """A bar of another rater counts as seen where it opens, one's own does not."""
    opened.until(lambda: opened.desk.has_figures, "the figures")
    marks = opened.workspace.shift.plot.marks
    telling = {m.words.partition(",")[0] for m in marks if ":" in m.words and m.clips.tells_value}
    assert telling == {"JL", "AO"}


def test_likely_clips_tell_no_class(opened: Desk) -> None:
    """They come with others, under a name without a class, and nothing counts as seen."""
    opened.until(lambda: opened.desk.has_figures, "the figures")
    opened.workspace.queue_requested.emit(6, ClipSet("for a short class", (6,)))
    wanted = opened.queue.current_filter
    assert wanted.clip_ids == {6}
    assert opened.session.current.id == 6
    assert not opened.session.is_revealed(6)


def test_another_project_begins_without_the_narrowing(opened: Desk, tmp_path: Path) -> None:
    """Clip ids of one project mean nothing in the next."""
    opened.workspace.clips_opened.emit(ClipSet("JL: 6", (2, 4)))
    Project.create(tmp_path / "other").close()
    opened.session.open(Project.open(tmp_path / "other"), "MK")
    assert not opened.queue.current_filter.clip_ids
    opened.until(lambda: opened.workspace.page == "empty", "the empty page")


def test_read_only_settles_and_promotes_nothing(opened: Desk) -> None:
    """Where somebody else labels, the keys say why and the button is off."""
    opened.session.is_read_only = True
    opened.session.read_only_reason = "held by another window"
    told: list[str] = []
    opened.desk.told.connect(told.append)
    opened.workspace.value_pressed.emit(4)
    opened.desk.refresh()
    opened.until(lambda: not opened.workspace.heading.promote.isEnabled(), "the button")
    assert told == ["held by another window"]
    with Project.open(opened.folder) as project:
        assert project.sources.all(ADJUDICATION) == []


def test_what_the_queue_asks_for_is_not_opened_where_it_tells_a_value(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """One rater alone, a hidden repeat open: the caption's bar opens the other clip only."""
    with Project.create(tmp_path / "one") as project:
        for number in range(2):
            path = write_clip(tmp_path / f"c{number}.mp4", Recipe(count=5, first=number))
            project.catalog.add([ImportedClip(path, f"c{number}", "x", caption="Great!")])
        identify_all(project.catalog)
        rater = project.sources.ensure(RATER, "MK")
        log = project.log(rater)
        for clip in (1, 2):
            log.append(Draft(clip, 4))
        entries = [Entry(0, 1, 0, "", "", False), Entry(1, 1, 1, "", "", False)]
        store_queue(project.database, rater.id, "mixed", 7, {}, entries)
    made = Desk(qtbot, tmp_path / "one")
    made.open_all()
    told: list[str] = []
    made.desk.told.connect(told.append)
    made.workspace.clips_opened.emit(ClipSet("caption-VADER: 6", (1, 2), tells_value=True))
    assert made.queue.current_filter.clip_ids == {2}
    assert told == ["1 clip is held back for your queue: rate it in Review first"]
    made.close()
