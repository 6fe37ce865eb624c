"""A loaded model that sees landmarks, and answers along a clip, window by window.

What it is: the same windows and features as in training, from a track to a trace.
What it is not: a process or a thread (engine.py); it computes where it is called.
Convention: chunks may come in any order of time; a chunk is a half-open range of windows.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from emo7_core.errors import LandmarkError
from emo7_core.inference.clip_input import ClipInput, Needs
from emo7_core.inference.landmark_work import LandmarkWork, Starts
from emo7_core.inference.pace import MOST_WINDOWS
from emo7_core.inference.placed import Placed
from emo7_core.inference.trace import Floats, TracePrediction
from emo7_core.inference.work import ModelFacts, OnChunk, TraceChunk, run_to_end
from emo7_core.landmarks.feature_kind import kind_for
from emo7_core.landmarks.normalize import Features
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.models.answers import probabilities
from emo7_core.models.card import ModelCard
from emo7_core.models.checkpoint import LoadedModel, load_model
from emo7_core.models.devices import resolve_device
from emo7_core.training.dataset import Window, collate

__all__ = ["OnChunk", "Predictor", "TraceChunk"]


class Predictor(Placed[torch.nn.Module]):
    """A model and its device.

    Args:
        model: A loaded model; its network is moved to the device.
        device: Where it computes.

    Attributes:
        windows_at_once: How many windows of a clip are judged at once by `predict_clip`; no
            number changes an answer by more than rounding.
    """

    needs: Needs = "landmarks"

    def __init__(self, model: LoadedModel, device: torch.device) -> None:
        super().__init__(model.network, device)
        self._scaling = model.card.scaling
        self.card: ModelCard = model.card
        self.windows_at_once = MOST_WINDOWS

    @classmethod
    def load(cls, folder: Path, device: str = "auto") -> Predictor:
        """Load a model folder.

        Raises:
            ModelError: there is no usable model, or no such device.
            VocabularyError: its classes are not the scale in its order.
        """
        chosen = resolve_device(device)
        return cls(load_model(folder, chosen), chosen)

    @property
    def facts(self) -> ModelFacts:
        """What is known of it."""
        card = self.card
        return ModelFacts(card.title, card.weights_hash, card.vocabulary, card.window_seconds)

    def input_name(self, clip: ClipInput) -> str:
        """Return which landmarks an answer would be made from."""
        track = clip.needed_track()
        return f"{track.layout.name} {track.extractor} {len(track)}"

    def begin(self, clip: ClipInput, around: float = 0.0) -> LandmarkWork:
        """Begin a trace.

        Raises:
            LandmarkError: there are no landmarks, or they cannot be read.
        """
        track = clip.landmarks() if clip.is_growing else clip.needed_track()
        return LandmarkWork(
            track,
            (self._see, self._answer),
            self.card.rate,
            self.card.window_rows,
            len(self.card.vocabulary),
            self.card.weights_hash,
            around,
            clip.duration,
            clip.is_growing,
        )

    def predict_clip(
        self, clip: ClipInput, on_chunk: OnChunk | None = None, around: float = 0.0
    ) -> TracePrediction:
        """Return what the model says along a clip; see ClipPredictor."""
        return run_to_end(self.begin(clip, around), on_chunk, self.windows_at_once)

    def predict_track(
        self, track: LandmarkTrack, on_chunk: OnChunk | None = None, around: float = 0.0
    ) -> TracePrediction:
        """Return what the model says along a track.

        Args:
            track: The clip's landmarks.
            on_chunk: Told of each piece as soon as it is there; what it raises ends the work.
            around: Time in s to begin at: windows nearest to it come first.

        Raises:
            LandmarkError: the track's layout cannot be brought to the model's.
        """
        return self.predict_clip(ClipInput(track=track), on_chunk, around)

    def _see(self, track: LandmarkTrack) -> Features:
        seen = kind_for(self.card.layout).see(track, self.card.rate)
        if len(seen.layout) != self.card.points or seen.layout.name != self.card.layout:
            raise LandmarkError(
                f"the model sees the points “{self.card.layout}”, the clip has "
                f"“{track.layout.name}”"
            )
        return seen

    @torch.inference_mode()
    def _answer(self, seen: Features, starts: Starts) -> Floats:
        """Return (w, K), NaN for windows without any landmark."""
        rows = self.card.window_rows
        pieces = [seen.values[start : start + rows] for start in starts]
        windows = [Window(torch.tensor(self._scaling.apply(piece)), 0, 0) for piece in pieces]
        batch = collate(windows)
        outputs = self._network(batch.values.to(self._device), batch.lengths.to(self._device))
        answers = probabilities(outputs.cpu().double(), self.card.config.loss).numpy()
        is_empty = np.array([not piece[..., -1].any() for piece in pieces])
        answers[is_empty] = np.nan
        return answers
