"""A number with its noun, as people write it.

What it is: "1 clip", "1,739 clips".
What it is not: a translation; the window hands over words that are translated already.
"""

from __future__ import annotations


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 clip" or "1,739 clips"; without many the plural is the singular with an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
