"""The rows of the training form: which knobs stand side by side, and when one matters.

What it is: plain values that the form (config_form.py) is built from.
What it is not: widgets, or the knobs themselves (emo7_core/knobs.py).
Convention: a knob that no row names gets a row of its own, so that nothing can be missing. What
another model would need is hidden; what another setting switches off is disabled with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emo7_core.config import TrainConfig
from emo7_core.knobs import KNOBS, Knob


@dataclass(frozen=True, slots=True)
class Row:
    """Knobs that stand side by side.

    Attributes:
        title: Words at the left; the first knob's title if empty.
        knobs: Names of the knobs.
        units: Grey words inside number fields; the knob's own unit if empty.
        is_rare: Whether it is behind "More settings".
        models: The models that know these knobs; empty for all.
    """

    title: str
    knobs: tuple[str, ...]
    units: tuple[str, ...] = ()
    is_rare: bool = False
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What a knob needs of another one to matter.

    Attributes:
        knob: The other knob.
        values: Those of its values with which this one matters.
        reason: What is said otherwise.
    """

    knob: str
    values: tuple[Any, ...]
    reason: str


LANDMARKS = ("lstm", "stgcn")
ROWS: tuple[Row, ...] = (
    Row("", ("model_type",)),
    Row("", ("target",)),
    Row("", ("num_classes",)),
    Row("Labels", ("soft_labels",), is_rare=True),
    Row("Sampling", ("rate", "window_seconds"), ("frames/s", "s window"), True, LANDMARKS),
    Row("Normalize", ("normalize_data", "normalization_type"), (), True, LANDMARKS),
    Row("Golden", ("keep_golden_out",)),
    Row("Split", ("stored_split",)),
    Row("", ("split_by",)),
    Row("Validation", ("validation_share", "seed"), ("of the clips", "seed")),
    Row("", ("downsample_ratio",), ("times the second",), is_rare=True),
    Row("Vary clips", ("augment", "augment_rare"), models=LANDMARKS),
    Row("Mirror", ("augment_mirror",), ("probability",), True, LANDMARKS),
    Row("Hide, warp", ("augment_drop", "augment_warp"), ("of points", "of speed"), True, LANDMARKS),
    Row("Jitter", ("augment_jitter",), (), True, LANDMARKS),
    Row("Rotation", ("augment_rotation",), (), True, LANDMARKS),
    Row("Size", ("hidden_size", "num_layers"), ("wide", "layers"), models=LANDMARKS),
    Row("", ("pooling",), (), True, ("lstm",)),
    Row("", ("stgcn_preset",), models=("stgcn",)),
    Row("", ("streams",), models=("stgcn",)),
    Row("Points", ("point_pooling",), (), True, ("stgcn",)),
    Row("", ("backbone",), models=("vivit",)),
    Row("Fine-tune", ("unfreeze_backbone",), models=("vivit",)),
    Row("", ("dropout",), is_rare=True),
    Row("", ("loss",)),
    Row("Focal", ("focal_alpha", "focal_gamma"), ("alpha", "gamma"), is_rare=True),
    Row("", ("balance",)),
    Row("Batch, rate", ("batch_size", "learning_rate"), ("clips", "")),
    Row("", ("rate_over_time",), is_rare=True),
    Row("", ("weight_decay",), is_rare=True),
    Row("Length", ("num_epochs", "patience"), ("epochs", "patience")),
    Row("", ("monitor",), is_rare=True),
    Row("", ("device",)),
    Row("Several", ("devices", "num_nodes"), ("devices", "computers"), is_rare=True),
    Row("", ("precision",), is_rare=True),
    Row("Compiler", ("compile_network",), is_rare=True),
)
_VARIED = Need("augment", (True,), "Only while clips are varied.")
_FOCAL = Need("loss", ("focal",), "Only with the focal loss.")
_DRAWN = Need("stored_split", ("",), "The stored split says which clips validate.")
NEEDS: dict[str, Need] = {
    "normalization_type": Need("normalize_data", (True,), "Only with normalized features."),
    "soft_labels": Need(
        "target", ("human", "adjudicated"), "Captions have no raters whose spread could be learned."
    ),
    "split_by": _DRAWN,
    "validation_share": _DRAWN,
    "focal_alpha": _FOCAL,
    "focal_gamma": _FOCAL,
    **{f"augment_{n}": _VARIED for n in ("rare", "mirror", "warp", "drop", "jitter", "rotation")},
}


def rows_of_knobs(knobs: tuple[Knob, ...] = KNOBS, rows: tuple[Row, ...] = ROWS) -> tuple[Row, ...]:
    """Return rows that name every knob once, unknown names left out, new knobs added."""
    known = {knob.name for knob in knobs}
    kept = tuple(row for row in rows if set(row.knobs) <= known)
    named = {name for row in kept for name in row.knobs}
    return kept + tuple(Row("", (knob.name,)) for knob in knobs if knob.name not in named)


def models_of(name: str) -> tuple[str, ...]:
    """Return the models that know a knob; empty for all."""
    return next((row.models for row in ROWS if name in row.knobs), ())


def why_idle(name: str, values: Mapping[str, Any]) -> str:
    """Return why a knob does not matter beside the others' values, "" where it does."""
    need = NEEDS.get(name)
    return "" if need is None or values[need.knob] in need.values else need.reason


def changed_rarely(config: TrainConfig) -> int:
    """Return how many knobs behind "More settings" differ from their defaults."""
    rare = {name for row in rows_of_knobs() if row.is_rare for name in row.knobs}
    return len(rare & config.changed().keys())
