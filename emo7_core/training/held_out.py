"""What a kept model says about prepared clips that it did not see.

What it is: probabilities per clip, the mean over its windows, as validation and live have them.
What it is not: prediction of a project's clips (inference/predict.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.utils.data import DataLoader

from emo7_core.models.answers import probabilities
from emo7_core.models.checkpoint import load_model
from emo7_core.training.dataset import Batch, collate, sliding_windows
from emo7_core.training.sample import Sample, scaled

BATCH = 256


def answer(
    folder: Path, samples: Sequence[Sample], device: torch.device | str
) -> npt.NDArray[np.float64]:
    """Return (N, K) probabilities of clips by the model of a folder.

    Raises:
        ModelError: the model cannot be loaded.
    """
    model = load_model(folder, device)
    windows = sliding_windows(scaled(samples, model.card.scaling), model.card)
    loader: DataLoader[Batch] = DataLoader(windows, BATCH, collate_fn=collate)  # type: ignore[arg-type]
    sums = np.zeros((len(samples), len(model.card.vocabulary)))
    counts = np.zeros(len(samples))
    with torch.inference_mode():
        for batch in loader:
            outputs = model.network(batch.values.to(device), batch.lengths.to(device))
            said: Any = probabilities(outputs.double(), model.card.config.loss).cpu().numpy()
            np.add.at(sums, batch.clips.numpy(), said)
            np.add.at(counts, batch.clips.numpy(), 1)
    return sums / counts[:, None]
