"""What is gathered of a project: models, floors, raters, golden versions, and what is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event

from emo7_core.errors import UsageError
from emo7_core.evaluation import model_answers
from emo7_core.evaluation.contenders import VADER, gather, targets_with_labels
from emo7_core.labels.decision import Draft
from emo7_core.labels.golden import promote
from emo7_core.labels.sources import ADJUDICATION, RATER
from emo7_core.project import Project
from tests.compared import (
    add_labels,
    add_model,
    add_rater,
    answers,
    key,
    made_project,
    studied,
    truth,
)


def test_models_come_in_order_then_the_caption_rule(study: Project):
    """Raters take part only when they are named."""
    found = gather(study, "consensus")
    assert [one.name for one in found.contenders] == ["good", "fair", "poor", VADER]
    assert [one.name for one in found.raters] == ["MK", "JB"]
    assert [one.name for one in found.compare().results] == ["good", "fair", "poor", VADER]


def test_only_those_who_are_named_take_part(study: Project):
    """Each once, in the order given; an unknown name is refused with the known ones."""
    material = gather(study, "consensus")
    found = material.compare(names=["MK", "good", "MK"])
    assert [one.name for one in found.results] == ["MK", "good"]
    with pytest.raises(UsageError, match="There are: good, fair"):
        material.compare(names=["best"])


def test_every_guess_is_read_in_one_query(study: Project):
    """Twenty models cost no more statements than one."""

    def statements() -> int:
        seen: list[str] = []

        def note(connection, cursor, statement, *rest) -> None:
            seen.append(statement)

        event.listen(study.database.engine, "before_cursor_execute", note)
        gather(study, "consensus")
        event.remove(study.database.engine, "before_cursor_execute", note)
        return sum("FROM guess" in one for one in seen)

    before = statements()
    add_model(study, "fourth", answers(truth(120), 1.0, 8))
    assert before == statements() == 1


def test_stored_answers_come_back_as_they_were(study: Project):
    """Probabilities to the last digit, the newest of a clip."""
    table = answers(truth(120), 1.0, 4)
    add_model(study, "twice", answers(truth(120), 1.0, 3))
    add_model(study, "twice", table)
    (one,) = [c for c in gather(study, "consensus").contenders if c.name == "twice"]
    assert len(one.answers) == 120
    np.testing.assert_array_equal(np.stack([one.answers[i + 1] for i in range(120)]), table)


def test_scores_need_no_probabilities(study: Project, monkeypatch: pytest.MonkeyPatch):
    """They are read when somebody asks for them, and are those that were stored."""
    read: list[str] = []
    parsed = model_answers._parsed
    monkeypatch.setattr(
        model_answers, "_parsed", lambda said, k: (read.append(said), parsed(said, k))[1]
    )
    found = gather(study, "consensus").compare()
    assert not read
    table = answers(truth(120), 1.2, 1)
    np.testing.assert_array_equal(found.result("good").probabilities, table)
    np.testing.assert_array_equal(found.result("good").values, table.argmax(1))
    assert len(read) == 1


def test_an_answer_that_is_no_number_is_missing(study: Project):
    """NaN among the probabilities: the clip is named, and a note tells how many."""
    table = answers(truth(120), 1.0, 4)
    table[5, 2] = np.nan
    table[7] = np.nan
    add_model(study, "torn", table)
    found = gather(study, "consensus").compare(names=["torn", "good"])
    assert found.result("torn").missing == (6, 8)
    assert len(found.clips) == 118
    assert "torn: 2 answers are no numbers and count as missing." in found.notes


def test_an_answer_of_another_number_of_classes_is_missing(study: Project):
    """Three numbers of a model of seven are no answer of it."""
    table = answers(truth(120), 1.0, 4)
    add_model(study, "mixed", table)
    add_model(study, "mixed", np.full((1, 3), 1 / 3), clips=[9])
    study.sources.describe(
        next(s.id for s in study.sources.all("model run") if s.name == "mixed"),
        {"num_classes": 7},
    )
    assert gather(study, "consensus").compare(names=["mixed"]).result("mixed").missing == (10,)


def test_targets_that_have_labels_are_offered(study: Project):
    """Adjudicated labels once there is one."""
    assert targets_with_labels(study) == ["human", "raters", "consensus", "caption"]
    add_labels(study, np.array([3]), "Ann", ADJUDICATION)
    assert "adjudicated" in targets_with_labels(study)
    assert gather(study, "adjudicated").targets == {1: 3}


def test_a_target_without_labels_is_told(tmp_path: Path):
    """No crash: words in the notes, and no score."""
    with made_project(tmp_path / "p", 10) as project:
        add_model(project, "m", answers(truth(10), 1.0, 1))
        found = gather(project, "consensus").compare()
    assert found.clips == ()
    assert "There is no label of the target Deaf annotators to compare with." in found.notes
    assert "No clip has a label of this target." in found.notes


def test_an_unknown_target_is_refused(study: Project):
    """With those that there are."""
    with pytest.raises(UsageError, match="adjudicated"):
        gather(study, "dogs")


def test_models_of_different_clips_are_told(tmp_path: Path):
    """No common clip: words, and no score."""
    with made_project(tmp_path / "p", 40, captions=False) as project:
        add_labels(project, truth(40))
        table = answers(truth(40), 1.0, 1)
        add_model(project, "first", table[:20], clips=range(20))
        add_model(project, "second", table[20:], clips=range(20, 40))
        found = gather(project, "consensus").compare()
    assert found.clips == ()
    assert "There is no clip that has a target and an answer of every model." in found.notes
    assert "first has no output for 20 clips." in found.notes


def test_a_floor_does_not_shrink_the_set(tmp_path: Path):
    """Without captions for every compared clip the caption rule is left out, and it is said."""
    with studied(tmp_path / "p") as project:
        with project.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM caption WHERE clip_id <= 3")
        found = gather(project, "consensus").compare()
    assert VADER not in [one.name for one in found.results]
    assert "caption-VADER is left out: 3 clips have no caption." in found.notes
    assert len(found.clips) == 120


def test_the_caption_rule_is_no_contender_of_itself(study: Project):
    """Where the captions are the target."""
    found = gather(study, "caption").compare()
    assert found.target == VADER
    assert [one.name for one in found.results] == ["good", "fair", "poor"]


def test_a_golden_version_keeps_its_values(study: Project):
    """Labels that change later do not move what was promoted."""
    version = promote(study, "consensus", "first")
    add_labels(study, np.full(120, 3))
    frozen = gather(study, "consensus", version.number)
    assert list(frozen.targets.values()) == truth(120).tolist()
    assert set(gather(study, "consensus").targets.values()) == {3}
    assert (frozen.golden.number, frozen.golden.hash) == (1, version.hash)


def test_another_target_on_a_golden_version_is_told(study: Project):
    """Its clips, with the labels of today."""
    promote(study, "consensus")
    found = gather(study, "caption", 1)
    assert len(found.targets) == 120
    assert found.notes[0].startswith("Golden version 1 holds Deaf annotators: its clips are")


def test_golden_versions_of_different_clips(tmp_path: Path):
    """Each compares its own clips; a version that is not there is refused."""
    values = truth(120)
    with made_project(tmp_path / "p") as project:
        add_model(project, "m", answers(values, 1.0, 1))
        add_labels(project, values[:60])
        promote(project, "consensus")
        add_labels(project, np.where(np.arange(120) < 60, -1, values))
        promote(project, "consensus")
        first, second = (gather(project, "consensus", n).compare() for n in (1, 2))
        with pytest.raises(UsageError, match="no golden version 3"):
            gather(project, "consensus", 3)
    assert (len(first.clips), len(second.clips)) == (60, 120)


def test_the_whole_golden_version_is_guarded(study: Project):
    """A model that saw a golden clip which is not compared carries the mark all the same."""
    promote(study, "consensus")
    seen = {"clips": [key(0)], "signers": [], "sessions": ["session 3"]}
    add_model(study, "leaky", answers(truth(120), 1.0, 5), seen)
    add_model(study, "late", answers(truth(120), 1.0, 6)[60:], clips=range(60, 120))
    found = gather(study, "consensus", 1).compare(names=["leaky", "late"])
    assert len(found.clips) == 60
    assert found.result("leaky").leak.mark == "saw 1 golden clip, 1 golden session"
    today = gather(study, "consensus").compare(names=["leaky", "late"])
    assert today.result("leaky").leak.mark == "saw 1 test session"


def test_facts_of_clips_are_gathered(study: Project):
    """Corpus, view, length, quality, markers, caption, spread of raters."""
    fact = gather(study, "consensus").facts[1]
    assert (fact.corpus, fact.view, fact.duration, fact.quality) == ("how2sign", "front", 1.0, 0.9)
    assert (fact.markers, fact.has_caption) == (("eye brows",), True)
    assert fact.spread in (0, 1, 2)


def test_three_class_models_stand_beside_collapsed_ones(study: Project):
    """Probabilities of a side are added up; the note says which models and how."""
    table = answers(truth(120), 1.0, 5)
    sides = np.stack([table[:, :3].sum(1), table[:, 3], table[:, 4:].sum(1)], axis=1)
    add_model(study, "three", sides)
    found = gather(study, "consensus").compare(k=3)
    assert found.result("three").matrix.shape == (3, 3)
    note = "Seven classes became three, probabilities added up: good, fair, poor."
    assert note in found.notes
    np.testing.assert_allclose(found.result("good").probabilities.sum(1), 1)


def test_adding_up_may_differ_from_the_sign_of_the_answer(tmp_path: Path):
    """Neutral is the most probable class, the positive side together more probable."""
    with made_project(tmp_path / "p", 8, captions=False) as project:
        add_labels(project, np.full(8, 5))
        add_model(project, "m", np.tile([0.0, 0.0, 0.0, 0.4, 0.2, 0.2, 0.2], (8, 1)))
        seven = gather(project, "consensus").compare()
        three = gather(project, "consensus").compare(k=3)
    assert set(seven.result("m").values.tolist()) == {3}
    assert set(three.result("m").values.tolist()) == {2}


def test_a_rater_is_judged_by_the_others(study: Project):
    """With two raters, each is the other's truth; the note says so."""
    found = gather(study, "raters").compare(names=["MK", "JB"])
    mk, jb = found.result("MK"), found.result("JB")
    np.testing.assert_array_equal(mk.targets, jb.values)
    np.testing.assert_array_equal(jb.targets, mk.values)
    assert "MK is judged by the label of the others." in found.notes


