"""Snapshots and export rows: whose value counts, in a stable order, with a hash."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from emo7_core.clips.identify import identify_all
from emo7_core.config import TrainConfig
from emo7_core.corpora.imported import CorpusReading, ImportedClip, ImportedLabel
from emo7_core.corpora.intake import take_in
from emo7_core.errors import UsageError
from emo7_core.labels.decision import WITH_CAPTION, Draft
from emo7_core.labels.export_rows import decision_rows, golden_rows
from emo7_core.labels.snapshot import human_values, take_snapshot
from emo7_core.labels.sources import CONSENSUS, RATER
from emo7_core.project import Project


@pytest.fixture
def project(tmp_path: Path):
    made = Project.create(tmp_path / "p")
    clips = []
    for number, caption in enumerate(("I love it!", "It is a table.", None)):
        path = tmp_path / f"c{number}.mp4"
        path.write_bytes(f"clip {number}".encode())
        clips.append(ImportedClip(path, f"c{number}", "folder", signer="S1", caption=caption))
    made.catalog.add(clips)
    identify_all(made.catalog)
    yield made
    made.close()


def decide(project: Project, rater: str, clip: int, value: int | None, stage: str | None = None):
    log = project.log(project.sources.ensure(RATER, rater))
    extra = {"stage": stage} if stage else {}
    return log.append(Draft(clip, value, **extra))


def test_the_later_stage_counts_for_a_rater(project: Project):
    """A value with the caption seen counts before the one from signing only."""
    decide(project, "MK", 1, 5)
    decide(project, "MK", 1, 4, WITH_CAPTION)
    decide(project, "MK", 2, 3)
    decide(project, "MK", 2, None)
    assert human_values(project) == {1: 4}


def test_several_raters_give_the_lower_middle(project: Project):
    """Two raters: the lower value; three: the middle one."""
    decide(project, "MK", 1, 2)
    decide(project, "JL", 1, 5)
    assert human_values(project) == {1: 2}
    decide(project, "AO", 1, 4)
    assert human_values(project) == {1: 4}


def test_a_snapshot_is_hashed_by_what_it_holds(project: Project):
    """The same labels give the same hash, another label another one."""
    decide(project, "MK", 1, 5)
    first = take_snapshot(project, "human")
    assert take_snapshot(project, "human").hash == first.hash
    assert [(row.name, row.value, row.signer) for row in first.rows] == [("c0", 5, "S1")]
    decide(project, "MK", 1, 6)
    assert take_snapshot(project, "human").hash != first.hash


def test_the_caption_target_takes_vader(project: Project):
    """Clips with a caption get VADER's class, others none."""
    rows = take_snapshot(project, "caption").rows
    assert {row.name: row.value for row in rows} == {"c0": 5, "c1": 3}


def test_an_unknown_target_is_refused(project: Project):
    """The known targets are named."""
    with pytest.raises(UsageError, match="human, caption"):
        take_snapshot(project, "dogs")


def test_golden_rows_name_the_entry_that_carries_the_value(project: Project):
    """One row per clip with the person and the entry behind its value."""
    decide(project, "MK", 1, 5)
    carrier = decide(project, "JL", 1, 2)
    decide(project, "MK", 2, 3)
    rows = golden_rows(project)
    assert [(row.name, row.value, row.rater) for row in rows] == [
        ("c0", 2, "JL"),
        ("c1", 3, "MK"),
    ]
    assert rows[0].decision_uuid == carrier.uuid
    assert len(decision_rows(project)) == 3


def test_labels_of_a_table_join_clips_by_name_once(project: Project):
    """A consensus becomes decisions, a caption rule guesses; importing again adds nothing."""
    labels = (
        ImportedLabel(CONSENSUS, "Deaf annotators", 6),
        ImportedLabel("caption rule", "caption-VADER", 5, score=0.6),
    )
    reading = CorpusReading(
        (
            ImportedClip(None, "c0", "asllrp", labels=labels),
            ImportedClip(None, "elsewhere", "asllrp", labels=labels),
        )
    )
    report = take_in(project, reading)
    assert (report.new, report.known, report.labels) == (0, 1, 2)
    assert report.without_file == ("elsewhere",)
    assert take_in(project, reading).labels == 0
    assert human_values(project) == {1: 6}
    rule = project.sources.all("caption rule")[0]
    assert project.guesses.of_source(rule.id)[1].score == 0.6


def test_an_adjudicated_value_weighs_more_than_a_rater(project: Project):
    """Adjudication counts before consensus, consensus before raters."""
    decide(project, "MK", 1, 0)
    for kind, value in (("adjudication", 6), ("consensus", 3)):
        project.log(project.sources.ensure(kind, kind)).append(Draft(1, value))
    assert human_values(project) == {1: 6}
    assert golden_rows(project)[0].source_kind == "adjudication"


def test_targets_of_one_kind_take_that_kind_alone(project: Project):
    """Adjudicated and consensus labels leave raters out; a hidden repeat is no label at all."""
    decide(project, "MK", 1, 0)
    project.log(project.sources.ensure(RATER, "MK")).append(Draft(1, 6, round=1))
    for kind, clip, value in (("adjudication", 2, 6), ("consensus", 3, 3)):
        project.log(project.sources.ensure(kind, kind)).append(Draft(clip, value))
    found = {
        target: {row.clip_id: row.value for row in take_snapshot(project, target).rows}
        for target in ("human", "adjudicated", "consensus")
    }
    assert found == {"human": {1: 0, 2: 6, 3: 3}, "adjudicated": {2: 6}, "consensus": {3: 3}}


def test_a_superseded_entry_carries_nothing(project: Project):
    """Where an adjudication was taken back, the consensus of the same value is named."""
    judge = project.log(project.sources.ensure("adjudication", "panel"))
    consensus = project.log(project.sources.ensure(CONSENSUS, "all")).append(Draft(1, 4))
    judge.append(Draft(1, 4))
    judge.append(Draft(1, None, kind="retract"))
    (row,) = golden_rows(project)
    assert (row.value, row.decision_uuid) == (4, consensus.uuid)


def test_every_target_of_a_training_can_be_frozen(project: Project):
    """What the dialog offers, a snapshot knows."""
    offered = get_args(TrainConfig.model_fields["target"].annotation)
    assert "adjudicated" in offered
    for target in offered:
        assert take_snapshot(project, target).target == target


def test_every_decision_is_every_decision(project: Project):
    """Also of a clip of landmarks alone, which the golden set leaves out."""
    track = project.catalog.add_track_only(ImportedClip(None, "track", "folder"), 10)
    decide(project, "A", track.id, 3)
    decide(project, "A", 1, 4)
    assert [one.name for one in decision_rows(project)] == ["track", "c0"]
    assert [one.name for one in golden_rows(project)] == ["c0"]
