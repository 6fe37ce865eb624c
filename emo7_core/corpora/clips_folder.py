"""Finds the folder of clips that a table speaks of, near the table, and its files by name.

What it is: a look at the usual places, beside the table and in How2Sign's own layout, and the
list of one such folder.
What it is not: a search of the disk, or a join of rows with files (the corpus readers do it).
Convention: a place counts only if it holds at least one clip that the table names.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from pathlib import Path

from emo7_core.corpora.folder import is_video_name, list_videos
from emo7_core.corpora.names import utterance_id
from emo7_core.errors import UsageError

_BESIDE = ("clips", "videos", "raw_videos", "rgb_front/raw_videos", "rgb_front", "utterances")
# How2Sign: <split>/text/en/raw_text/re_aligned/<sheet>, <split>/rgb_front/raw_videos/<clip>.
_ABOVE = ("clips", "videos", "rgb_front/raw_videos")
_LEVELS = 5


def clips_folder_of(table: Path, names: Container[str | None]) -> Path | None:
    """Return the nearest folder that holds a clip of one of the names, None if none does."""
    for folder in _places(table):
        if _holds(folder, names):
            return folder
    return None


def files_by_name(folder: Path, repairs: list[str]) -> dict[str, Path]:
    """Return the clips of a folder by their names without suffix, the first of each name.

    Args:
        folder: The folder of clips, with its subfolders.
        repairs: Gets a sentence for each file that is passed over.

    Raises:
        UsageError: there is no such folder.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise UsageError("there is no such folder of clips", where=folder)
    files: dict[str, Path] = {}
    for path in list_videos(folder, repairs):
        first = files.setdefault(path.stem, path)
        if first != path:
            repairs.append(f"Two files are called {path.stem}: {first} is used, not {path}.")
    return files


def _places(table: Path) -> Iterator[Path]:
    beside = table.absolute().parent
    if table.is_dir():
        yield table.absolute()
    yield from (beside / name for name in _BESIDE)
    yield beside / table.stem
    yield beside
    for above in list(beside.parents)[:_LEVELS]:
        yield from (above / name for name in _ABOVE)


def _holds(folder: Path, names: Container[str | None]) -> bool:
    try:
        with os.scandir(folder) as entries:
            stems = (Path(entry.name).stem for entry in entries if is_video_name(entry.name))
            return any(stem in names or utterance_id(stem) in names for stem in stems)
    except OSError:
        return False
