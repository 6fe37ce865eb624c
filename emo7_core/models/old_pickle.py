"""A pickled model of the earlier scripts, turned into a model folder where it fits.

What it is: the tensors, read by a child process (old_pickle_child.py), fitted to a network by
their names and shapes: one of today's, or one of the earlier ones (earlier.py).
What it is not: a guess. Tensors that no network here has are refused, with what they are; what a
pickle does not say (labels, clips, signers) is "not known" in the new card, and so in every table.
Convention: the earlier scripts numbered their classes in different ways and stored none of them;
the order is asked for, and the outputs are put into the order of the scale.
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
from torch import Tensor

from emo7_core import telemetry
from emo7_core.config import TrainConfig
from emo7_core.errors import ModelError, UsageError
from emo7_core.landmarks import legacy
from emo7_core.landmarks.layout import COMMON, LEGACY, Layout
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models import MODELS
from emo7_core.models.card import CARD, ClipSet, ModelCard, vocabulary_of
from emo7_core.models.checkpoint import save_model

CHILD = "emo7_core.models.old_pickle_child"
SECONDS = 120
NOT_KNOWN = "not known"
ORDERS = "alphabetical, scale, or all names parted by commas"
# Model type, config, layout and channels that weights could belong to.
Candidate = tuple[str, TrainConfig, Layout, tuple[str, ...]]


def convert(pickled: Path, into: Path, class_order: str = "") -> Path:
    """Return a model folder made from a pickle; one that was made before is used again.

    Args:
        pickled: The file.
        into: Where converted models are kept, by the hash of their pickle.
        class_order: In which order an earlier network gives its classes: "alphabetical",
            "scale", or their names parted by commas; "" where nobody said.

    Raises:
        ModelError: it cannot be read, fits no network, or its classes have no order.
        UsageError: the order is none of the classes.
    """
    digest = hashlib.sha256(pickled.read_bytes() + class_order.encode()).hexdigest()
    folder = into / digest[:32]
    if not (folder / CARD).is_file():
        state = _read(pickled)
        found = _fitting(state, pickled)
        if found[2] is LEGACY:
            state = _in_order(state, found[1].num_classes, class_order, pickled)
        network = _made(found)
        network.load_state_dict(state)
        save_model(network, _card(found), folder)
    return folder


def _read(pickled: Path) -> dict[str, Tensor]:
    with TemporaryDirectory() as made:
        out = Path(made) / "tensors.safetensors"
        # -P: a torch.py in the folder where somebody stands is not torch.
        command = [sys.executable, "-P", "-m", CHILD, str(pickled.absolute()), str(out)]
        try:
            done = subprocess.run(
                command,
                env=os.environ | telemetry.OFF,
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


def _fitting(state: Mapping[str, Tensor], pickled: Path) -> Candidate:
    wanted = {name: value.shape for name, value in state.items()}
    for candidate in _candidates(state):
        try:
            with torch.device("meta"):
                found = _made(candidate).state_dict()
        except (RuntimeError, ValueError, ModelError):
            continue  # These widths make no such network.
        if {name: value.shape for name, value in found.items()} == wanted:
            return candidate
    raise ModelError(
        f"no network of this emo7 has these weights: {_told(state)}",
        where=pickled,
        remedy=f"Known are today's over {len(COMMON)} points x {len(CHANNELS)} channels, and the "
        f"earlier LSTM and ST-GCN over {len(LEGACY)} points x 2 or 3 numbers.",
    )


def _made(candidate: Candidate) -> torch.nn.Module:
    model_type, config, layout, channels = candidate
    return MODELS[model_type](config, layout, len(channels))


def _candidates(state: Mapping[str, Tensor]) -> Iterator[Candidate]:
    """Yield what could have led to these weights."""
    first = state.get("lstm.weight_ih_l0")
    hidden = 256 if first is None else max(1, len(first) // 4)
    layers = sum(name.startswith("lstm.weight_ih_l") for name in state) or 2
    for classes in (7, 3):
        for layer in {layers, max(1, layers // 2)}:  # a two-way LSTM has each layer twice
            values = {"hidden_size": hidden, "num_layers": layer, "num_classes": classes}
            yield from _earlier(values)
            yield from _own(values)


def _earlier(values: Mapping[str, object]) -> Iterator[Candidate]:
    for kind in ("lstm", "stgcn"):
        config = TrainConfig.model_validate({**values, "model_type": kind})
        for numbers in (2, 3):
            yield f"earlier_{kind}_{numbers}", config, LEGACY, legacy.CHANNELS


def _own(values: Mapping[str, object]) -> Iterator[Candidate]:
    for pooling in ("mean_max", "last", "attention"):
        config = TrainConfig.model_validate({**values, "model_type": "lstm", "pooling": pooling})
        yield "lstm", config, COMMON, CHANNELS
    for preset in ("partitions", "plain"):
        chosen = {**values, "model_type": "stgcn", "stgcn_preset": preset}
        yield "stgcn", TrainConfig.model_validate(chosen), COMMON, CHANNELS


def _in_order(
    state: Mapping[str, Tensor], classes: int, class_order: str, pickled: Path
) -> dict[str, Tensor]:
    """Return the weights with the outputs in the order of the scale."""
    words = vocabulary_of(classes)
    if not class_order:
        raise ModelError(
            "the pickle does not say in which order it gives its classes",
            where=pickled,
            remedy=f"Say --class-order: {ORDERS}.",
        )
    given = {"scale": words, "alphabetical": tuple(sorted(words))}.get(
        class_order, tuple(word.strip() for word in class_order.split(","))
    )
    if sorted(given) != sorted(words):
        raise UsageError(f"these are not the {classes} classes", where=class_order, remedy=ORDERS)
    rows = [given.index(word) for word in words]
    return {name: v[rows] if name.startswith("fc.") else v for name, v in state.items()}


def _told(state: Mapping[str, Tensor]) -> str:
    first = next(iter(state.items()))
    parts = [f"{len(state)} tensors, the first {first[0]} {tuple(first[1].shape)}"]
    if (inputs := state.get("lstm.weight_ih_l0")) is not None:
        parts.append(f"an LSTM over {inputs.shape[-1]} numbers a frame")
    elif "data_bn.weight" in state:
        parts.append(f"an ST-GCN over {len(state['data_bn.weight'])} numbers a frame")
    return "; ".join(parts)


def _card(found: Candidate) -> ModelCard:
    model_type, config, layout, channels = found
    return ModelCard(
        model_type=model_type,
        vocabulary=vocabulary_of(config.num_classes),
        layout=layout.name,
        points=len(layout),
        channels=channels,
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
