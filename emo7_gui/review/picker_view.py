"""What the model picker shows, as frozen values.

What it is: rows of models and the two slots, in words.
What it is not: decided here (desks/picker_rows.py).
Convention: letters are "A" and "B".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PickerRow:
    """One model of the list.

    Attributes:
        uri: Which one.
        title: What people call it.
        detail: Its kind, target, date and where it was found, in one line.
        scores: Up to two short lines, e.g. "val macro-F1 .52".
        letters: The slots that hold it.
        refused: Why it cannot be used, "" where it can.
        warning: What to bear in mind, e.g. that it saw golden clips; "" for nothing.
    """

    uri: str
    title: str
    detail: str = ""
    scores: tuple[str, ...] = ()
    letters: str = ""
    refused: str = ""
    warning: str = ""

    @property
    def spoken(self) -> str:
        """Return the row as a screen reader says it."""
        chosen = f"chosen as {' and '.join(self.letters)}" if self.letters else ""
        refused = f"refused: {self.refused}" if self.refused else ""
        parts = (self.title, chosen, self.detail, *self.scores, self.warning, refused)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class PickedModel:
    """What a slot holds.

    Attributes:
        letter: "A" or "B".
        name: What people call it, "" for none.
        words: How it is: "on cpu, 1 thread", "loading the model", ...
        is_failed: Whether the words say why it cannot be used.
    """

    letter: str
    name: str = ""
    words: str = ""
    is_failed: bool = False
