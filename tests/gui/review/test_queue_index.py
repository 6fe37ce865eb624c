"""Narrowing the queue."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_gui.review.queue_columns import QueueColumns
from emo7_gui.review.queue_index import QueueIndex
from emo7_gui.review.queue_row import QueueFilter, QueueRow


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (QueueFilter(), [10, 11, 12, 13, 14]),
        (QueueFilter(text="SISTER"), [10]),
        (QueueFilter(text="strasse regen"), [14]),
        (QueueFilter(text="ada asllrp"), [12, 14]),
        (QueueFilter(values=frozenset({0, 5})), [11, 12]),
        (QueueFilter(corpora=frozenset({"how2sign"})), [10, 11]),
        (QueueFilter(signers=frozenset({"Cem", "Ben"})), [11, 13]),
        (QueueFilter(is_labelled=False), [10, 13, 14]),
        (QueueFilter(is_labelled=True, is_unsure=True), [11]),
        (QueueFilter(is_bad=True), [13]),
        (QueueFilter(has_low_quality=True), [12, 14]),
        (QueueFilter(text="nowhere"), []),
    ],
)
def test_filter_keeps_rows_in_order(
    rows: list[QueueRow], wanted: QueueFilter, ids: list[int]
) -> None:
    """A filter keeps exactly the rows that pass, in the order of the queue."""
    index = QueueIndex(QueueColumns.of(rows))
    assert [rows[place].clip_id for place in index.find(wanted)] == ids


def test_hundred_thousand_rows_filter_like_a_plain_loop() -> None:
    """At 100,000 rows the columns find what a plain loop finds."""
    rows = [
        QueueRow(
            i,
            f"clip-{i:06}",
            signer=f"s{i % 97}",
            corpus=("a", "b")[i % 2],
            value=i % 7 if i % 3 == 0 else None,
            state="bad" if i % 501 == 0 else "ok",
        )
        for i in range(100_000)
    ]
    wanted = QueueFilter(text="77", corpora=frozenset({"b"}), values=frozenset({2, 4}))
    plain = [r.clip_id for r in rows if r.corpus == "b" and r.value in (2, 4) and "77" in r.needle]
    found = QueueIndex(QueueColumns.of(rows)).find(wanted)
    assert len(plain) > 100
    np.testing.assert_array_equal(found, plain)


def test_replace_counts_the_new_label(rows: list[QueueRow]) -> None:
    """A row that got a decision counts as labelled, and unknown clips change nothing."""
    index = QueueIndex(QueueColumns.of(rows))
    assert index.labelled == 2
    assert index.replace(QueueRow(10, "s1-001", value=3)) == 0
    assert index.replace(QueueRow(99, "unknown", value=3)) is None
    assert index.labelled == 3


def test_empty_queue_finds_nothing() -> None:
    """No rows is a queue like any other."""
    assert (
        QueueIndex(QueueColumns.of(())).find(QueueFilter(text="x", values=frozenset({1}))).size == 0
    )
