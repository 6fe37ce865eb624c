"""Scores of many captions, sorted once, so that other cuts are counted at once.

What it is: a memory of scores by caption, and read-only tables over which a histogram, class
counts and the captions next to a cut are cheap enough for every step of a dragged line.
What it is not: the rule (silver.py), or the storing of labels (caption_rule.py).
Conventions: scores are compound scores in [-1, 1]; a bar is .05 wide and holds its upper edge, as
a class does, so that a cut on a grid line parts whole bars; exactly 0 is counted apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.labels.silver import compound
from emo7_core.scale import K

BARS = 40
BAR_WIDTH = 2 / BARS
STEP = 500
# Scoring holds the interpreter; a breath now and then lets a window paint meanwhile.
_BREATH_EVERY, _BREATH_SECONDS = 8, 1e-5
_UNITS = 10_000
_LOOKED_AT = 400

Report = Callable[[int, int], None]


class ScoreBook:
    """Remembers the score of every caption it has seen, by its text."""

    def __init__(self) -> None:
        self._scores: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._scores)

    def score(
        self,
        captions: Sequence[str],
        report: Report | None = None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> int:
        """Score the captions that are new and return how many were scored.

        Args:
            captions: Any captions, known ones too.
            report: Called every 500 new captions, and at the end, with done and total.
            should_stop: Asked every 500; what was scored is kept.
        """
        new = [text for text in dict.fromkeys(captions) if text not in self._scores]
        for done, text in enumerate(new, start=1):
            self._scores[text] = compound(text)
            if done % _BREATH_EVERY == 0:
                time.sleep(_BREATH_SECONDS)
            if done % STEP and done != len(new):
                continue
            if report is not None:
                report(done, len(new))
            if should_stop():
                return done
        return len(new)

    def of(self, caption: str) -> float | None:
        """Return the score of a caption, None where it was not scored yet."""
        return self._scores.get(caption)


@dataclass(frozen=True, slots=True)
class CaptionScores:
    """Captions in ascending order of their score.

    Attributes:
        clip_ids: (N,) clips, read-only.
        captions: (N,) their captions, in the same order, read-only.
        scores: (N,) compound scores in [-1, 1], ascending, read-only.
        lengths: (N,) words per caption, read-only.
    """

    clip_ids: npt.NDArray[np.int64]
    captions: npt.NDArray[np.object_]
    scores: npt.NDArray[np.float64]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def of(
        cls, clip_ids: Sequence[int], captions: Sequence[str], scores: Sequence[float]
    ) -> CaptionScores:
        """Sort captions by score; equal scores keep their order."""
        words = np.empty(len(captions), dtype=object)
        words[:] = captions
        lengths = np.array([len(text.split()) for text in captions], dtype=np.int64)
        return cls._sorted(
            np.asarray(clip_ids, dtype=np.int64),
            words,
            np.asarray(scores, dtype=np.float64),
            lengths,
        )

    @classmethod
    def merged(cls, parts: Sequence[CaptionScores]) -> CaptionScores:
        """Put several together; equal scores keep the order of the parts."""
        if not parts:
            return cls.of((), (), ())
        return cls._sorted(
            np.concatenate([part.clip_ids for part in parts]),
            np.concatenate([part.captions for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.lengths for part in parts]),
        )

    @classmethod
    def _sorted(
        cls,
        clip_ids: npt.NDArray[np.int64],
        captions: npt.NDArray[np.object_],
        scores: npt.NDArray[np.float64],
        lengths: npt.NDArray[np.int64],
    ) -> CaptionScores:
        order = np.argsort(scores, kind="stable")
        found = cls(clip_ids[order], captions[order], scores[order], lengths[order])
        for array in (found.clip_ids, found.captions, found.scores, found.lengths):
            array.flags.writeable = False
        return found

    def __len__(self) -> int:
        return len(self.scores)

    @property
    def zero_count(self) -> int:
        """How many captions score exactly 0."""
        low, high = (
            np.searchsorted(self.scores, 0.0, "left"),
            np.searchsorted(self.scores, 0.0, "right"),
        )
        return int(high - low)

    def counts(self, cuts: Sequence[float]) -> tuple[int, ...]:
        """Return how many captions each of the seven classes has.

        Args:
            cuts: Six ascending scores; a score on a cut belongs to the class below it.
        """
        ends = np.searchsorted(self.scores, np.asarray(cuts, dtype=np.float64), side="right")
        edges = np.concatenate([[0], ends, [len(self)]])
        return tuple(int(n) for n in np.diff(edges))

    def bars(self) -> tuple[int, ...]:
        """Return how many captions lie in each of the 40 bars from -1 to 1, exact zeros apart."""
        units = np.round(self.scores[self.scores != 0] * _UNITS).astype(np.int64)
        width = 2 * _UNITS // BARS
        # A bar holds its upper edge; -1 itself lies in the first.
        places = np.clip(-(-(units + _UNITS) // width) - 1, 0, BARS - 1)
        return tuple(int(n) for n in np.bincount(places, minlength=BARS))

    def above(self, cut: float, count: int) -> list[int]:
        """Return places of the captions nearest above a cut, nearest first, no text twice."""
        start = int(np.searchsorted(self.scores, cut, side="right"))
        return self._distinct(range(start, min(len(self), start + _LOOKED_AT)), count)

    def below(self, cut: float, count: int) -> list[int]:
        """Return places of the captions nearest at or below a cut, nearest first."""
        stop = int(np.searchsorted(self.scores, cut, side="right"))
        return self._distinct(range(stop - 1, max(-1, stop - 1 - _LOOKED_AT), -1), count)

    def zero_shares_by_length(self) -> tuple[int, float, float] | None:
        """Return (m, share of exact zeros up to m words, and beyond), m the median length.

        None where one of the halves is empty.
        """
        if not len(self):
            return None
        median = int(np.median(self.lengths))
        is_short, is_zero = self.lengths <= median, self.scores == 0
        if is_short.all():
            return None
        return median, float(is_zero[is_short].mean()), float(is_zero[~is_short].mean())

    def dots(self, score_step: float) -> tuple[npt.NDArray[np.int64], ...]:
        """Return (D,) lengths, score steps and numbers of captions, alike ones put together.

        Args:
            score_step: Scores are rounded to multiples of it; the second array counts them.
        """
        steps = np.round(self.scores / score_step).astype(np.int64)
        span = round(2 / score_step) + 1
        held = np.bincount(self.lengths * span + steps + span // 2)
        keys = np.flatnonzero(held)
        return keys // span, keys % span - span // 2, held[keys]

    def _distinct(self, places: range, count: int) -> list[int]:
        found: dict[str, int] = {}
        for place in places:
            found.setdefault(self.captions[place], place)
            if len(found) == count:
                break
        return list(found.values())


def imbalance(counts: Sequence[int]) -> float | None:
    """Return the largest class over the smallest that is not empty, None without captions."""
    present = [n for n in counts if n]
    return max(present) / min(present) if present else None


def empty_classes(counts: Sequence[int]) -> tuple[int, ...]:
    """Return the values 0..6 that no caption has."""
    return tuple(value for value in range(K) if not counts[value])
