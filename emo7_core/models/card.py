"""The card of a model: `model.json`, all that is known of it besides its weights.

What it is: a typed record, readable without torch, checked when it is read.
What it is not: the weights (checkpoint.py).
Convention: a model is a folder with exactly two files that are ever read, `model.json` and
`model.safetensors`. Nothing else in the folder is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from emo7_core.config import TrainConfig
from emo7_core.errors import LandmarkError, ModelError
from emo7_core.landmarks import legacy
from emo7_core.landmarks.feature_kind import kind_for
from emo7_core.landmarks.layout import LEGACY, Layout, layout_named
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models.pictures import RANDOM, Pictures
from emo7_core.models.scaling import Scaling
from emo7_core.models.titles import TITLES
from emo7_core.scale import CLASSES, THREE, check_vocabulary

CARD = "model.json"
WEIGHTS = "model.safetensors"
LARGEST_CARD = 64 * 2**20


class ClipSet(BaseModel):
    """Which clips a model learned from or was chosen by.

    Attributes:
        clips: Content hashes, or names where the hash is unknown.
        signers: Known signers.
        sessions: Known sessions.
    """

    model_config = ConfigDict(frozen=True)

    clips: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()


class ModelCard(BaseModel):
    """What is known of a model.

    Attributes:
        format: Version of this record.
        model_type: A key of emo7_core.models.MODELS.
        vocabulary: The classes in the order of the outputs.
        layout: Name of the landmark layout it sees.
        described_layout: That layout's description (Layout.to_dict) where it is none of emo7's
            own, else empty.
        points: V of that layout.
        channels: Names of the C channels.
        rate: Rows per second.
        window_seconds: Length of the piece it sees at once.
        normalization: A stored Scaling.
        pictures: What it sees instead of landmarks; None for models of landmarks, whose layout,
            points and channels are empty otherwise.
        config: The whole config of its training.
        target: Whose labels it learned.
        label_hash: Hash of the label snapshot.
        training: What it learned from.
        validation: What its best epoch was chosen by.
        extractors: What found the landmarks.
        split_by: What training and validation do not share.
        epoch: The epoch of these weights, from 1.
        scores: Validation scores at that epoch; None where not defined.
        code_version: The emo7 that trained it.
        created: ISO 8601 in UTC.
        weights_hash: SHA-256 of model.safetensors.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", protected_namespaces=())

    format: Literal[1] = 1
    model_type: str
    vocabulary: tuple[str, ...]
    layout: str
    described_layout: dict[str, Any] = {}
    points: int
    channels: tuple[str, ...]
    rate: float = Field(gt=0, le=1000)
    window_seconds: float = Field(gt=0, le=3600)
    normalization: dict[str, Any]
    pictures: Pictures | None = None
    config: TrainConfig
    target: str
    label_hash: str
    training: ClipSet
    validation: ClipSet
    extractors: tuple[str, ...]
    split_by: str
    epoch: int
    scores: dict[str, float | None]
    code_version: str
    created: str
    weights_hash: str = ""

    @field_validator("config", mode="before")
    @classmethod
    def _without_unknown_fields(cls, value: Any) -> Any:
        # A model of a later emo7 may know more knobs; those that build the network are checked
        # against its weights.
        if isinstance(value, dict):
            return {name: item for name, item in value.items() if name in TrainConfig.model_fields}
        return value

    @property
    def title(self) -> str:
        """What people read as its kind; weights that were never trained are named."""
        return self.named(TITLES.get(self.model_type, self.model_type))

    def named(self, name: str) -> str:
        """Return a name that says so where weights were never trained."""
        is_random = self.pictures is not None and self.pictures.is_random
        return f"{name} ({RANDOM})" if is_random and RANDOM not in name else name

    @property
    def seen_layout(self) -> Layout:
        """The layout that it sees.

        Raises:
            LandmarkError: it is unknown and not described, or its description is none.
        """
        if not self.described_layout:
            return layout_named(self.layout)
        return Layout.from_dict(self.described_layout | {"name": self.layout})

    @property
    def scaling(self) -> Scaling:
        """The scaling of its features."""
        return Scaling.from_dict(self.normalization, self.points, len(self.channels))

    @property
    def window_rows(self) -> int:
        """Rows of a whole window, at least 1; of pictures those of a whole clip."""
        if self.pictures is not None:
            return self.pictures.frames
        if self.layout == LEGACY.name:
            return legacy.ROWS
        return max(1, round(self.window_seconds * self.rate))


def vocabulary_of(num_classes: int) -> tuple[str, ...]:
    """Return the classes of a model with 7 or 3 outputs."""
    return THREE if num_classes == len(THREE) else CLASSES


def read_card(folder: Path) -> ModelCard:
    """Read and check the card of a model folder.

    Raises:
        ModelError: there is no model, it cannot be read, or it does not fit this emo7.
        VocabularyError: its classes are not the scale in its order.
    """
    path = folder / CARD
    try:
        if path.stat().st_size > LARGEST_CARD:
            raise ModelError("the model's description is too large to be one", where=path)
        card = ModelCard.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ModelError(
            "there is no model here", where=folder, remedy=f"A model is {CARD} and {WEIGHTS}."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise ModelError(
            f"the model's description is damaged: {name} {first['msg']}", where=path
        ) from error
    check_card(card, path)
    return card


def check_card(card: ModelCard, where: Path) -> None:
    """Raise ModelError or VocabularyError where the model does not fit this emo7."""
    check_vocabulary(card.vocabulary, str(where))
    if len(card.vocabulary) != card.config.num_classes:
        raise ModelError("the model's classes and its outputs differ in number", where=where)
    if (card.pictures is None) == (card.model_type == "vivit"):
        raise ModelError("the model's kind and what it sees do not go together", where=where)
    if card.pictures is not None:
        return
    try:
        points = len(card.seen_layout)
    except LandmarkError as error:
        raise ModelError(
            f"the model sees an unknown layout “{card.layout}”: {error.what}", where=where
        ) from error
    if points != card.points or not _are_usable(card):
        raise ModelError(
            f"the model was trained on other features ({card.points} points with "
            f"{', '.join(card.channels)})",
            where=where,
            remedy=f"This emo7 gives {points} points with {', '.join(CHANNELS)}: train it anew.",
        )
    try:
        Scaling.from_dict(card.normalization, card.points, len(card.channels))
    except ModelError as error:
        raise ModelError(error.what, where=where) from error


def _are_usable(card: ModelCard) -> bool:
    """Return whether the channels can be: emo7's own, for a described layout any with presence."""
    if not card.described_layout:
        return card.channels == kind_for(card.layout).channels
    channels = card.channels
    return len(set(channels)) == len(channels) > 1 and channels[-1] == CHANNELS[-1]
