"""Clips that people disagree on, their statements side by side, and the settled value.

What it is: the cases, widest spread first, and the results. Each adjudicator is a person with a
source of kind adjudication of their own; of several results of a clip the newest one counts.
What it is not: a change of anybody's value: what raters said stays, and so does its distribution
(soft_labels.py).
Convention: a rater's latest stage speaks for them; hidden repeats do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sqlalchemy import select

from emo7_core.errors import UsageError
from emo7_core.labels.decision import SIGNING_ONLY, WITH_CAPTION, Decision, Draft
from emo7_core.labels.log import to_decision
from emo7_core.labels.snapshot import standings
from emo7_core.labels.sources import ADJUDICATION, RATER, Source
from emo7_core.project import Project
from emo7_core.storage.tables import decision


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person says of a clip.

    Attributes:
        source: The person.
        decision: The entry that counts: value, confidence, cues, note, decisive frame, stage.
    """

    source: Source
    decision: Decision

    @property
    def value(self) -> int:
        """The value 0..6."""
        assert self.decision.value is not None
        return self.decision.value


@dataclass(frozen=True, slots=True)
class Case:
    """One clip and what people say of it.

    Attributes:
        clip_id: The clip.
        opinions: From the lowest value to the highest.
        results: What each adjudicator puts, the newest last; that one counts.
    """

    clip_id: int
    opinions: tuple[Opinion, ...]
    results: tuple[Opinion, ...] = ()

    @property
    def settled(self) -> Decision | None:
        """The adjudicated entry that counts, None where there is none."""
        return self.results[-1].decision if self.results else None

    @property
    def adjudicator(self) -> str:
        """Whose entry that is, "" where there is none."""
        return self.results[-1].source.name if self.results else ""

    def with_result(self, source: Source, entry: Decision) -> Case:
        """Return the case after an adjudicator's new entry; one without a value takes theirs."""
        others = tuple(one for one in self.results if one.source.id != source.id)
        mine = () if entry.value is None else (Opinion(source, entry),)
        return replace(self, results=(*others, *mine))

    @property
    def spread(self) -> int:
        """Steps between the outermost values."""
        return self.opinions[-1].value - self.opinions[0].value

    @property
    def mean_distance(self) -> float:
        """Mean steps between two people, over all pairs."""
        pairs = list(combinations((one.value for one in self.opinions), 2))
        return sum(abs(a - b) for a, b in pairs) / len(pairs)

    @property
    def is_outdated(self) -> bool:
        """Whether somebody changed their value after the case was settled."""
        settled = self.settled
        return settled is not None and any(o.decision.id > settled.id for o in self.opinions)


def cases(
    project: Project,
    *,
    kinds: Sequence[str] = (RATER,),
    least_spread: int = 1,
    has_settled: bool = True,
) -> list[Case]:
    """Return the clips that at least two people decided, widest spread first.

    Equal spreads come by mean distance, then by how many were unsure.

    Args:
        project: Whose.
        kinds: Whose opinions count: raters, or consensus sources too.
        least_spread: Steps; 0 also gives the clips that all agree on.
        has_settled: Also those that are settled already.
    """
    opinions = _opinions(project, kinds)
    results = _opinions(project, (ADJUDICATION,))
    found = [
        Case(clip_id, tuple(sorted(said, key=_by_value)), tuple(results.get(clip_id, ())))
        for clip_id, said in opinions.items()
        if len(said) > 1 and (has_settled or clip_id not in results)
    ]
    return sorted((one for one in found if one.spread >= least_spread), key=_by_disagreement)


def settle(
    project: Project,
    clip_id: int,
    value: int,
    *,
    by: str,
    note: str = "",
    is_unsure: bool = False,
    decisive_frame: int | None = None,
    visible: tuple[str, ...] = ("raters",),
) -> Decision:
    """Store the adjudicated value of a clip, durably, and return the entry.

    Args:
        project: Whose.
        clip_id: The clip.
        value: Index 0..6.
        by: Who adjudicates, by name: a person, or people who settle together.
        note: Why.
        is_unsure: They said so.
        decisive_frame: Ordinal of the frame that decided it.
        visible: What was on screen: the raters' values, and "caption" or "guesses" if shown.

    Raises:
        UsageError: nobody decided the clip, or nobody is named.
    """
    if not by.strip():
        raise UsageError("a result is somebody's: say who adjudicates")
    if not _is_rated(project, clip_id):
        raise UsageError("no rater has decided this clip: there is nothing to adjudicate")
    log = project.log(project.sources.ensure(ADJUDICATION, by))
    return log.append(
        settlement(
            clip_id,
            value,
            note=note,
            is_unsure=is_unsure,
            decisive_frame=decisive_frame,
            visible=visible,
        )
    )


def settlement(
    clip_id: int,
    value: int,
    *,
    note: str = "",
    is_unsure: bool = False,
    decisive_frame: int | None = None,
    visible: tuple[str, ...] = ("raters",),
) -> Draft:
    """Return the entry that settles a clip, ready for the log of an adjudication.

    Args: as for `settle`.
    """
    return Draft(
        clip_id,
        value,
        is_unsure=is_unsure,
        note=note,
        decisive_frame=decisive_frame,
        stage=WITH_CAPTION if "caption" in visible else SIGNING_ONLY,
        visible=visible,
    )


def _is_rated(project: Project, clip_id: int) -> bool:
    raters = [source.id for source in project.sources.all(RATER)]
    theirs = (decision.c.clip_id == clip_id) & decision.c.source_id.in_(raters)
    valued = select(decision.c.id).where(theirs, decision.c.value.is_not(None)).limit(1)
    with project.database.read() as connection:
        return connection.execute(valued).first() is not None


def _opinions(project: Project, kinds: Sequence[str]) -> dict[int, list[Opinion]]:
    people = {source.id: source for source in project.sources.all(*kinds)}
    found: dict[int, list[Opinion]] = {}
    for kind in kinds:
        for one in _entries(project, kind):
            found.setdefault(one.clip_id, []).append(Opinion(people[one.source_id], one))
    return found


def _entries(project: Project, kind: str) -> list[Decision]:
    """Return the entries that count of one kind of source, with all that they say."""
    counted = {one.id for one in standings(project, kind)}
    with project.database.read() as connection:
        rows = connection.execute(select(decision).order_by(decision.c.id))
        return [to_decision(row) for row in rows if row.id in counted]


def _by_value(one: Opinion) -> tuple[int, int]:
    return one.value, one.source.id


def _by_disagreement(case: Case) -> tuple[int, float, int, int]:
    unsure = sum(one.decision.is_unsure for one in case.opinions)
    return -case.spread, -case.mean_distance, -unsure, case.clip_id