def test_a_label_that_a_rater_alone_made_does_not_count_for_them(tmp_path: Path):
    """Clips that nobody else labelled are missing for the rater, and leave the common set."""
    values = truth(60)
    with made_project(tmp_path / "p", 60) as project:
        add_model(project, "good", answers(values, 1.0, 1))
        add_rater(project, values, "MK")
        add_rater(project, np.where(np.arange(60) < 10, -1, values), "JB")
        found = gather(project, "human").compare(names=["good", "MK"])
        alone = gather(project, "human").compare(names=["good"])
    assert found.result("MK").missing == tuple(range(1, 11))
    assert (len(found.clips), len(alone.clips)) == (50, 60)


def test_a_rater_whom_nobody_joined_is_told(tmp_path: Path):
    """No clip of theirs has a label of somebody else: left out, in words."""
    values = truth(20)
    with made_project(tmp_path / "p", 20, captions=False) as project:
        add_model(project, "good", answers(values, 1.0, 1))
        add_rater(project, values, "MK")
        found = gather(project, "human").compare(names=["good", "MK"])
    assert [one.name for one in found.results] == ["good"]
    told = "MK gave no value to any of these clips that somebody else labelled too: it is left out."
    assert told in found.notes


def test_a_label_that_others_signed_stays(study: Project):
    """A consensus of other people is the truth for a rater, too."""
    found = gather(study, "human").compare(names=["good", "MK"])
    np.testing.assert_array_equal(found.result("MK").targets, truth(120))


