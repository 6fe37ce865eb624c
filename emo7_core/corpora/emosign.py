"""Reads EmoSign: the consensus of its Deaf annotators on 200 utterances of ASLLRP.

What it is: `emosign_dataset.csv`, or any table with its first two columns. The number after the
last "_" of video_name is the ASLLRP utterance id, which the clips are called by.
What it is not: captions (asllrp.py) or clips; its rows join those that are here.
Conventions: Sentiment is a whole number -3..3. An emotion is 1..4, 1 = not present. What the
table tells beside the sentiment is kept as it stands, in the note of the decision.

    video_name, Sentiment[, joy, excited, surprise_pos, surprise_neg, worry, sadness, fear, disgust,
    frustration, anger, Reasoning_1, Reasoning_2, Reasoning_3]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from emo7_core.corpora.delimited import Row
from emo7_core.corpora.earlier_csv import EMOSIGN, sentiment_value
from emo7_core.corpora.imported import CorpusReading, ImportedClip, ImportedLabel
from emo7_core.corpora.names import asllrp_collection, asllrp_signer, clip_name, utterance_id
from emo7_core.corpora.table import Table, read_table
from emo7_core.errors import TableError
from emo7_core.labels.cells import unguard
from emo7_core.labels.sources import CONSENSUS

EMOTIONS = (
    "joy", "excited", "surprise_pos", "surprise_neg", "worry", "sadness", "fear", "disgust",
    "frustration", "anger",
)  # fmt: skip
MOST_INTENSE = 4
_TRAILING = re.compile(r"_(\d+)$")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the annotators agreed on for one utterance.

    Attributes:
        id: The utterance id.
        video_name: The name as the table writes it, without a video's suffix.
        value: Index 0..6 on the scale (sentiment + 3).
        details: All further columns that are filled: emotions, reasonings.
    """

    id: str
    video_name: str
    value: int
    details: dict[str, str] = field(default_factory=dict)


def read_judgements(path: Path | str, repairs: list[str]) -> tuple[Judgement, ...]:
    """Read the table; one judgement per utterance, in its order.

    Raises:
        TableError: a column is missing, a name holds no utterance id, a number is off its scale,
            or an utterance is judged twice in different ways; names file, row and column.
    """
    table = read_table(path)
    repairs += table.repairs
    named, judged = table.need("video_name"), table.need("Sentiment")
    found: dict[str, Judgement] = {}
    for row in table.rows:
        one = _judgement(table, row, named, judged)
        known = found.setdefault(one.id, one)
        if known.value != one.value:
            what = f"utterance {one.id} is judged twice, in different ways"
            raise TableError(what, where=table.place(row.number, judged))
        if known is not one:
            repairs.append(f"{table.place(row.number, named)}: {one.id} stands in an earlier row.")
    return tuple(found.values())


def read_emosign(path: Path | str) -> CorpusReading:
    """Read the table as rows that join clips by their utterance id.

    Raises:
        TableError: as `read_judgements`.
    """
    repairs: list[str] = []
    clips = tuple(_clip(one) for one in read_judgements(path, repairs))
    return CorpusReading(clips, tuple(repairs))


def _judgement(table: Table, row: Row, named: int, judged: int) -> Judgement:
    written = clip_name(unguard(row.cells[named]))
    number = _TRAILING.search(written)
    utterance = utterance_id(written) or (number[1] if number else None)
    if utterance is None:
        raise TableError(
            f"“{written}” holds no utterance id",
            where=table.place(row.number, named),
            remedy="A name is the id, or ends with _ and the id.",
        )
    details = {
        column: unguard(row.cells[place])
        for place, column in enumerate(table.columns)
        if place not in (named, judged) and row.cells[place].strip()
    }
    _check_emotions(table, row)
    return Judgement(utterance, written, sentiment_value(table, row, judged), details)


def _check_emotions(table: Table, row: Row) -> None:
    for emotion in EMOTIONS:
        place = table.find(emotion)
        if place is None or not row.cells[place].strip():
            continue
        if table.number(row, place) not in range(1, MOST_INTENSE + 1):
            what = f"“{row.cells[place].strip()}” is not 1..{MOST_INTENSE}"
            raise TableError(what, where=table.place(row.number, place))


def _clip(one: Judgement) -> ImportedClip:
    details = {"video_name": one.video_name} | one.details
    return ImportedClip(
        path=None,
        name=one.id,
        corpus="asllrp",
        signer=asllrp_signer(one.video_name),
        session=asllrp_collection(one.video_name),
        labels=(ImportedLabel(CONSENSUS, EMOSIGN, one.value, None, details),),
    )
