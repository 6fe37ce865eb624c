"""What the Golden workspace shows: frozen values, made by its desk, read by the views.

What it is: the heading, figures of agreement, shifts of raters, coverage, cases to settle, and
what a promotion would change.
What it is not: any computing (emo7_core/labels, emo7_core/statistics) or access to a project.
Convention: values are 0..6 (digits are value + 1); an unknown number is NaN; times are seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from emo7_core.scale import K


@dataclass(frozen=True, slots=True)
class ClipSet:
    """The clips behind a bar, a number or a point.

    Attributes:
        title: What they have in common, for the chip that says what Review is narrowed to.
        clip_ids: The clips.
        tells_value: Whether opening one of them tells what somebody else put.
    """

    title: str
    clip_ids: tuple[int, ...] = ()
    tells_value: bool = False

    def __len__(self) -> int:
        return len(self.clip_ids)


@dataclass(frozen=True, slots=True)
class Heading:
    """The newest version, and what the next one would bring.

    Attributes:
        title: "Golden v3", or that there is none.
        detail: Clips, signers, date, hash.
        changes: Words of the button that shows the last change, "" where there is none.
        promote: Words of the button that makes the next version.
        why_not: Why no version can be made now, "" where one can.
    """

    title: str
    detail: str
    changes: str
    promote: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of agreement.

    Attributes:
        title: Its name.
        value: NaN where there is a reason.
        low: Lower limit, NaN where there is none.
        high: Upper limit, NaN where there is none.
        n: Clips that it is made from.
        reason: Why there is no value, "" where there is one.
        singles: Name and value of each cluster, where they are too few for an interval.
        clips: Those clips.
        is_share: Written as per cent.
        is_main: Written strong.
        note: What a tool tip adds.
    """

    title: str
    value: float
    low: float = math.nan
    high: float = math.nan
    n: int = 0
    reason: str = ""
    singles: tuple[tuple[str, float], ...] = ()
    clips: ClipSet = ClipSet("")
    is_share: bool = False
    is_main: bool = False
    note: str = ""

    @property
    def has_interval(self) -> bool:
        """Whether both limits are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The card of agreement.

    Attributes:
        title: Raters and clips.
        level: The level of the intervals and what they are about.
        figures: From the most telling on.
        findings: What they mean, one sentence each.
        reason: Why there is no figure at all, "" where there are some.
        remedy: What to do about it.
    """

    title: str
    level: str
    figures: tuple[Figure, ...]
    findings: tuple[str, ...] = ()
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class RaterBars:
    """One rater's values, and where they sit against the others.

    Attributes:
        name: For people.
        initials: Where there is little room.
        n: Clips decided.
        bars: Seven sets of clips, by value.
        shift: Steps above the others, NaN where nobody shares a clip.
        low: Lower limit.
        high: Upper limit.
        words: "sits higher", "avoids the ends", or nothing.
        shared: The clips that the shift is made from.
        singles: Shift by cluster, where they are too few for an interval.
    """

    name: str
    initials: str
    n: int
    bars: tuple[ClipSet, ...]
    shift: float = math.nan
    low: float = math.nan
    high: float = math.nan
    words: tuple[str, ...] = ()
    shared: ClipSet = ClipSet("")
    singles: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftView:
    """The card of rater shift.

    Attributes:
        raters: In the order of the project.
        against: Words over the axis of steps.
        notes: Further facts with the clips behind them, below the plot.
    """

    raters: tuple[RaterBars, ...]
    against: str = ""
    notes: tuple[ClipSet, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class in both golden sets.

    Attributes:
        value: 0..6.
        people: Clips that people put here.
        caption: Clips that caption-VADER puts here; None where captions are not shown.
        likely: Clips without a label that may belong here.
    """

    value: int
    people: ClipSet
    caption: ClipSet | None = None
    likely: ClipSet = ClipSet("")


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The card of coverage.

    Attributes:
        title: What is counted.
        people_name: Who the people are, for the legend.
        people_short: The same in one word, over the column of numbers.
        caption_name: The other set, "" where it is not shown.
        rows: Seven, by value.
        target: Wanted clips per class, 0 where there is no target.
        signers: Clips of each signer.
        note: A line at the right of the signers.
        is_waiting: Whether likely clips are still being looked for.
    """

    title: str
    people_name: str
    people_short: str
    caption_name: str
    rows: tuple[ClassRow, ...]
    target: int = 0
    signers: tuple[tuple[str, ClipSet], ...] = ()
    note: str = ""
    is_waiting: bool = False

    def __post_init__(self) -> None:
        if tuple(row.value for row in self.rows) != tuple(range(K)):
            raise ValueError("coverage has one row for each of the seven values, in order")


@dataclass(frozen=True, slots=True)
class OpinionView:
    """What one person says of the clip.

    Attributes:
        name: For people.
        initials: Where there is little room.
        value: 0..6.
        is_unsure: They said so.
        note: What they wrote.
        cues: What carried it.
        frame: The decisive frame, None where not given.
        seconds: Its time, None while unknown.
    """

    name: str
    initials: str
    value: int
    is_unsure: bool = False
    note: str = ""
    cues: tuple[str, ...] = ()
    frame: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A clip that people disagree on.

    Attributes:
        clip_id: The clip.
        name: Its name.
        place: From 1.
        total: How many cases there are.
        settled_total: How many of them are settled.
        opinions: From the lowest value to the highest.
        soft: The distribution in words; it stays.
        settled: The adjudicated value, None while open.
        note: The reason that stands with the result of who is at the desk.
        saved: When it became durable, in words; "" while open.
        is_outdated: Somebody changed their value after it was settled.
        adjudicator: Who is at the desk: whose result a key makes.
        settled_by: Whose result counts, "" while open.
        their_note: The reason of that result, where it is somebody else's.
        earlier: Name and value of adjudicators whose result was followed by a newer one.
    """

    clip_id: int
    name: str
    place: int
    total: int
    settled_total: int
    opinions: tuple[OpinionView, ...]
    soft: str = ""
    settled: int | None = None
    note: str = ""
    saved: str = ""
    is_outdated: bool = False
    adjudicator: str = ""
    settled_by: str = ""
    their_note: str = ""
    earlier: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedClip:
    """One clip of a difference: None before = added, None after = removed."""

    clip_id: int
    name: str
    signer: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What one version has that another has not.

    Attributes:
        title: The two versions.
        summary: How many came, went, changed and stayed.
        names: What the two are called over the columns of counts.
        clips: Every clip of the difference: changed ones, added ones, removed ones.
        counts_before: Clips per class before, 7.
        counts_after: Clips per class after, 7.
        note: Why it was made and by whom, for versions that exist.
    """

    title: str
    summary: str
    names: tuple[str, str] = ("", "")
    clips: tuple[ChangedClip, ...] = ()
    counts_before: tuple[int, ...] = (0,) * K
    counts_after: tuple[int, ...] = (0,) * K
    note: str = ""


@dataclass(frozen=True, slots=True)
class BlindView:
    """What a rater sees before the rating is over.

    Attributes:
        detail: What is hidden and from how many people.
        own: The own counts.
        facts: What somebody who ends the rating must know, one sentence each.
    """

    detail: str
    own: CoverageView
    facts: tuple[str, ...] = field(default_factory=tuple)
