"""A pickled model of the earlier scripts, turned into a model folder where it fits.

What it is: the tensors, read by a child process (old_pickle_child.py), fitted to a network of
this emo7 by their names and shapes.
What it is not: a guess. Tensors that no network here has are refused, with what they are; what a
pickle does not say (labels, clips, signers) is "not known" in the new card, and so in every table.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from emo7_core import telemetry
from emo7_core.config import TrainConfig
from emo7_core.errors import ModelError
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models import MODELS
from emo7_core.models.card import CARD, ClipSet, ModelCard, vocabulary_of
from emo7_core.models.checkpoint import save_model

CHILD = "emo7_core.models.old_pickle_child"
SECONDS = 120
NOT_KNOWN = "not known"


def convert(pickled: Path, into: Path) -> Path:
    """Return a model folder made from a pickle; one that was made before is used again.

    Args:
        pickled: The file.
        into: Where converted models are kept, by the hash of their pickle.

    Raises:
        ModelError: it cannot be read, or fits no network of this emo7.
    """
    with pickled.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    folder = into / digest[:32]
    if not (folder / CARD).is_file():
        state = _read(pickled)
        network, config = _fitting(state, pickled)
        network.load_state_dict(state)
        save_model(network, _card(config), folder)
    return folder


def _read(pickled: Path) -> dict[str, Tensor]:
    with TemporaryDirectory() as made:
        out = Path(made) / "tensors.safetensors"
        # -P: a torch.py in the folder where somebody stands is not torch.
        command = [sys.executable, "-P", "-m", CHILD, str(pickled.absolute()), str(out)]
        environment = os.environ | telemetry.OFF
        try:
            done = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise ModelError("the pickle could not be read in time", where=pickled) from error
        if done.returncode != 0 or not out.is_file():
            reason = (done.stderr.strip().splitlines() or ["its process died"])[-1]
            raise ModelError(f"the pickle cannot be read: {reason}", where=pickled)
        return load_file(out)


def _fitting(state: Mapping[str, Tensor], pickled: Path) -> tuple[nn.Module, TrainConfig]:
    wanted = {name: value.shape for name, value in state.items()}
    for config in _candidates(state):
        try:
            with torch.device("meta"):
                shape = MODELS[config.model_type](config, COMMON, len(CHANNELS))
        except (RuntimeError, ValueError, ModelError):
            continue  # These widths make no such network.
        if {name: value.shape for name, value in shape.state_dict().items()} == wanted:
            return MODELS[config.model_type](config, COMMON, len(CHANNELS)), config
    raise ModelError(
        f"no network of this emo7 has these weights: {_told(state)}",
        where=pickled,
        remedy=f"This emo7 sees {len(COMMON)} points x {len(CHANNELS)} channels of every frame. "
        "Train the model anew with --normalize-data --normalization-type legacy.",
    )


def _candidates(state: Mapping[str, Tensor]) -> Iterator[TrainConfig]:
    """Yield configs that could have led to these weights."""
    first = state.get("lstm.weight_ih_l0")
    hidden = 256 if first is None else max(1, len(first) // 4)
    layers = sum(name.startswith("lstm.weight_ih_l") for name in state) or 2
    for classes in (7, 3):
        for pooling in ("mean_max", "last", "attention"):
            for shape in ((hidden, layers), (hidden, max(1, layers // 2))):
                values = {"hidden_size": shape[0], "num_layers": shape[1]}
                yield from _of_types(values | {"num_classes": classes, "pooling": pooling})


def _of_types(values: Mapping[str, object]) -> Iterator[TrainConfig]:
    for model_type in ("lstm", "stgcn"):
        if model_type in MODELS:
            yield TrainConfig.model_validate({**values, "model_type": model_type})


def _told(state: Mapping[str, Tensor]) -> str:
    first = next(iter(state.items()))
    parts = [f"{len(state)} tensors, the first {first[0]} {tuple(first[1].shape)}"]
    if (inputs := state.get("lstm.weight_ih_l0")) is not None:
        parts.append(f"an LSTM over {inputs.shape[-1]} numbers a frame")
    elif "data_bn.weight" in state:
        parts.append(f"an ST-GCN over {len(state['data_bn.weight'])} numbers a frame")
    return "; ".join(parts)


def _card(config: TrainConfig) -> ModelCard:
    return ModelCard(
        model_type=config.model_type,
        vocabulary=vocabulary_of(config.num_classes),
        layout=COMMON.name,
        points=len(COMMON),
        channels=CHANNELS,
        rate=config.rate,
        window_seconds=config.window_seconds,
        normalization={"kind": "none"},
        config=config,
        target=NOT_KNOWN,
        label_hash=NOT_KNOWN,
        training=ClipSet(),
        validation=ClipSet(),
        extractors=(),
        split_by=NOT_KNOWN,
        epoch=0,
        scores={},
        code_version=NOT_KNOWN,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
