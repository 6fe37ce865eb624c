"""Where windows lie."""

from __future__ import annotations

import pytest

from emo7_core.inference.windows import window_starts


@pytest.mark.parametrize(
    ("rows", "size", "step", "starts"),
    [
        (10, 4, 2, [0, 2, 4, 6]),
        (11, 4, 2, [0, 2, 4, 6, 7]),
        (4, 4, 2, [0]),
        (3, 4, 2, [0]),
        (1, 1, 1, [0]),
        (0, 4, 2, []),
    ],
)
def test_windows_cover_the_clip(rows: int, size: int, step: int, starts: list[int]) -> None:
    """The first begins with the clip and the last ends with it."""
    assert window_starts(rows, size, step).tolist() == starts
