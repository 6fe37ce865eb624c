"""View values with known answers, for the tests of Data."""

from __future__ import annotations

from emo7_gui.data.data_view import Bars, NearCaption, NearCut

CUTS = (-0.75, -0.4, -0.1, 0.1, 0.4, 0.75)


def bars(zero_count: int = 953) -> Bars:
    """Return a histogram with 10 captions in each bar over 0.4 to 0.6."""
    counts = [0] * 40
    counts[28:32] = [10] * 4
    return Bars(tuple(counts), zero_count)


def near(is_hidden: bool = False) -> NearCut:
    """Return two captions above .40 and one at it."""
    return NearCut(
        0.4,
        5,
        4,
        (
            NearCaption(11, "He might help us later.", 0.402, 5),
            NearCaption(12, "<b>bold</b> claims", 0.421, 5, is_hidden),
        ),
        (NearCaption(13, "It is clear now.", 0.4, 4),),
        "A value on a cut belongs to the lower class.",
    )
