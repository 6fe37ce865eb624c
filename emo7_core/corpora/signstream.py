"""Reads SignStream's XML as the ASLLRP portal exports it: translations and non-manual tiers.

What it is: one Utterance per UTTERANCE element, with what stands around it.
What it is not: the join with clips (asllrp.py). Glosses (MANUALS) and the moves into and out of a
non-manual (ONSET, OFFSET) are not read: glosses would give a clip's meaning away before the caption
stage, and the stretch itself is START_FRAME to END_FRAME.

    COLLECTION[ID,NAME] ... SEGMENT-TIER > PARTICIPANT, UTTERANCES > UTTERANCE[ID,START_FRAME,
    END_FRAME] > TRANSLATION, UTTERANCE-NUMBER, NON_MANUALS > NON_MANUAL[START_FRAME,END_FRAME]
    > LABEL, VALUE

Conventions: texts are wrapped in one pair of single quotes, of which exactly one is taken off.
Frames count on the session's timeline of 30 a second, last frame included, even where the clip was
cut out at 24: a tier's seconds are (frame - the utterance's first frame) / 30, which is the same
moment at any rate of the clip. A file is foreign: no entity, no DOCTYPE, no network, a size limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from emo7_core.clips.tiers import Tier
from emo7_core.corpora.table import bytes_of
from emo7_core.errors import TableError

SESSION_RATE = 30.0
MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance of a collection.

    Attributes:
        id: The utterance id, which the clip is called by.
        collection: Name of its collection, "" where it has none.
        participant: Who signs, as the tier says; "" where it does not.
        number: As the collection counts ("U1"), "" where it does not.
        translation: The English translation, "" where there is none.
        tiers: Non-manuals within the utterance, seconds from its first frame.
    """

    id: str
    collection: str
    participant: str
    number: str
    translation: str
    tiers: tuple[Tier, ...]


def read_signstream(path: Path | str, repairs: list[str]) -> tuple[Utterance, ...]:
    """Read one export; what cannot be placed is counted and added to the repairs.

    Raises:
        TableError: the file is absent, too large, no XML, brings a DOCTYPE, or holds no
            utterance; the message names file and row.
    """
    path = Path(path)
    root = _root(path)
    found = []
    misplaced: list[str] = []
    for collection in root.iter("COLLECTION"):
        name = unwrapped(collection.get("NAME"))
        for tier in collection.iter("SEGMENT-TIER"):
            who = unwrapped(tier.findtext("PARTICIPANT"))
            for element in tier.iter("UTTERANCE"):
                found.append(_utterance(element, name, who, path, misplaced))
    if not found:
        raise TableError("no UTTERANCE in a SEGMENT-TIER of a COLLECTION", where=path.name)
    if misplaced:
        repairs.append(
            f"{len(misplaced)} non-manual(s) have no place within their utterance "
            f"(first: {misplaced[0]}); they were left out."
        )
    return tuple(found)


def unwrapped(text: str | None) -> str:
    """Return a text without outer spaces and without its one pair of single quotes."""
    bare = (text or "").strip()
    is_wrapped = len(bare) >= 2 and bare[0] == bare[-1] == "'"
    return bare[1:-1].strip() if is_wrapped else bare


def session_stretch(first: int, last: int, start: int, stop: int) -> tuple[float, float] | None:
    """Return session frames as seconds from an utterance's start, half open.

    Args:
        first: First frame of the stretch.
        last: Its last frame, included.
        start: The utterance's first frame.
        stop: Its last frame, included.

    Returns:
        Start and stop within the utterance, None where the stretch lies outside or ends before
        it starts.
    """
    begin, end = max(first, start), min(last, stop) + 1
    if begin >= end:
        return None
    return (begin - start) / SESSION_RATE, (end - start) / SESSION_RATE


def _root(path: Path) -> etree._Element:
    # huge_tree off keeps libxml2's own limits on depth, text and entity growth.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(bytes_of(path, MOST_BYTES), parser)
    except etree.XMLSyntaxError as error:
        row = f"{path.name}, row {error.lineno}" if error.lineno else path.name
        what = (error.msg or "unknown fault").partition(", line ")[0]
        raise TableError(f"this is no XML that can be read: {what}", where=row) from None
    if root.getroottree().docinfo.doctype:
        raise TableError(
            "the XML brings a DOCTYPE, which could make it grow or read other files",
            where=path.name,
            remedy="SignStream exports have none: remove it.",
        )
    return root


def _utterance(
    element: etree._Element, collection: str, who: str, path: Path, misplaced: list[str]
) -> Utterance:
    name = unwrapped(element.get("ID"))
    if not name:
        raise TableError("an utterance has no ID", where=f"{path.name}, row {element.sourceline}")
    return Utterance(
        id=name,
        collection=collection,
        participant=who,
        number=unwrapped(element.findtext("UTTERANCE-NUMBER")),
        translation=unwrapped(element.findtext("TRANSLATION")),
        tiers=tuple(_tiers(element, path, misplaced)),
    )


def _tiers(element: etree._Element, path: Path, misplaced: list[str]) -> Iterator[Tier]:
    span = _frames(element)
    for one in element.iterfind("NON_MANUALS/NON_MANUAL"):
        name, value = unwrapped(one.findtext("LABEL")), unwrapped(one.findtext("VALUE"))
        frames = _frames(one)
        stretch = session_stretch(*frames, *span) if frames and span else None
        if stretch is None or not name:
            misplaced.append(f"{path.name}, row {one.sourceline}")
        else:
            yield Tier(name, value, *stretch)


def _frames(element: etree._Element) -> tuple[int, int] | None:
    try:
        first, last = (int(unwrapped(element.get(f"{end}_FRAME"))) for end in ("START", "END"))
    except ValueError:
        return None
    return first, last
