"""Which clips of a project train: golden versions, stored splits, soft labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from emo7_core.config import TrainConfig
from emo7_core.errors import UsageError
from emo7_core.labels.decision import Draft
from emo7_core.labels.golden import promote
from emo7_core.labels.snapshot import LabelSnapshot, take_snapshot
from emo7_core.labels.soft_labels import with_shares
from emo7_core.labels.sources import ADJUDICATION, RATER
from emo7_core.labels.splits import make_split
from emo7_core.project import Project
from emo7_core.training.material import frozen_material, material_of
from emo7_core.training.preview import preview
from emo7_core.training.sample import prepare, shares_of
from emo7_core.training.split import divide
from tests.core.training.small_project import CLIPS, make_project

CONFIG = TrainConfig(device="cpu")


@pytest.fixture
def project(tmp_path: Path):
    """Return an open project of 28 clips."""
    with Project.open(make_project(tmp_path)) as opened:
        yield opened


def with_(**changes: object) -> TrainConfig:
    return CONFIG.model_copy(update=changes)


def make_golden(project: Project, count: int = 7) -> set[str]:
    """Freeze the first clips as golden, by an adjudicator; return their keys."""
    clips = project.catalog.all()[:count]
    log = project.log(project.sources.ensure(ADJUDICATION, "Adjudication"))
    for clip in clips:
        log.append(Draft(clip.id, clip.id % 7))
    promote(project, "adjudicated")
    return {clip.key or "" for clip in clips}


def test_golden_clips_do_not_train(project: Project) -> None:
    """Every clip of the newest golden version is left out, each with its reason."""
    golden = make_golden(project)
    material = material_of(project, CONFIG)
    assert set(material.plan.left_out) == golden
    samples, skipped = prepare(material.examples(), CONFIG.rate)
    assert not golden & {sample.identity for sample in samples}
    kept_out = [one for one in skipped if one.reason == "kept out: it is in golden version 1"]
    assert len(kept_out) == len(golden)


def test_golden_clips_train_where_that_was_asked_for(project: Project) -> None:
    """Without keeping them out they train, and the record says how many there are."""
    golden = make_golden(project)
    material = material_of(project, with_(keep_golden_out=False))
    samples, _ = prepare(material.examples(), CONFIG.rate)
    facts = material.plan.facts(samples)
    assert facts["golden_clips_in_training"] == len(golden)
    assert "golden clip" in facts["golden_leak"]


def test_golden_signers_in_training_are_said(project: Project) -> None:
    """Golden clips are out, other clips of their signers are in: preview and record say it."""
    make_golden(project, count=3)
    said = preview(project, CONFIG).golden_leak
    assert said == "saw 1 golden signer"


def test_all_clips_golden_leaves_nothing_and_says_why(project: Project) -> None:
    """A golden version of every clip: the preview counts them by reason instead of failing."""
    make_golden(project, count=CLIPS)
    (error,) = preview(project, CONFIG).errors
    assert f"{CLIPS} kept out: it is in golden version 1" in error


def test_a_stored_split_decides_the_sides(project: Project) -> None:
    """Training and validation are its parts train and val; its test part is left out."""
    stored = make_split(project, "first", shares=(0.5, 0.25, 0.25))
    config = with_(stored_split="first")
    material = material_of(project, config)
    samples, skipped = prepare(material.examples(), config.rate)
    parts, _ = divide(samples, config, material.plan.sides, material.plan.by)
    of_key = {clip.key: stored.parts[clip.id] for clip in project.catalog.all()}
    assert {of_key[s.identity] for s in parts.training} == {"train"}
    assert {of_key[s.identity] for s in parts.validation} == {"val"}
    told = [s for s in skipped if s.reason == "in the test part of the split first"]
    assert len(told) == sum(part == "test" for part in stored.parts.values())
    assert material.plan.facts(samples)["split_hash"] == stored.hash


def test_an_unknown_split_is_told_with_those_there_are(project: Project) -> None:
    """A name that does not exist lists the names that do, in the preview too."""
    make_split(project, "first", shares=(0.5, 0.25, 0.25))
    with pytest.raises(UsageError, match="Known: first"):
        material_of(project, with_(stored_split="frist"))
    assert "Known: first" in preview(project, with_(stored_split="frist")).errors[0]


def test_a_split_without_validation_is_told(project: Project) -> None:
    """A stored split that has no part val cannot choose an epoch."""
    make_split(project, "two", shares=(0.5, 0.0, 0.5))
    (error,) = preview(project, with_(stored_split="two")).errors
    assert "no usable clip in its part val" in error


def test_preview_and_training_agree(project: Project) -> None:
    """The dialog shows the counts that the training then has."""
    make_golden(project)
    shown = preview(project, CONFIG)
    material = material_of(project, CONFIG)
    samples, _ = prepare(material.examples(), CONFIG.rate)
    parts, _ = divide(samples, CONFIG, material.plan.sides, material.plan.by)
    assert (sum(shown.training), sum(shown.validation)) == (
        len(parts.training),
        len(parts.validation),
    )


def second_rater(project: Project) -> None:
    """Another rater says one step more for the first clip."""
    clip = project.catalog.all()[0]
    log = project.log(project.sources.ensure(RATER, "JD"))
    log.append(Draft(clip.id, clip.id % 7 + 1))


def test_soft_labels_are_the_shares_of_raters(project: Project) -> None:
    """Two raters, two values: half and half; one rater: all at the value."""
    second_rater(project)
    clip = project.catalog.all()[0]
    examples = {one.key: one for one in material_of(project, with_(soft_labels=True)).examples()}
    expected = np.zeros(7)
    expected[[clip.id % 7, clip.id % 7 + 1]] = 0.5
    np.testing.assert_array_equal(examples[clip.key].shares, expected)
    assert sorted(examples[project.catalog.all()[1].key].shares)[-1] == 1.0


def test_soft_labels_have_their_own_hash(project: Project) -> None:
    """A second opinion that leaves the single values changes the hash of the soft ones."""
    before = take_snapshot(project, "human")
    soft = with_shares(project, before).hash
    second_rater(project)
    after = take_snapshot(project, "human")
    assert after.hash == before.hash
    assert with_shares(project, after).hash != soft


def test_captions_have_no_raters(project: Project) -> None:
    """Soft labels of captions are refused in words, in the preview too."""
    config = with_(soft_labels=True, target="caption")
    with pytest.raises(UsageError, match="captions have none"):
        material_of(project, config)


def test_shares_of_three_classes_are_sums() -> None:
    """The three lower values are Negative, the three upper ones Positive."""
    shares = shares_of(np.array([1, 0, 1, 2, 0, 0, 4.0]), 3)
    np.testing.assert_allclose(shares, [0.25, 0.25, 0.5])


def test_a_job_freezes_what_it_learns_from(project: Project, tmp_path: Path) -> None:
    """The second start of a job has the labels and left out clips of the first."""
    first = frozen_material(project, CONFIG, tmp_path)
    make_golden(project)
    second_rater(project)
    again = frozen_material(project, CONFIG, tmp_path)
    assert again.snapshot == first.snapshot
    assert again.plan.left_out == {}


def test_a_snapshot_comes_back_from_its_file(project: Project) -> None:
    """Stored and read, a snapshot of soft labels is the same."""
    soft = with_shares(project, take_snapshot(project, "human"))
    assert LabelSnapshot.from_json(soft.to_json()) == soft
