"""Several contenders on one target: the common set, scores with intervals, floors, cells.

What it is: a pure computation over dictionaries; it knows no project and no window.
What it is not: the words for people (wording.py) or files (report.py).
Conventions: only clips that every contender answered are compared; what each lacks is listed.
Every score names its n and its unit of resampling. The unit is the cluster (session, signer)
where clusters are given, because clips of one recording are not independent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.errors import UsageError
from emo7_core.evaluation.answers import Contender, Kind, common_set, values_of
from emo7_core.evaluation.floors import Floor, floors_of
from emo7_core.evaluation.leaks import ClipFacts, Leak, find_leak
from emo7_core.scale import CLASSES, THREE, K, to_three
from emo7_core.statistics.intervals import (
    Interval,
    clip_interval,
    cluster_interval,
    cluster_matrices,
    resample_clips,
    resample_clusters,
)
from emo7_core.statistics.metrics import METRICS, confusion, undefined_reason
from emo7_core.statistics.paired import PairedResult, compare_paired

Ints = npt.NDArray[np.int64]


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
        leak: What its training shares with the common set.
    """

    name: str
    kind: Kind
    values: Ints
    matrix: Ints
    scores: Mapping[str, Interval]
    undefined: Mapping[str, str]
    missing: tuple[int, ...]
    leak: Leak


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
        is_inside = (self.targets == target) & (self.result(name).values == answer)
        return tuple(self.clips[i] for i in np.flatnonzero(is_inside))

    def difference(self, a: str, b: str) -> Ints:
        """Return the (k, k) counts of A minus those of B."""
        return self.result(a).matrix - self.result(b).matrix

    def wins(self, a: str, b: str) -> tuple[int, ...]:
        """Return the clips on which A is right and B is wrong."""
        right = self.result(a).values == self.targets
        wrong = self.result(b).values != self.targets
        return tuple(self.clips[i] for i in np.flatnonzero(right & wrong))

    def test(self, a: str, b: str, metric: str = "macro_f1") -> PairedResult:
        """Return the paired test of A against B on one metric."""
        return compare_paired(
            self.targets,
            self.result(a).values,
            self.result(b).values,
            METRICS[metric],
            clusters=self.clusters,
            unit=self.unit,
            resamples=self.resamples,
            level=self.level,
            seed=self.seed,
            k=self.k,
        )


def compare(
    targets: Mapping[int, int],
    contenders: Sequence[Contender],
    *,
    target: str,
    facts: Mapping[int, ClipFacts] | None = None,
    cluster_by: str | None = "session",
    k: int = K,
    resamples: int = 1000,
    level: float = 0.95,
    seed: int = 0,
) -> Comparison:
    """Compare contenders on the clips they all answered.

    Args:
        targets: Value 0..6 by clip id.
        contenders: Models, rules and raters with unique names.
        target: Whose labels these are, in words.
        facts: Hash, signer and session by clip id, for clusters and leaks.
        cluster_by: "session", "signer", or None to resample clips.
        k: 7, or 3 to compare the sign alone.
        resamples: Draws for each interval and test.
        level: Nominal coverage of the intervals.
        seed: Makes the answer repeatable.

    Raises:
        UsageError: two contenders share a name, or an unknown cluster unit.
        ValueError: an answer or a target is not on its scale.
    """
    _check(contenders, cluster_by, k)
    known = facts or {}
    truth = {c: to_three(v) if k == len(THREE) else v for c, v in targets.items()}
    notes: list[str] = []
    answered = _answered(contenders, truth, k, notes)
    clips = common_set(truth, [values for _, values in answered]) if answered else ()
    y = _frozen([truth[clip] for clip in clips])
    clusters = _clusters(clips, known, cluster_by, notes)
    unit = "clip" if clusters is None or cluster_by is None else cluster_by
    tested = [known.get(clip, ClipFacts()) for clip in clips]
    results = []
    for contender, values in answered:
        p = _frozen([values[clip] for clip in clips])
        missing = tuple(clip for clip in truth if clip not in values)
        matrix = confusion(y, p, k)
        matrix.setflags(write=False)
        scores = _scores(y, p, clusters, unit, k, resamples, level, seed)
        reasons = {key: undefined_reason(key, matrix) for key in METRICS}
        undefined = {key: reason for key, reason in reasons.items() if reason}
        leak = _leak(contender, tested)
        results.append(
            Result(contender.name, contender.kind, p, matrix, scores, undefined, missing, leak)
        )
    notes += _notes(y, k, targets, clips, results)
    return Comparison(
        target, k, clips, y, tuple(results), floors_of(y, k), unit, clusters, level, resamples,
        seed, tuple(notes),
    )  # fmt: skip


