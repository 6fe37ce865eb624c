"""A model's answers become guesses of a source with its name."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.inference.predict import model_name, predict_project, source_of
from emo7_core.inference.predictor import Predictor
from emo7_core.labels.sources import MODEL_RUN
from emo7_core.project import Project
from emo7_core.training.train import train
from tests.planted import examples

CONFIG = TrainConfig(hidden_size=8, num_layers=1, num_epochs=1, device="cpu", batch_size=16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return train(examples(2), CONFIG, tmp_path_factory.mktemp("run")).model_folder


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p") as made:
        yield made


def test_a_source_has_the_name_and_the_hash(project: Project, folder: Path) -> None:
    """People read the job's name; the hash tells two models apart."""
    source, _, _ = predict_project(project, folder, "cpu", name="LSTM #1")
    digest = str(source.details["weights"])
    assert source.name == f"LSTM #1 · {digest[:6]}"


def test_without_a_name_it_is_the_type(folder: Path) -> None:
    """A model from any folder can be told, too."""
    card = Predictor.load(folder, "cpu").card
    assert model_name(card) == f"LSTM · {card.weights_hash[:6]}"


def test_the_same_weights_are_one_source(project: Project, folder: Path) -> None:
    """Asked again under another name, a model keeps its first one and its answers."""
    card = Predictor.load(folder, "cpu").card
    first = source_of(project, folder, card, "LSTM #1")
    assert source_of(project, folder, card, "another") == first
    assert len(project.sources.all(MODEL_RUN)) == 1


def test_two_models_never_share_a_source(project: Project, folder: Path) -> None:
    """Not even where name and the start of the hash are the same."""
    card = Predictor.load(folder, "cpu").card
    other = card.model_copy(update={"weights_hash": card.weights_hash[:6] + "0" * 58})
    first = source_of(project, folder, card, "LSTM #1")
    second = source_of(project, folder, other, "LSTM #1")
    assert first.id != second.id
    assert second.details["weights"] == other.weights_hash
