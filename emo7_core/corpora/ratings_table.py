"""Reads ratings in long form: one row for each rating of an item by a rater.

What it is: item, rater and value by forgiving column names, and any ordered values: numbers, the
classes of the scale, or words whose order is given.
What it is not: figures of agreement (statistics/agreement.py).
Conventions: without a rater column the raters are not told apart. A row without a value is no
rating; such rows are counted in a note. Rows stand in the order in which ratings were made: a
second rating of an item by the same rater is a repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from emo7_core.corpora.delimited import Row
from emo7_core.corpora.table import Table, read_table
from emo7_core.errors import TableError, UsageError, VocabularyError
from emo7_core.quantity import counted
from emo7_core.scale import CLASSES, index_of
from emo7_core.statistics.ratings import Ratings, ratings_of

ITEM = ("item", "clip", "video_name", "name", "id")
RATER = ("rater", "annotator", "coder")
VALUE = ("value", "rating", "score", "label")
UNITS = ("session", "signer")


def read_ratings(
    path: Path | str,
    *,
    item: str | None = None,
    rater: str | None = None,
    value: str | None = None,
    cluster: str | None = None,
    order: Sequence[str] = (),
) -> tuple[Ratings, tuple[str, ...]]:
    """Read a table of ratings.

    Args:
        path: CSV, TSV or Excel.
        item: Column of what was rated; None takes the first of ITEM that is there.
        rater: Column of who rated; None takes one of RATER, or none if there is none.
        value: Column of the rating; None takes one of VALUE.
        cluster: "session", "signer" or another column; "none" resamples items; None takes the
            session where there is such a column.
        order: Every value of the scale from lowest to highest; () where the values are numbers
            or classes.

    Returns:
        The table of ratings, and what a reader must know, one sentence each.

    Raises:
        TableError: a column is missing or a cell is no value; names file, row and column.
        UsageError: the order names a value twice, or does not ascend.
    """
    table = read_table(path)
    where_item = table.need(*((item,) if item else ITEM))
    where_value = table.need(*((value,) if value else VALUE))
    where_rater = table.need(rater) if rater else table.find(*RATER)
    where_cluster, unit = _cluster(table, cluster)
    rows = [row for row in table.rows if row.cells[where_value].strip()]
    notes = list(table.repairs) + _left_out(len(table.rows) - len(rows))
    if not rows:
        raise TableError("no row has a value", where=table.place(table.header_row, where_value))
    values, scale, words = _values(table, rows, where_value, order)
    try:
        ratings = ratings_of(
            _names(table, rows, where_item),
            values,
            None if where_rater is None else _names(table, rows, where_rater),
            scale=scale,
            words=words,
            clusters=None if where_cluster is None else _names(table, rows, where_cluster),
            unit=unit,
        )
    except ValueError as error:
        column = table.columns[where_value]
        raise TableError(str(error), where=f"{table.path.name}, column {column}") from error
    repeats = int(ratings.repeats.items.size)
    if repeats:
        notes.append(
            f"{counted(repeats, 'rating repeats', 'ratings repeat')} an item by the same rater: "
            "the first counts, the others show how far a rater agrees with themself."
        )
    return ratings, tuple(notes)


def _cluster(table: Table, cluster: str | None) -> tuple[int | None, str]:
    if cluster is None:
        return table.find(UNITS[0]), UNITS[0]
    return (None, "item") if cluster == "none" else (table.need(cluster), cluster)


def _left_out(count: int) -> list[str]:
    return [f"{count} row(s) without a value are left out."] if count else []


def _names(table: Table, rows: Sequence[Row], position: int) -> list[str]:
    names = [row.cells[position].strip() for row in rows]
    if "" in names:
        place = table.place(rows[names.index("")].number, position)
        raise TableError("the cell is empty", where=place)
    return names


def _values(
    table: Table, rows: Sequence[Row], position: int, order: Sequence[str]
) -> tuple[list[float], list[float] | None, tuple[str, ...] | None]:
    if order:
        return _ordered(table, rows, position, order)
    if _number(rows[0].cells[position]) is None and _class(rows[0].cells[position]) is not None:
        places = [_class(row.cells[position]) for row in rows]
        if None in places:
            row = rows[places.index(None)]
            what = f"“{row.cells[position].strip()}” is not a class of the scale"
            raise TableError(what, where=table.place(row.number, position))
        return [float(p) for p in places if p is not None], list(range(len(CLASSES))), CLASSES
    return [_value(table, row, position) for row in rows], None, None


def _value(table: Table, row: Row, position: int) -> float:
    try:
        return table.number(row, position)
    except TableError as error:
        remedy = "Say the order of the values: --order “low,middle,high”."
        raise TableError(error.what, where=error.where, remedy=remedy) from error


def _ordered(
    table: Table, rows: Sequence[Row], position: int, order: Sequence[str]
) -> tuple[list[float], list[float], tuple[str, ...]]:
    words = tuple(word.strip() for word in order)
    numbers = [_number(word) for word in words]
    known = [number for number in numbers if number is not None]
    is_numeric = len(known) == len(words)
    scale = known if is_numeric else [float(place) for place in range(len(words))]
    keys: list[float | str] = list(known) if is_numeric else [word.casefold() for word in words]
    if len(set(keys)) < len(keys) or sorted(scale) != scale:
        raise UsageError(f"the order {', '.join(words)} names a value twice or does not ascend")
    place_of = dict(zip(keys, scale, strict=True))
    found = []
    for row in rows:
        text = row.cells[position].strip()
        key = _number(text) if is_numeric else text.casefold()
        if key is None or key not in place_of:
            what = f"“{text}” is not in the order {', '.join(words)}"
            raise TableError(what, where=table.place(row.number, position))
        found.append(place_of[key])
    return found, scale, words


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace("−", "-"))
    except ValueError:
        return None


def _class(text: str) -> int | None:
    try:
        return index_of(text)
    except VocabularyError:
        return None