def _check(contenders: Sequence[Contender], cluster_by: str | None, k: int) -> None:
    names = [contender.name for contender in contenders]
    if len(set(names)) != len(names):
        raise UsageError("two of the compared models have the same name")
    if cluster_by not in ("session", "signer", None):
        raise UsageError(f"no cluster unit “{cluster_by}”", remedy="Use session or signer.")
    if k not in (K, len(THREE)):
        raise UsageError(f"a comparison has 7 or 3 classes, not {k}")


def _answered(
    contenders: Sequence[Contender], truth: Mapping[int, int], k: int, notes: list[str]
) -> list[tuple[Contender, dict[int, int]]]:
    answered = []
    for contender in contenders:
        if contender.k < k:
            notes.append(f"{contender.name} answers 3 classes: it is left out of the 7-class view.")
            continue
        values = values_of(contender, k)
        # One model without any answer would empty the common set for all others.
        if truth and not any(clip in values for clip in truth):
            notes.append(f"{contender.name} has no output for any of these clips: it is left out.")
            continue
        answered.append((contender, values))
    return answered


def _clusters(
    clips: Sequence[int], facts: Mapping[int, ClipFacts], unit: str | None, notes: list[str]
) -> tuple[str, ...] | None:
    if unit is None or not clips:
        return None
    names = [getattr(facts.get(clip, ClipFacts()), unit) for clip in clips]
    unknown = sum(name is None for name in names)
    if unknown == len(names):
        notes.append(f"No clip has a {unit}: clips are taken as independent.")
        return None
    if unknown:
        notes.append(f"{unknown} clips have no {unit}: each counts as one of its own.")
    pairs = zip(clips, names, strict=True)
    return tuple(f"clip {clip}" if name is None else str(name) for clip, name in pairs)


def _scores(
    y: Ints,
    p: Ints,
    clusters: tuple[str, ...] | None,
    unit: str,
    k: int,
    resamples: int,
    level: float,
    seed: int,
) -> dict[str, Interval]:
    if clusters is None:
        matrix = confusion(y, p, k)
        draws = resample_clips(matrix, resamples, seed)
        return {key: clip_interval(matrix, draws, m, level) for key, m in METRICS.items()}
    _, stack = cluster_matrices(y, p, clusters, k)
    draws = resample_clusters(stack, resamples, seed)
    return {key: cluster_interval(stack, draws, m, unit, level) for key, m in METRICS.items()}


def _leak(contender: Contender, facts: Sequence[ClipFacts]) -> Leak:
    return find_leak(contender.trained_on, facts) if contender.kind == "model" else Leak()


def _notes(
    y: Ints,
    k: int,
    targets: Mapping[int, int],
    clips: Sequence[int],
    results: Sequence[Result],
) -> list[str]:
    notes = []
    if not clips:
        notes.append("There is no clip that has a target and an answer of every model.")
    elif len(clips) < len(targets):
        notes.append(f"{len(clips)} of {len(targets)} clips are compared: the others lack answers.")
    notes += [
        f"{result.name} has no output for {len(result.missing)} clips."
        for result in results
        if result.missing
    ]
    words = CLASSES if k == K else THREE
    absent = [words[c] for c in range(k) if not np.any(y == c)]
    if clips and absent:
        notes.append(f"No clip has the target {' or '.join(absent)}.")
    return notes


def _frozen(values: Sequence[int]) -> Ints:
    array = np.asarray(values, dtype=np.int64)
    array.setflags(write=False)
    return array
