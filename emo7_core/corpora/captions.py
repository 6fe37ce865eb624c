"""Reads clips' names and captions from whatever table has them.

What it is: one CaptionRow per row of a How2Sign sheet, an earlier CSV or an ASLLRP table, and one
per utterance of a SignStream XML; same order, nothing lost.
What it is not: an import (how2sign.py, asllrp.py); rows that occur twice stay twice.
Conventions: a name is what the earlier tables call the clip: ASLLRP's utterance ids end in .mp4,
other names stay as they are written. A cell that was guarded against spreadsheets is unguarded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from emo7_core.corpora.asllrp import XML, listed
from emo7_core.corpora.asllrp_files import find_views
from emo7_core.corpora.names import clip_name, utterance_id
from emo7_core.corpora.sign_sheet import FILENAME, is_sign_sheet, read_sign_sheet
from emo7_core.corpora.signstream import read_signstream
from emo7_core.corpora.table import Table, read_table
from emo7_core.errors import TableError, UsageError
from emo7_core.labels.cells import unguard

# A How2Sign sheet has a VIDEO_NAME, too: its recording, not its sentence.
NAMES = ("SENTENCE_NAME", FILENAME, "video_name")
CAPTIONS = ("caption", "SENTENCE", "translation", "utterance translation")


@dataclass(frozen=True, slots=True)
class CaptionRow:
    """One row: what the clip is called, and what is said in it; "" where a cell is empty."""

    name: str
    caption: str


@dataclass(frozen=True, slots=True)
class CaptionReading:
    """All rows of one or several tables, in their order.

    Attributes:
        rows: As many as the tables have.
        repairs: What was mended while reading, one sentence each.
    """

    rows: tuple[CaptionRow, ...]
    repairs: tuple[str, ...] = ()


def read_captions(paths: Path | str | Sequence[Path | str]) -> CaptionReading:
    """Read tables, XML files, or folders of XML files.

    Raises:
        TableError: a file cannot be read or holds no names or captions; the message names file
            and row.
        UsageError: a folder holds no XML.
    """
    repairs: list[str] = []
    rows: list[CaptionRow] = []
    for path in listed(paths):
        rows += (_of_xml if path.suffix.lower() == XML else _of_table)(path, repairs)
    return CaptionReading(tuple(rows), tuple(repairs))


def _of_xml(path: Path, repairs: list[str]) -> list[CaptionRow]:
    # Tiers that have no place are no matter here: only names and translations are read.
    utterances = read_signstream(path, [])
    return [CaptionRow(f"{one.id}.mp4", one.translation) for one in utterances]


def _of_table(path: Path, repairs: list[str]) -> list[CaptionRow]:
    table = read_sign_sheet(path) if is_sign_sheet(path) else read_table(path)
    repairs += table.repairs
    named, said = table.need(*NAMES), _caption_column(table)
    return [
        CaptionRow(unguard(row.cells[named].strip()), unguard(row.cells[said]))
        for row in table.rows
    ]


def _caption_column(table: Table) -> int:
    if table.find(*CAPTIONS) is None and table.has(FILENAME):
        raise TableError(
            "the sign sheet has glosses but no translations",
            where=table.path.name,
            remedy="Give the SignStream XML of its collections instead.",
        )
    return table.need(*CAPTIONS)


def with_clips(
    rows: Sequence[CaptionRow], folder: Path | str, notes: list[str]
) -> tuple[CaptionRow, ...]:
    """Return the rows whose clip lies in a folder or below it; say how many have none.

    Raises:
        UsageError: there is no such folder of clips, or it holds no clip of any row.
    """
    here = set(find_views(folder, notes))
    kept = tuple(row for row in rows if clip_key(row.name) in here)
    if not kept:
        raise UsageError("no row has its clip in this folder", where=folder)
    if len(kept) < len(rows):
        notes.append(f"{len(rows) - len(kept)} rows have no clip in {folder}: they were left out.")
    return kept


def clip_key(name: str) -> str:
    """Return what rows and files of one clip share: the utterance id, else the name."""
    bare = clip_name(name)
    return utterance_id(bare) or bare
