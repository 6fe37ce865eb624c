"""What Compare shows, made from a comparison of the core.

What it is: pure translation into the views' frozen values.
What it is not: any computing of scores; the test's sentence comes later (pair_views.py).
Convention: rows of lists are made when they are seen: a cell may hold thousands of clips.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from emo7_core.clips.clip import Clip
from emo7_core.evaluation.compare import Comparison, Result
from emo7_core.evaluation.contenders import Material
from emo7_core.scale import NEUTRAL, THREE, K
from emo7_gui.compare.clip_pane import Lists
from emo7_gui.compare.comparison_view import (
    METRICS,
    ClipRows,
    CompareClip,
    ComparisonView,
    MatrixView,
    ModelRow,
    OpenClip,
    Score,
)
from emo7_gui.compare.contenders_card import Contender
from emo7_gui.desks.tab_views import interval_words, score_of


class Board:
    """A comparison, and where each of its clips stands in it.

    Args:
        found: The comparison.
        clips: The project's clips by id.
        material: What it was made from.
    """

    def __init__(
        self, found: Comparison, clips: Mapping[int, Clip], material: Material | None = None
    ) -> None:
        self.found = found
        self.clips = clips
        self.material = material
        self._places = {clip_id: place for place, clip_id in enumerate(found.clips)}
        self.names = tuple(result.name for result in found.results)

    def value(self, name: str | None, clip_id: int) -> int | None:
        """Return what somebody says of a clip, its label for None; None where nothing is known."""
        place = self._places.get(clip_id)
        if place is not None:
            result = None if name is None else self.found.result(name)
            return int((self.found.targets if result is None else result.values)[place])
        if name is None and self.material is not None:
            label = self.material.targets.get(clip_id)
            if label is not None and self.found.k != K:
                return int(np.sign(label - NEUTRAL)) + 1
            return label
        return None

    def rows(self, ids: Iterable[int], a: str | None, b: str | None) -> ClipRows:
        """Return clips of a list."""
        return ClipRows(tuple(one for one in ids if one in self.clips), self._maker(a, b))

    def _maker(self, a: str | None, b: str | None) -> Callable[[int], CompareClip]:
        def make(clip_id: int) -> CompareClip:
            clip = self.clips[clip_id]
            return CompareClip(
                clip_id,
                clip.name,
                _detail(clip),
                self.value(None, clip_id),
                None if a is None else self.value(a, clip_id),
                None if b is None else self.value(b, clip_id),
                self.found.k,
            )

        return make


def comparison_view(board: Board, key_a: str | None, key_b: str | None) -> ComparisonView:
    """Return a comparison as the workspace shows it."""
    found = board.found
    a = found.result(key_a) if key_a in board.names and key_a else None
    b = found.result(key_b) if key_b in board.names and key_b else None
    signers = {fact.signer for fact in found.facts if fact.signer}
    return ComparisonView(
        target=found.target,
        clip_count=len(found.clips),
        signer_count=len(signers) or None,
        rows=(*(_row(result) for result in found.results), *_floors(found)),
        key_a=None if a is None else a.name,
        key_b=None if b is None else b.name,
        matrix_a=None if a is None else MatrixView(f"A  {a.name}", a.matrix),
        matrix_b=None if b is None else MatrixView(f"B  {b.name}", b.matrix),
        notes=(interval_words(found), *found.notes),
    )


def win_lists(board: Board, a: str, b: str | None, held: Iterable[int]) -> Lists:
    """Return what only A and what only B got right, but for clips that are held back."""
    if b is None:
        return {}
    kept = set(held)
    of_a, of_b = (
        [one for one in board.found.wins(x, y) if one not in kept] for x, y in ((a, b), (b, a))
    )
    return {
        "a": (f"{a} right, {b} wrong", board.rows(of_a, a, b)),
        "b": (f"{b} right, {a} wrong", board.rows(of_b, a, b)),
    }


def cell_words(board: Board, name: str, row: int, column: int) -> str:
    """Return what a cell holds."""
    if board.found.k == K:
        return f"{board.found.target}: {row + 1}, {name}: {column + 1}"
    return f"{board.found.target}: {THREE[row]}, {name}: {THREE[column]}"


def renewed(board: Board, a: str, b: str | None, old: Lists) -> Lists:
    """Return lists of the same clips with what a newer comparison says of them."""
    return {
        key: (heading, board.rows((one.clip_id for one in rows), a, b))
        if not isinstance(rows, ClipRows)
        else (heading, board.rows(rows.ids, a, b))
        for key, (heading, rows) in old.items()
    }


def open_clip(
    board: Board,
    clip_id: int,
    a: str | None,
    b: str | None,
    raters: tuple[int, ...],
    caption: str | None,
) -> OpenClip:
    """Return who says what about a clip."""
    return OpenClip(
        clip_id,
        board.value(None, clip_id),
        None if a is None else board.value(a, clip_id),
        None if b is None else board.value(b, clip_id),
        raters,
        caption,
        board.found.k,
    )


def contender_lines(
    material: Material, chosen: Iterable[str], can_predict: bool
) -> tuple[Contender, ...]:
    """Return everybody who can be compared, with how much each answered."""
    wanted, taken = set(material.targets), set(chosen)
    return tuple(
        Contender(
            one.name,
            one.kind,
            len(wanted.intersection(one.answers)),
            len(wanted),
            one.name in taken,
            can_predict and one.kind == "model",
        )
        for one in (*material.contenders, *material.raters)
    )


def _row(result: Result) -> ModelRow:
    scores = {
        metric.key: score_of(interval, result.undefined.get(metric.key, ""))
        for metric in METRICS
        if (interval := result.scores.get(metric.key)) is not None
    }
    parts = []
    if result.kind != "model":
        words = {"floor": "floor, reads the caption", "rater": result.judged_by or "rater"}
        parts.append(words[result.kind])
    if result.missing:
        parts.append(f"{len(result.missing)} without output")
    if result.broken:
        parts.append(f"{result.broken} broken")
    mark = result.leak.mark
    short = mark.partition(",")[0]
    return ModelRow(result.name, result.name, ", ".join(parts), result.kind, scores, short, mark)


def _floors(found: Comparison) -> tuple[ModelRow, ...]:
    return tuple(
        ModelRow(
            floor.key,
            floor.title,
            "floor",
            "floor",
            {m.key: Score(floor.scores[m.key]) for m in METRICS if m.key in floor.scores},
        )
        for floor in found.floors
    )


def _detail(clip: Clip) -> str:
    parts = [clip.signer or "", "" if clip.duration is None else f"{clip.duration:.1f} s"]
    return " · ".join(part for part in parts if part)
