"""Clips that a rater's queue still asks for: no workspace beside Review shows anything of them.

What it is: one rule for Compare, Golden and Data. Opening a clip there shows values, models or
captions, and whoever saw those is no longer blind where the queue counts on it.
What it is not: what Review itself holds back until a repeat was rated (Session.is_held_back).
Convention: a hidden repeat is awaited until it was rated; a first showing only while labelling is
blind. Once the rating is over everything may be seen, and what is opened is recorded as seen.
"""

from __future__ import annotations

from collections.abc import Collection

from emo7_core.clips.clip import BAD
from emo7_gui.row_id import clip_of, round_of
from emo7_gui.session import Session


def awaited(session: Session) -> frozenset[int]:
    """Return the ids of the clips that are held back for the rater's queue."""
    entries = session.assigned.entries
    if not entries or session.is_rating_over():
        return frozenset()
    counted = (row for row in entries if round_of(row) or session.is_blind_first)
    waiting = {clip_of(row) for row in counted if session.latest(row) is None}
    return frozenset(one for one in waiting if _can_be_rated(session, one))


def held_words(clip_ids: Collection[int], held: Collection[int]) -> str:
    """Say how many of some clips are held back, "" where none is."""
    count = len(set(clip_ids).intersection(held))
    if not count:
        return ""
    many = "1 clip is" if count == 1 else f"{count} clips are"
    return f"{many} held back for your queue: rate {'it' if count == 1 else 'them'} in Review first"


def _can_be_rated(session: Session, clip_id: int) -> bool:
    table = session.clips
    return clip_id in table and table.columns["state"][table.place(clip_id)] != BAD
