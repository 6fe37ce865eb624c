"""Compares contenders on the clips that all of them answered.

What it is: a pure computation over dictionaries and arrays; it knows no project and no window.
What it is not: its frozen result (comparison.py), the words for people (wording.py) or files.
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
from emo7_core.evaluation.answers import MISSING, Answered, Contender, Ints, Later, answered
from emo7_core.evaluation.comparison import Comparison, Golden, RaterTable, Result
from emo7_core.evaluation.floors import floors_of
from emo7_core.evaluation.leaks import ClipFacts, Leak, TrainedOn, names_of, shared_with
from emo7_core.scale import CLASSES, NEUTRAL, THREE, K
from emo7_core.statistics.matrix_draws import Clusters, matrix_draws
from emo7_core.statistics.metrics import METRICS, undefined_reason

__all__ = ["UNITS", "Comparison", "Guard", "Result", "compare"]

UNITS = ("session", "signer", "corpus")
NAMES_OF_UNITS = "session, signer or corpus"


@dataclass(frozen=True, slots=True)
class Guard:
    """What no training may have seen.

    Attributes:
        clips: Facts of the guarded clips.
        of: What they are, in one word: "golden".
    """

    clips: tuple[ClipFacts, ...]
    of: str = "golden"


@dataclass(frozen=True, slots=True, eq=False)
class _Settings:
    """How intervals are made, over which clusters, and what is guarded."""

    clusters: Clusters | None
    unit: str
    k: int
    resamples: int
    level: float
    seed: int
    guarded: TrainedOn
    guarded_as: str


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """One contender's answers and truth on all clips with a target."""

    contender: Contender
    found: Answered
    values: Ints
    table: Later | None
    truth: Ints

    @property
    def is_there(self) -> npt.NDArray[np.bool_]:
        return np.asarray((self.values != MISSING) & (self.truth != MISSING))


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
    raters: Mapping[str, Mapping[int, int]] | None = None,
    golden: Golden | None = None,
    guard: Guard | None = None,
) -> Comparison:
    """Compare contenders on the clips they all answered.

    Args:
        targets: Value 0..6 by clip id.
        contenders: Models, rules and raters with unique names.
        target: Whose labels these are, in words.
        facts: Hash, signer, session and more by clip id, for clusters, slices and leaks.
        cluster_by: One of UNITS, or None to resample clips.
        k: 7, or 3 to compare the sign alone.
        resamples: Draws for each interval and test.
        level: Nominal coverage of the intervals.
        seed: Makes the answer repeatable.
        raters: What each rater said, by name and clip id, for soft labels and the ceiling.
        golden: The golden version that the targets are from.
        guard: What no training may have seen; None guards the clips that are compared.

    Raises:
        UsageError: two contenders share a name, or an unknown cluster unit.
        ValueError: an answer or a target is not on its scale.
    """
    _check(contenders, cluster_by, k)
    known, notes = facts or {}, list[str]()
    ids = np.array(list(targets), dtype=np.int64)
    truth = _on_scale(np.array(list(targets.values()), dtype=np.int64), k)
    placed = _placed(contenders, ids, truth, k, notes)
    is_common = np.full(ids.size, bool(placed))
    for one in placed:
        is_common &= one.is_there
    common = np.flatnonzero(is_common)
    clips = tuple(ids[common].tolist())
    tested = tuple(known.get(clip, NO_FACTS) for clip in clips)
    clusters = _clusters(clips, tested, cluster_by, notes)
    unit = "clip" if clusters is None or cluster_by is None else cluster_by
    numbered = None if clusters is None else Clusters.of(clusters)
    watched = guard or Guard(tested, "test")
    how = _Settings(numbered, unit, k, resamples, level, seed, names_of(watched.clips), watched.of)
    results = tuple(_result(one, common, ids, how) for one in placed)
    notes += _notes(truth[common], k, ids.size, results)
    if not placed:
        notes.append("Nobody answered these clips: let a model answer with emo7 predict.")
    return Comparison(
        target, k, clips, _frozen(truth[common]), results, floors_of(truth[common], k), unit,
        clusters, level, resamples, seed, tuple(notes), tested, _rater_table(raters, clips), golden,
    )  # fmt: skip


NO_FACTS = ClipFacts()


def _check(contenders: Sequence[Contender], cluster_by: str | None, k: int) -> None:
    names = [contender.name for contender in contenders]
    if len(set(names)) != len(names):
        raise UsageError("two of the compared models have the same name")
    if cluster_by is not None and cluster_by not in UNITS:
        raise UsageError(f"no cluster unit “{cluster_by}”", remedy=f"Use {NAMES_OF_UNITS}.")
    if k not in (K, len(THREE)):
        raise UsageError(f"a comparison has 7 or 3 classes, not {k}")


def _on_scale(values: Ints, k: int) -> Ints:
    if np.any((values < 0) | (values >= K)):
        raise ValueError(f"a target is not 0..{K - 1}")
    return np.sign(values - NEUTRAL) + 1 if k == len(THREE) else values


