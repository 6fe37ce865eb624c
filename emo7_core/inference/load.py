"""Loads any model that can predict: a model folder, or a vision-language model by "qwen:...".

What it is: the one door from a name to a predictor.
What it is not: the resolving of MLflow addresses to folders.
Convention: whatever is wrong with a model is a ModelError with the reason; nothing in a model
folder is executed.
"""

from __future__ import annotations

from pathlib import Path

from emo7_core.errors import ModelError
from emo7_core.inference.predictor import Predictor
from emo7_core.inference.work import ClipPredictor
from emo7_core.models.card import ModelCard, read_card

# The rate of a card must be one that training could have been asked for.
_CLOSE = 1e-9


def load_predictor(folder: Path, device: str = "auto") -> ClipPredictor:
    """Load a model folder.

    Raises:
        ModelError: there is no usable model, it does not fit this emo7, or no such device.
        VocabularyError: its classes are not the scale in its order.
    """
    card = read_card(folder)
    check_rate(card, folder)
    if card.pictures is not None:
        from emo7_core.inference.picture_predictor import PicturePredictor

        return PicturePredictor.load(folder, device)
    return Predictor.load(folder, device)


def check_rate(card: ModelCard, folder: Path) -> None:
    """Raise ModelError where rate or window are not those that its config trained with."""
    config = card.config
    is_same = (
        abs(card.rate - config.rate) <= _CLOSE
        and abs(card.window_seconds - config.window_seconds) <= _CLOSE
    )
    if not is_same:
        raise ModelError(
            f"the model says that it sees {card.rate:g} rows per second in windows of "
            f"{card.window_seconds:g} s, its config says {config.rate:g} in "
            f"{config.window_seconds:g} s",
            where=folder,
            remedy="It was changed after its training; take the original.",
        )
