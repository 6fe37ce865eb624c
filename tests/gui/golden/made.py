"""Golden views with known answers, for the tests of the workspace."""

from __future__ import annotations

from emo7_core.scale import K
from emo7_gui.golden.golden_view import (
    AgreementView,
    BlindView,
    CaseView,
    ChangedClip,
    ChangesView,
    ClassRow,
    ClipSet,
    CoverageView,
    Figure,
    Heading,
    OpinionView,
    RaterBars,
    ShiftView,
)

HEADING = Heading("Golden v3", "200 clips, 4 signers", "Changes since v2", "Promote to v4")
AGREEMENT = AgreementView(
    "Agreement, 3 raters, 94 shared clips",
    "95 % over 24 sessions",
    (
        Figure("Krippendorff alpha, ordinal", 0.74, 0.67, 0.79, 94, is_main=True,
               clips=ClipSet("alpha", (1, 2))),
        Figure("ICC (2,1)", float("nan"), reason="1 clip was rated by all 3 raters."),
        Figure("Within one step", 0.88, 0.83, 0.92, 94, is_share=True),
        Figure("Weighted kappa, quadratic", 0.5, n=4, singles=(("s1", 0.4), ("s2", 0.6))),
    ),
    ("The ceiling for a model is macro-F1 0.44.",),
)  # fmt: skip


def bars(*counts: int, title: str = "bar") -> tuple[ClipSet, ...]:
    """Return seven sets with so many clips."""
    return tuple(ClipSet(f"{title} {v}", tuple(range(n))) for v, n in enumerate(counts))


SHIFT = ShiftView(
    (
        RaterBars("Maya Kern", "MK", 8, bars(1, 2, 0, 1, 1, 2, 1), 0.04, -0.1, 0.2,
                  shared=ClipSet("MK and others", (7, 8))),
        RaterBars("Jonas Lind", "JL", 9, bars(2, 2, 1, 1, 1, 1, 1), 0.31, 0.2, 0.4,
                  ("sits higher",), ClipSet("JL and others", (9,))),
    ),
    "against the other, steps",
    (ClipSet("Same clip twice: alpha .81 (n = 18)"),
     ClipSet("Switched to the model: 1 of 4", (5,))),
)  # fmt: skip


def coverage(target: int = 30, likely: dict[int, int] | None = None) -> CoverageView:
    """Return counts 29, 49, 43, 3, 12, 26, 38 beside caption-VADER's."""
    people, caption = (29, 49, 43, 3, 12, 26, 38), (5, 78, 16, 0, 0, 71, 30)
    rows = tuple(
        ClassRow(
            value,
            ClipSet(f"people: {value + 1}", tuple(range(people[value])), tells_value=True),
            ClipSet(f"caption: {value + 1}", tuple(range(caption[value]))),
            ClipSet("for a short class", tuple(range((likely or {}).get(value, 0)))),
        )
        for value in range(K)
    )
    signers = tuple((f"S{i}", ClipSet(f"signer S{i}", tuple(range(9 - i)))) for i in range(4))
    return CoverageView(
        "Coverage by class", "people", "People", "caption-VADER", rows, target, signers
    )


def case(settled: int | None = None, place: int = 1, clip_id: int = 11) -> CaseView:
    """Return a case of three people on 2, 4 and 5."""
    return CaseView(
        clip_id,
        "S3-0112",
        place,
        14,
        0 if settled is None else 1,
        (
            OpinionView("Ada Okoro", "AO", 1, True, "Brows down and short.", (), 33, 1.32),
            OpinionView("Maya Kern", "MK", 3, False, "", ("brows",), 42, None),
            OpinionView("Jonas Lind", "JL", 4),
        ),
        ".33 on 2, 4, 5",
        settled,
        "" if settled is None else "The brows are grammar",
        "" if settled is None else "saved 10:38:20",
        adjudicator="Robin Marsh",
        settled_by="" if settled is None else "Robin Marsh",
    )


def changes() -> ChangesView:
    """Return one changed, one added and one removed clip."""
    clips = (
        ChangedClip(1, "a", "S1", 2, 5),
        ChangedClip(2, "b", "", None, 3),
        ChangedClip(3, "c", "S2", 0, None),
    )
    before, after = (1, 0, 1, 0, 0, 0, 0), (0, 0, 0, 1, 0, 1, 0)
    return ChangesView("From v1 to v2", "1 added, 1 removed.", ("v1", "v2"), clips, before, after)


def blind() -> BlindView:
    """Return the own counts of a rater."""
    rows = tuple(ClassRow(v, ClipSet(f"mine: {v + 1}", (v,))) for v in range(K))
    own = CoverageView("Your own decisions, 7 clips", "you", "You", "", rows)
    return BlindView("Until it is over, each rater sees only their own decisions.", own)
