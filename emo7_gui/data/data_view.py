"""What the Data workspace shows, as frozen values.

What it is: corpora, cuts, counts, captions at a cut, the split; made by a desk.
What it is not: a score or a count of its own; nothing here is computed.
Conventions: scores are compound scores in [-1, 1]; values are 0..6; cuts are six ascending
scores, and the class of a score on a cut is the one below it; missing is None.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CONCENTRATED, UNIFORM, PERCENTILE, OWN = "concentrated", "uniform", "percentile", "own"
NO_SECOND = ""


@dataclass(frozen=True, slots=True)
class CorpusLine:
    """A corpus, or the part of one that its own split names.

    Attributes:
        key: What `corpora_chosen` says.
        title: For people, e.g. "How2Sign train".
        detail: Recordings, signers, clips without a caption.
        count: Clips that have a caption.
        is_on: Whether it counts.
    """

    key: str
    title: str
    detail: str
    count: int
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class CutsLine:
    """One configuration of cuts in the list at the left.

    Attributes:
        key: CONCENTRATED, UNIFORM, PERCENTILE or OWN.
        title: For people.
        detail: The cuts in short, or what to do.
        warning: Why it is degenerate, short; "" where it is not.
        note: The whole reason, for tool tip and screen reader.
    """

    key: str
    title: str
    detail: str
    warning: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A fact about the stored split.

    Attributes:
        kind: "users", "shield" or "warning".
        text: The fact in words.
        detail: More, for the tool tip.
    """

    kind: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """The histogram.

    Attributes:
        counts: Captions per bar from -1 to 1, exact zeros apart; a bar holds its upper edge.
        zero_count: Captions that score exactly 0.
    """

    counts: tuple[int, ...] = ()
    zero_count: int = 0

    @property
    def total(self) -> int:
        """All captions."""
        return sum(self.counts) + self.zero_count


@dataclass(frozen=True, slots=True)
class Counted:
    """Class counts of one configuration.

    Attributes:
        title: Its name.
        counts: Captions per value 0..6.
        imbalance: In words, e.g. "112 to 1".
    """

    title: str
    counts: tuple[int, ...]
    imbalance: str = ""


@dataclass(frozen=True, slots=True)
class NearCaption:
    """A caption next to a cut.

    Attributes:
        clip_id: Its clip.
        caption: Its text.
        score: Its compound score.
        value: Its class 0..6.
        is_hidden: The rater has not decided the clip yet, so its picture and name stay hidden.
    """

    clip_id: int
    caption: str
    score: float
    value: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class NearCut:
    """The captions on both sides of a cut.

    Attributes:
        cut: The cut.
        value_above: Class above it.
        value_below: Class at or below it.
        above: Nearest first.
        below: Nearest first.
        note: What stands under the list.
    """

    cut: float
    value_above: int
    value_below: int
    above: tuple[NearCaption, ...] = ()
    below: tuple[NearCaption, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class LengthDots:
    """Compound against length, captions of the same place put together.

    Attributes:
        lengths: (D,) words.
        scores: (D,) compound scores, in steps.
        counts: (D,) captions at that place.
        finding: What is seen, in a sentence; "" where nothing can be said.
    """

    lengths: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    finding: str = ""


def short_score(score: float) -> str:
    """Return a score as plots name it: "-.75" with a true minus, ".1", "0"."""
    text = f"{abs(score):.4f}".rstrip("0").rstrip(".")
    whole, _, decimals = text.partition(".")
    decimals = decimals.ljust(2, "0") if decimals else ""
    told = f".{decimals}" if whole == "0" and decimals else text
    return f"−{told}" if score < 0 and told != "0" else told


def cut_text(score: float) -> str:
    """Return a cut as its handle says it: two decimals, a true minus."""
    text = f"{score:.2f}"
    return "0.00" if text in ("-0.00", "0.00") else text.replace("-", "−")


def score_text(score: float) -> str:
    """Return a score beside a caption: three decimals, a true minus."""
    text = f"{score:.3f}"
    return "0.000" if text == "-0.000" else text.replace("-", "−")
