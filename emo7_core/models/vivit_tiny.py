"""A tiny ViViT with random weights: for tests and for trying the program without a network.

What it is: a folder like a pretrained one, made from a seed.
What it is not: trained. Its config says so, and cards and names repeat it.
Convention: it sees what its big sister sees (32 pictures of 224 x 224), through larger tubelets.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from emo7_core import telemetry
from emo7_core.models.picture_recipe import FILES
from emo7_core.models.pretrained import CONFIG, RANDOM_MARK

TINY = "tiny-random-vivit"
_PICTURES = {
    "do_resize": True,
    "size": {"shortest_edge": 224},
    "resample": 2,
    "do_center_crop": True,
    "crop_size": {"height": 224, "width": 224},
    "do_rescale": True,
    "rescale_factor": 1 / 127.5,
    "offset": True,
    "do_normalize": True,
    "image_mean": [0.5, 0.5, 0.5],
    "image_std": [0.5, 0.5, 0.5],
}


def write_tiny_vivit(
    folder: Path,
    seed: int = 0,
    *,
    hidden_size: int = 32,
    layers: int = 2,
    tubelet: tuple[int, int, int] = (8, 56, 56),
) -> Path:
    """Write a ViViT with random weights and return its folder.

    Args:
        folder: Where to; made if it is not there.
        seed: Decides the weights.
        hidden_size: F.
        layers: Layers of the transformer.
        tubelet: Pictures, rows and columns that become one token.
    """
    telemetry.switch_off()
    import torch
    from safetensors.torch import save_file
    from transformers import VivitConfig, VivitModel

    config = VivitConfig(
        hidden_size=hidden_size,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=2 * hidden_size,
        tubelet_size=list(tubelet),
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = VivitModel(config, add_pooling_layer=False)
    folder.mkdir(parents=True, exist_ok=True)
    about = config.to_dict() | {RANDOM_MARK: True, "emo7_name": TINY}
    (folder / CONFIG).write_text(json.dumps(about, indent=1), encoding="utf-8")
    (folder / FILES[0]).write_text(json.dumps(_PICTURES, indent=1), encoding="utf-8")
    save_file(network.state_dict(), folder / "model.safetensors", {"format": "pt"})
    return folder


def tiny_vivit() -> Path:
    """Return the folder of the tiny ViViT of seed 0, made at its first use."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "emo7"
    place = cache / TINY
    if not (place / CONFIG).is_file():
        cache.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=cache))
        try:
            write_tiny_vivit(draft).rename(place)
        except OSError:
            if not (place / CONFIG).is_file():  # else another process was faster
                raise
    return place
