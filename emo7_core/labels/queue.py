"""In which order a rater meets the clips, and why each is there.

What it is: a stable order: a clip that is added later does not move the others about.
What it is not: a filter (that is the view's), or who has labelled what (the log's).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from emo7_core.clips.clip import Clip

MIXED, AS_IMPORTED = "mixed", "as imported"
ORDERS = (MIXED, AS_IMPORTED)


def ordered(clips: Iterable[Clip], order: str = MIXED, seed: int = 7) -> list[Clip]:
    """Return the clips in the order in which they are to be seen.

    Args:
        clips: In the order of import.
        order: MIXED draws each clip's place from the seed and its id; AS_IMPORTED keeps it.
        seed: Recorded with the rater's work, so that the order can be made again.
    """
    if order == AS_IMPORTED:
        return list(clips)
    return sorted(clips, key=lambda clip: _place(clip.id, seed))


def _place(clip_id: int, seed: int) -> bytes:
    return hashlib.blake2b(f"{seed}:{clip_id}".encode(), digest_size=8).digest()
