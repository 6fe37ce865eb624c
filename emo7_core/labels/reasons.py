"""Why a clip stands where it stands: the score of each order, in words.

What it is: for each named order a score per clip, a short reason, and its figures.
What it is not: the stored queue (queue.py) or the pure functions behind it (orders.py).
Convention: the short reason may be shown before the rater commits, so it tells neither what a
model, a caption nor another rater says. The figures in `details` do: they are for after the
reveal, and for those who lead the study.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from emo7_core.labels.evidence import Evidence
from emo7_core.labels.orders import (
    Floats,
    disagreement,
    entropy,
    rarity,
)
from emo7_core.scale import CLASSES, K, digit_of

RARE, DISAGREEMENT, UNCERTAIN = "rare classes", "disagreement", "model uncertainty"
SUSPECT, BEST, WEAK = "suspected label error", "best landmarks", "weak landmarks"
_NOT_CHECKED = "no label, or no answer of a model that did not train on it"
SCORED = (RARE, DISAGREEMENT, UNCERTAIN, SUSPECT, BEST, WEAK)


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """Score and reason of N clips.

    Attributes:
        score: (N,) higher comes first, NaN where nothing is known.
        whys: N short reasons that give nothing away.
        details: N figures behind them, "" where there are none.
    """

    score: Floats
    whys: list[str]
    details: list[str]


def reasons(evidence: Evidence, order: str, target_count: int = 30) -> Reasons:
    """Return score and reason of every clip in one of SCORED."""
    if order == RARE:
        return _rare(evidence, target_count)
    return _MAKERS[order](evidence)


def _rare(evidence: Evidence, target_count: int) -> Reasons:
    likely = evidence.likely()
    score, best = rarity(evidence.values, likely, target_count)
    have = np.bincount(evidence.values[evidence.values >= 0], minlength=K)
    promise = likely[np.arange(len(likely)), best]
    origin = np.where(evidence.models > 0, "model", "caption")
    details = [
        f"{CLASSES[c]} {p:.2f} by {who}, {have[c]} of {target_count} there"
        for c, p, who in zip(best.tolist(), promise.tolist(), origin.tolist(), strict=True)
    ]
    whys = _whys(score, "may fill a rare class", "nothing known of its class yet")
    is_labelled = (evidence.values >= 0).tolist()
    whys = ["has a label" if done else why for done, why in zip(is_labelled, whys, strict=True)]
    return Reasons(score, whys, _blanked(details, np.where(evidence.values >= 0, np.nan, score)))


def _disagreement(evidence: Evidence) -> Reasons:
    score = disagreement(evidence.spread, evidence.deviation)
    details = [
        f"{n} raters, {spread:.0f} steps apart"
        for n, spread in zip(evidence.raters.tolist(), evidence.spread.tolist(), strict=True)
    ]
    whys = _whys(score, "raters compared", "fewer than two raters")
    return Reasons(score, whys, _blanked(details, score))


def _uncertain(evidence: Evidence) -> Reasons:
    score = entropy(evidence.probabilities)
    details = [
        f"entropy {share:.2f} of 1, models: {n}"
        for share, n in zip(score.tolist(), evidence.models.tolist(), strict=True)
    ]
    whys = _whys(score, "models compared", "no model answer yet")
    return Reasons(score, whys, _blanked(details, score))


def _suspect(evidence: Evidence) -> Reasons:
    found = evidence.errors
    if found is None:
        nothing = np.full(len(evidence.clips), np.nan)
        return Reasons(nothing, _whys(nothing, "", _NOT_CHECKED), [""] * len(evidence.clips))
    # As in Compare: what fewer than half of the models contradict comes behind.
    score = np.where(found.is_suspect, found.score, found.score - 1)
    columns = (evidence.values, found.against, found.models, found.other, found.score)
    details = [
        f"label {digit_of(value)}, {against} of {models} models confident of another class"
        + (f", most of {digit_of(other)}, score {said:.3f}" if against else "")
        for value, against, models, other, said in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]
    whys = _whys(score, "label to be checked", _NOT_CHECKED)
    return Reasons(score, whys, _blanked(details, score))


def _best(evidence: Evidence) -> Reasons:
    return _quality(evidence, 1)


def _weak(evidence: Evidence) -> Reasons:
    return _quality(evidence, -1)


def _quality(evidence: Evidence, sign: int) -> Reasons:
    details = [f"face and hands in {share:.0%} of the frames" for share in evidence.quality]
    whys = _whys(evidence.quality, "landmark quality", "no landmarks yet")
    return Reasons(sign * evidence.quality, whys, _blanked(details, evidence.quality))


def _whys(score: Floats, known: str, unknown: str) -> list[str]:
    return [unknown if missing else known for missing in np.isnan(score).tolist()]


def _blanked(details: list[str], score: Floats) -> list[str]:
    missing = np.isnan(score).tolist()
    return ["" if blank else text for blank, text in zip(missing, details, strict=True)]


_MAKERS: dict[str, Callable[[Evidence], Reasons]] = {
    DISAGREEMENT: _disagreement,
    UNCERTAIN: _uncertain,
    SUSPECT: _suspect,
    BEST: _best,
    WEAK: _weak,
}
