"""Reads raw GFE files: `datapoints/*.txt` and `targets/*.txt`, one pair for each recording.

What it is: a reader that knows the traps of these files, and says in notes what it met.
What it is not: features (gfe_features.py).
Convention: frame n of the points is line n of the targets. x and y are pixels, y down; z (the
sensor's millimetres) is not kept, since its steps are coarser than a face. NaN is missing.

Traps: milliseconds are not zero padded ("20.24" is 20 s and 24 ms); 0 means missing; some headers
have one name too many, so that columns are counted in the rows and not by name; lines end in CR
LF, the last one in nothing; a target file may have no points and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.errors import TableError
from emo7_core.landmarks.face_100 import FACE_100

CLASSES = (
    "affirmative",
    "doubt_question",
    "emphasis",
    "negative",
    "topics",
    "wh_question",
    "yn_question",
)
NUMBERS = 1 + 3 * len(FACE_100)
# More lines than these on one side only, and nobody can say which frame a target means.
MOST_EXTRA_LINES = 2
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One video of one signer, in which one expression occurs many times.

    Attributes:
        signer: What stands before the first "_" of the file's name.
        target: Number of its class in CLASSES.
        times: (T,) seconds, never falling, the first frame is 0.
        points: (T, 100, 2) pixels, NaN where missing.
        is_expression: (T,) bool, frames that the specialist marked.
        notes: What was wrong with the files, in words.
    """

    signer: str
    target: int
    times: Array
    points: Array
    is_expression: Array
    notes: tuple[str, ...]


def read_folder(folder: Path) -> list[Recording]:
    """Read the recordings of the seven classes; others are left alone.

    Raises:
        TableError: there is no recording, or one cannot be read.
    """
    found = [_read(pair, *names) for names, pair in _pairs(folder)]
    if not found:
        raise TableError(
            "no GFE recording of the seven classes",
            where=folder,
            remedy="The folder must hold datapoints/ and targets/ with files of the same names.",
        )
    return found


def _pairs(folder: Path) -> Iterator[tuple[tuple[str, int], tuple[Path, Path]]]:
    targets = {_stem(path, "targets"): path for path in sorted(folder.glob("targets/*.txt"))}
    for path in sorted(folder.glob("datapoints/*.txt")):
        stem = _stem(path, "datapoints")
        signer, _, name = stem.partition("_")
        if name in CLASSES and stem in targets:
            yield (signer, CLASSES.index(name)), (path, targets[stem])


def _stem(path: Path, kind: str) -> str:
    """Return "a_negative" for a_negative.txt and for UCI's own a_negative_datapoints.txt."""
    return path.stem.lower().removesuffix(f"_{kind}").removesuffix(f"_{kind[:-1]}")


def _read(pair: tuple[Path, Path], signer: str, target: int) -> Recording:
    times, points, bad = _datapoints(pair[0])
    marks, gaps = _marks(pair[1])
    extra = len(points) - len(marks)
    if abs(extra) > MOST_EXTRA_LINES:
        raise TableError(f"{len(points)} frames but {len(marks)} targets", where=pair[0])
    count = min(len(points), len(marks))
    notes = [f"{pair[0].name}: {bad} lines cannot be read, their points are missing"] * bool(bad)
    notes += [f"{pair[0].name}: {len(points)} frames, {len(marks)} targets"] * bool(extra)
    notes += [f"{pair[1].name}: {gaps} empty lines count as not marked"] * bool(gaps)
    return Recording(signer, target, times[:count], points[:count], marks[:count] > 0, tuple(notes))


def _lines(path: Path) -> list[str]:
    """Return the lines; an empty one within keeps its place, as it stands for a frame."""
    return path.read_text("utf-8", "replace").rstrip().splitlines()


def _datapoints(path: Path) -> tuple[Array, Array, int]:
    """Return times (T,), points (T, 100, 2) and how many lines could not be read."""
    lines = _lines(path)
    if lines and not _numbers(lines[0].split()[:1]):
        lines = lines[1:]
    rows = [_numbers(line.split()) for line in lines]
    is_good = np.array([len(row) == NUMBERS for row in rows], dtype=bool)
    values = np.full((len(rows), NUMBERS), np.nan)
    for number in np.flatnonzero(is_good):
        values[number] = rows[number]
    times = np.array([_seconds(line.partition(" ")[0]) for line in lines])
    points = values[:, 1:].reshape(len(rows), -1, 3)[..., :2]
    points[(points == 0).any(-1)] = np.nan
    return _rising(times), points, int((~is_good).sum())


def _numbers(words: list[str]) -> list[float]:
    """Return the words as numbers, nothing if one of them is none."""
    try:
        return [float(word) for word in words]
    except ValueError:
        return []


def _seconds(stamp: str) -> float:
    seconds, _, milliseconds = stamp.partition(".")
    if not seconds.isdecimal() or not (milliseconds or "0").isdecimal():
        return float("nan")
    return int(seconds) + int(milliseconds or 0) / 1000


def _rising(times: Array) -> Array:
    """Return times from 0 on; one that is missing lies between its neighbours."""
    known = np.isfinite(times)
    if not known.any():
        return np.zeros(len(times))
    rows = np.arange(len(times))
    filled = np.interp(rows, rows[known], times[known])
    return np.maximum.accumulate(filled) - filled[0]


def _marks(path: Path) -> tuple[Array, int]:
    """Return (T,) 0 or 1, and how many lines are empty.

    Raises:
        TableError: a line is something else.
    """
    words = [line.strip() for line in _lines(path)]
    for number, word in enumerate(words, start=1):
        if word and _numbers([word]) not in ([0.0], [1.0]):
            raise TableError(f"“{word[:20]}” is neither 0 nor 1", where=f"{path}, line {number}")
    return np.array([float(word or 0) for word in words]), words.count("")
