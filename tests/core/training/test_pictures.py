"""ViViT is trained: on kept features, or with its backbone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.models.card import read_card
from emo7_core.models.checkpoint import load_model
from emo7_core.models.vivit import VivitBackbone, VivitHead
from emo7_core.models.vivit_tiny import write_tiny_vivit
from emo7_core.training.pictures import PictureMaterial
from emo7_core.training.sample import Example
from emo7_core.training.train import train
from tests.shade_clips import shade_examples


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    return shade_examples(tmp_path_factory.mktemp("clips"))


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    return TrainConfig(
        model_type="vivit",
        backbone=str(write_tiny_vivit(tmp_path_factory.mktemp("tiny"))),
        num_classes=3,
        num_epochs=60,
        learning_rate=0.05,
        dropout=0.0,
        batch_size=16,
        device="cpu",
        split_by="signer",
        validation_share=0.5,
        patience=60,
    )


@pytest.fixture(scope="module")
def features(
    tmp_path_factory: pytest.TempPathFactory, clips: list[Example], config: TrainConfig
) -> Path:
    """Return the folder of features of all clips."""
    folder = tmp_path_factory.mktemp("features")
    PictureMaterial(config, folder, torch.device("cpu")).prepare(clips)
    return folder


def test_the_head_learns(
    clips: list[Example], config: TrainConfig, features: Path, tmp_path: Path
) -> None:
    """Brightness of unseen clips is told apart from kept features alone."""
    result = train(clips, config, tmp_path, features=features)
    assert result.best > 0.8
    card = read_card(result.model_folder)
    assert card.pictures is not None
    assert (card.pictures.frames, card.pictures.recipe.height) == (32, 224)
    assert card.title == "ViViT (random weights)"
    assert isinstance(load_model(result.model_folder).network, VivitHead)


def test_features_are_computed_once(
    clips: list[Example], config: TrainConfig, features: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The backbone is not even loaded when every clip is known."""
    monkeypatch.setattr(VivitBackbone, "forward", lambda *_: pytest.fail("computed again"))
    material = PictureMaterial(config, features, torch.device("cpu"))
    samples, skipped = material.prepare(clips)
    assert (len(samples), skipped) == (14, [])
    assert samples[0].values.shape == (1, 1, 32)


def test_an_interrupted_cache_goes_on(
    clips: list[Example], config: TrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before a stop, or is damaged, costs only what is missing."""
    material = PictureMaterial(config, tmp_path, torch.device("cpu"))
    left = iter([False, False, False, True])
    with pytest.raises(JobError, match="kept"):
        material.prepare(clips, should_stop=lambda: next(left))
    files = sorted(tmp_path.rglob("*.npy"))
    assert len(files) == 3
    files[0].write_bytes(files[0].read_bytes()[:40])
    seen = []
    forward = VivitBackbone.forward
    monkeypatch.setattr(VivitBackbone, "forward", lambda *a: seen.append(1) or forward(*a))
    again, _ = PictureMaterial(config, tmp_path, torch.device("cpu")).prepare(clips[:5])
    assert len(seen) == 3
    assert len(again) == 5


def test_another_backbone_has_its_own_features(
    clips: list[Example], config: TrainConfig, features: Path, tmp_path: Path
) -> None:
    """Features of one backbone never serve another."""
    other = config.model_copy(update={"backbone": str(write_tiny_vivit(tmp_path, seed=5))})
    first, second = (
        PictureMaterial(one, features, torch.device("cpu")).prepare(clips[:1])[0][0].values
        for one in (config, other)
    )
    assert not np.allclose(first, second)


def test_bad_clips_are_listed(clips: list[Example], config: TrainConfig, tmp_path: Path) -> None:
    """A file that is gone or cannot play is skipped with its reason; nothing stands in for it."""
    (tmp_path / "bad.mp4").write_bytes(b"nothing")
    bad = [
        replace(clips[0], name="gone", key="g", path=None),
        replace(clips[0], name="bad", key="b", path=tmp_path / "bad.mp4"),
    ]
    material = PictureMaterial(config, tmp_path / "features", torch.device("cpu"))
    samples, skipped = material.prepare([*bad, clips[1]])
    assert [one.name for one in skipped] == ["gone", "bad"]
    assert [one.name for one in samples] == [clips[1].name]


@pytest.mark.parametrize("change", [{"augment": True}, {"normalize_data": True}])
def test_what_is_about_landmarks_is_refused(
    clips: list[Example], config: TrainConfig, tmp_path: Path, change: dict[str, bool]
) -> None:
    """Options that would do nothing are told, not ignored."""
    with pytest.raises(JobError, match="about landmarks"):
        train(clips, config.model_copy(update=change), tmp_path)


def test_the_backbone_can_be_trained_along(
    clips: list[Example], config: TrainConfig, tmp_path: Path
) -> None:
    """Unfrozen, its weights move and are stored whole; the model needs no other folder."""
    asked = config.model_copy(
        update={"unfreeze_backbone": True, "num_epochs": 1, "learning_rate": 1e-3}
    )
    result = train(clips[::2] + clips[1::4], asked, tmp_path)
    loaded = load_model(result.model_folder)
    from safetensors.torch import load_file

    before = load_file(Path(config.backbone) / "model.safetensors")
    after = loaded.network.backbone.network.state_dict()
    assert before.keys() == after.keys()
    assert any(not torch.equal(before[name], after[name]) for name in before)
    assert loaded.card.pictures is not None
    assert loaded.card.pictures.is_whole
