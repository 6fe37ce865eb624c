"""Reads a table that somebody else wrote: CSV of any delimiter, or an Excel sheet.

What it is: cells as text with the file's own row numbers, found by forgiving column names, and
errors that name file, row and column.
What it is not: what the columns mean (how2sign.py, earlier_csv.py, ...).
Conventions: row numbers are those an editor shows, the header is row 1 (or the first row that is
not blank). Tab, comma and semicolon are told apart by the header. UTF-8 with or without a byte
order mark, UTF-16 with one, else Windows-1252, which is reported. A missing cell is "".
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from emo7_core.corpora.delimited import DELIMITERS, Row, decode, records_of, sniff
from emo7_core.errors import TableError

EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm"})
# Rows in memory take about ten times their file: millions of rows are read, not any number.
MOST_BYTES = 512 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read.

    Attributes:
        path: The file.
        columns: Header names, outer spaces and byte order mark removed.
        rows: All rows that are not blank, in the file's order.
        header_row: The number of the header's row in the file.
        delimiter: "tab", "comma", "semicolon" or "sheet".
        repairs: What was mended while reading, one sentence each.
    """

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    delimiter: str = "comma"
    repairs: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        """Return whether all columns are there."""
        return all(self.find(name) is not None for name in names)

    def find(self, *names: str) -> int | None:
        """Return the position of the first of the names, None where none is a column.

        Letter case, spaces, hyphens and underscores do not matter.

        Raises:
            TableError: two columns answer to the name.
        """
        keys = [column_key(column) for column in self.columns]
        for name in names:
            key = column_key(name)
            if keys.count(key) > 1:
                raise TableError(
                    f"column “{name}” occurs {keys.count(key)} times",
                    where=self.place(self.header_row),
                    remedy="Rename or remove one of them.",
                )
            if key in keys:
                return keys.index(key)
        return None

    def need(self, *names: str) -> int:
        """Return the position of the first of the names.

        Raises:
            TableError: none of them is a column; the message lists those that are.
        """
        position = self.find(*names)
        if position is None:
            raise self._missing(names)
        return position

    def place(self, row: int, column: str | int | None = None) -> str:
        """Return "file, row 12, column caption" for a message."""
        if isinstance(column, int):
            column = self.columns[column]
        tail = "" if column is None else f", column {column}"
        return f"{self.path.name}, row {row}{tail}"

    def number(self, row: Row, position: int) -> float:
        """Return a cell as a finite number.

        Raises:
            TableError: it is none; the message names file, row and column.
        """
        text = row.cells[position].strip().replace("−", "-")
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not abs(value) < float("inf"):
            raise TableError(
                f"“{_short(text)}” is not a number", where=self.place(row.number, position)
            )
        return value

    def _missing(self, names: tuple[str, ...]) -> TableError:
        wanted = " or ".join(f"“{name}”" for name in names)
        if len(self.columns) == 1:
            remedy = (
                "The whole row was read as one column: "
                "separate the cells by tab, comma or semicolon."
            )
        else:
            shown = ", ".join(_short(column) for column in self.columns[:12])
            remedy = f"The columns are: {shown}{', ...' if len(self.columns) > 12 else ''}."
        return TableError(
            f"column {wanted} is missing", where=self.place(self.header_row), remedy=remedy
        )


def column_key(name: str) -> str:
    """Return a header name as it is compared: letters and digits, joined by one underscore."""
    return re.sub(r"[\W_]+", "_", name.strip().lstrip("\ufeff")).strip("_").casefold()


def read_table(path: Path | str) -> Table:
    """Read a CSV, TSV or Excel file; all cells as text.

    Raises:
        TableError: the file is absent, empty, not text, an old .xls, or a row does not fit.
    """
    path = Path(path)
    if path.suffix.lower() == ".xls":
        raise TableError(
            "the old Excel format .xls is not read", where=path, remedy="Save it as .xlsx or CSV."
        )
    data = bytes_of(path)
    if not data.strip():
        raise TableError("the table is empty", where=path.name)
    if path.suffix.lower() in EXCEL_SUFFIXES:
        return _from_records(path, _sheet_records(path, data), "sheet", [])
    repairs: list[str] = []
    text = decode(data, path, repairs)
    delimiter = sniff(text)
    records = records_of(text, delimiter, path, repairs)
    return _from_records(path, records, DELIMITERS[delimiter], repairs)


def bytes_of(path: Path, most: int | None = None) -> bytes:
    """Return what a file holds.

    Raises:
        TableError: it is absent, a folder, larger than `most` bytes (MOST_BYTES where not
            given), or cannot be read.
    """
    most = MOST_BYTES if most is None else most
    try:
        if path.stat().st_size > most:
            raise TableError(
                f"the file is larger than {most >> 20} MB",
                where=path.name,
                remedy="Split it into several files.",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise TableError("there is no such file", where=path) from None
    except IsADirectoryError:
        raise TableError("this is a folder, not a table", where=path) from None
    except OSError as error:
        raise TableError(f"the file cannot be read: {error.strerror}", where=path) from error


def _from_records(path: Path, records: list[Row], delimiter: str, repairs: list[str]) -> Table:
    filled = [row for row in records if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise TableError("the table is empty", where=path.name)
    header, body = filled[0], filled[1:]
    columns = [cell.strip().lstrip("\ufeff").strip() for cell in header.cells]
    while columns and not columns[-1]:
        columns.pop()
    if not body:
        raise TableError("the table has a header but no rows", where=path.name)
    rows = _fitted(path, body, len(columns), repairs)
    return Table(path, tuple(columns), rows, header.number, delimiter, tuple(repairs))


def _fitted(path: Path, rows: list[Row], width: int, repairs: list[str]) -> tuple[Row, ...]:
    if width > 1 and all(len(row.cells) == 1 for row in rows):
        raise TableError(
            f"the header has {width} columns, but each row is one cell",
            where=f"{path.name}, row {rows[0].number}",
            remedy="Header and rows must use the same delimiter.",
        )
    short = [row.number for row in rows if len(row.cells) < width]
    fitted = tuple(Row(row.number, _to_width(path, row, width)) for row in rows)
    if short:
        repairs.append(
            f"{path.name}: {len(short)} row(s) end early (first row {short[0]}); "
            "the missing cells are empty."
        )
    return fitted


def _to_width(path: Path, row: Row, width: int) -> tuple[str, ...]:
    cells, place = row.cells, f"{path.name}, row {row.number}"
    if any(cell.strip() for cell in cells[width:]):
        raise TableError(
            f"the row has {len(cells)} cells, the header {width}",
            where=place,
            remedy="Quote cells that hold the delimiter.",
        )
    if len(cells) < width and any("\n" in cell for cell in cells):
        raise TableError("a quotation mark opens here and never closes", where=place)
    return (cells + ("",) * (width - len(cells)))[:width]


def _sheet_records(path: Path, data: bytes) -> list[Row]:
    from zipfile import BadZipFile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            rows = enumerate(sheet.iter_rows(values_only=True), start=1)
            return [Row(number, tuple(map(_cell_text, cells))) for number, cells in rows]
        finally:
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        raise TableError("the Excel file cannot be read", where=path.name) from error


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
