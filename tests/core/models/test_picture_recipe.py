"""Pictures are prepared as the checkpoint's own image processor does it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from transformers import VivitImageProcessor

from emo7_core.errors import ModelError
from emo7_core.models.picture_recipe import FILES, read_recipe

PUBLISHED = {
    "crop_size": {"height": 224, "width": 224},
    "do_center_crop": True,
    "do_normalize": True,
    "do_rescale": True,
    "do_resize": True,
    "image_mean": [0.5, 0.5, 0.5],
    "image_std": [0.5, 0.5, 0.5],
    "resample": 2,
    "rescale_factor": 1 / 127.5,
    "offset": True,
    "size": {"shortest_edge": 224},
}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"size": {"shortest_edge": 256}, "do_normalize": False},
        {"rescale_factor": 1 / 255, "offset": False, "image_std": [0.2, 0.3, 0.4]},
        {"size": {"height": 100, "width": 300}, "resample": 3},
        {"do_resize": False, "crop_size": {"height": 130, "width": 95}},
        {"do_center_crop": False, "size": {"height": 64, "width": 48}},
    ],
)
@pytest.mark.parametrize("shape", [(72, 128), (129, 71), (50, 50)])
def test_it_equals_the_image_processor(
    tmp_path: Path, change: dict[str, Any], shape: tuple[int, int]
) -> None:
    """Wide, tall and small pictures come out as transformers makes them."""
    settings = PUBLISHED | change
    (tmp_path / FILES[0]).write_text(json.dumps(settings))
    picture = np.random.default_rng(1).integers(0, 256, (*shape, 3), dtype=np.uint8)
    recipe = read_recipe(tmp_path)
    made = recipe.scaled(recipe.cut(picture).astype(np.float32))
    expected = VivitImageProcessor(**settings)([picture], return_tensors="np")["pixel_values"][0, 0]
    assert made.shape == (recipe.height, recipe.width, 3)
    assert made == pytest.approx(expected.transpose(1, 2, 0), abs=1e-5)


def test_defaults_are_those_of_the_processor(tmp_path: Path) -> None:
    """What a checkpoint leaves out is what transformers would take."""
    (tmp_path / FILES[0]).write_text("{}")
    recipe, processor = read_recipe(tmp_path), VivitImageProcessor()
    assert recipe.shortest_edge == processor.size["shortest_edge"]
    assert recipe.factor == processor.rescale_factor
    assert recipe.mean == tuple(processor.image_mean)
    assert recipe.offset == processor.offset


@pytest.mark.parametrize("stored", ["", "[]", '{"size": "large"}', '{"size": {}}'])
def test_what_cannot_be_done_is_refused(tmp_path: Path, stored: str) -> None:
    """Damaged settings are told, never replaced by defaults."""
    (tmp_path / FILES[0]).write_text(stored)
    with pytest.raises(ModelError, match="cannot be read"):
        read_recipe(tmp_path)


def test_no_settings_are_no_guess(tmp_path: Path) -> None:
    """A folder that does not say how its pictures are prepared is refused."""
    with pytest.raises(ModelError, match="does not say"):
        read_recipe(tmp_path)
