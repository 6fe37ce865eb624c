"""Reads ASLLRP: sign sheets, SignStream XML, a folder of utterance videos, in any mixture.

What it is: the join by utterance id. The sheet names utterances and their collections, the XML
has translations and non-manual tiers, the folder has one to three views of each.
What it is not: the parsing (sign_sheet.py, signstream.py, asllrp_files.py).
Conventions: the session is the collection, the signer is the one its name tells (names.py), else
the XML's participant. An utterance without a clip, a clip without an utterance and a missing view
are normal and reported. A clip without a front view is its face close-up, else its side view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from emo7_core.clips.tiers import Tier
from emo7_core.clips.views import FACE, FRONT, SIDE
from emo7_core.corpora.asllrp_files import find_views
from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.names import clip_name, collection_signer, utterance_id
from emo7_core.corpora.sign_sheet import COLLECTION, FILENAME, read_sign_sheet
from emo7_core.corpora.signstream import read_signstream
from emo7_core.errors import UsageError

XML = ".xml"


@dataclass(frozen=True, slots=True)
class Told:
    """What sheets and XML tell of one utterance; "" where they do not."""

    id: str
    collection: str = ""
    participant: str = ""
    translation: str = ""
    tiers: tuple[Tier, ...] = ()


def read_asllrp(
    paths: Path | str | Sequence[Path | str], clips: Path | str | None = None
) -> CorpusReading:
    """Read sheets and XML exports against one folder of clips.

    Args:
        paths: Sign sheets, XML files, folders of XML files.
        clips: Folder of utterance videos, searched with its subfolders; None reads no video.

    Returns:
        One clip per utterance in the order of the files; path None where it has no video.

    Raises:
        TableError: a file cannot be read; the message names file and row.
        UsageError: no such folder of clips, or a folder without XML.
    """
    repairs: list[str] = []
    told = tell_utterances(paths, repairs)
    files = {} if clips is None else find_views(clips, repairs)
    read = tuple(_clip(one, files.get(one.id, {})) for one in told.values())
    unlisted = tuple(name for name in files if name not in told)
    aside = [clip.name for clip in read if clip.path is not None and clip.view != FRONT]
    if aside:
        repairs.append(f"{len(aside)} clip(s) have no front view: {', '.join(aside[:5])}.")
    return CorpusReading(read, tuple(repairs), unlisted)


def tell_utterances(
    paths: Path | str | Sequence[Path | str], repairs: list[str]
) -> dict[str, Told]:
    """Return what sheets and XML files tell, by utterance id, in the order of the files.

    Raises:
        TableError: a file cannot be read.
        UsageError: a folder holds no XML.
    """
    found: dict[str, Told] = {}
    for path in listed(paths):
        tellers = _of_xml if path.suffix.lower() == XML else _of_sheet
        for one in tellers(path, repairs):
            known = found.setdefault(one.id, one)
            if known is not one:
                found[one.id] = _joined(known, one, path, repairs)
    return found


def listed(paths: Path | str | Sequence[Path | str]) -> list[Path]:
    """Return the files that were given, a folder as its XML files.

    Raises:
        UsageError: a folder holds no XML.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    files: list[Path] = []
    for path in map(Path, given):
        within = sorted(path.glob(f"*{XML}")) if path.is_dir() else [path]
        if not within:
            raise UsageError("there is no XML file in this folder", where=path)
        files += within
    return files


def _of_xml(path: Path, repairs: list[str]) -> Iterator[Told]:
    for one in read_signstream(path, repairs):
        yield Told(one.id, one.collection, one.participant, one.translation, one.tiers)


def _of_sheet(path: Path, repairs: list[str]) -> Iterator[Told]:
    table = read_sign_sheet(path)
    repairs += table.repairs
    named, collected = table.need(FILENAME), table.find(COLLECTION)
    seen: set[str] = set()
    nameless = [row.number for row in table.rows if not row.cells[named].strip()]
    if nameless:
        repairs.append(
            f"{len(nameless)} sign(s) name no utterance video "
            f"(first: {table.place(nameless[0], named)})."
        )
    for row in table.rows:
        name = clip_name(row.cells[named])
        name = utterance_id(name) or name
        if name and name not in seen:
            seen.add(name)
            yield Told(name, "" if collected is None else row.cells[collected].strip())


def _joined(known: Told, one: Told, path: Path, repairs: list[str]) -> Told:
    """Fill in what is not known; the first translation stays."""
    if known.translation and one.translation not in ("", known.translation):
        repairs.append(
            f"{path.name} translates utterance {one.id} in another way; the first was kept."
        )
    return replace(
        known,
        collection=known.collection or one.collection,
        participant=known.participant or one.participant,
        translation=known.translation or one.translation,
        tiers=known.tiers or one.tiers,
    )


def _clip(one: Told, files: dict[str, Path]) -> ImportedClip:
    view = next((view for view in (FRONT, FACE, SIDE) if view in files), FRONT)
    return ImportedClip(
        path=files.get(view),
        name=one.id,
        corpus="asllrp",
        signer=collection_signer(one.collection) or one.participant or None,
        session=one.collection or None,
        caption=one.translation or None,
        view=view,
        views=tuple((other, path) for other, path in files.items() if other != view),
        tiers=one.tiers,
    )
