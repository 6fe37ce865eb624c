"""A loaded model that sees pictures (ViViT), along a clip's file, window by window.

What it is: the same pictures as in training, from a file to a trace.
What it is not: a process or a thread (engine.py); it computes where it is called.
Convention: a head needs its backbone; both move together between devices.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from emo7_core.errors import ModelError
from emo7_core.inference.clip_input import ClipInput, Needs
from emo7_core.inference.picture_reader import PictureReader
from emo7_core.inference.picture_work import PictureWork
from emo7_core.inference.placed import Placed
from emo7_core.inference.trace import Floats, TracePrediction
from emo7_core.inference.work import ModelFacts, OnChunk, run_to_end
from emo7_core.models.answers import probabilities
from emo7_core.models.card import ModelCard
from emo7_core.models.checkpoint import load_model
from emo7_core.models.devices import resolve_device
from emo7_core.models.pictures import Pictures
from emo7_core.models.vivit import Vivit, VivitHead, backbone_of


class PicturePredictor(Placed[Vivit]):
    """A model and its device.

    Args:
        network: Backbone and head.
        card: The model's card.
        device: Where it computes.
    """

    needs: Needs = "pictures"

    def __init__(self, network: Vivit, card: ModelCard, device: torch.device) -> None:
        if card.pictures is None:
            raise ModelError("this model does not see pictures")
        super().__init__(network.eval().requires_grad_(False), device)
        self._pictures: Pictures = card.pictures
        self.card = card

    @classmethod
    def load(cls, folder: Path, device: str = "auto") -> PicturePredictor:
        """Load a model folder and the backbone that it names.

        Raises:
            ModelError: there is no usable model, its backbone is missing or another one, or
                there is no such device.
            VocabularyError: its classes are not the scale in its order.
        """
        chosen = resolve_device(device)
        loaded = load_model(folder, "cpu")
        network = loaded.network
        if isinstance(network, VivitHead):
            network = Vivit(backbone_of(loaded.card, folder), network)
        if not isinstance(network, Vivit):
            raise ModelError("this model does not see pictures", where=folder)
        return cls(network, loaded.card, chosen)

    @property
    def facts(self) -> ModelFacts:
        """What is known of it; its identity counts the backbone in."""
        card, pictures = self.card, self._pictures
        identity = f"{card.weights_hash} {pictures.backbone_hash}"
        return ModelFacts(
            card.title, identity, card.vocabulary, card.window_seconds, pictures.is_random
        )

    def input_name(self, clip: ClipInput) -> str:
        """Return how pictures are taken, and whether landmarks say what was seen."""
        return f"{self._pictures.sampling}{' with landmarks' * (clip.track is not None)}"

    def begin(self, clip: ClipInput, around: float = 0.0) -> PictureWork:
        """Begin a trace.

        Raises:
            MediaError: there is no file, or it cannot be played.
            LandmarkError: there are landmarks that cannot be read.
        """
        track = None if clip.is_growing else clip.landmarks()
        return PictureWork(
            PictureReader(clip.needed_video(), self._pictures.recipe),
            self._judge,
            self._pictures.frames,
            self.card.window_seconds,
            len(self.card.vocabulary),
            self.card.weights_hash,
            self._pictures.sampling,
            track,
            around,
        )

    def predict_clip(
        self, clip: ClipInput, on_chunk: OnChunk | None = None, around: float = 0.0
    ) -> TracePrediction:
        """Return what the model says along a clip; see ClipPredictor."""
        return run_to_end(self.begin(clip, around), on_chunk)

    @torch.inference_mode()
    def _judge(self, pictures: npt.NDArray[np.uint8]) -> Floats:
        values = torch.from_numpy(pictures)[None].to(self._device)
        outputs = self._network(values, torch.tensor([len(pictures)]))
        answer = probabilities(outputs.cpu().double(), self.card.config.loss)[0]
        return np.asarray(answer.numpy(), dtype=np.float64)
