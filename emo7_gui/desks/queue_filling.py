"""What the queue shows, made from the session: all rows as columns, and single rows.

What it is: pure translation of facts; at 100,000 clips nothing is made for a row out of sight.
What it is not: a view (review/queue_panel.py) or a decision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from emo7_core.clips.table import ClipTable
from emo7_core.labels.reasons import DISAGREEMENT
from emo7_core.project import Project
from emo7_gui.review.queue_columns import NO_VALUE, Names, QueueColumns, code, least_shares
from emo7_gui.review.queue_row import BAD_STATES, QueueRow, needle
from emo7_gui.row_id import clip_of
from emo7_gui.session import Session

Array = np.ndarray[Any, Any]


def queue_columns(session: Session) -> QueueColumns:
    """Return the session's rows in their order."""
    assert session.project is not None
    # Rows are made when they are painted, perhaps when the session has closed already.
    rows, table = np.array(session.order, dtype=np.int64), session.clips
    columns = table.columns
    # Clips stand by their ids in the table.
    ids = np.array(table.ids, dtype=np.int64)
    clips = np.array([clip_of(row) for row in session.order], dtype=np.int64)
    places: Array = np.searchsorted(ids, clips)
    bad = np.array([state in BAD_STATES for state in columns["state"]], dtype=bool)
    values, unsure = _decided(session, rows)
    return QueueColumns(
        rows,
        values,
        unsure,
        bad[places],
        least_shares(columns["face_share"], columns["hands_share"])[places],
        Names.of(columns["corpus"])[places],
        Names.of([signer or "" for signer in columns["signer"]])[places],
        lambda place: _row(session, table, int(rows[place])),
        _needles(session.project, table, places.tolist()),
    )


def queue_row(session: Session, row: int) -> QueueRow:
    """Return what the queue shows of a row."""
    return _row(session, session.clips, row)


def _row(session: Session, table: ClipTable, row: int) -> QueueRow:
    columns, place = table.columns, table.place(clip_of(row))
    own, state = session.latest(row), columns["state"][place]
    return QueueRow(
        row,
        columns["name"][place],
        columns["duration"][place],
        columns["signer"][place] or "",
        columns["corpus"][place],
        None if own is None else own.value,
        own is not None and own.is_unsure,
        state,
        columns["message"][place] if state not in ("ok", "new") else "",
        columns["face_share"][place],
        columns["hands_share"][place],
        why=reason(session, row),
    )


def reason(session: Session, row: int) -> str:
    """Return why a row stands in the rater's queue; the figures only after the reveal.

    The figures tell what a model or other raters say, so those who may not see them get none.
    """
    entry = session.entry(row)
    if entry is None:
        return ""
    tells = entry.detail and session.is_revealed(row) and not session.is_control(row)
    if tells and session.assigned.queue is not None:
        speaks_of_raters = session.assigned.queue.order == DISAGREEMENT
        tells = not speaks_of_raters or session.is_rating_over()
    return f"{entry.why}: {entry.detail}" if tells else entry.why


def _decided(session: Session, rows: Array) -> tuple[Array, Array]:
    """Return the values (N,) int8 and doubts (N,) bool of this rater."""
    decided = {row for row, _ in session.standing.decisions}
    values = np.full(len(rows), NO_VALUE, dtype=np.int8)
    unsure = np.zeros(len(rows), dtype=bool)
    for place in np.flatnonzero(np.isin(rows, list(decided))).tolist():
        own = session.latest(int(rows[place]))
        values[place] = code(None if own is None else own.value)
        unsure[place] = own is not None and own.is_unsure
    return values, unsure


def _needles(project: Project, table: ClipTable, places: list[int]) -> Callable[[], list[str]]:
    columns = [table.columns[name] for name in ("id", "name", "signer", "corpus")]

    def make() -> list[str]:
        captions = project.catalog.captions()
        texts = [
            needle(name, signer or "", corpus, captions.get(clip_id, ()))
            for clip_id, name, signer, corpus in zip(*columns, strict=True)
        ]
        return [texts[place] for place in places]

    return make
