"""The sign sheet: no row is lost, whatever quotation marks the glosses hold."""

from __future__ import annotations

import pytest

from emo7_core.corpora.sign_sheet import GLOSS, is_sign_sheet, read_sign_sheet, split_row
from emo7_core.corpora.table import read_table
from emo7_core.errors import TableError
from tests.core.corpora.made_asllrp import COLUMNS, GLOSSES, sheet_line, write_sheet


def raw_count(path) -> int:
    """Rows as a raw line parser counts them: lines that are not blank, less the header."""
    return sum(bool(line.strip()) for line in path.read_text("utf-8-sig").splitlines()) - 1


def test_as_many_rows_as_a_raw_line_parser_counts(tmp_path):
    """Bare and doubled quotation marks, line ends of Windows, 300 rows."""
    path = write_sheet(tmp_path / "signs.csv", GLOSSES * 50)
    assert len(read_sign_sheet(path).rows) == raw_count(path) == 300


def test_a_csv_reader_does_lose_them(tmp_path):
    """The trap is real: the reader of proper tables refuses or shortens this file."""
    path = write_sheet(tmp_path / "signs.csv", GLOSSES * 50)
    with pytest.raises(TableError):
        read_table(path)


def test_the_cells_are_what_the_writer_meant(tmp_path):
    """Every gloss comes out whole, and every other cell stays in its column."""
    table = read_sign_sheet(write_sheet(tmp_path / "signs.csv"))
    gloss, hidden = table.need(GLOSS), table.need("hidden")
    assert [row.cells[gloss] for row in table.rows] == [
        "MOUSE", '5"ok, hey"', 'part:indef, "wh"', "FRIEND, GOOD", 'bare"mark', 'a", "b", c',
    ]  # fmt: skip
    assert {row.cells[hidden] for row in table.rows} == {"F"}


def test_repairs_name_the_rows(tmp_path):
    """Two of the six rows are no proper CSV; they are named as an editor counts them."""
    (note,) = read_sign_sheet(write_sheet(tmp_path / "signs.csv")).repairs
    assert "2 rows: 3, 7" in note


def test_header_names_may_be_untidy(tmp_path):
    """A byte order mark, spaces and capitals: each of the twenty columns is found."""
    table = read_sign_sheet(write_sheet(tmp_path / "signs.csv"))
    assert [table.find(name) for name in COLUMNS] == list(range(20))


def test_a_row_that_cannot_be_read_is_kept_and_reported(tmp_path):
    """Too many and too few cells: the row stays, its cells in their order."""
    path = write_sheet(tmp_path / "signs.csv", ("MOUSE", "A,B", "CAT"))
    path.write_bytes(path.read_bytes() + b"99,SHORT\r\n")
    table = read_sign_sheet(path)
    assert len(table.rows) == raw_count(path) == 4
    assert all(len(row.cells) == 20 for row in table.rows)
    assert any("2 rows: 3, 5" in note for note in table.repairs)


def test_a_closing_mark_before_a_comma_may_be_text():
    """Where the earliest closing gives too many cells, a later one is taken."""
    assert split_row('1,"a", "b", c",x', ",", 3) == ["1", 'a", "b", c', "x"]


def test_a_line_of_nothing_but_marks_ends_soon():
    """A line longer than any row of the sheet is not tried in all readings."""
    assert split_row('",' * 50_000, ",", 20) is None


def test_a_tab_separated_sheet_is_read(tmp_path):
    """The delimiter is the header's."""
    line = sheet_line(1, "MOUSE", "1.mp4", "c").replace(",", "\t")
    path = tmp_path / "signs.csv"
    path.write_text("\t".join(COLUMNS) + "\n" + line + "\n")
    assert len(read_sign_sheet(path).rows) == 1


def test_a_sheet_is_told_from_other_tables(tmp_path):
    """By its header alone."""
    other = tmp_path / "other.csv"
    other.write_text("video_name,caption\n1,x\n")
    assert is_sign_sheet(write_sheet(tmp_path / "signs.csv"))
    assert not is_sign_sheet(other)
    assert not is_sign_sheet(tmp_path / "absent.csv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        (",".join(COLUMNS), "no rows"),
        ("a,b\n1,2\n", "is missing (signs.csv, row 1)"),
    ],
)
def test_bad_sheets_are_one_clear_line(tmp_path, text, says):
    """Empty, header only, another table."""
    (tmp_path / "signs.csv").write_text(text)
    with pytest.raises(TableError) as error:
        read_sign_sheet(tmp_path / "signs.csv")
    assert says in str(error.value)
