"""What to import, said in one value: which files, of which kind, with what beside them.

What it is: the guess of a plan from what was chosen or dropped, its reading, and a preview of
what would come in. The window's dialog and the commands share it.
What it is not: a change of the project (intake.py); no video is opened here.
Convention: a table never leads out of the clips folder: its names are only compared with files
found by listing that folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from emo7_core.corpora.asllrp import read_asllrp
from emo7_core.corpora.clips_folder import clips_folder_of
from emo7_core.corpora.earlier_csv import read_earlier_csv
from emo7_core.corpora.emosign import read_emosign
from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.how2sign import SPLITS, keypoint_folder, read_how2sign
from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.keypoints import check_keypoints
from emo7_core.corpora.table import EXCEL_SUFFIXES, read_table
from emo7_core.errors import TableError, UsageError

Kind = Literal["folder", "how2sign", "earlier csv", "asllrp", "emosign"]
FOLDER, HOW2SIGN, EARLIER, ASLLRP, EMOSIGN = KINDS = get_args(Kind)
TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xls", *EXCEL_SUFFIXES})


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """One import, as a person asked for it.

    Attributes:
        kind: "folder", "how2sign", "earlier csv", "asllrp" or "emosign".
        path: The folder of videos (or one video), the sheet, the XML, or the CSV.
        clips: The folder of the clips that a table names, None for the table alone.
        keypoints: The folder of OpenPose folders, None for none.
        split: "train", "val" or "test"; None takes it from a sheet's file name.
        with_unlisted: Also the clips that no row of a How2Sign sheet names.
        also: Further files of the same kind: sheets that share the clips, or videos.
    """

    kind: Kind
    path: Path
    clips: Path | None = None
    keypoints: Path | None = None
    split: str | None = None
    with_unlisted: bool = False
    also: tuple[Path, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The first file and the further ones."""
        return (self.path, *self.also)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a plan would bring in.

    Attributes:
        rows: Rows of the tables, or files of the folder.
        clips: Clips found on this disk; unreadable ones show only when they are read.
        joined: Rows without a file whose clip the project has already, by name.
        without_clip: Names of the other rows without a file.
        without_row: Names of clips that no row names.
        other_views: How many side and face views of listed sentences were passed over.
        captions: Clips found that have a caption.
        labels: Values on the scale that arrive: of clips found, and of rows that join one.
        sources: Who gives values in these tables, each once.
        signers: Different signers among the clips found.
        splits: Clips found per split, in the order train, val, test; without those of none.
        keypoints: Clips found that have a folder of keypoints, None where none was given.
        notes: What was mended while reading, one sentence each.
    """

    rows: int
    clips: int
    joined: int = 0
    without_clip: tuple[str, ...] = ()
    without_row: tuple[str, ...] = ()
    other_views: int = 0
    captions: int = 0
    labels: int = 0
    sources: tuple[str, ...] = ()
    signers: int = 0
    splits: tuple[tuple[str, int], ...] = ()
    keypoints: int | None = None
    notes: tuple[str, ...] = ()


def plan_for(path: Path | str, *more: Path | str) -> ImportPlan:
    """Guess the plan from what was chosen or dropped together.

    A table's columns tell its kind. A folder beside a table is taken as its clips; without
    one, a folder near the table that holds clips the table names. Other files are videos.

    A plan is no promise: a bad row shows when the table is read.

    Raises:
        TableError: a table cannot be opened.
        UsageError: there is no such file or folder.
    """
    given = [Path(one).absolute() for one in (path, *more)]
    for one in given:
        if not one.exists():
            raise UsageError("there is no such file or folder", where=one)
    tables = [one for one in given if is_table(one)]
    if not tables:
        return ImportPlan(FOLDER, given[0], also=tuple(given[1:]))
    folders = [one for one in given if one.is_dir()]
    plan = ImportPlan(_kind_of(tables[0]), tables[0], also=tuple(tables[1:]))
    if plan.kind == EARLIER and plan.path.parent.name in SPLITS:
        plan = replace(plan, split=plan.path.parent.name)
    clips = folders[0] if folders else clips_folder_of(plan.path, _names(plan))
    return replace(plan, clips=clips)


def is_table(path: Path) -> bool:
    """Return whether a file is a table by its suffix."""
    return path.suffix.lower() in TABLE_SUFFIXES and not path.is_dir()


def read(plan: ImportPlan) -> CorpusReading:
    """Read what a plan names; no video is opened.

    Raises:
        TableError: a table cannot be read; the message names file, row and column.
        UsageError: a file or folder is not there, or it is of another kind.
    """
    if plan.kind == FOLDER:
        return _joined([_read_folder(path) for path in plan.paths])
    if plan.kind == HOW2SIGN:
        return read_how2sign(
            plan.paths, plan.clips, split=plan.split, with_unlisted=plan.with_unlisted
        )
    if plan.kind == ASLLRP:
        return read_asllrp(plan.paths, plan.clips)
    if plan.kind == EMOSIGN:
        return _joined([read_emosign(path) for path in plan.paths])
    return _joined([read_earlier_csv(path, plan.clips, split=plan.split) for path in plan.paths])


def preview(plan: ImportPlan, known: Container[str] = ()) -> ImportPreview:
    """Return what a plan would bring in; no video is opened and nothing is stored.

    Args:
        plan: The import.
        known: Names of the clips the project has; rows without a file join these.

    Raises:
        TableError: a table cannot be read; the message names file, row and column.
        UsageError: a file or folder is not there, or it is of another kind.
    """
    if plan.keypoints is not None:
        check_keypoints(plan.keypoints)
    reading = read(plan)
    found = {clip.path: clip for clip in reading.clips if clip.path is not None}
    here = list(found.values())
    splits = Counter(clip.split for clip in here)
    absent = reading.without_file
    return ImportPreview(
        rows=len({clip.name for clip in reading.clips}.difference(reading.unlisted)),
        clips=len(here),
        joined=sum(name in known for name in absent),
        without_clip=tuple(name for name in absent if name not in known),
        without_row=reading.unlisted,
        other_views=len(reading.other_views),
        captions=sum(clip.caption is not None for clip in here),
        labels=sum(len(clip.labels) for clip in reading.clips if clip.path or clip.name in known),
        sources=_sources(reading),
        signers=len({clip.signer for clip in here} - {None}),
        splits=tuple((name, splits[name]) for name in SPLITS if splits[name]),
        keypoints=_with_keypoints(plan.keypoints, here),
        notes=reading.repairs,
    )


def _kind_of(table: Path) -> Kind:
    return HOW2SIGN if read_table(table).has("SENTENCE_NAME") else EARLIER


def _names(plan: ImportPlan) -> frozenset[str]:
    try:
        return frozenset(clip.name for clip in read(plan).clips)
    except TableError:
        return frozenset()


def _read_folder(path: Path) -> CorpusReading:
    if is_table(path):
        raise UsageError(
            "this is a table, not a folder of videos",
            where=path,
            remedy="Choose the kind of the table.",
        )
    return read_folder(path)


def _joined(readings: list[CorpusReading]) -> CorpusReading:
    clips = tuple(clip for one in readings for clip in one.clips)
    named = {clip.path.stem for clip in clips if clip.path is not None}
    unlisted = dict.fromkeys(name for one in readings for name in one.unlisted)
    return CorpusReading(
        clips,
        tuple(dict.fromkeys(text for one in readings for text in one.repairs)),
        tuple(name for name in unlisted if name not in named),
    )


def _sources(reading: CorpusReading) -> tuple[str, ...]:
    names = (label.source_name for clip in reading.clips for label in clip.labels)
    return tuple(dict.fromkeys(names))


def _with_keypoints(root: Path | None, clips: list[ImportedClip]) -> int | None:
    if root is None:
        return None
    return sum(keypoint_folder(root, clip.name) is not None for clip in clips)
