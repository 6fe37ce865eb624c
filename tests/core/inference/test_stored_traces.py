"""The trace of a model is found again without loading it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from emo7_core.clips.clip import Clip
from emo7_core.clips.identify import identify_all
from emo7_core.config import TrainConfig
from emo7_core.corpora.imported import ImportedClip
from emo7_core.extraction import store_track
from emo7_core.inference.predict import predict_project
from emo7_core.inference.stored_traces import stored_trace
from emo7_core.labels.sources import Source
from emo7_core.models.vivit_tiny import write_tiny_vivit
from emo7_core.project import Project
from emo7_core.training.train import train
from tests.planted import examples, track
from tests.shade_clips import shade_examples, write_shade

QUICK = {"num_epochs": 1, "device": "cpu", "batch_size": 16}


@pytest.fixture(scope="module")
def lstm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    config = TrainConfig(hidden_size=8, num_layers=1, **QUICK)
    return train(examples(2), config, tmp_path_factory.mktemp("lstm")).model_folder


@pytest.fixture
def project(tmp_path: Path):
    """One clip with pictures and landmarks."""
    with Project.create(tmp_path / "p") as made:
        path = write_shade(tmp_path / "clip.mp4", 90)
        made.catalog.add([ImportedClip(path, "clip", "made", "S1", "s1", None)])
        identify_all(made.catalog)
        store_track(made, clip_of(made), track(3, 0))
        yield made


def clip_of(project: Project) -> Clip:
    """Return the one clip."""
    return project.catalog.all()[0]


def asked(project: Project, model: Path) -> Source:
    """Let a model answer the clip."""
    return predict_project(project, model, "cpu")[0]


def test_what_a_model_of_landmarks_said_is_found(project: Project, lstm: Path) -> None:
    """Windows and the whole clip's answer are those that the prediction stored."""
    source, clip = asked(project, lstm), clip_of(project)
    found = stored_trace(project, source, clip, project.load_track(clip))
    guess = project.guesses.of_source(source.id)[clip.id]
    assert found is not None
    np.testing.assert_allclose(found.clip_probabilities, guess.probabilities)


def test_other_landmarks_have_no_trace(project: Project, lstm: Path) -> None:
    """A trace belongs to the landmarks that it was made from."""
    source = asked(project, lstm)
    assert stored_trace(project, source, clip_of(project), track(3, 0, frames=12)) is None
    assert stored_trace(project, source, clip_of(project), None) is None


def test_what_a_model_of_pictures_said_is_found(project: Project, tmp_path: Path) -> None:
    """Its backbone's hash is a part of the name and stands in its card."""
    config = TrainConfig(
        model_type="vivit",
        backbone=str(write_tiny_vivit(tmp_path / "tiny")),
        split_by="clip",
        validation_share=0.5,
        **QUICK,
    )
    (tmp_path / "shades").mkdir()
    shades = shade_examples(tmp_path / "shades")
    model = train(shades, config, tmp_path / "run", features=tmp_path / "f").model_folder
    source, clip = asked(project, model), clip_of(project)
    assert stored_trace(project, source, clip, project.load_track(clip)) is not None
