"""Agreement of raters, one engine for window, command line and report.

What it is: every figure of a table of ratings with n, interval and, where the data cannot carry
it, the reason in words; shifts of raters, repeats, and the ceiling for a model.
What it is not: a reader of projects (evaluation/agreement_of.py) or of files, or the formulas
(alpha.py, kappa.py, gwet.py, icc.py, closeness.py, rater_shift.py, ceiling.py, repeats.py).
Conventions: figures are of items with at least two ratings. Intervals are of the unit that they
name (items, or clusters of them); below six units the values of the single clusters stand in
their place, "too few to generalise".
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from emo7_core.statistics import kappa as kappas
from emo7_core.statistics.agreement_report import (
    AgreementReport,
    AgreementRow,
    PairAgreement,
    RaterShift,
)
from emo7_core.statistics.agreement_words import findings_of, reason_of
from emo7_core.statistics.alpha import alpha_of, coincidences
from emo7_core.statistics.ceiling import ceiling_of, ceiling_rows
from emo7_core.statistics.closeness import closeness_rows, exact_of, within_one_of
from emo7_core.statistics.gwet import gwet_of, gwet_rows
from emo7_core.statistics.icc import icc_1_of, icc_2_of, icc_3_of, one_way_rows, two_way_rows
from emo7_core.statistics.intervals import Interval, unit_interval
from emo7_core.statistics.rater_shift import ends_of, shift_of, shift_rows
from emo7_core.statistics.ratings import Ratings
from emo7_core.statistics.repeats import repeats_of
from emo7_core.statistics.resampling import Figure, estimate
from emo7_core.statistics.sample import Draw, Sample, sample_of, sample_of_rows

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

TITLES = {
    "alpha_ordinal": "Krippendorff alpha, ordinal",
    "alpha_interval": "Krippendorff alpha, interval",
    "alpha_nominal": "Krippendorff alpha, nominal",
    "kappa_quadratic": "Weighted kappa, quadratic",
    "kappa_linear": "Weighted kappa, linear",
    "kappa_nominal": "Cohen kappa, nominal",
    "ac2_quadratic": "Gwet AC2, quadratic",
    "icc_1": "ICC (1)",
    "icc_2_1": "ICC (2,1)",
    "icc_3_1": "ICC (3,1)",
    "exact": "Same value",
    "within_one": "Within one step",
}
CEILING = "ceiling"


def agreement(
    ratings: Ratings,
    *,
    stage: str = "",
    notes: Iterable[str] = (),
    draw: Draw = Draw(),
) -> AgreementReport:
    """Return every figure that the ratings can carry, and why they cannot carry the others.

    Args:
        ratings: The table.
        stage: At which stage the ratings were made.
        notes: What a reader must know of the data.
        draw: How many draws are behind each interval, and for which level.
    """
    sample = sample_of(ratings, ratings.is_paired)
    pairs = [] if ratings.is_anonymous else kappas.pairs_of(sample.codes, sample.multiplicity)
    figures = _figures(ratings, sample, pairs)
    found = estimate(sample, figures, draw)
    complete = _is_complete(ratings)
    of_complete = sample_of(ratings, complete)
    found |= estimate(of_complete, _two_way(ratings, of_complete), draw)
    make = partial(_row, ratings, complete, len(pairs), found)
    report = AgreementReport(
        stage=stage,
        noun=ratings.noun,
        scale=ratings.words,
        n_items=len(ratings.items),
        n_paired=sample.items,
        n_ratings=ratings.total,
        raters=ratings.raters,
        unit=sample.unit,
        units=sample.units,
        level=draw.level,
        resamples=draw.resamples,
        seed=draw.seed,
        rows=tuple(make(key, title) for key, title in TITLES.items()),
        pairs=_pairs(ratings),
        shifts=tuple(_shift(ratings, r, draw) for r in range(len(ratings.raters))),
        repeats=repeats_of(ratings, draw),
        ceiling=make(CEILING, "Macro-F1, one rater against the others"),
        notes=tuple(notes),
    )
    return replace(report, findings=findings_of(report, ratings))


def _figures(ratings: Ratings, sample: Sample, pairs: list[tuple[int, int]]) -> list[Figure]:
    values, scale = ratings.scale.size, ratings.scale
    both, close = coincidences(sample.counts), closeness_rows(sample.counts)
    once = gwet_rows(ratings.counts[~ratings.is_paired]).sum(0)
    figures = [
        Figure(f"alpha_{level}", partial(alpha_of, scale=scale, level=level), both)
        for level in ("ordinal", "interval", "nominal")
    ]
    figures += [
        Figure("ac2_quadratic", gwet_of, gwet_rows(sample.counts), offset=once),
        Figure("icc_1", icc_1_of, one_way_rows(sample.counts, scale)),
        Figure("exact", exact_of, close, 0.0),
        Figure("within_one", within_one_of, close, 0.0),
    ]
    if 2 <= len(ratings.raters) <= kappas.MOST_RATERS_IN_PAIRS:
        shared = kappas.pair_rows(sample.codes, pairs, values)
        figures += [
            Figure(f"kappa_{name}", _mean_kappa(values, name), shared) for name in kappas.WEIGHTS
        ]
        others = ceiling_rows(sample.counts, sample.codes)
        figures.append(Figure(CEILING, partial(ceiling_of, values=values), others, 0.0))
    return figures


def _mean_kappa(values: int, weights: str) -> Callable[[Array], Array]:
    return partial(kappas.mean_kappa_of, values=values, weights=weights)


def _is_complete(ratings: Ratings) -> Mask:
    if len(ratings.raters) < 2:
        return np.zeros(len(ratings.items), bool)
    return np.asarray(np.all(ratings.codes >= 0, axis=1))


def _two_way(ratings: Ratings, sample: Sample) -> list[Figure]:
    rows = two_way_rows(sample.codes, ratings.scale)
    return [Figure("icc_2_1", icc_2_of, rows), Figure("icc_3_1", icc_3_of, rows)]


def _row(
    ratings: Ratings,
    complete: Mask,
    pairs: int,
    found: dict[str, Interval],
    key: str,
    title: str,
) -> AgreementRow:
    is_in = complete if key in ("icc_2_1", "icc_3_1") else ratings.is_paired
    nothing = unit_interval(np.nan, np.zeros(0), ratings.unit, 0, 0.95)
    interval = found.get(key, nothing)
    reason = reason_of(ratings, key, interval.value, int(complete.sum()), pairs)
    if reason:
        interval = replace(
            interval, value=np.nan, low=np.nan, high=np.nan, method="none", singles=()
        )
    return AgreementRow(
        key,
        title,
        interval.value,
        interval,
        int(is_in.sum()),
        None if ratings.is_anonymous else len(ratings.raters),
        reason,
        interval.singles,
        0.0 if key in ("exact", "within_one", CEILING) else -1.0,
        1.0,
        _items(ratings, is_in),
    )


def _items(ratings: Ratings, is_in: Mask) -> tuple[Hashable, ...]:
    return tuple(ratings.items[i] for i in np.flatnonzero(is_in))


def _pairs(ratings: Ratings) -> tuple[PairAgreement, ...]:
    if ratings.is_anonymous or len(ratings.raters) > kappas.MOST_RATERS_IN_PAIRS:
        return ()
    found = []
    for a, b in kappas.pairs_of(ratings.codes):
        both = np.asarray((ratings.codes[:, a] >= 0) & (ratings.codes[:, b] >= 0))
        rows = kappas.pair_rows(ratings.codes, [(a, b)], ratings.scale.size)
        matrix = kappas.matrices_of(rows.sum(axis=0), ratings.scale.size)[0]
        found.append(
            PairAgreement(
                a=ratings.raters[a],
                b=ratings.raters[b],
                n=int(both.sum()),
                nominal=float(kappas.kappa_of(matrix, "nominal")),
                linear=float(kappas.kappa_of(matrix, "linear")),
                quadratic=float(kappas.kappa_of(matrix, "quadratic")),
                items=_items(ratings, both),
            )
        )
    return tuple(found)


def _shift(ratings: Ratings, rater: int, draw: Draw) -> RaterShift:
    own = ratings.codes[:, rater]
    is_shared = np.asarray((own >= 0) & ratings.is_paired)
    values = ratings.scale.size
    sample, rows = sample_of_rows(
        ratings, is_shared, shift_rows(own[is_shared], ratings.counts[is_shared])
    )
    span = float(max(values - 1, 0))
    figures = [
        Figure("shift", shift_of, rows, -span, span),
        Figure("ends", ends_of, rows),
    ]
    found = estimate(sample, figures, draw)
    shift, ends = found["shift"], found["ends"]
    behind = tuple(_items(ratings, np.asarray(own == value)) for value in range(values))
    return RaterShift(
        ratings.raters[rater],
        int((own >= 0).sum()),
        int(is_shared.sum()),
        tuple(len(bar) for bar in behind),
        behind,
        shift,
        ends,
        shift.singles,
        _side(shift, "sits higher", "sits lower")
        + _side(ends, "favours the ends", "avoids the ends"),
    )


def _side(interval: Interval, above: str, below: str) -> tuple[str, ...]:
    if interval.low > 0:
        return (above,)
    return (below,) if interval.high < 0 else ()
