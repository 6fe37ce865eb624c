"""What can be said of a table of ratings, as the window and the command line show it.

What it is: frozen values and their JSON.
What it is not: the figures' making (agreement.py).
Conventions: a value that the data cannot carry is NaN (null in JSON) and has a reason in words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.repeats import Repeated


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One figure.

    Attributes:
        key: Its name in files, a key of TITLES or "ceiling".
        title: Its name for people.
        value: NaN where there is a reason.
        interval: Limits are NaN where none can be given; its note says why.
        n_items: Items that it is made from.
        n_raters: Raters, None where they are not told apart.
        reason: Why there is no value, in words; "" where there is one.
        singles: Cluster and its own value, below six clusters.
        low: The least value it can take, for a bar.
        high: The greatest.
        items: The items that it is made from, to open them.
    """

    key: str
    title: str
    value: float
    interval: Interval
    n_items: int
    n_raters: int | None
    reason: str
    singles: tuple[tuple[Hashable, float], ...]
    low: float
    high: float
    items: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two raters on the items that both rated; NaN where both used one and the same value.

    Attributes:
        a: The one rater.
        b: The other.
        n: Items that both rated.
        nominal: Cohen's kappa.
        linear: Weighted kappa.
        quadratic: Weighted kappa.
        items: Those items.
    """

    a: str
    b: str
    n: int
    nominal: float
    linear: float
    quadratic: float
    items: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class RaterShift:
    """Where one rater sits.

    Attributes:
        rater: The name.
        n: Ratings, repeats left out.
        n_shared: Of them, of items that somebody else rated too.
        histogram: Ratings by value.
        items: The items behind each bar of the histogram.
        shift: Mean of this rater less the others on the same items, in steps.
        ends: Share of lowest and highest value less that of the others on the same items.
        singles: Cluster and its own shift, below six clusters.
        words: "sits higher", "sits lower", "avoids the ends", "favours the ends"; () where the
            interval holds 0, or there is none.
    """

    rater: str
    n: int
    n_shared: int
    histogram: tuple[int, ...]
    items: tuple[tuple[Hashable, ...], ...]
    shift: Interval
    ends: Interval
    singles: tuple[tuple[Hashable, float], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """All that can be said of a table of ratings.

    Attributes:
        stage: At which stage the ratings were made, "" where that is not known.
        noun: What an item is, in one word.
        scale: Names of the values in order.
        n_items: Items with a rating.
        n_paired: Items with at least two.
        n_ratings: Ratings, repeats left out.
        raters: Their names, () where they are not told apart.
        unit: What the intervals are about: the noun, or a cluster.
        units: How many of them there are.
        level: Nominal coverage of the intervals.
        resamples: Draws behind each interval.
        seed: Of the draws.
        rows: The figures in the order of TITLES.
        pairs: Every pair of raters that shares two items.
        shifts: One for each rater.
        repeats: All raters together, then each who repeated; () without repeats.
        ceiling: Macro-F1 of one rater against the others, a mean over raters.
        findings: What it means, one sentence each.
        notes: What a reader must know of the data, one sentence each.
    """

    stage: str
    noun: str
    scale: tuple[str, ...]
    n_items: int
    n_paired: int
    n_ratings: int
    raters: tuple[str, ...]
    unit: str
    units: int
    level: float
    resamples: int
    seed: int
    rows: tuple[AgreementRow, ...]
    pairs: tuple[PairAgreement, ...]
    shifts: tuple[RaterShift, ...]
    repeats: tuple[Repeated, ...]
    ceiling: AgreementRow
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def row(self, key: str) -> AgreementRow:
        """Return the figure of this key.

        Raises:
            KeyError: there is none.
        """
        return {one.key: one for one in self.rows}[key]

    def to_json(self) -> str:
        """Return the report without the lists of items, as text that ends a line."""
        return json.dumps(plain(self), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Return a frozen value as JSON takes it: NaN is null, lists of items are left out."""
    if is_dataclass(value):
        names = (one.name for one in fields(value) if one.name != "items")
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, int | str) or value is None else str(value)
