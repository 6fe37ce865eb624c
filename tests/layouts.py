"""Layouts with any points, for what must work with all of them."""

from __future__ import annotations

from types import MappingProxyType

from emo7_core.landmarks.layout import Layout


def made_layout(
    points: int, edges: tuple[tuple[int, int], ...] = (), name: str = "made", parts: int = 1
) -> Layout:
    """Return a layout of numbered points; its parts are equally long pieces, the last longer."""
    size = points // parts
    stops = [*(size * (number + 1) for number in range(parts - 1)), points]
    ranges = {
        f"part_{n}": range(start, stop)
        for n, (start, stop) in enumerate(zip([0, *stops[:-1]], stops, strict=True))
    }
    return Layout(
        name=name,
        points=tuple(f"point_{number}" for number in range(points)),
        parts=MappingProxyType(ranges),
        edges=edges,
        mirror=tuple(range(points)),
        contours=MappingProxyType({}),
        dots=(),
    )
