"""Tables as people send them: what is mended, and what is said where it cannot be."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from emo7_core.corpora.table import read_table
from emo7_core.errors import TableError

PLAIN = 'name,caption,score\na,Hello there,0.5\nb,"Yes, indeed",-1\n'


def _write(tmp_path: Path, data: str | bytes, name: str = "in.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def _cells(table):
    return [row.cells for row in table.rows]


EXPECTED = [("a", "Hello there", "0.5"), ("b", "Yes, indeed", "-1")]


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [
        (PLAIN, "comma"),
        (PLAIN.replace("\n", "\r\n"), "comma"),
        ("\ufeff" + PLAIN, "comma"),
        (PLAIN.encode("utf-16"), "comma"),
        ("name\tcaption\tscore\na\tHello there\t0.5\nb\tYes, indeed\t-1\n", "tab"),
        ("name;caption;score\na;Hello there;0.5\nb;Yes, indeed;-1\n", "semicolon"),
        ("\n\n" + PLAIN + "\n\n", "comma"),
        ('name,caption,score,,\na,Hello there,0.5,,\nb,"Yes, indeed",-1,,\n', "comma"),
    ],
    ids=["plain", "crlf", "bom", "utf-16", "tab", "semicolon", "blank lines", "empty columns"],
)
def test_the_same_table_in_every_dress(tmp_path, data, delimiter):
    """Delimiter, byte order mark, encoding and line ends do not change what is read."""
    table = read_table(_write(tmp_path, data))
    assert _cells(table) == EXPECTED
    assert table.columns == ("name", "caption", "score")
    assert table.delimiter == delimiter


@pytest.mark.parametrize("name", ["VIDEO_ID", "video id", " Video-Id "])
def test_column_names_are_forgiving(tmp_path, name):
    """Letter case, spaces and hyphens in a header do not matter."""
    assert read_table(_write(tmp_path, "x, Video Id \n1,2\n")).need(name) == 1


def test_latin_1_is_read_and_reported_with_its_row(tmp_path):
    """A Latin-1 row is read as such; UTF-8 rows beside it stay whole."""
    data = "name,caption\na,“kept”\n".encode() + "b,caf\u00e9\n".encode("latin-1")
    table = read_table(_write(tmp_path, data))
    assert _cells(table) == [("a", "“kept”"), ("b", "caf\u00e9")]
    assert "row 3" in table.repairs[0]


def test_rows_carry_the_files_own_numbers(tmp_path):
    """Blank lines and line ends inside cells are counted as an editor counts them."""
    table = read_table(_write(tmp_path, 'a,b\n\n1,"two\nlines"\n3,4\n'))
    assert [row.number for row in table.rows] == [3, 5]


def test_undoubled_quotes_are_kept_as_text(tmp_path):
    """Bare quotation marks inside a quoted cell lose no character and no row."""
    table = read_table(_write(tmp_path, 'a,b\n"say "hi" to you, all",2\nx,"y ""z"" w"\n'))
    assert _cells(table) == [('say "hi" to you, all', "2"), ("x", 'y "z" w')]
    assert "row 2" in table.repairs[0]


def test_a_stray_quote_in_a_tab_sheet_eats_no_rows(tmp_path):
    """A caption that begins with a quotation mark and never ends it stays one row."""
    data = 'n\tc\n1\t"Oh well\n2\tfine\n3\t"end" he said\n'
    table = read_table(_write(tmp_path, data))
    assert [cells[1] for cells in _cells(table)] == ['"Oh well', "fine", '"end" he said']


def test_a_pair_of_stray_quotes_in_a_tab_sheet_eats_no_rows(tmp_path):
    """Two captions that begin with a quotation mark do not swallow what lies between them."""
    data = 'n\tc\n1\t"Oh well\n2\tfine\n3\tend"\n'
    assert len(read_table(_write(tmp_path, data)).rows) == 3


def test_short_rows_are_filled_and_reported(tmp_path):
    """An editor that cut trailing tabs loses no row."""
    table = read_table(_write(tmp_path, "a\tb\tc\n1\t2\n3\t4\t5\n"))
    assert _cells(table) == [("1", "2", ""), ("3", "4", "5")]
    assert "first row 2" in table.repairs[0]


def test_numbers_name_their_place_when_they_are_none(tmp_path):
    """A score that is no number is reported with file, row and column."""
    table = read_table(_write(tmp_path, "name,score\na,0.5\nb,high\n"))
    assert table.number(table.rows[0], 1) == 0.5
    with pytest.raises(TableError) as caught:
        table.number(table.rows[1], 1)
    assert str(caught.value) == "“high” is not a number (in.csv, row 3, column score)."


@pytest.mark.parametrize("text", ["nan", "inf", ""])
def test_numbers_that_are_not_finite_are_refused(tmp_path, text):
    """NaN, infinity and nothing are not scores."""
    table = read_table(_write(tmp_path, f"name,score\na,{text}\n"))
    with pytest.raises(TableError):
        table.number(table.rows[0], 1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the table is empty (in.csv)."),
        (b"\n \n", "the table is empty (in.csv)."),
        (b",,\n,,\n", "the table is empty (in.csv)."),
        (b"a,b\n", "the table has a header but no rows (in.csv)."),
        (
            b"a,b\n1,2,3\n",
            "the row has 3 cells, the header 2 (in.csv, row 2). "
            "Quote cells that hold the delimiter.",
        ),
        (b'a,b\n1,2\n3,"4\n5,6\n', "a quotation mark opens here and never closes (in.csv, row 3)."),
        (
            b"a,b\n1,2\n\0\1,2\n",
            "the file is not a text table: it holds zero bytes (in.csv, row 3). "
            "Give a CSV or .xlsx file.",
        ),
        (
            b"a,b\n1;2\n3;4\n",
            "the header has 2 columns, but each row is one cell (in.csv, row 2). "
            "Header and rows must use the same delimiter.",
        ),
        (
            b"a,b\n" + b"1," + b"x" * 200_000 + b"\n",
            "a cell is longer than 131,072 characters (in.csv, row 2). "
            "Is a quotation mark left open?",
        ),
    ],
)
def test_bad_tables_get_one_clear_line(tmp_path, data, message):
    """What cannot be read names the file and the row."""
    with pytest.raises(TableError) as caught:
        read_table(_write(tmp_path, data))
    assert str(caught.value) == message


def test_a_missing_column_lists_those_that_are_there(tmp_path):
    """The message names the column, the file, the row and the choices."""
    with pytest.raises(TableError) as caught:
        read_table(_write(tmp_path, PLAIN)).need("SENTENCE", "text")
    assert str(caught.value) == (
        "column “SENTENCE” or “text” is missing (in.csv, row 1). "
        "The columns are: name, caption, score."
    )


def test_a_wrong_delimiter_is_named(tmp_path):
    """A table split by another character says what to use."""
    with pytest.raises(TableError, match="separate the cells by tab, comma or semicolon"):
        read_table(_write(tmp_path, "name|caption\na|b\n")).need("name")


def test_a_doubled_column_is_refused(tmp_path):
    """Two columns of one name are ambiguous."""
    with pytest.raises(TableError, match="occurs 2 times"):
        read_table(_write(tmp_path, "a,A\n1,2\n")).need("a")


def test_an_absent_file_and_a_folder_are_refused(tmp_path):
    """No traceback for what is not a file."""
    with pytest.raises(TableError, match="no such file"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(TableError, match="this is a folder"):
        read_table(tmp_path)


def test_an_excel_sheet_is_read_like_a_table(tmp_path):
    """Cells become text; whole numbers stay whole; names that start with "-" stay names."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "Caption", "Score"])
    sheet.append(["-06_nJ", None, 3.0])
    sheet.append(["b", "caf\u00e9", -0.25])
    book.save(tmp_path / "in.xlsx")
    table = read_table(tmp_path / "in.xlsx")
    assert _cells(table) == [("-06_nJ", "", "3"), ("b", "caf\u00e9", "-0.25")]
    assert table.rows[1].number == 3


@pytest.mark.parametrize(("name", "message"), [("a.xlsx", "cannot be read"), ("a.xls", "Save it")])
def test_a_broken_or_old_excel_file_is_refused(tmp_path, name, message):
    """A file that only claims to be Excel, and the old format, get a clear line."""
    with pytest.raises(TableError, match=message):
        read_table(_write(tmp_path, PLAIN, name))


def test_a_large_table_is_read_whole(tmp_path):
    """200,000 rows are read, none lost."""
    lines = "".join(f'c{i},"caption, {i}",0.1\n' for i in range(200_000))
    table = read_table(_write(tmp_path, "name,caption,score\n" + lines))
    assert len(table.rows) == 200_000
    assert table.rows[-1] == (200_001, ("c199999", "caption, 199999", "0.1"))
