"""Agreement in plain words: why a figure is missing, and what the figures mean.

What it is: sentences for the window, the command line and reports.
What it is not: figures (agreement.py).
Conventions: a reason says what the data lack. A finding names the figures that it rests on; the
paradoxes of kappa (Feinstein and Cicchetti 1990) are explained where they occur. Two decimals,
true minus sign.
"""

from __future__ import annotations

import numpy as np

from emo7_core.statistics.agreement_report import AgreementReport, RaterShift
from emo7_core.statistics.intervals import Interval, too_few
from emo7_core.statistics.kappa import MOST_RATERS_IN_PAIRS
from emo7_core.statistics.ratings import Ratings
from emo7_core.statistics.repeats import Repeated

# What anonymous ratings carry; the others ask who gave which value.
_WITHOUT_NAMES = ("alpha_ordinal", "alpha_interval", "alpha_nominal", "icc_1")
_NOT_CORRECTED = ("exact", "within_one")
_OF_PAIRS = ("kappa_quadratic", "kappa_linear", "kappa_nominal", "ceiling")
# Krippendorff (2018), chapter 12: rely on data above .800, conclude tentatively above .667.
_RELIABLE, _TENTATIVE = 0.8, 0.667
_DOMINANT, _MOSTLY_EQUAL, _LOW, _GAP = 0.75, 0.7, 0.4, 0.2


def reason_of(ratings: Ratings, key: str, value: float, complete: int, pairs: int) -> str:
    """Say why the data cannot carry a figure; "" where they can.

    Args:
        ratings: The table.
        key: The figure.
        value: What was computed, NaN where it is not defined.
        complete: Items that every rater rated.
        pairs: Pairs of raters that share two items.
    """
    few = _too_little(ratings)
    if few:
        return few
    if ratings.is_anonymous and key not in _WITHOUT_NAMES:
        return f"{ratings.why_anonymous} Without names there are alpha and ICC(1) only."
    if key not in _NOT_CORRECTED and (word := _only_value(ratings)):
        return f"Only one value was used ({word}): there is nothing to tell apart."
    if key in ("icc_2_1", "icc_3_1") and complete < 2:
        told = f"{complete} {_many(ratings.noun, complete)} rated by all {len(ratings.raters)}"
        return f"{told} raters, and this needs two; alpha and ICC(1) take incomplete ratings."
    if key in _OF_PAIRS and len(ratings.raters) > MOST_RATERS_IN_PAIRS:
        return f"{len(ratings.raters)} raters are too many for pairs; alpha takes them all at once."
    if key.startswith("kappa") and not pairs:
        return f"No two raters share two {ratings.noun}s."
    return "" if np.isfinite(value) else "The ratings that count here do not vary."


def _too_little(ratings: Ratings) -> str:
    paired = int(ratings.is_paired.sum())
    if not ratings.total:
        return "There are no ratings."
    if len(ratings.raters) == 1:
        return f"Only one rater ({ratings.raters[0]}): agreement needs two."
    if paired < 2:
        some = f"only one {ratings.noun} has" if paired else f"no {ratings.noun} has"
        who = "two ratings" if ratings.is_anonymous else "ratings by two raters"
        return f"Fewer than two {ratings.noun}s: {some} {who}."
    return ""


def _only_value(ratings: Ratings) -> str:
    used = np.flatnonzero(ratings.counts[ratings.is_paired].sum(0))
    return ratings.words[used[0]] if used.size == 1 else ""


def findings_of(report: AgreementReport, ratings: Ratings) -> tuple[str, ...]:
    """Return what the figures mean, the most important first."""
    sentences = [
        _verdict(report),
        _prevalence(report, ratings),
        _near(report),
        _heights(report),
        _ceiling(report),
        *(_shift(one) for one in report.shifts),
        _again(report),
        _few(report),
    ]
    return tuple(one for one in sentences if one)


def _verdict(report: AgreementReport) -> str:
    found = report.row("alpha_ordinal")
    if not np.isfinite(found.value):
        return f"No agreement can be measured: {_lower(found.reason)}"
    if found.value < 0:
        return f"Raters agree less than by chance: ordinal alpha is {two(found.value)}."
    if not np.isfinite(found.interval.low):
        return ""
    return f"Ordinal alpha is {two(found.value)} ({span(found.interval)}): {_use(found.interval)}."


