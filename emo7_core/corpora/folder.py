"""Reads a folder of videos: every file with a video suffix, however deep.

What it is: a listing. A file that cannot play is listed like any other; its clip says so later.
What it is not: a look into the files (video/reader.py).
Conventions: hidden and temporary files and folders are passed over; links to folders are
followed once, so loops end; paths are absolute, so that no name starting with "-" can be taken
for an option. The order is by path, numbers by their size ("_2" before "_10").
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.names import VIDEO_SUFFIXES, how2sign_signer, how2sign_video_id
from emo7_core.errors import UsageError

_PASSED_FOLDERS = frozenset(
    {"__macosx", "@eadir", "#recycle", "$recycle.bin", "system volume information"}
)
_TEMPORARY = re.compile(r"\.(?:tmp|temp|part|partial|crdownload|download)\.[^.]+$|~$", re.I)


def read_folder(root: Path | str) -> CorpusReading:
    """List the videos of a folder, or one video file.

    Returns:
        One clip per file. Names of How2Sign files tell their session and signer. A link that
        leads nowhere, a folder that cannot be opened and a name that is not UTF-8 become a
        repair sentence; the file of such a name has path None.

    Raises:
        UsageError: there is no such folder or file.
    """
    root = Path(root).absolute()
    repairs: list[str] = []
    if root.is_file():
        return CorpusReading((_clip(root, repairs),))
    if not root.is_dir():
        raise UsageError("there is no such folder", where=root)
    clips = tuple(_clip(path, repairs) for path in list_videos(root, repairs))
    names = Counter(clip.name for clip in clips)
    repairs += [f"{n} files are called {name}." for name, n in names.items() if n > 1]
    return CorpusReading(clips, tuple(repairs))


def list_videos(root: Path, repairs: list[str]) -> list[Path]:
    """Return the video files below a folder in order; add what was passed over to repairs."""
    return sorted(_walk(root, repairs), key=lambda path: _natural(path.relative_to(root)))


def is_video_name(name: str) -> bool:
    """Return whether a file name is a video's, not hidden and not temporary."""
    suffix = Path(name).suffix.lower()
    is_hidden = name.startswith((".", "~"))
    return suffix in VIDEO_SUFFIXES and not is_hidden and not _TEMPORARY.search(name)


def _walk(root: Path, repairs: list[str]) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            repairs.append(f"The folder {error.filename} cannot be opened: {error.strerror}.")
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        below = [entry for entry in entries if _is_walked(entry.name) and _is(entry.is_dir)]
        waiting += [folder / entry.name for entry in reversed(below)]
        yield from _videos_of(folder, entries, repairs)


def _videos_of(folder: Path, entries: list[os.DirEntry[str]], repairs: list[str]) -> Iterator[Path]:
    for entry in entries:
        if not is_video_name(entry.name):
            continue
        # A pipe named .mp4 would block whoever opens it, for ever. The listing knows the kind
        # of most files: asking each one again took most of an import's time.
        if _is(entry.is_file):
            yield folder / entry.name
        elif entry.is_symlink() and not _is(entry.is_dir):
            repairs.append(f"The link {_printable(entry.name)} leads nowhere.")


def _is(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except OSError:
        return False


def _is_walked(name: str) -> bool:
    return not name.startswith((".", "~")) and name.casefold() not in _PASSED_FOLDERS


def _clip(path: Path, repairs: list[str]) -> ImportedClip:
    name = _printable(path.stem)
    is_usable = _printable(str(path)) == str(path)
    if not is_usable:
        repairs.append(f"The name of {_printable(str(path))} is not UTF-8: rename it.")
    return ImportedClip(
        path=path if is_usable else None,
        name=name,
        corpus="folder",
        signer=how2sign_signer(name),
        session=how2sign_video_id(name),
    )


def _printable(text: str) -> str:
    return os.fsencode(text).decode("utf-8", errors="replace")


def _natural(path: Path) -> list[tuple[tuple[int, int, str], ...]]:
    return [_natural_part(part) for part in path.parts]


def _natural_part(part: str) -> tuple[tuple[int, int, str], ...]:
    pieces = re.findall(r"[0-9]+|[^0-9]+", part)
    return tuple((0, int(p), p) if p[0] in "0123456789" else (1, 0, p) for p in pieces)
