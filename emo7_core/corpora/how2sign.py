"""Reads How2Sign: a sheet of sentences, a folder of clips, perhaps a folder of keypoints.

What it is: the join of the sheet's rows with <SENTENCE_NAME>.mp4 files.
What it is not: a reader of keypoint files (landmarks/openpose.py).
Conventions: the sheet may be the realigned one (START_REALIGNED, END_REALIGNED) or the older
one (START, END), tab or comma separated or .xlsx. A row without a clip and a clip without a row
are normal and reported, never an error. The session is VIDEO_ID, because one sentence may exist
under two codes; the signer is our reading of the code (names.py). Names are only compared with
the files that exist, so a name with "../" finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from pathlib import Path

from emo7_core.corpora.clips_folder import files_by_name
from emo7_core.corpora.delimited import Row
from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.names import clip_name, how2sign_signer, how2sign_video_id
from emo7_core.corpora.table import Table, read_table
from emo7_core.errors import TableError, UsageError

SPLITS = ("train", "val", "test")
_SPLIT_WORD = re.compile(
    r"(?<![a-z])(train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?)(?![a-z])", re.I
)
_KEYPOINT_ROOTS = ("", "json", "openpose_output/json")


def read_how2sign(
    sheets: Path | str | Sequence[Path | str],
    clips: Path | str | None = None,
    *,
    split: str | None = None,
    with_unlisted: bool = False,
) -> CorpusReading:
    """Read one or several sheets against one folder of clips.

    Args:
        sheets: The sheet, or all sheets whose clips lie in the folder.
        clips: Folder of clips, searched with its subfolders; None reads the sheet alone.
        split: "train", "val" or "test"; None takes it from each sheet's file name.
        with_unlisted: Also return the clips that no row names, without caption and split.

    Returns:
        One clip per row in the sheets' order; path None where the row has no file. Clips
        without a row are named in `unlisted`, whether they are returned or not.

    Raises:
        TableError: a sheet cannot be read, or SENTENCE_NAME or SENTENCE is missing.
        UsageError: no such folder of clips, or a split that is none.
    """
    if split is not None and split not in SPLITS:
        raise UsageError(f"“{split}” is not a split", remedy="Use train, val or test.")
    repairs: list[str] = []
    files = {} if clips is None else files_by_name(Path(clips), repairs)
    found: dict[str, ImportedClip] = {}
    for sheet in _listed(sheets):
        table = read_table(sheet)
        repairs += table.repairs
        _read_sheet(table, files, split or split_of(sheet), found, repairs)
    others = _others(found, files)
    views = tuple(name for name in files if name not in found and name not in others)
    if with_unlisted:
        found |= {name: _unlisted(name, path) for name, path in others.items()}
    return CorpusReading(tuple(found.values()), tuple(repairs), tuple(others), views)


def split_of(sheet: Path | str) -> str | None:
    """Return the split that a sheet's file name says, None where it says none or several."""
    words = {word.lower()[:3] for word in _SPLIT_WORD.findall(Path(sheet).stem)}
    splits = {{"tra": "train", "tes": "test"}.get(word, "val") for word in words}
    return splits.pop() if len(splits) == 1 else None


def keypoints_of(root: Path | str, name: str) -> Path | None:
    """Return the folder with a clip's OpenPose files, or its .pose file, None without either.

    Args:
        root: The keypoints folder, with or without "openpose_output/json" below it.
        name: The clip's name; one that is a path is not looked up.
    """
    if name in ("", ".", "..") or any(mark in name for mark in "/\\\0"):
        return None
    for below in _KEYPOINT_ROOTS:
        folder = Path(root) / below / name
        if folder.is_dir() and next(folder.glob("*_keypoints.json"), None) is not None:
            return folder
    file = Path(root) / f"{name}.pose"
    return file if file.is_file() else None


def _listed(sheets: Path | str | Sequence[Path | str]) -> list[Path]:
    given = [sheets] if isinstance(sheets, str | Path) else list(sheets)
    return [Path(sheet) for sheet in given]


def _read_sheet(
    table: Table,
    files: dict[str, Path],
    split: str | None,
    found: dict[str, ImportedClip],
    repairs: list[str],
) -> None:
    named, said = table.need("SENTENCE_NAME"), table.need("SENTENCE")
    video = table.find("VIDEO_ID")
    for row in table.rows:
        name = clip_name(row.cells[named])
        problem = _problem(name, found)
        if problem:
            repairs.append(f"{table.place(row.number, named)}: {problem}; the row is left out.")
            continue
        found[name] = ImportedClip(
            path=files.get(name),
            name=name,
            corpus="how2sign",
            signer=how2sign_signer(name),
            session=_session(row, video, name),
            caption=row.cells[said].strip() or None,
            split=split,
        )
    if not found:
        raise TableError("no row names a sentence", where=table.place(table.header_row, named))


def _problem(name: str, found: dict[str, ImportedClip]) -> str | None:
    if not name:
        return "no sentence name"
    if name.startswith("#") and name.rstrip("!?").isupper():
        return f"Excel made {name} of the sentence name (format the column as text)"
    return f"{name} stands in an earlier row" if name in found else None


def _session(row: Row, video: int | None, name: str) -> str | None:
    told = row.cells[video].strip() if video is not None else ""
    return told or how2sign_video_id(name)


def _others(known: Container[str], files: dict[str, Path]) -> dict[str, Path]:
    # Other views of a sentence have no row of their own.
    return {
        name: path
        for name, path in files.items()
        if name not in known and _front(name) not in known
    }


def _unlisted(name: str, path: Path) -> ImportedClip:
    signer, session = how2sign_signer(name), how2sign_video_id(name)
    return ImportedClip(path, name, "how2sign", signer=signer, session=session)


def _front(name: str) -> str:
    return re.sub(r"-rgb_\w+$", "-rgb_front", name)