def _use(interval: Interval) -> str:
    if interval.low >= _RELIABLE:
        return "labels to rely on, even at the lower limit (.80)"
    if interval.value >= _RELIABLE:
        return "enough to rely on (.80), though the lower limit is not"
    if interval.value >= _TENTATIVE:
        return "enough for tentative conclusions (.67), not to rely on (.80)"
    return "below .67, too low to conclude from single labels"


def _prevalence(report: AgreementReport, ratings: Ratings) -> str:
    same, low = report.row("exact"), report.row("alpha_nominal")
    share = ratings.counts[ratings.is_paired].sum(0) / max(ratings.counts.sum(), 1)
    if not share.size or not same.value >= _MOSTLY_EQUAL or not low.value < _LOW:
        return ""
    top = int(np.argmax(share))
    if share[top] < _DOMINANT:
        return ""
    text = (
        f"Raters press the same key in {percent(same.value)} of pairs, yet nominal alpha is "
        f"{two(low.value)}: {percent(share[top])} of all ratings are {ratings.words[top]}, so "
        "most of that agreement is expected by chance, and the few other ratings decide"
    )
    ac2 = report.row("ac2_quadratic").value
    tail = f". Gwet's AC2, which expects less, is {two(ac2)}: read them together."
    return text + (tail if np.isfinite(ac2) else ".")


def _near(report: AgreementReport) -> str:
    nominal, ordinal = report.row("alpha_nominal").value, report.row("alpha_ordinal").value
    if not ordinal - nominal >= _GAP:
        return ""
    return (
        "Raters rarely press the same key but stay near each other: nominal alpha is low "
        f"({two(nominal)}), ordinal alpha is not ({two(ordinal)})."
        if nominal < _LOW
        else "Where raters differ they stay near each other: ordinal alpha is above nominal alpha "
        f"({two(ordinal)} against {two(nominal)})."
    )


def _heights(report: AgreementReport) -> str:
    absolute, relative = report.row("icc_2_1").value, report.row("icc_3_1").value
    if not relative - absolute >= _GAP:
        return ""
    return (
        f"Raters order the {report.noun}s alike but sit at different heights: ICC(3,1) is "
        f"{two(relative)}, ICC(2,1), which counts the heights, {two(absolute)}."
    )


def _ceiling(report: AgreementReport) -> str:
    if not np.isfinite(report.ceiling.value):
        return ""
    others = "the other" if len(report.raters) == 2 else "the others"
    return (
        f"The ceiling for a model is macro-F1 {two(report.ceiling.value)}, "
        f"one rater against {others}."
    )


def _shift(one: RaterShift) -> str:
    if not one.words:
        return ""
    steps = f"{two(one.shift.value, has_sign=True)} steps ({span(one.shift)})"
    ends = f", ends {percent(one.ends.value, has_sign=True)}" * any("ends" in w for w in one.words)
    return f"{one.rater} {' and '.join(one.words)}: {steps}{ends} against the others."


def _again(report: AgreementReport) -> str:
    if not report.repeats:
        return ""
    every: Repeated = report.repeats[0]
    if every.reason:
        return f"Repeats: {_lower(every.reason)}"
    text = (
        f"The same {report.noun} twice: ordinal alpha {two(every.alpha.value)}, same value in "
        f"{percent(every.exact.value)} (n = {every.n})."
    )
    between = report.row("alpha_ordinal").value
    if every.alpha.value <= between:
        text += " Raters agree with themselves no better than with each other."
    return text


def _few(report: AgreementReport) -> str:
    reason = too_few(report.unit, report.units) if report.units else ""
    return f"{reason.capitalize()}." if reason else ""


def two(value: float, has_sign: bool = False) -> str:
    """Return a figure with two decimals and a true minus sign, "–" for NaN."""
    if not np.isfinite(value):
        return "–"
    text = f"{value:+.2f}" if has_sign else f"{value:.2f}"
    return text.replace("-", "−")


def percent(value: float, has_sign: bool = False) -> str:
    """Return a share in whole per cent, "–" for NaN."""
    if not np.isfinite(value):
        return "–"
    text = f"{100 * value:+.0f}" if has_sign else f"{100 * value:.0f}"
    return text.replace("-", "−") + " %"


def span(interval: Interval) -> str:
    """Return "0.67 to 0.79", "–" where there are no limits."""
    if not np.isfinite(interval.low):
        return "–"
    return f"{two(interval.low)} to {two(interval.high)}"


def _many(noun: str, n: int) -> str:
    return f"{noun} was" if n == 1 else f"{noun}s were"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
