"""Reads the tables of the earlier scripts; each becomes labels of a source of its own.

What it is: recognition by columns, and the join of both name forms (with and without .mp4).
What it is not: a writer (labels/export.py).

video_name, caption, compound_score, emotion   caption-VADER: kind "caption rule", a guess
    (ASLLRP without golden, How2Sign train and val, golden_label_sentiment_7_classes)
video_name, caption, emotion, Sentiment        EmoSign's annotators: kind "consensus"
video_name, Sentiment[, sentiment_label]       the same, without captions
... plus source_kind, rater                    our own export: the kind and the name it says

Conventions: `Sentiment` is -3..+3 and counts; the words beside it (`emotion`,
`sentiment_label`) are of the 3-class system there and are only kept as details. An EmoSign name
becomes its ASLLRP utterance id, which is what the clips are called; the name stays in details.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from emo7_core.corpora.clips_folder import files_by_name
from emo7_core.corpora.delimited import Row
from emo7_core.corpora.imported import CorpusReading, ImportedClip, ImportedLabel
from emo7_core.corpora.names import (
    asllrp_collection,
    asllrp_signer,
    clip_name,
    corpus_of,
    how2sign_signer,
    how2sign_video_id,
    utterance_id,
)
from emo7_core.corpora.table import Table, read_table
from emo7_core.errors import TableError, VocabularyError
from emo7_core.labels.cells import unguard
from emo7_core.labels.silver import CONCENTRATED, class_of, three_class_of
from emo7_core.labels.sources import KINDS
from emo7_core.scale import CLASSES, THREE, from_sentiment, index_of

CAPTION_VADER = "caption-VADER (earlier CSV)"
EMOSIGN = "EmoSign, Deaf annotators"


@dataclass(frozen=True, slots=True)
class _Columns:
    """Positions in a table, None where the column is absent."""

    name: int
    caption: int | None
    score: int | None
    emotion: int | None
    sentiment: int | None
    kind: int | None
    rater: int | None


def read_earlier_csv(
    path: Path | str, clips: Path | str | None = None, *, split: str | None = None
) -> CorpusReading:
    """Read a table of the earlier scripts, or one of our own golden exports.

    Args:
        path: The table.
        clips: Folder of the clips, searched with its subfolders; None leaves every path None.
        split: The split these rows belong to, None where unknown.

    Returns:
        One clip with its label per row, in the table's order; nothing is lost.

    Raises:
        TableError: the columns are none of the five forms, a 3-class table, or a value that is
            not on the scale; the message names file, row and column.
        UsageError: no such folder of clips.
    """
    table = read_table(path)
    columns = _recognised(table)
    repairs = [*table.repairs]
    if columns.score is not None and columns.sentiment is None and columns.kind is None:
        repairs += _check_rule(table, columns)
    files = {} if clips is None else files_by_name(Path(clips), repairs)
    read = tuple(_clip(table, columns, row, files, split) for row in table.rows)
    used = {clip.path for clip in read}
    unlisted = tuple(name for name, path in files.items() if path not in used)
    return CorpusReading(read, tuple(repairs), unlisted)


def _recognised(table: Table) -> _Columns:
    columns = _Columns(
        name=table.need("video_name"),
        caption=table.find("caption"),
        score=table.find("compound_score"),
        emotion=table.find("emotion"),
        sentiment=table.find("Sentiment"),
        kind=table.find("source_kind"),
        rater=table.find("rater"),
    )
    is_human = columns.sentiment is not None
    is_rule = columns.emotion is not None and columns.score is not None
    if not (is_human or is_rule):
        raise TableError(
            "this is none of the earlier tables",
            where=table.place(table.header_row),
            remedy="Beside video_name they have compound_score and emotion, or Sentiment.",
        )
    return columns


def _clip(
    table: Table, columns: _Columns, row: Row, files: dict[str, Path], split: str | None
) -> ImportedClip:
    written = clip_name(unguard(row.cells[columns.name]))
    if not written:
        raise TableError("no name", where=table.place(row.number, columns.name))
    name = utterance_id(written) or written
    caption = "" if columns.caption is None else unguard(row.cells[columns.caption]).strip()
    return ImportedClip(
        path=files.get(name) or files.get(written),
        name=name,
        corpus=corpus_of(written),
        signer=asllrp_signer(written) or how2sign_signer(written),
        session=asllrp_collection(written) or how2sign_video_id(written),
        caption=caption or None,
        split=split,
        labels=(_label(table, columns, row, written),),
    )


def _label(table: Table, columns: _Columns, row: Row, written: str) -> ImportedLabel:
    details = {"video_name": written} | _further(table, columns, row)
    score = _score(table, columns, row)
    if columns.kind is not None and columns.emotion is not None:
        rater = unguard(row.cells[columns.rater]).strip() if columns.rater is not None else ""
        kind = row.cells[columns.kind].strip()
        if kind not in KINDS:
            place = table.place(row.number, columns.kind)
            raise TableError(f"“{kind}” is no kind of source", where=place)
        value = _class(table, row, columns.emotion)
        return ImportedLabel(kind, rater or f"{kind} of {table.path.name}", value, score, details)
    if columns.sentiment is not None:
        value = sentiment_value(table, row, columns.sentiment)
        return ImportedLabel("consensus", EMOSIGN, value, None, details)
    assert columns.emotion is not None
    value = _class(table, row, columns.emotion)
    return ImportedLabel("caption rule", CAPTION_VADER, value, score, details)


def _further(table: Table, columns: _Columns, row: Row) -> dict[str, str]:
    used = {columns.name, columns.caption, columns.score, columns.sentiment}
    if columns.sentiment is None:
        used.add(columns.emotion)
    rest = [i for i in range(len(table.columns)) if i not in used]
    return {table.columns[i]: unguard(row.cells[i]) for i in rest if row.cells[i]}


def _score(table: Table, columns: _Columns, row: Row) -> float | None:
    if columns.score is None or not row.cells[columns.score].strip():
        return None
    return table.number(row, columns.score)


def _class(table: Table, row: Row, position: int) -> int:
    try:
        return index_of(row.cells[position])
    except VocabularyError as error:
        place = table.place(row.number, position)
        raise TableError(error.what, where=place, remedy=error.remedy) from None


def sentiment_value(table: Table, row: Row, position: int) -> int:
    """Return the value 0..6 of a cell that holds a sentiment -3..+3.

    Raises:
        TableError: it holds none; the message names file, row and column.
    """
    number = table.number(row, position)
    try:
        if number != int(number):
            raise VocabularyError(f"sentiment {number:g} is not a whole number -3..+3")
        return from_sentiment(int(number))
    except VocabularyError as error:
        raise TableError(error.what, where=table.place(row.number, position)) from None


def _check_rule(table: Table, columns: _Columns) -> list[str]:
    """Refuse 3-class tables, whose "Positive" is another class; report other cuts."""
    score, emotion = columns.score, columns.emotion
    assert score is not None
    assert emotion is not None
    pairs = [(table.number(row, score), _class(table, row, emotion)) for row in table.rows]
    others = sum(class_of(value) != label for value, label in pairs)
    is_three = all(CLASSES[label] == THREE[three_class_of(value)] for value, label in pairs)
    if others and is_three:
        raise TableError(
            "this is a table of the 3-class system: its Positive is not the scale's Positive",
            where=table.place(table.header_row, emotion),
            remedy="Make 7 classes of its captions first.",
        )
    if not others:
        return []
    return [
        f"{table.path.name}: {others} of {len(pairs)} classes do not follow from their scores by "
        f"the {CONCENTRATED.name} cuts; the classes were kept as they are."
    ]
