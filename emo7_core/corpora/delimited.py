"""Text to rows: encoding, delimiter and quotation marks of a foreign table.

What it is: the part of table.py that knows how delimited text goes wrong.
What it is not: columns and their meaning (table.py).
Conventions: a row's number is the line of the file it starts on, counted from 1.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from emo7_core.errors import TableError

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS = {"\t": "tab", ",": "comma", ";": "semicolon"}


class Row(NamedTuple):
    """One row: its number in the file, and its cells, as many as the header has."""

    number: int
    cells: tuple[str, ...]


def decode(data: bytes, path: Path, repairs: list[str]) -> str:
    """Return the text of a file; what had to be guessed is added to the repairs.

    Raises:
        TableError: the bytes are not text.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    row = data[: data.index(b"\0")].count(b"\n") + 1 if b"\0" in data else 0
    if row:
        raise TableError(
            "the file is not a text table: it holds zero bytes",
            where=f"{path.name}, row {row}",
            remedy="Give a CSV or .xlsx file.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad_row = data[: error.start].count(b"\n") + 1
    repairs.append(
        f"{path.name} is not all UTF-8 (first in row {bad_row}): "
        "such rows were read as Windows-1252 (Latin-1)."
    )
    # Row by row, so that one foreign row does not garble the others.
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return "\n".join(map(_decode_line, lines))


def _decode_line(line: bytes) -> str:
    # Five bytes mean nothing in Windows-1252; Latin-1 gives every byte a place.
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def sniff(text: str) -> str:
    """Return the delimiter of the header: tab, comma or semicolon; comma for one column."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count) if any(d in bare for d in DELIMITERS) else ","


def records_of(text: str, delimiter: str, path: Path, repairs: list[str]) -> list[Row]:
    """Return all rows of a text, blank ones too; stray quotation marks are mended.

    Raises:
        TableError: a quotation mark opens and never closes, or a cell is too long.
    """
    try:
        records = list(_parse(text, delimiter))
    except csv.Error as error:
        return _mended(text, delimiter, path, repairs, error)
    if delimiter == "\t" and _swallows_rows(records):
        return _unquoted(text, path, repairs)
    return records


def _mended(
    text: str, delimiter: str, path: Path, repairs: list[str], error: csv.Error
) -> list[Row]:
    if delimiter == "\t":
        return _unquoted(text, path, repairs)
    row = _last_good_row(text, delimiter) + 1
    place = f"{path.name}, row {row}"
    if "unexpected end" in str(error):
        raise TableError("a quotation mark opens here and never closes", where=place) from None
    if "field larger" in str(error):
        remedy = "Is a quotation mark left open?"
        raise TableError(
            "a cell is longer than 131,072 characters", where=place, remedy=remedy
        ) from None
    repairs.append(
        f"{path.name}: quotation marks inside quoted cells are not doubled "
        f"(first in row {row}); they were kept as text."
    )
    return list(_tolerant(text, delimiter, path))


def _unquoted(text: str, path: Path, repairs: list[str]) -> list[Row]:
    repairs.append(f"{path.name}: quotation marks are taken as text, not as cell borders.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    return list(_numbered(reader))


def _tolerant(text: str, delimiter: str, path: Path) -> Iterator[Row]:
    """Yield rows; a quotation mark closes a cell only before a delimiter or a line end."""
    border = re.compile(f"[{re.escape(delimiter)}\r\n]")
    cells: list[str] = []
    at, line, start = 0, 1, 1
    while at < len(text):
        if text[at] == '"':
            cell, at = _quoted_cell(text, at + 1, delimiter, f"{path.name}, row {line}")
        else:
            found = border.search(text, at)
            end = found.start() if found else len(text)
            cell, at = text[at:end], end
        cells.append(cell)
        line += cell.count("\n")
        if text[at : at + 1] == delimiter:
            at += 1
            if at < len(text):
                continue
            cells.append("")
        at += 2 if text[at : at + 2] == "\r\n" else 1
        yield Row(start, tuple(cells))
        cells, line = [], line + 1
        start = line


def _quoted_cell(text: str, at: int, delimiter: str, place: str) -> tuple[str, int]:
    parts: list[str] = []
    while (end := text.find('"', at)) >= 0:
        parts.append(text[at:end])
        following = text[end + 1 : end + 2]
        if following in ("", delimiter, "\r", "\n"):
            return "".join(parts), end + 1
        parts.append('"')
        at = end + (2 if following == '"' else 1)
    raise TableError("a quotation mark opens here and never closes", where=place)


def _parse(text: str, delimiter: str) -> Iterator[Row]:
    # newline="": a line end inside a quoted cell must survive as it is.
    lines = io.StringIO(text, newline="")
    return _numbered(csv.reader(lines, delimiter=delimiter, strict=True))


def _numbered(reader: Reader) -> Iterator[Row]:
    start = 1
    for cells in reader:
        yield Row(start, tuple(cells))
        start = reader.line_num + 1


def _last_good_row(text: str, delimiter: str) -> int:
    last = 0
    try:
        for row in _parse(text, delimiter):
            last = row.number + sum(cell.count("\n") for cell in row.cells)
    except csv.Error:
        return last
    return last


def _swallows_rows(records: list[Row]) -> bool:
    """Whether a quoted cell holds line ends and tabs: a stray quotation mark ate whole rows."""
    return any("\n" in cell and "\t" in cell for row in records for cell in row.cells)
