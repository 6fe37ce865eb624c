"""Trainings on other points than the common ones: described layouts, and the earlier scripts'."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import LandmarkError
from emo7_core.inference.predictor import Predictor
from emo7_core.landmarks import legacy
from emo7_core.landmarks.layout import LEGACY
from emo7_core.models.card import ModelCard, read_card
from emo7_core.training.sample import Example
from emo7_core.training.train import train
from tests import stars
from tests.planted import SIGNERS, examples
from tests.planted import track as planted_track
from tests.stars import STAR


@pytest.mark.parametrize("model", ["lstm", "stgcn"])
def test_it_trains_and_answers(model: str, tmp_path: Path) -> None:
    """From tracks to a model whose card describes the layout, and to what it says of a clip."""
    torch.manual_seed(0)
    clips = [
        Example(f"{value}-{n}", stars.track(value, 10 * value + n), value, SIGNERS[n % 5])
        for value in range(7)
        for n in range(5)
    ]
    config = TrainConfig(
        model_type=model,  # type: ignore[arg-type]
        hidden_size=16,
        num_layers=1,
        num_epochs=12,
        learning_rate=1e-2,
        device="cpu",
        augment=True,
        augment_mirror=0.0,
    )
    result = train(clips, config, tmp_path)
    predictor = Predictor.load(result.model_folder, "cpu")
    assert predictor.card.seen_layout is STAR
    assert predictor.predict_track(stars.track(6, 99)).value in (5, 6)
    with pytest.raises(LandmarkError, match="star"):
        predictor.predict_track(planted_track(3, 0))


def test_a_hostile_description_is_refused(tmp_path: Path) -> None:
    """A card whose layout would take all memory is no model."""
    config = TrainConfig(hidden_size=4, num_layers=1, num_epochs=1, device="cpu")
    clips = [Example(f"{n}", stars.track(3, n), n % 7, SIGNERS[n % 5]) for n in range(10)]
    card = Predictor.load(train(clips, config, tmp_path).model_folder, "cpu").card
    huge = {"points": [str(n) for n in range(10**5)]}
    with pytest.raises(LandmarkError, match="1000"):
        assert replace_layout(card, huge).seen_layout


def replace_layout(card: ModelCard, described: dict[str, object]) -> ModelCard:
    return card.model_copy(update={"described_layout": described})


@pytest.mark.parametrize("model", ["lstm", "stgcn"])
def test_a_model_of_it_answers_as_it_was_trained(model: str, tmp_path: Path) -> None:
    """Its card names the layout, and predictions see what the training saw."""
    config = TrainConfig(
        model_type=model,  # type: ignore[arg-type]
        stgcn_preset="plain",
        normalize_data=True,
        normalization_type="legacy",
        hidden_size=8,
        num_layers=1,
        num_epochs=1,
        device="cpu",
    )
    folder = train(examples(5), config, tmp_path).model_folder
    card = read_card(folder)
    assert (card.layout, card.points, card.channels) == ("legacy", 25, legacy.CHANNELS)
    assert (card.window_rows, card.scaling.kind) == (100, "none")
    assert card.seen_layout is LEGACY
    predictor = Predictor.load(folder, "cpu")
    made = planted_track(3, 1)
    values = torch.tensor(legacy.features(made, 1).values)[None]
    with torch.inference_mode():
        expected = predictor._network(values, torch.tensor([100])).softmax(-1)[0]
    found = predictor.predict_track(made)
    assert len(found) == 1
    np.testing.assert_allclose(found.clip_probabilities, expected, atol=1e-5)
