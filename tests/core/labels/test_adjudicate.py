"""Adjudication: the widest spread first, nobody's value is changed, the distribution stays."""

from __future__ import annotations

import csv
import io

import pytest

from emo7_core.errors import UsageError
from emo7_core.labels.adjudicate import cases, settle
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION
from emo7_core.labels.export_rows import export_project
from emo7_core.labels.snapshot import human_values
from emo7_core.labels.soft_labels import COLUMNS, SOFT, soft_csv, soft_labels
from emo7_core.labels.sources import ADJUDICATION, CONSENSUS
from emo7_core.project import Project
from tests.core.labels.conftest import Decide


@pytest.fixture
def disputed(studio: Project, decide: Decide) -> Project:
    """Clip 1 of near values, clip 2 far apart, clip 3 agreed on, clip 4 of one rater."""
    for name, values in {"A": (2, 0, 5, 3), "B": (3, 6, 5), "C": (3, 3, 5)}.items():
        for clip, value in enumerate(values, start=1):
            decide(name, clip, value)
    return studio


def test_the_widest_spread_comes_first(disputed: Project):
    """Clips that all agree on, or that one rater saw, are no cases."""
    assert [(one.clip_id, one.spread) for one in cases(disputed)] == [(2, 6), (1, 1)]
    assert [one.clip_id for one in cases(disputed, least_spread=0)] == [2, 1, 3]


def test_equal_spreads_come_by_mean_distance_then_by_doubt(studio: Project, decide: Decide):
    """Two at each end disagree more than one outlier; of equal ones the unsure raters' first."""
    for clip, values in {1: (0, 4, 4, 4), 2: (0, 0, 4, 4), 3: (0, 4, 4, 4)}.items():
        for name, value in zip("ABCD", values, strict=True):
            decide(name, clip, value, is_unsure=clip == 3 and name == "A")
    assert [one.clip_id for one in cases(studio)] == [2, 3, 1]


def test_opinions_stand_side_by_side(studio: Project, decide: Decide):
    """Value, confidence, note and decisive moment of each rater, lowest value first."""
    decide("A", 1, 5, note="brows", decisive_frame=17)
    decide("B", 1, 1, is_unsure=True)
    decide("B", 1, 6, round=1)
    low, high = cases(studio)[0].opinions
    assert (low.source.name, low.value, low.decision.is_unsure) == ("B", 1, True)
    told = (high.source.name, high.decision.note, high.decision.decisive_frame)
    assert told == ("A", "brows", 17)


def test_the_later_stage_speaks_for_a_rater(studio: Project, decide: Decide):
    """What a rater says with the caption seen counts."""
    decide("A", 1, 0)
    decide("B", 1, 5)
    decide("A", 1, 5, stage=WITH_CAPTION)
    assert cases(studio) == []


def test_a_settled_value_is_a_decision_of_its_own_source(disputed: Project):
    """It counts as the human value; what raters said is as it was."""
    before = cases(disputed)[0].opinions
    stored = settle(disputed, 2, 4, by="panel", note="seen together", decisive_frame=3)
    assert disputed.sources.get(stored.source_id).kind == ADJUDICATION
    assert (stored.visible, stored.stage, stored.decisive_frame) == (("raters",), SIGNING_ONLY, 3)
    assert human_values(disputed)[2] == 4
    case = cases(disputed)[0]
    assert (case.opinions, case.settled) == (before, stored)
    assert [one.clip_id for one in cases(disputed, has_settled=False)] == [1]


def test_of_several_adjudicators_the_newest_counts(disputed: Project):
    """Both results stay; the newest is the case's, the human and the adjudicated value."""
    first = settle(disputed, 2, 4, by="Z", note="alone")
    second = settle(disputed, 2, 1, by="Y")
    case = cases(disputed)[0]
    assert [(one.source.name, one.decision) for one in case.results] == [
        ("Z", first),
        ("Y", second),
    ]
    assert (case.settled, case.adjudicator) == (second, "Y")
    assert human_values(disputed)[2] == human_values(disputed, ADJUDICATION)[2] == 1
    again = settle(disputed, 2, 4, by="Z")
    assert cases(disputed)[0].settled == again
    assert human_values(disputed)[2] == 4


