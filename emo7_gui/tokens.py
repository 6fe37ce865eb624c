"""The design tokens: every colour and length of the window, read from one file.

What it is: `resources/theme/tokens.json` as typed look-ups, without Qt's application.
What it is not: the running theme (theme.py), which knows dark from light.
Convention: colours are #RRGGBB or #AARRGGBB; lengths are px at 100 %.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Scheme = Literal["dark", "light"]
SCHEMES: tuple[Scheme, ...] = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Face:
    """One text size: px, line height in px, weight as QFont counts it (400, 500, 600)."""

    px: int
    line: int
    weight: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """The content of tokens.json; `raw` is the parsed file for what has no own method."""

    raw: dict[str, Any]

    def colour(self, scheme: Scheme, name: str) -> str:
        """Return a surface or text colour.

        Raises:
            KeyError: the name is not in the file.
        """
        return str(self.raw["colour"][scheme][name])

    def colours(self, scheme: Scheme) -> dict[str, str]:
        """Return all surface and text colours of one scheme by name."""
        return dict(self.raw["colour"][scheme])

    def scale(self, scheme: Scheme, value: int) -> tuple[str, str]:
        """Return (fill, text) of a value 0..6 of the scale."""
        row = self.raw["scale"][scheme][value]
        return str(row["fill"]), str(row["text"])

    def overlay(self, name: str) -> str:
        """Return a colour that lies on video by its name in `overlay`."""
        return str(self.raw["overlay"][name])

    def overlay_width(self, name: str) -> float:
        """Return an overlay length in px by its name in `overlay.width`."""
        return float(self.raw["overlay"]["width"][name])

    def legend(self, scheme: Scheme, name: str) -> str:
        """Return the dot colour of an overlay button: body, hands, face."""
        return str(self.raw["overlay"]["legend"][scheme][name])

    def size(self, name: str) -> int:
        """Return a length of `size` in px."""
        return int(self.raw["size"][name])

    def radius(self, name: str) -> int:
        """Return a corner radius in px: badge, control, panel, bar, avatar."""
        return int(self.raw["radius"][name])

    def motion(self, name: str) -> int:
        """Return the length of a fade in ms: hover_ms, reveal_ms, progress_ms."""
        return int(self.raw["motion"][name])

    def pair(self, name: str) -> tuple[int, int]:
        """Return a width and height in px: thumb, dialog."""
        width, height = self.raw["size"][name]
        return int(width), int(height)

    def face(self, role: str) -> Face:
        """Return a text size: heading, body, emphasis, strong, small, small_strong, mono."""
        table = self.raw["type"]
        if role in ("heading", "mono", "body", "small"):
            row = table[role]
            return Face(row["px"], row["line"], row.get("weight", 400))
        base, weight = _DERIVED_FACES[role]
        return Face(table[base]["px"], table[base]["line"], table[base][weight])


_DERIVED_FACES = {
    "emphasis": ("body", "emphasis"),
    "strong": ("body", "strong"),
    "small_strong": ("small", "emphasis"),
}


@cache
def load_tokens() -> Tokens:
    """Read the tokens once. They lie in the checkout, or inside the installed package."""
    here = Path(__file__).resolve().parent.parent
    places = (here / "resources", here / "emo7_core" / "_resources")
    root = next((place for place in places if (place / "theme").is_dir()), places[0])
    return Tokens(json.loads((root / "theme" / "tokens.json").read_text(encoding="utf-8")))