def test_an_adjudication_of_ones_own_is_no_judge(study: Project):
    """Signed by a source of the rater's own name, it gives way to the other raters."""
    add_labels(study, np.array([6]), "MK", ADJUDICATION)
    material = gather(study, "human")
    mk, jb = material.raters
    assert mk.targets[1] == jb.answers[1]
    assert jb.targets[1] == 6


def test_a_frozen_label_is_not_judged_by_who_signs_today(tmp_path: Path):
    """A golden label that the rater made stays theirs, also where the clip was settled since."""
    with made_project(tmp_path / "p", 1) as project:
        add_rater(project, np.array([1]), "MK")
        add_rater(project, np.array([5]), "JB")
        promote(project, "human")
        add_labels(project, np.array([3]), "CD", ADJUDICATION)
        raters = {one.name: one.targets for one in gather(project, "human", golden=1).raters}
    assert raters == {"MK": {1: 5}, "JB": {1: 1}}


def test_a_value_that_was_taken_back_makes_no_target(tmp_path: Path):
    """Without a standing value, and without an identified clip with a caption, there is none."""
    with made_project(tmp_path / "p", 3, captions=False) as project:
        rater = project.sources.ensure(RATER, "MK")
        log = project.log(rater)
        log.append(Draft(1, 3))
        assert targets_with_labels(project) == ["human", "raters"]
        log.append(Draft(1, None))
        assert targets_with_labels(project) == []
