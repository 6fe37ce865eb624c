"""Finds the two golden sets: caption-VADER and Deaf annotators, on the same utterances.

What it is: the join of a table of captions with EmoSign's table by utterance id, the three tables
that the earlier scripts read, and how far the one set is from the other.
What it is not: a golden version of a project, which is frozen and numbered.
Conventions: rows keep the order of the captions' table. `emotion` of golden_test_set.csv is the
sign of the sentiment, in the three words of the earlier 3-class system; `Sentiment` is -3..3.

    golden_label_sentiment_7_classes.csv                        caption-VADER, EmoSign's utterances
    golden_test_set.csv                                         Deaf annotators, the same ones
    asllrp_video_sentiment_data_7_classes_without_golden.csv    caption-VADER, all others
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from emo7_core.corpora.captions import clip_key, read_captions
from emo7_core.corpora.emosign import read_judgements
from emo7_core.errors import TableError
from emo7_core.labels.caption_rule import Labelled, label_captions, name_cell, table_csv
from emo7_core.labels.cells import guard
from emo7_core.labels.export import write_atomically
from emo7_core.scale import NEUTRAL, THREE, K, to_three
from emo7_core.statistics.metrics import METRICS, confusion, undefined_reason

CAPTION_GOLDEN = "golden_label_sentiment_7_classes.csv"
HUMAN_GOLDEN = "golden_test_set.csv"
WITHOUT_GOLDEN = "asllrp_video_sentiment_data_7_classes_without_golden.csv"
SCORES = (
    "accuracy",
    "balanced_accuracy",
    "macro_f1",
    "weighted_f1",
    "quadratic_kappa",
    "mae",
)


@dataclass(frozen=True, slots=True)
class GoldenTables:
    """Both golden sets and what is left.

    Attributes:
        golden: The joined utterances with their captions' classes.
        human: (N,) values 0..6 of the Deaf annotators, in the order of `golden`.
        rest: All other utterances of the captions' table.
        judged: How many utterances EmoSign's table has.
        without_caption: Names in EmoSign's table that the captions' table does not have.
        notes: What was mended while reading, one sentence each.
    """

    golden: Labelled
    human: npt.NDArray[np.int64]
    rest: Labelled
    judged: int
    without_caption: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def human_counts(self) -> tuple[int, ...]:
        """How many utterances the annotators put in each of the seven classes."""
        return tuple(int(n) for n in np.bincount(self.human, minlength=K))

    def scores(self) -> dict[str, tuple[float, str]]:
        """Return caption-VADER against the annotators: key of SCORES to figure and reason.

        The figure is NaN where it is not defined; the reason then says why, else it is "".
        """
        matrix = confusion(self.human, self.golden.values)
        return {
            key: (float(METRICS[key].function(matrix)), undefined_reason(key, matrix) or "")
            for key in SCORES
        }


def find_golden(
    captions: Sequence[Path],
    emosign: Path,
    cuts: str = "concentrated",
    report: Callable[[int, int], None] | None = None,
) -> GoldenTables:
    """Join captions with EmoSign's judgements.

    Args:
        captions: Tables or XML with ASLLRP's captions.
        emosign: EmoSign's table; `video_name` and `Sentiment` are enough.
        cuts: What makes classes of the captions' scores.
        report: Called with done and total while captions are scored.

    Raises:
        TableError: a table cannot be read, or no utterance of the two is the same.
        UsageError: there are no such cuts.
    """
    reading = read_captions(captions)
    notes = [*reading.repairs]
    judged = {one.id: one for one in read_judgements(emosign, notes)}
    labelled = label_captions(
        [row.name for row in reading.rows], [row.caption for row in reading.rows], cuts, report
    )
    keys = [clip_key(row.name) for row in reading.rows]
    known = set(keys)
    places = _first_places(keys, judged, notes)
    if not places:
        raise TableError(
            f"no utterance of {emosign.name} is in the table of captions",
            where=", ".join(path.name for path in captions[:3]),
            remedy="The number at the end of video_name is the utterance id in both.",
        )
    return GoldenTables(
        golden=_part(labelled, places),
        human=np.array([judged[keys[place]].value for place in places], dtype=np.int64),
        rest=_part(labelled, [i for i, key in enumerate(keys) if key not in judged]),
        judged=len(judged),
        without_caption=tuple(one.video_name for one in judged.values() if one.id not in known),
        notes=tuple(notes),
    )


def write_golden(tables: GoldenTables, folder: Path) -> tuple[Path, ...]:
    """Write the three tables into a folder, which is made if it is not there.

    Raises:
        StorageError: the disk refused.
    """
    texts = {
        CAPTION_GOLDEN: table_csv(tables.golden),
        HUMAN_GOLDEN: human_csv(tables),
        WITHOUT_GOLDEN: table_csv(tables.rest),
    }
    for name, text in texts.items():
        write_atomically(folder / name, text)
    return tuple(folder / name for name in texts)


def human_csv(tables: GoldenTables) -> str:
    """Return the annotators' table: video_name,caption,emotion,Sentiment."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("video_name", "caption", "emotion", "Sentiment"))
    golden = tables.golden
    for name, caption, value in zip(golden.names, golden.captions, tables.human, strict=True):
        word = THREE[to_three(int(value))]
        writer.writerow((name_cell(name), guard(caption), word, int(value) - NEUTRAL))
    return text.getvalue()


def _first_places(keys: Sequence[str], wanted: Container[str], notes: list[str]) -> list[int]:
    """Return the first row of each wanted utterance; a golden set has one value for each."""
    places: dict[str, int] = {}
    for place, key in enumerate(keys):
        if key in wanted and places.setdefault(key, place) != place:
            notes.append(f"{key} has a second row of captions: the first one is golden.")
    return list(places.values())


def _part(labelled: Labelled, places: Sequence[int]) -> Labelled:
    chosen = np.array(places, dtype=np.int64)
    scores, values = labelled.scores[chosen], labelled.values[chosen]
    scores.flags.writeable = values.flags.writeable = False
    return Labelled(
        tuple(labelled.names[i] for i in places),
        tuple(labelled.captions[i] for i in places),
        scores,
        values,
        labelled.cuts,
    )
