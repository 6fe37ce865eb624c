"""The ViViT backbone and its head."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import VivitForVideoClassification, VivitImageProcessor, VivitModel

from emo7_core.errors import ModelError
from emo7_core.models.pretrained import RANDOM_MARK, find_pretrained
from emo7_core.models.vivit import KIND, describe, find_backbone, load_backbone
from emo7_core.models.vivit_tiny import TINY, write_tiny_vivit


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_vivit(tmp_path_factory.mktemp("tiny"))


def test_features_are_those_of_transformers(tiny: Path) -> None:
    """The first token of the library's own model on its own preparation of 32 pictures."""
    frames = np.random.default_rng(0).integers(0, 256, (32, 240, 320, 3), dtype=np.uint8)
    backbone = load_backbone(find_pretrained(str(tiny), KIND))
    cut = np.stack([backbone.recipe.cut(frame) for frame in frames]).reshape(1, 32, -1, 3)
    with torch.inference_mode():
        found = backbone(torch.from_numpy(cut))
        processor = VivitImageProcessor.from_pretrained(tiny)
        values = processor(list(frames), return_tensors="pt")["pixel_values"]
        model = VivitModel.from_pretrained(tiny, add_pooling_layer=False)
        expected = model(values).last_hidden_state[:, 0]
    assert found.numpy() == pytest.approx(expected.numpy(), abs=1e-5)


def test_it_is_frozen(tiny: Path) -> None:
    """Nothing of a loaded backbone is trained unless it is asked for."""
    backbone = load_backbone(find_pretrained(str(tiny), KIND))
    assert not any(parameter.requires_grad for parameter in backbone.parameters())
    assert not backbone.training


def test_a_classifier_serves_as_backbone(tiny: Path, tmp_path: Path) -> None:
    """A checkpoint with a head of its own, as published ones have, is read; its head is not."""
    config = VivitModel.from_pretrained(tiny, add_pooling_layer=False).config
    config.num_labels = 5
    torch.manual_seed(3)
    VivitForVideoClassification(config).save_pretrained(tmp_path)
    shutil.copy(tiny / "preprocessor_config.json", tmp_path)
    about = json.loads((tmp_path / "config.json").read_text())
    about.pop(RANDOM_MARK)
    (tmp_path / "config.json").write_text(json.dumps(about))
    found = find_pretrained(str(tmp_path), KIND)
    assert not found.is_random
    assert describe(found, is_whole=False).width == 32
    load_backbone(found)


def test_missing_weights_are_refused(tiny: Path, tmp_path: Path) -> None:
    """Weights that are not there would be random, so there is no backbone."""
    from safetensors.torch import load_file, save_file

    shutil.copytree(tiny, tmp_path, dirs_exist_ok=True)
    state = load_file(tmp_path / "model.safetensors")
    state.pop(next(name for name in state if "layers.1" in name))
    save_file(state, tmp_path / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match="all its weights"):
        load_backbone(find_pretrained(str(tmp_path), KIND))


def test_damaged_weights_are_told(tiny: Path, tmp_path: Path) -> None:
    """A cut file is no backbone."""
    shutil.copytree(tiny, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "model.safetensors"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ModelError, match="cannot be read"):
        load_backbone(find_pretrained(str(tmp_path), KIND))


def test_pictures_of_another_size_are_refused(tiny: Path, tmp_path: Path) -> None:
    """Settings that cut what the network does not see are told."""
    shutil.copytree(tiny, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "preprocessor_config.json"
    settings = json.loads(path.read_text()) | {"crop_size": {"height": 100, "width": 100}}
    path.write_text(json.dumps(settings))
    with pytest.raises(ModelError, match="224 x 224"):
        describe(find_pretrained(str(tmp_path), KIND), is_whole=False)


def test_the_tiny_one_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made when it is first asked for, and never passes for a trained one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = find_backbone(TINY)
    assert (found.name, found.is_random) == (TINY, True)
    assert found.hash == find_backbone(TINY).hash
