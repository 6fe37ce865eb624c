"""Clips as a model of pictures is trained on them.

    Example (file, label) -> backbone's features (1, 1, F), or pictures (T, H*W, 3) -> Sample

What it is: what `prepare` is for landmarks: each clip once, those that cannot be used listed.
What it is not: the networks (models/vivit.py).
Convention: with a frozen backbone its features are computed once per clip and kept
(feature_store.py): an epoch costs milliseconds then. With a backbone that is trained along the
cut pictures are kept instead, and read from disk as they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError, MediaError
from emo7_core.inference.picture_reader import PictureReader
from emo7_core.models.card import ModelCard
from emo7_core.models.pictures import LAYOUT, Pictures
from emo7_core.models.vivit import VivitBackbone, describe, find_backbone, load_backbone
from emo7_core.scale import K, to_three
from emo7_core.training.feature_store import FeatureStore
from emo7_core.training.picture_config import check_pictures
from emo7_core.training.sample import Example, Sample, Skipped, shares_of

Array = npt.NDArray[Any]
TOLD_EVERY = 20


class PictureMaterial:
    """What a config makes of clips.

    Args:
        config: The config.
        store: Folder in which features are kept.
        device: Where the backbone computes.

    Raises:
        ModelError: the backbone is not there or cannot be used.
        JobError: the config asks for what only landmarks can have.
    """

    def __init__(self, config: TrainConfig, store: Path, device: torch.device) -> None:
        check_pictures(config)
        found = find_backbone(config.backbone)
        self.pictures: Pictures = describe(found, config.unfreeze_backbone)
        self._config, self._device = config, device
        self._found = found
        self._backbone: VivitBackbone | None = None
        recipe = self.pictures.recipe
        if self.pictures.is_whole:
            shape = (self.pictures.frames, recipe.height * recipe.width, 3)
            self._store = FeatureStore(store, self.pictures, shape, np.uint8)
        else:
            self._store = FeatureStore(
                store, self.pictures, (1, 1, self.pictures.width), np.float32
            )

    def prepare(
        self,
        examples: Iterable[Example],
        tell: Callable[[str], None] = lambda message: None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> tuple[list[Sample], list[Skipped]]:
        """Turn clips into samples; those that cannot be used are listed with the reason.

        Args:
            examples: Labelled clips.
            tell: Told how far it is, in words.
            should_stop: Asked before each clip.

        Raises:
            JobError: it was asked to stop; the features so far are kept.
        """
        samples: list[Sample] = []
        skipped: list[Skipped] = []
        for number, example in enumerate(examples, start=1):
            if should_stop():
                raise JobError("stopped before the first epoch; the features so far are kept")
            outcome = self._prepared(example)
            if isinstance(outcome, Sample):
                samples.append(outcome)
            else:
                skipped.append(outcome)
            if number % TOLD_EVERY == 0:
                tell(f"pictures of {number} clips are ready")
        return samples, skipped

    def start_of(self, card: ModelCard) -> ModelCard:
        """Return a card that says what is seen."""
        return card.model_copy(
            update={
                "layout": LAYOUT,
                "points": 0,
                "channels": (),
                "normalization": {"kind": "none"},
                "pictures": self.pictures,
            }
        )

    def _prepared(self, example: Example) -> Sample | Skipped:
        if example.problem and example.path is None:
            return Skipped(example.name, example.problem)
        if example.path is None:
            return Skipped(example.name, "its file is not here")
        if not 0 <= example.value < K:
            return Skipped(example.name, f"its label {example.value} is not on the scale")
        try:
            values = self._values(example.key, example.path)
        except MediaError as error:
            return Skipped(example.name, str(error))
        classes = self._config.num_classes
        return Sample(
            name=example.name,
            identity=example.key or example.name,
            values=values,
            target=example.value if classes == K else to_three(example.value),
            signer=example.signer,
            session=example.session,
            extractor=self.pictures.sampling,
            shares=None if example.shares is None else shares_of(example.shares, classes),
        )

    def _values(self, key: str | None, path: Path) -> Array:
        if key is not None and (known := self._store.load(key)) is not None:
            return known
        values = self._made(path)
        return values if key is None else self._store.save(key, values)

    def _made(self, path: Path) -> Array:
        with PictureReader(path, self.pictures.recipe) as reader:
            pictures = reader.whole(self.pictures.frames)
        if self.pictures.is_whole:
            return pictures
        if self._backbone is None:
            self._backbone = load_backbone(self._found).to(self._device)
        return features_of(self._backbone, pictures, self._device)


@torch.inference_mode()
def features_of(backbone: VivitBackbone, pictures: Array, device: torch.device) -> Array:
    """Return the features (1, 1, F) of pictures (T, H*W, 3)."""
    found = backbone(torch.from_numpy(pictures)[None].to(device))
    return np.asarray(found.float().cpu().numpy(), dtype=np.float32)[None]
