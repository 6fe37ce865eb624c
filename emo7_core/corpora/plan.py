"""What to import, said in one value: which files, of which kind, with what beside them.

What it is: the plan, its reading, and a preview of what would come in. The window's dialog and
the commands share it.
What it is not: the guess of a plan from what was dropped (plan_guess.py), or a change of the
project (intake.py); no video is opened here.
Convention: a table never leads out of the clips folder: its names are only compared with files
found by listing that folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from emo7_core.corpora.asllrp import read_asllrp
from emo7_core.corpora.earlier_csv import read_earlier_csv
from emo7_core.corpora.emosign import read_emosign
from emo7_core.corpora.folder import read_folder
from emo7_core.corpora.how2sign import SPLITS, keypoints_of, read_how2sign
from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.keypoints import check_keypoints
from emo7_core.corpora.names import utterance_id
from emo7_core.corpora.table import EXCEL_SUFFIXES
from emo7_core.errors import UsageError

Kind = Literal["folder", "how2sign", "earlier csv", "asllrp", "emosign"]
FOLDER, HOW2SIGN, EARLIER, ASLLRP, EMOSIGN = KINDS = get_args(Kind)
TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xls", *EXCEL_SUFFIXES})


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """One import, as a person asked for it.

    Attributes:
        kind: "folder", "how2sign", "earlier csv", "asllrp" or "emosign".
        path: The folder of videos (or one video), the sheet, the XML (or a folder of it), or the
            CSV.
        clips: The folder of the clips that a table names, None for the table alone.
        keypoints: The folder of OpenPose folders or .pose files, None for none.
        split: "train", "val" or "test"; None takes it from a sheet's file name.
        with_unlisted: Also the clips that no row of a How2Sign sheet names.
        also: Further files of the same kind: sheets that share the clips, XML beside a sign
            sheet, or videos.
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
        views: Further cameras of the clips found.
        tiers: Annotated stretches that arrive: of clips found, and of rows that join one.
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
    views: int = 0
    tiers: int = 0
    notes: tuple[str, ...] = ()


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


def preview(plan: ImportPlan, known: Iterable[str] = ()) -> ImportPreview:
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
    names = frozenset(known)
    names |= {utterance for name in names if (utterance := utterance_id(name))}
    joining = {clip.name for clip in reading.clips if names.intersection(clip.names)}
    absent = reading.without_file
    arriving = [clip for clip in reading.clips if clip.path or clip.name in joining]
    return ImportPreview(
        rows=len({clip.name for clip in reading.clips}.difference(reading.unlisted)),
        clips=len(here),
        joined=sum(name in joining for name in absent),
        without_clip=tuple(name for name in absent if name not in joining),
        without_row=reading.unlisted,
        other_views=len(reading.other_views),
        captions=sum(clip.caption is not None for clip in here),
        labels=sum(len(clip.labels) for clip in arriving),
        sources=_sources(reading),
        signers=len({clip.signer for clip in here} - {None}),
        splits=tuple((name, splits[name]) for name in SPLITS if splits[name]),
        keypoints=_with_keypoints(plan.keypoints, here),
        views=sum(len(clip.views) for clip in here),
        tiers=sum(len(clip.tiers) for clip in arriving),
        notes=reading.repairs,
    )


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
    return sum(keypoints_of(root, clip.name) is not None for clip in clips)
