"""The tabs of Compare, made from a comparison of the core; runs in a worker.

What it is: slices, classes, reliability, people and outputs as the views' frozen values.
What it is not: the pairs and suspected labels (pair_views.py), or any computing of scores.
Convention: columns of A and of B share one scale, so that their bars can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from emo7_core.evaluation.classes import ClassRow, classes_of
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.rater_ceiling import rater_ceiling
from emo7_core.evaluation.reliability import Reliability, reliability_of
from emo7_core.evaluation.slices import CUTS, MARKER, SliceTable, slices_of
from emo7_core.evaluation.soft import soft_scores
from emo7_core.statistics.intervals import FLAT, Interval, too_few
from emo7_core.statistics.metrics import METRICS
from emo7_gui.compare.comparison_view import Choice, Metric, ModelRow, Score
from emo7_gui.compare.lower_view import Curve, CurveBin, TabView

COUNT = Metric("n", "Clips", 0, has_bar=False)
PRESENT = "macro_f1_present"


def slice_metric(metric: str) -> str:
    """Return the metric for slices: a slice seldom has all classes."""
    return PRESENT if metric == "macro_f1" else metric


def slices_tab(found: Comparison, names: Sequence[str], by: str, metric: str) -> TabView:
    """Return the slices of A and B by one fact, the worst of A first.

    Args:
        found: The comparison.
        names: A, or A and B.
        by: A key of CUTS; one that does not part these clips is replaced by the first that does.
        metric: Key of the metric.
    """
    cuts = [key for key in CUTS if _parts(found, key)]
    if not cuts or not names:
        return TabView(note="Nothing known of these clips parts them into slices.")
    by = by if by in cuts else cuts[0]
    metric = slice_metric(metric)
    tables = [slices_of(found, name, by, metric) for name in names]
    of_b = {row.label: row.score for row in tables[1].rows} if len(tables) > 1 else {}
    rows = tuple(
        ModelRow(
            row.label,
            row.label,
            row.note,
            scores={"n": Score(row.n), "a": score_of(row.score)}
            | ({"b": score_of(of_b[row.label])} if row.label in of_b else {}),
        )
        for row in tables[0].rows
    )
    return TabView(
        f"{tables[0].title}",
        rows,
        (COUNT, *_sides(names, METRICS[metric].is_higher_better)),
        sort="a",
        is_best_first=False,
        note=_slice_note(found, tables[0], metric),
        clips={row.label: row.clips for row in tables[0].rows},
        headings={row.label: f"{tables[0].title}: {row.label}" for row in tables[0].rows},
        choices=tuple(Choice(key, f"By {CUTS[key][0].lower()}") for key in cuts),
        choice=by,
    )


def _parts(found: Comparison, by: str) -> bool:
    labels_of = CUTS[by][1]
    labels = {labels_of(fact) for fact in found.facts} - {()}
    return len(labels) > 1 or (by == MARKER and bool(labels))


def _slice_note(found: Comparison, table: SliceTable, metric: str) -> str:
    parts = [METRICS[metric].title, interval_words(found), "not corrected for their number"]
    if table.unknown:
        parts.append(f"not known of {len(table.unknown)} clips")
    return "  ·  ".join(parts)


def classes_tab(found: Comparison, names: Sequence[str]) -> TabView:
    """Return precision, recall and F1 of every class, of A and of B."""
    if not names:
        return TabView(note="Nobody is compared yet.")
    per_name = [classes_of(found, name) for name in names]
    letters = "ab"[: len(names)]
    columns = [COUNT]
    for kind, title in (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1")):
        columns += [
            Metric(f"{kind} {one}", f"{title} {one.upper()}", 2, scale="share") for one in letters
        ]
    rows = tuple(
        _class_row(list(zip(letters, rows, strict=True))) for rows in zip(*per_name, strict=True)
    )
    return TabView(
        "Class",
        rows,
        tuple(columns),
        note=f"{interval_words(found)}  ·  a class without clips has no recall, one never "
        "answered no precision",
        clips={str(row.value): _of_class(found, names[0], row.value) for row in per_name[0]},
        headings={str(row.value): f"{found.target}: {row.word}" for row in per_name[0]},
    )


def _class_row(rows: list[tuple[str, ClassRow]]) -> ModelRow:
    first = rows[0][1]
    scores = {"n": Score(first.n)}
    notes = []
    for letter, row in rows:
        for kind in ("precision", "recall", "f1"):
            scores[f"{kind} {letter}"] = score_of(getattr(row, kind), row.note)
        if row.note:
            notes.append(f"{letter.upper()}: {row.note}" if len(rows) > 1 else row.note)
    return ModelRow(str(first.value), first.word, "; ".join(notes), scores=scores)


def _of_class(found: Comparison, name: str, value: int) -> tuple[int, ...]:
    return found.named(found.result(name).targets == value)


def reliability_tab(found: Comparison, names: Sequence[str]) -> TabView:
    """Return curves and calibration of A and B."""
    known = [reliability_of(found, name) for name in names]
    pairs = list(zip("AB", known, strict=False))
    metrics = (
        Metric("n", "Answers", 0, has_bar=False),
        Metric("ece", "ECE", 3, False, whole="Expected calibration error"),
        Metric("brier", "Brier", 3, False, whole="Brier score, 0 to 2"),
        Metric("nll", "Log loss", 2, False, whole="Log loss, nats"),
    )
    return TabView(
        "Probabilities",
        tuple(_reliability_row(letter, one) for letter, one in pairs),
        metrics,
        note=interval_words(found),
        curves=tuple(_curve(letter, one) for letter, one in pairs),
    )


def _reliability_row(letter: str, one: Reliability) -> ModelRow:
    scores = {"n": Score(one.n)}
    for key in ("ece", "brier", "nll"):
        interval = getattr(one, key)
        scores[key] = (
            Score(float("nan"), reason=one.note) if interval is None else score_of(interval)
        )
    return ModelRow(one.name, f"{letter} {one.name}", one.note, scores=scores)


def _curve(letter: str, one: Reliability) -> Curve:
    bins = tuple(CurveBin(b.low, b.high, b.n, b.confidence, b.accuracy) for b in one.bins)
    return Curve(letter, one.name, bins, one.note)


def people_tab(found: Comparison, metric: str) -> TabView:
    """Return everybody against the distribution of what raters said, and the raters' ceiling."""
    scores = soft_scores(found)
    ceiling = rater_ceiling(found, metric)
    if not scores:
        return TabView(note="No rater labelled these clips: there is no distribution of people.")
    last = len(scores) - 1
    rows = tuple(
        ModelRow(
            one.name,
            one.name,
            one.note,
            "floor" if i == last else "model",
            {
                "n": Score(one.n),
                "ranked": score_of(one.ranked),
                "entropy": Score(float("nan"), reason=one.note)
                if one.cross_entropy is None
                else score_of(one.cross_entropy),
            },
        )
        for i, one in enumerate(scores)
    )
    metrics = (
        COUNT,
        Metric("ranked", "Ranked prob. score", 3, False),
        Metric("entropy", "Cross-entropy", 2, False, whole="Cross-entropy, nats"),
    )
    parts = [
        _ceiling_words(ceiling.score, METRICS[metric].title, ceiling.n, ceiling.raters)
        if not ceiling.reason
        else f"No ceiling: {ceiling.reason}",
        f"{scores[0].votes:.1f} raters per clip; least cross-entropy there can be "
        f"{scores[0].entropy:.2f}",
        interval_words(found),
    ]
    return TabView("Against people", rows, metrics, sort="ranked", note="  ·  ".join(parts))


