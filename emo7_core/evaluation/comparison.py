"""Several contenders on one target, as the window, the command line and the report read it.

What it is: frozen values: the common set, each contender's answers, matrix, scores and mark.
What it is not: their making (compare.py), tests of two (pairs.py), slices (slices.py), classes
(classes.py), reliability (reliability.py), people's distribution (soft.py) or the ceiling that
raters set (ceiling.py): these are computed from a comparison when somebody asks.
Conventions: N clips of the common set, k classes (7, or 3 for the collapsed view). Arrays are
read-only, in the order of `clips`. Values are 0..k-1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.errors import UsageError
from emo7_core.evaluation.answers import Floats, Ints, Kind, Later
from emo7_core.evaluation.floors import Floor
from emo7_core.evaluation.leaks import ClipFacts, Leak
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.metrics import METRICS, confusion
from emo7_core.statistics.paired import PairedResult, compare_paired


@dataclass(frozen=True, slots=True)
class Result:
    """One contender on the common set.

    Attributes:
        name: The contender's.
        kind: "model", "floor" or "rater".
        values: (N,) answers 0..k-1 in the order of the comparison's clips, read-only.
        matrix: (k, k) counts, row = target, column = answer, read-only.
        scores: Interval by metric key.
        undefined: Why a score is NaN, by metric key, in words.
        missing: Clips with a target that it has no usable answer for.
        leak: What its training shares with the common set, or with the golden version.
        targets: (N,) the values that it is judged by; for a rater the label of the others.
        judged_by: Whose labels these are, in words; "" where they are the comparison's.
        table: Its probabilities, read when they are first asked for; None where there are none.
        broken: How many of its answers were no numbers; they count as missing.
        collapse: How seven classes became three, in words; "" where they did not.
        source_id: Its source within the project, None where it has none.
        weights: SHA-256 of a model's weights, "" where unknown.
    """

    name: str
    kind: Kind
    values: Ints
    matrix: Ints
    scores: Mapping[str, Interval]
    undefined: Mapping[str, str]
    missing: tuple[int, ...]
    leak: Leak
    targets: Ints
    judged_by: str = ""
    table: Later | None = None
    broken: int = 0
    collapse: str = ""
    source_id: int | None = None
    weights: str = ""

    @property
    def probabilities(self) -> Floats | None:
        """(N, k) read-only, NaN in the rows of plain values; None where there are none."""
        return None if self.table is None else self.table.get()


@dataclass(frozen=True, slots=True)
class RaterTable:
    """Who of the raters gave which clip of the common set which value.

    Attributes:
        names: R names.
        codes: (N, R) values 0..6, -1 where a rater gave none, read-only.
    """

    names: tuple[str, ...]
    codes: npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Golden:
    """Which golden version a comparison is on.

    Attributes:
        number: From 1.
        target: Whose labels were frozen, a key of snapshot.TARGETS.
        hash: SHA-256 of its labels.
        clips: How many it has.
        created_at: ISO 8601, UTC.
    """

    number: int
    target: str
    hash: str
    clips: int
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several contenders on one target.

    Attributes:
        target: Whose labels are the truth, in words.
        k: 7, or 3 for the collapsed view.
        clips: The common set, N clip ids.
        targets: (N,) values 0..k-1, read-only.
        results: One per contender that could be compared, in the order given.
        floors: Majority and stratified random on the common set; none without clips.
        unit: What was resampled: "clip", or the cluster unit.
        clusters: (N) cluster names, None when the unit is the clip.
        level: Nominal coverage of the intervals.
        resamples: Draws behind each interval and test.
        seed: Of the draws.
        notes: What a reader must know, one sentence each.
        facts: (N) what is known of the clips.
        raters: What raters said of them, None where nobody asked.
        golden: The golden version, None for the labels as they are today.
    """

    target: str
    k: int
    clips: tuple[int, ...]
    targets: Ints
    results: tuple[Result, ...]
    floors: tuple[Floor, ...]
    unit: str
    clusters: tuple[str, ...] | None
    level: float
    resamples: int
    seed: int
    notes: tuple[str, ...]
    facts: tuple[ClipFacts, ...] = ()
    raters: RaterTable | None = None
    golden: Golden | None = None

    @property
    def units(self) -> int:
        """Return how many clusters, or clips, there are."""
        return len(self.clips) if self.clusters is None else len(set(self.clusters))

    def result(self, name: str) -> Result:
        """Return a contender's result.

        Raises:
            UsageError: it is not part of this comparison.
        """
        for result in self.results:
            if result.name == name:
                return result
        raise UsageError(f"{name} is not part of this comparison")

    def cell(self, name: str, target: int, answer: int) -> tuple[int, ...]:
        """Return the clips behind one cell of a contender's matrix."""
        result = self.result(name)
        return self.named((result.targets == target) & (result.values == answer))

    def cells(self, name: str) -> Mapping[tuple[int, int], tuple[int, ...]]:
        """Return the clips behind every cell that has some, by target and answer."""
        result = self.result(name)
        found: dict[tuple[int, int], list[int]] = {}
        pairs = zip(result.targets.tolist(), result.values.tolist(), strict=True)
        for clip, pair in zip(self.clips, pairs, strict=True):
            found.setdefault(pair, []).append(clip)
        return {pair: tuple(found[pair]) for pair in sorted(found)}

    def difference(self, a: str, b: str) -> Ints:
        """Return the (k, k) counts of A minus those of B."""
        return self.result(a).matrix - self.result(b).matrix

    def wins(self, a: str, b: str) -> tuple[int, ...]:
        """Return the clips on which A is right and B is wrong."""
        of_a, of_b = self.truths(a, b)
        right = self.result(a).values == of_a
        return self.named(right & (self.result(b).values != of_b))

    def truths(self, a: str, b: str) -> tuple[Ints, Ints]:
        """Return (N,) what A and what B are judged by beside each other.

        A model beside a rater is judged, like the rater, by the label of the others.
        """
        of_a, of_b = self.result(a), self.result(b)
        if of_a.judged_by and not of_b.judged_by:
            return of_a.targets, of_a.targets
        if of_b.judged_by and not of_a.judged_by:
            return of_b.targets, of_b.targets
        return of_a.targets, of_b.targets

    def scores_beside(self, a: str, b: str, metric: str) -> tuple[float, float]:
        """Return the scores of A and of B by what they are judged by beside each other."""
        function = METRICS[metric].function
        pairs = zip(self.truths(a, b), (a, b), strict=True)
        first, second = (
            float(function(confusion(truth, self.result(name).values, self.k)))
            for truth, name in pairs
        )
        return first, second

    def test(self, a: str, b: str, metric: str = "macro_f1") -> PairedResult:
        """Return the paired test of A against B on one metric (pairs.py has it in words)."""
        of_a, of_b = self.truths(a, b)
        return compare_paired(
            of_a,
            self.result(a).values,
            self.result(b).values,
            METRICS[metric],
            targets_b=of_b,
            clusters=self.clusters,
            unit=self.unit,
            resamples=self.resamples,
            level=self.level,
            seed=self.seed,
            k=self.k,
        )

    def named(self, is_in: npt.NDArray[np.bool_]) -> tuple[int, ...]:
        """Return the ids of clips chosen by an (N,) mask."""
        return tuple(self.clips[i] for i in np.flatnonzero(is_in))
