"""What `mlflow.pyfunc.load_model` of other programs calls for a model of emo7.

What it is: the loader that our MLmodel names. It reads model.json and model.safetensors.
What it is not: used by emo7 itself, which never lets MLflow open a model.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from emo7_core.errors import ModelError
from emo7_core.models.answers import probabilities
from emo7_core.models.checkpoint import load_model


class PyfuncModel:
    """A model as MLflow's python_function sees it."""

    def __init__(self, folder: Path) -> None:
        model = load_model(folder)
        if model.card.pictures is not None:
            raise ModelError("a model of pictures answers clips, not features", where=folder)
        self._network, self._scaling = model.network, model.card.scaling
        self._loss = model.card.config.loss

    def predict(self, model_input: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Return (N, K) probabilities of (N, T, V, C) features, NaN where nothing was seen."""
        seen = np.asarray(model_input, dtype=np.float32)
        values = torch.from_numpy(np.stack([self._scaling.apply(one) for one in seen]))
        lengths = torch.full((len(seen),), seen.shape[1])
        with torch.inference_mode():
            outputs = self._network(values.float(), lengths)
        answers: npt.NDArray[np.float64] = probabilities(outputs.double(), self._loss).numpy()
        answers[~seen[..., -1].any(axis=(1, 2))] = np.nan
        return answers


def _load_pyfunc(path: str) -> PyfuncModel:
    return PyfuncModel(Path(path))
