"""The 7-point scale: the one ordered vocabulary of the whole program.

What it is: the seven classes in order, their digits (1..7 on the keyboard) and the
3-class baseline, which is the sign of the value.
What it is not: colours (the theme) or captions-to-classes rules (labels/silver.py).
Convention: a value is an index 0..6; EmoSign's integer sentiment -3..+3 is value - 3.
"""

from __future__ import annotations

from collections.abc import Sequence

from emo7_core.errors import VocabularyError

CLASSES: tuple[str, ...] = (
    "Extremely Negative",
    "Negative",
    "Somewhat Negative",
    "Neutral",
    "Somewhat Positive",
    "Positive",
    "Extremely Positive",
)
K = len(CLASSES)
NEUTRAL = 3
THREE: tuple[str, ...] = ("Negative", "Neutral", "Positive")


def index_of(name: str) -> int:
    """Return the value 0..6 of a class name; letter case and outer spaces do not matter.

    Raises:
        VocabularyError: the name is not one of the seven classes.
    """
    wanted = " ".join(name.split()).casefold()
    for value, known in enumerate(CLASSES):
        if known.casefold() == wanted:
            return value
    raise VocabularyError(
        f"“{name}” is not a class of the scale", remedy=f"The classes are {', '.join(CLASSES)}."
    )


def digit_of(value: int) -> int:
    """Return the key 1..7 that stands for a value 0..6."""
    return value + 1


def to_three(value: int) -> int:
    """Return 0, 1 or 2 (Negative, Neutral, Positive): the sign of the value."""
    return (value > NEUTRAL) - (value < NEUTRAL) + 1


def from_sentiment(sentiment: int) -> int:
    """Return the value 0..6 of EmoSign's integer sentiment -3..+3.

    Raises:
        VocabularyError: the sentiment is outside -3..+3.
    """
    if not -NEUTRAL <= sentiment <= NEUTRAL:
        raise VocabularyError(f"sentiment {sentiment} is outside -3..+3")
    return sentiment + NEUTRAL


def check_vocabulary(names: Sequence[str], where: str | None = None) -> None:
    """Raise VocabularyError unless names are exactly the seven (or three) classes in order."""
    if tuple(names) not in (CLASSES, THREE):
        raise VocabularyError(
            f"the classes {list(names)} are not the scale in its order",
            where=where,
            remedy=f"Expected {list(CLASSES)}.",
        )
