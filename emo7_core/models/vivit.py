"""ViViT (Arnab et al. 2021): a transformer over 32 pictures of a clip.

    pictures (N, T, H*W, 3) bytes -> scaled (N, T, 3, H, W) -> backbone -> first token (N, F)
    features (N, 1, 1, F) -> dropout -> logits (N, O)

What it is: the frozen backbone, the head that is trained on its features, and both together where
the backbone is trained along.
What it is not: reading clips (models/picture_recipe.py, training/pictures.py).
Convention: weights are read as safetensors only, from a local folder; a backbone that does not
bring every weight is refused, as what is missing would be random.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from einops import rearrange
from safetensors import SafetensorError
from torch import Tensor, nn

from emo7_core import telemetry
from emo7_core.errors import ModelError
from emo7_core.models import outputs_of
from emo7_core.models.card import ModelCard
from emo7_core.models.picture_recipe import PictureRecipe, read_recipe
from emo7_core.models.pictures import Pictures
from emo7_core.models.pretrained import Pretrained, find_pretrained
from emo7_core.models.vivit_tiny import TINY, tiny_vivit

KIND = ("vivit",)


class VivitBackbone(nn.Module):
    """Pictures to features.

    Args:
        config: The backbone's config.json.
        recipe: How its pictures are scaled.
        network: The network with its weights; by default a new one.
    """

    def __init__(
        self, config: dict[str, Any], recipe: PictureRecipe, network: nn.Module | None = None
    ) -> None:
        super().__init__()
        self.recipe = recipe
        self.network = _network(config) if network is None else network

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the features (N, F) of pictures (N, T, H*W, 3), values 0..255."""
        values = self.recipe.scaled(pictures.float())
        values = rearrange(values, "n t (h w) c -> n t c h w", h=self.recipe.height)
        return self.network(pixel_values=values).last_hidden_state[:, 0]


class VivitHead(nn.Module):
    """Features to an answer.

    Args:
        width: F.
        outputs: O.
        dropout: Share of features switched off while training.
    """

    def __init__(self, width: int, outputs: int, dropout: float) -> None:
        super().__init__()
        self.answer = nn.Sequential(nn.Dropout(dropout), nn.Linear(width, outputs))

    def forward(self, values: Tensor, lengths: Tensor) -> Tensor:
        """Return logits (N, O) for features (N, 1, 1, F); lengths are all 1."""
        return self.answer(values[:, 0, 0])


class Vivit(nn.Module):
    """Backbone and head, trained together.

    Args:
        backbone: The backbone.
        head: The head.
    """

    def __init__(self, backbone: VivitBackbone, head: VivitHead) -> None:
        super().__init__()
        self.backbone = backbone
        self.head = head

    def forward(self, values: Tensor, lengths: Tensor) -> Tensor:
        """Return logits (N, O) for pictures (N, T, H*W, 3); lengths are all T."""
        return self.head(self.backbone(values)[:, None, None], lengths)


def find_backbone(name: str) -> Pretrained:
    """Return the backbone of a folder, a hub id, or the tiny one with random weights.

    Raises:
        ModelError: see find_pretrained.
    """
    if name == TINY:
        found = find_pretrained(str(tiny_vivit()), KIND)
        return Pretrained(TINY, found.folder, found.hash, found.config)
    return find_pretrained(name, KIND)


def describe(found: Pretrained, is_whole: bool) -> Pictures:
    """Return what a card says of a backbone.

    Raises:
        ModelError: its pictures are not told, or are not of the size that it sees.
    """
    recipe = read_recipe(found.folder)
    size = found.config.get("image_size", 224)
    expected = (size, size) if isinstance(size, int) else tuple(size)
    if (recipe.height, recipe.width) != expected:
        raise ModelError(
            f"the backbone sees {expected[1]} x {expected[0]} pixels, its pictures are cut to "
            f"{recipe.width} x {recipe.height}",
            where=found.folder,
        )
    return Pictures(
        frames=found.config.get("num_frames", 32),
        recipe=recipe,
        width=found.config.get("hidden_size", 768),
        backbone=found.name,
        backbone_hash=found.hash,
        backbone_config=found.config,
        is_random=found.is_random,
        is_whole=is_whole,
    )


def load_backbone(found: Pretrained) -> VivitBackbone:
    """Read a backbone with its weights, frozen and ready.

    Raises:
        ModelError: the weights are damaged, do not fit, or are not all there.
    """
    telemetry.switch_off()
    from transformers import VivitModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    before = logging.get_verbosity()
    # The head of a checkpoint is not used; transformers would say so on every start.
    logging.set_verbosity_error()
    try:
        network, about = VivitModel.from_pretrained(
            found.folder,
            add_pooling_layer=False,
            use_safetensors=True,
            trust_remote_code=False,
            local_files_only=True,
            output_loading_info=True,
            dtype=torch.float32,
        )
    except (OSError, ValueError, RuntimeError, TypeError, SafetensorError) as error:
        raise ModelError(f"the backbone cannot be read: {error}", where=found.folder) from error
    finally:
        logging.set_verbosity(before)
    missing = sorted(about["missing_keys"]) + sorted(str(key) for key in about["mismatched_keys"])
    if missing:
        raise ModelError(
            f"the backbone does not bring all its weights, first {missing[0]}", where=found.folder
        )
    made = VivitBackbone(found.config, read_recipe(found.folder), network)
    return made.eval().requires_grad_(False)


def network_of(card: ModelCard) -> nn.Module:
    """Return the network that model.safetensors holds, with new weights.

    Raises:
        ModelError: the card does not describe one.
    """
    pictures = card.pictures
    if pictures is None:
        raise ModelError("the model's description says nothing of its pictures")
    head = VivitHead(pictures.width, outputs_of(card.config), card.config.dropout)
    if not pictures.is_whole:
        return head
    return Vivit(VivitBackbone(pictures.backbone_config, pictures.recipe), head)


def trainable(card: ModelCard) -> nn.Module:
    """Return what a training begins with: a new head, and the backbone with its weights.

    Raises:
        ModelError: the backbone is not there or cannot be used.
    """
    network = network_of(card)
    if isinstance(network, Vivit):
        network.backbone = backbone_of(card, Path(card.config.backbone)).requires_grad_(True)
    return network.train()


def backbone_of(card: ModelCard, where: Path) -> VivitBackbone:
    """Return the backbone that a head was trained on.

    Raises:
        ModelError: it is not where it was, or another one now.
    """
    assert card.pictures is not None
    found = find_backbone(card.pictures.backbone)
    if found.hash != card.pictures.backbone_hash:
        raise ModelError(
            f"the backbone “{card.pictures.backbone}” is not the one that the model was trained on",
            where=where,
            remedy="Bring back the original weights, or train the model anew.",
        )
    return load_backbone(found)


def _network(config: dict[str, Any]) -> nn.Module:
    telemetry.switch_off()
    from transformers import VivitConfig, VivitModel

    try:
        network: nn.Module = VivitModel(VivitConfig.from_dict(config), add_pooling_layer=False)
    except (ValueError, TypeError, RuntimeError, ZeroDivisionError) as error:
        raise ModelError(f"the backbone's description is none: {error}") from error
    return network