def test_a_newer_result_counts_whatever_was_on_screen(disputed: Project):
    """Settled once with the caption in sight and again without it: the second result counts."""
    settle(disputed, 1, 3, by="C", visible=("raters", "caption"))
    settle(disputed, 1, 5, by="C")
    assert human_values(disputed)[1] == 5
    assert next(one for one in cases(disputed) if one.clip_id == 1).settled.value == 5


def test_a_result_taken_back_leaves_the_others(disputed: Project):
    """Only one's own goes; then the one before counts again."""
    settle(disputed, 2, 4, by="Z")
    settle(disputed, 2, 1, by="Y")
    log = disputed.log(disputed.sources.ensure(ADJUDICATION, "Y"))
    log.append(log.undo_draft())
    assert (cases(disputed)[0].adjudicator, human_values(disputed)[2]) == ("Z", 4)


def test_a_result_is_somebodys(disputed: Project):
    """Nobody settles namelessly."""
    with pytest.raises(UsageError, match="say who"):
        settle(disputed, 2, 4, by=" ")


def test_a_value_changed_later_marks_the_case(disputed: Project, decide: Decide):
    """A case whose rater changed after it was settled says so."""
    settle(disputed, 2, 4, by="Z")
    assert not cases(disputed)[0].is_outdated
    decide("A", 2, 1)
    assert cases(disputed)[0].is_outdated


def test_a_caption_on_screen_makes_it_the_later_stage(disputed: Project):
    """What was visible decides the stage."""
    assert settle(disputed, 2, 4, by="Z", visible=("raters", "caption")).stage == WITH_CAPTION


def test_a_clip_that_nobody_rated_cannot_be_settled(disputed: Project, decide: Decide):
    """A consensus alone is nothing to adjudicate either."""
    decide("all", 9, 3, kind=CONSENSUS)
    with pytest.raises(UsageError, match="nothing to adjudicate"):
        settle(disputed, 9, 4, by="Z")


def test_consensus_can_be_set_beside_raters(studio: Project, decide: Decide):
    """Where asked for, a consensus is an opinion like others."""
    decide("A", 1, 0)
    decide("all", 1, 6, kind=CONSENSUS)
    assert cases(studio) == []
    assert [one.spread for one in cases(studio, kinds=("rater", CONSENSUS))] == [6]


def test_soft_labels_are_shares_of_raters(disputed: Project, decide: Decide):
    """One vote each; settling, a consensus and a repeat cast none."""
    settle(disputed, 1, 6, by="Z")
    decide("all", 1, 0, kind=CONSENSUS)
    decide("A", 1, 0, round=1)
    found = soft_labels(disputed)
    assert found[1].tolist() == pytest.approx([0, 0, 1 / 3, 2 / 3, 0, 0, 0])
    assert found[4].tolist() == [0, 0, 0, 1, 0, 0, 0]
    assert sorted(found) == [1, 2, 3, 4]


def test_the_soft_table_has_the_shares_and_the_settled_value(disputed: Project, tmp_path):
    """soft_1..soft_7 add to 1; the emotion beside them names who decided it."""
    settle(disputed, 2, 4, by="Z")
    path = tmp_path / "soft.csv"
    assert export_project(disputed, path, "soft") == 4
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert tuple(rows[0]) == COLUMNS
    for row in rows:
        assert sum(float(row[name]) for name in SOFT) == pytest.approx(1, abs=1e-5)
    second = rows[1]
    assert (second["video_name"], second["raters"], second["soft_1"]) == ("clip2", "3", "0.333333")
    told = (second["emotion"], second["digit"], second["decided_by"])
    assert told == ("Somewhat Positive", "5", ADJUDICATION)


def test_nothing_rated_is_no_table(studio: Project, tmp_path):
    """One clear line, no empty file."""
    assert soft_csv(studio)[1] == 0
    with pytest.raises(UsageError, match="no rater"):
        export_project(studio, tmp_path / "soft.csv", "soft")
    assert not (tmp_path / "soft.csv").exists()
