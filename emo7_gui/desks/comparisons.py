"""What Compare shows, made from a comparison of the core.

What it is: pure translation into the views' frozen values.
What it is not: any computing of scores.
"""

from __future__ import annotations

from collections.abc import Mapping

from emo7_core.clips.clip import Clip
from emo7_core.evaluation.compare import Comparison, Result
from emo7_core.evaluation.wording import sentence_of
from emo7_gui.compare.comparison_view import (
    METRICS,
    CompareClip,
    ComparisonView,
    MatrixView,
    ModelRow,
    OpenClip,
    Score,
    TestSentence,
)

Lists = dict[str, tuple[str, tuple[CompareClip, ...]]]


def comparison_view(
    found: Comparison, clips: Mapping[int, Clip], key_a: str | None, key_b: str | None
) -> ComparisonView:
    """Return a comparison as the workspace shows it."""
    names = {result.name for result in found.results}
    a = found.result(key_a) if key_a in names and key_a else None
    b = found.result(key_b) if key_b in names and key_b else None
    signers = {clips[c].signer for c in found.clips if c in clips and clips[c].signer}
    sentence = None
    if a is not None and b is not None:
        words = sentence_of(found, a.name, b.name)
        sentence = TestSentence(words.headline, words.detail, words.verdict)
    return ComparisonView(
        target=found.target,
        clip_count=len(found.clips),
        signer_count=len(signers) or None,
        rows=(*(_row(result) for result in found.results), *_floors(found)),
        key_a=None if a is None else a.name,
        key_b=None if b is None else b.name,
        matrix_a=None if a is None else MatrixView(a.name, a.matrix),
        matrix_b=None if b is None else MatrixView(b.name, b.matrix),
        sentence=sentence,
        notes=(_unit(found), *found.notes),
    )


def cell_list(
    found: Comparison,
    clips: Mapping[int, Clip],
    a: str,
    b: str | None,
    which: str,
    row: int,
    column: int,
) -> Lists:
    """Return the clips of a cell, and where there are two models what only one got right."""
    name = a if which == "a" or b is None else b
    words = f"{found.target}: {row + 1}, {name}: {column + 1}"
    lists: Lists = {"cell": (words, _clips(found, clips, a, b, found.cell(name, row, column)))}
    if b is not None:
        lists["a"] = (f"{a} right, {b} wrong", _clips(found, clips, a, b, found.wins(a, b)))
        lists["b"] = (f"{b} right, {a} wrong", _clips(found, clips, a, b, found.wins(b, a)))
    return lists


def renewed(
    found: Comparison, clips: Mapping[int, Clip], a: str, b: str | None, old: Lists
) -> Lists:
    """Return lists of the same clips with what a newer comparison says of them."""
    return {
        key: (heading, _clips(found, clips, a, b, tuple(one.clip_id for one in rows)))
        for key, (heading, rows) in old.items()
    }


def open_clip(
    found: Comparison,
    clip_id: int,
    a: str | None,
    b: str | None,
    raters: tuple[int, ...],
    caption: str | None,
) -> OpenClip:
    """Return who says what about a clip."""
    return OpenClip(
        clip_id,
        _value(found, None, clip_id),
        None if a is None else _value(found, a, clip_id),
        None if b is None else _value(found, b, clip_id),
        raters,
        caption,
    )


def _row(result: Result) -> ModelRow:
    scores = {
        metric.key: Score(interval.value, interval.low, interval.high)
        for metric in METRICS
        if (interval := result.scores.get(metric.key)) is not None
    }
    detail = "floor, reads the caption" if result.kind == "floor" else ""
    mark = result.leak.mark
    short = mark.partition(",")[0]
    return ModelRow(result.name, result.name, detail, result.kind, scores, short, mark)


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


def _unit(found: Comparison) -> str:
    return f"bars: {found.level * 100:.0f}\u2009% intervals over {found.units} {found.unit}s"


def _clips(
    found: Comparison, clips: Mapping[int, Clip], a: str, b: str | None, ids: tuple[int, ...]
) -> tuple[CompareClip, ...]:
    return tuple(
        CompareClip(
            clip_id,
            clips[clip_id].name,
            _detail(clips[clip_id]),
            _value(found, None, clip_id),
            _value(found, a, clip_id),
            None if b is None else _value(found, b, clip_id),
        )
        for clip_id in ids
        if clip_id in clips
    )


def _detail(clip: Clip) -> str:
    parts = [clip.signer or "", "" if clip.duration is None else f"{clip.duration:.1f} s"]
    return " · ".join(part for part in parts if part)


def _value(found: Comparison, name: str | None, clip_id: int) -> int | None:
    if clip_id not in found.clips:
        return None
    place = found.clips.index(clip_id)
    values = found.targets if name is None else found.result(name).values
    return int(values[place])