def _ceiling_words(score: Interval, title: str, n: int, raters: int) -> str:
    words = f"Ceiling of {raters} raters on {title}: {score.value:.3f}"
    if score.low == score.low:
        words += f" ({score.low:.2f} to {score.high:.2f})"
    return f"{words}, {n} clips"


def outputs_tab(found: Comparison) -> TabView:
    """Return who has no usable answer for which clips."""
    rows = tuple(
        ModelRow(
            one.name,
            one.name,
            f"{one.broken} answers are no numbers and count as missing" if one.broken else "",
            scores={
                "n": Score(len(found.clips)),
                "missing": Score(len(one.missing)),
                "broken": Score(one.broken),
            },
        )
        for one in found.results
    )
    metrics = (
        Metric("n", "Compared", 0, has_bar=False),
        Metric("missing", "No output", 0, has_bar=False),
        Metric("broken", "Broken", 0, has_bar=False),
    )
    lines = ("Only clips that everybody answered are compared. Enter lists what is missing.",)
    return TabView(
        "Answers",
        rows,
        metrics,
        note="\n".join((*lines, *found.notes)),
        clips={one.name: one.missing for one in found.results if one.missing},
        headings={one.name: f"No output of {one.name}" for one in found.results},
    )


def _sides(names: Sequence[str], is_high: bool) -> tuple[Metric, ...]:
    letters = "ab"[: len(names)]
    return tuple(
        Metric(one, one.upper(), 3, is_high, "score", whole=f"{one.upper()}: {name}")
        for one, name in zip(letters, names, strict=True)
    )


def score_of(interval: Interval, reason: str = "") -> Score:
    """Return an interval as the tables show it; a score that is not defined says why."""
    is_known = interval.value == interval.value
    why = "" if is_known else reason or interval.note
    singles = tuple(value for _, value in interval.singles if value == value)
    note = FLAT if interval.is_flat else ""
    return Score(interval.value, interval.low, interval.high, why, singles, note)


def interval_words(found: Comparison) -> str:
    """Return what the bars of a comparison are."""
    unit = "collection" if found.unit == "corpus" else found.unit
    unit = unit if found.units == 1 else f"{unit}s"
    if too_few(found.unit, found.units):
        return f"dots: {found.units} {unit}, too few for intervals"
    return f"bars: {found.level * 100:.0f}\u2009% intervals over {found.units} {unit}"
