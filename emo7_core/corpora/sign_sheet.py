"""Reads the ASLLRP sign sheet, `asllrp_sentence_signs_<date>.csv`, which is almost a CSV.

What it is: one row per line, whatever quotation marks the glosses hold. The glosses name gestures
in bare quotation marks inside quoted cells ("5"ok, hey""), where a CSV reader loses rows.
What it is not: the translations, which the sheet does not have (signstream.py).
Conventions: a line is a row, so as many rows come out as a raw line parser counts. A quotation
mark opens a cell at its start and closes it only before a delimiter or the line's end; where that
can be read in several ways, the earliest closing that gives as many cells as the header counts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from emo7_core.corpora.delimited import DELIMITERS, Row, decode, sniff
from emo7_core.corpora.table import EXCEL_SUFFIXES, Table, bytes_of, column_key, read_table
from emo7_core.errors import TableError

FILENAME = "Utterance video filename"
COLLECTION = "Source collection"
GLOSS = "Main entry gloss label"
SHOWN = 5
_HEAD = 1 << 16
# Beyond these a line is no row of the sheet, and trying all readings of it would take long.
_MOST_CHARACTERS, _MOST_CELLS = 4000, 200
_LINE_END = re.compile(r"\r\n|\n|\r")


def is_sign_sheet(path: Path) -> bool:
    """Return whether a text table's header names the utterance videos of ASLLRP."""
    if path.suffix.lower() in EXCEL_SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    header = next((line for _, line in _lines(head, path, [])), "")
    return column_key(FILENAME) in map(column_key, _columns(header, sniff(header)))


def read_sign_sheet(path: Path | str) -> Table:
    """Read the sheet; the repairs say which rows were mended.

    Raises:
        TableError: the file is absent, empty or not text, or the column of the utterance
            videos is missing.
    """
    path = Path(path)
    if path.suffix.lower() in EXCEL_SUFFIXES:
        return read_table(path)
    repairs: list[str] = []
    lines = list(_lines(bytes_of(path), path, repairs))
    if len(lines) < 2:
        what = "the table has a header but no rows" if lines else "the table is empty"
        raise TableError(what, where=path.name)
    header_row, header = lines[0]
    delimiter = sniff(header)
    columns = _columns(header, delimiter)
    rows = _rows(lines[1:], delimiter, len(columns), path, repairs)
    table = Table(path, columns, rows, header_row, DELIMITERS[delimiter], tuple(repairs))
    table.need(FILENAME)
    return table


def split_row(line: str, delimiter: str, width: int) -> list[str] | None:
    """Return the cells of a line that holds exactly `width`, None where no reading does."""
    if len(line) > _MOST_CHARACTERS or width > _MOST_CELLS:
        return None
    failed: set[tuple[int, int]] = set()

    def rest(at: int, left: int) -> list[str] | None:
        if (at, left) in failed:
            return None
        for cell, stop in _endings(line, at, delimiter):
            if left == 1 and stop == len(line):
                return [cell]
            if left > 1 and stop < len(line):
                tail = rest(stop + 1, left - 1)
                if tail is not None:
                    return [cell, *tail]
        failed.add((at, left))
        return None

    return rest(0, width)


def _lines(data: bytes, path: Path, repairs: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank with their numbers in the file, from 1."""
    for number, line in enumerate(_LINE_END.split(decode(data, path, repairs)), start=1):
        if line.strip("\ufeff \t,;"):
            yield number, line.lstrip("\ufeff")


def _columns(header: str, delimiter: str) -> tuple[str, ...]:
    names = _plain(header, delimiter) or header.split(delimiter)
    return tuple(name.strip() for name in names)


def _rows(
    lines: list[tuple[int, str]], delimiter: str, width: int, path: Path, repairs: list[str]
) -> tuple[Row, ...]:
    mended: list[int] = []
    uneven: list[int] = []
    rows = []
    for number, line in lines:
        cells = _plain(line, delimiter)
        if cells is None or len(cells) != width:
            cells = split_row(line, delimiter, width)
            (uneven if cells is None else mended).append(number)
        if cells is None:
            cells = _fitted(line.split(delimiter), delimiter, width)
        rows.append(Row(number, tuple(cell.strip() for cell in cells)))
    if mended:
        repairs.append(
            f"{path.name}: quotation marks inside quoted cells are not doubled in "
            f"{_numbered(mended)}; they were kept as text."
        )
    if uneven:
        repairs.append(
            f"{path.name}: {_numbered(uneven)} cannot be read as {width} cells; "
            "the cells were taken in their order."
        )
    return tuple(rows)


def _plain(line: str, delimiter: str) -> list[str] | None:
    """Return the cells of a line that is proper CSV, None where it is not."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        reader = csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True)
        return next(reader)
    except csv.Error:
        return None


def _endings(line: str, at: int, delimiter: str) -> Iterator[tuple[str, int]]:
    """Yield the readings of the cell that starts here: its text, and where it stops."""
    start = at
    while line[start : start + 1] == " ":
        start += 1
    if line[start : start + 1] == '"':
        close = line.find('"', start + 1)
        while close >= 0:
            if line[close + 1 : close + 2] in ("", delimiter):
                yield line[start + 1 : close].replace('""', '"'), close + 1
            close = line.find('"', close + 1)
    stop = line.find(delimiter, at)
    stop = len(line) if stop < 0 else stop
    yield line[at:stop], stop


def _fitted(cells: list[str], delimiter: str, width: int) -> list[str]:
    whole, beyond = cells[: width - 1], cells[width - 1 :]
    whole.append(delimiter.join(beyond))
    return whole + [""] * (width - len(whole))


def _numbered(rows: list[int]) -> str:
    more = ", ..." if len(rows) > SHOWN else ""
    noun = "row" if len(rows) == 1 else f"{len(rows)} rows:"
    return f"{noun} {', '.join(map(str, rows[:SHOWN]))}{more}"