def _placed(
    contenders: Sequence[Contender], ids: Ints, truth: Ints, k: int, notes: list[str]
) -> list[_Placed]:
    placed = []
    for contender in contenders:
        if contender.k < k:
            notes.append(f"{contender.name} answers 3 classes: it is left out of the 7-class view.")
            continue
        found = answered(contender, k)
        values, table = found.at(ids)
        one = _Placed(contender, found, values, table, _own_truth(contender, ids, truth, k))
        # One model without any answer would empty the common set for all others.
        if ids.size and not np.any(one.is_there):
            notes.append(f"{contender.name} {_why_none(one)}: it is left out.")
            continue
        placed.append(one)
    return placed


def _why_none(one: _Placed) -> str:
    if np.any(one.values != MISSING):
        return "gave no value to any of these clips that somebody else labelled too"
    return "has no output for any of these clips"


def _own_truth(contender: Contender, ids: Ints, truth: Ints, k: int) -> Ints:
    if contender.targets is None:
        return truth
    own = np.array([contender.targets.get(clip, MISSING) for clip in ids.tolist()], np.int64)
    is_there = own != MISSING
    own[is_there] = _on_scale(own[is_there], k)
    return own


def _clusters(
    clips: Sequence[int], facts: Sequence[ClipFacts], unit: str | None, notes: list[str]
) -> tuple[str, ...] | None:
    if unit is None or not clips:
        return None
    names = [getattr(fact, unit) or None for fact in facts]
    unknown = sum(name is None for name in names)
    if unknown == len(names):
        notes.append(f"No clip has a {unit}: clips are taken as independent.")
        return None
    if unknown:
        notes.append(f"{unknown} clips have no {unit}: each counts as one of its own.")
    pairs = zip(clips, names, strict=True)
    return tuple(f"clip {clip}" if name is None else str(name) for clip, name in pairs)


def _result(one: _Placed, common: Ints, ids: Ints, how: _Settings) -> Result:
    y, p = one.truth[common], one.values[common]
    drawn = matrix_draws(
        y, p, how.clusters, how.unit, k=how.k, resamples=how.resamples, level=how.level,
        seed=how.seed,
    )  # fmt: skip
    matrix = drawn.matrix.astype(np.int64)
    matrix.setflags(write=False)
    reasons = {key: undefined_reason(key, matrix) for key in METRICS}
    who = one.contender
    return Result(
        name=who.name,
        kind=who.kind,
        values=_frozen(p),
        matrix=matrix,
        scores={key: drawn.interval(metric) for key, metric in METRICS.items()},
        undefined={key: reason for key, reason in reasons.items() if reason},
        missing=tuple(ids[~one.is_there].tolist()),
        leak=_leak(who, how),
        targets=_frozen(y),
        judged_by=who.judged_by,
        table=None if one.table is None else one.table.at(common),
        broken=one.found.broken,
        collapse=one.found.collapse,
        source_id=who.source_id,
        weights=who.weights,
    )


def _leak(who: Contender, how: _Settings) -> Leak:
    if who.kind != "model":
        return Leak()
    return shared_with(who.trained_on, how.guarded, how.guarded_as)


def _rater_table(
    raters: Mapping[str, Mapping[int, int]] | None, clips: Sequence[int]
) -> RaterTable | None:
    if raters is None:
        return None
    codes = np.array(
        [[said.get(clip, MISSING) for said in raters.values()] for clip in clips], np.int16
    ).reshape(len(clips), len(raters))
    codes.setflags(write=False)
    return RaterTable(tuple(raters), codes)


def _notes(y: Ints, k: int, total: int, results: Sequence[Result]) -> list[str]:
    notes = []
    if not total:
        notes.append("No clip has a label of this target.")
    elif not y.size and results:
        notes.append("There is no clip that has a target and an answer of every model.")
    elif 0 < y.size < total:
        notes.append(f"{y.size} of {total} clips are compared: the others lack answers.")
    for one in results:
        if one.missing:
            notes.append(f"{one.name} has no output for {len(one.missing)} clips.")
        if one.broken:
            notes.append(f"{one.name}: {one.broken} answers are no numbers and count as missing.")
    notes += [f"{one.name} is judged by {one.judged_by}." for one in results if one.judged_by]
    words = CLASSES if k == K else THREE
    absent = [words[c] for c in range(k) if not np.any(y == c)]
    if y.size and absent:
        notes.append(f"No clip has the target {' or '.join(absent)}.")
    return notes + _collapse_notes(results)


def _collapse_notes(results: Sequence[Result]) -> list[str]:
    ways: dict[str, list[str]] = {}
    for one in results:
        if one.collapse:
            ways.setdefault(one.collapse, []).append(one.name)
    return [f"Seven classes became three, {way}: {', '.join(ways[way])}." for way in sorted(ways)]


def _frozen(values: Ints) -> Ints:
    array = np.array(values, dtype=np.int64)
    array.setflags(write=False)
    return array
