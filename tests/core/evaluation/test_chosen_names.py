"""From words to contenders; a model that has not answered is asked first."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.errors import ModelError, UsageError
from emo7_core.evaluation.chosen import chosen_names, predicted
from emo7_core.evaluation.contenders import gather
from emo7_core.project import Project
from tests.compared import add_model, answers, truth
from tests.made_models import made_model
from tests.planted import track


def _never(word: str) -> str:
    raise AssertionError(word)


def test_names_ids_and_starts_of_names(study: Project):
    """An exact name counts before an id, an id before the start of a name; each once."""
    add_model(study, "99", answers(truth(120), 1.0, 9))
    material = gather(study, "consensus")
    fair = next(one for one in material.contenders if one.name == "fair")
    words = ["99", "GO", str(fair.source_id), "fair", "mk", "caption-VADER"]
    names = chosen_names(material, words, _never)
    assert names == ("99", "good", "fair", "MK", "caption-VADER")


def test_a_word_that_may_be_two_is_refused(study: Project):
    """With both names."""
    add_model(study, "fourth", answers(truth(120), 1.0, 9))
    with pytest.raises(UsageError, match="fair or fourth"):
        chosen_names(gather(study, "consensus"), ["f"], _never)


def test_an_unknown_word_is_asked(study: Project):
    """Its model gives the name."""
    asked = []

    def ask(word: str) -> str:
        asked.append(word)
        return "good"

    assert chosen_names(gather(study, "consensus"), ["runs/7", "good"], ask) == ("good",)
    assert asked == ["runs/7"]


def test_a_model_folder_answers_what_it_has_not_answered(study: Project, tmp_path: Path):
    """Clips with landmarks get guesses; asked again, none is made anew."""
    for clip in study.catalog.all()[:3]:
        path = study.track_path(clip)
        path.parent.mkdir(exist_ok=True)
        track(3, clip.id).save(path)
    folder = made_model(tmp_path / "model")
    name, problems = predicted(study, str(folder), "cpu")
    assert problems == ()
    found = gather(study, "consensus").compare(names=[name])
    assert found.clips == (1, 2, 3)
    assert len(found.result(name).missing) == 117
    assert predicted(study, str(folder), "cpu") == (name, ())


def test_a_model_without_landmarks_is_told_what_to_do(study: Project, tmp_path: Path):
    """It has nothing to look at."""
    with pytest.raises(UsageError, match="emo7 extract"):
        predicted(study, str(made_model(tmp_path / "model")), "cpu")


def test_no_model_is_no_model(study: Project):
    """The error of the search for models."""
    with pytest.raises(ModelError, match="no model of this name"):
        predicted(study, "nobody")
