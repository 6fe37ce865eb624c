"""Hair, scarf and ears: the solids around the face, per style.

What it is: ellipsoids and capsules in the head's own frame.
What it is not: brows and beards (texture.py).
Convention: face widths in the head's own frame; drawn in pixels of the layer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.demo.light import mixed, ramp
from emo7_core.demo.raster import Layer, draw_capsule, draw_ellipsoid
from emo7_core.demo.signers import Signer
from emo7_core.landmarks.track import Array

_CROWN = np.array([0.0, -0.06, 0.42])
_CROWN_RADII = {
    "cap": (0.585, 0.68, 0.64),
    "crop": (0.560, 0.645, 0.635),
    "bob": (0.61, 0.70, 0.66),
    "long": (0.60, 0.69, 0.65),
    "bun": (0.57, 0.66, 0.63),
    "curls": (0.59, 0.68, 0.64),
    "scarf": (0.62, 0.70, 0.68),
}
_HAIRLINE = {"crop": -0.335, "bob": -0.245, "curls": -0.30, "scarf": -0.27, "long": -0.33}
# start, stop, radius at start, radius at stop; mirrored to the other side
_LOCKS: dict[str, tuple[tuple[tuple[float, ...], tuple[float, ...], float, float], ...]] = {
    "bob": (((0.47, -0.1, 0.34), (0.50, 0.62, 0.30), 0.17, 0.13),),
    "long": (
        ((0.44, -0.15, 0.34), (0.55, 0.60, 0.36), 0.16, 0.185),
        ((0.55, 0.60, 0.36), (0.57, 1.10, -0.08), 0.185, 0.165),
        ((0.57, 1.10, -0.08), (0.52, 1.62, -0.46), 0.165, 0.06),
    ),
    "scarf": (((0.43, -0.05, 0.28), (0.30, 0.86, 0.24), 0.17, 0.17),),
}
_BACKS = {"bob": (0.45, 0.50), "long": (1.15, 0.52), "scarf": (0.95, 0.50)}


@dataclass(frozen=True, slots=True)
class HeadPlace:
    """Where a head is in the layer.

    Attributes:
        origin: (3,) pixels.
        turned: (3, 3) rotation.
        scale: Pixels of a face width.
    """

    origin: Array
    turned: Array
    scale: float

    def at(self, *points: object) -> Array:
        """Return points of the head's own frame, face widths, in pixels (N, 3)."""
        own = np.asarray(points, np.float64)
        return self.origin + self.scale * own @ self.turned.T


def draw_hair(layer: Layer, head: HeadPlace, signer: Signer) -> None:
    """Draw ears and hair, or the scarf, around the head."""
    style = signer.hair_style
    colours = ramp(signer.hair, 0.0 if style == "scarf" else 0.35)
    if style not in ("long", "bob", "scarf"):
        _draw_ears(layer, head, signer)
    radii = np.asarray(_CROWN_RADII[style])
    line = _HAIRLINE.get(style, -0.31)
    cut = _Cut(radii, line, smooth=style == "scarf")
    draw_ellipsoid(layer, head.at(_CROWN)[0], radii * head.scale, head.turned, colours, cut.factor)
    # The back of the head shows where the crown is cut away and the skull is narrower.
    behind = np.array([0.97, 0.85, 0.6]) * radii * head.scale
    place = head.at(_CROWN + np.array([0.0, -0.02, 0.16]))[0]
    draw_ellipsoid(layer, place, behind, head.turned, colours, dim=0.6)
    _draw_locks(layer, head, style, colours)
    if style == "bun":
        knot = np.array([0.27, 0.25, 0.25]) * head.scale
        draw_ellipsoid(layer, head.at((0.0, -0.74, 0.40))[0], knot, head.turned, colours)
    if style == "curls":
        _draw_curls(layer, head, colours)


def _draw_ears(layer: Layer, head: HeadPlace, signer: Signer) -> None:
    colours = ramp(mixed(signer.skin, (190, 80, 64), 0.14), 0.1)
    radii = np.array([0.065, 0.145, 0.10]) * head.scale
    inner = np.array([0.03, 0.085, 0.06]) * head.scale
    for side in (-1, 1):
        place = head.at((0.55 * side, 0.13, 0.40))[0]
        draw_ellipsoid(layer, place, radii, head.turned, colours)
        place = head.at((0.57 * side, 0.13, 0.31))[0]
        draw_ellipsoid(layer, place, inner, head.turned, colours, dim=0.72)


def _draw_locks(layer: Layer, head: HeadPlace, style: str, colours: Array) -> None:
    for start, stop, first, last in _LOCKS.get(style, ()):
        dim = (1.0 - 0.16 * max(start[1], 0.0), 1.0 - 0.16 * max(stop[1], 0.0))
        for side in (-1, 1):
            mirror = np.array([side, 1.0, 1.0])
            ends = head.at(np.asarray(start) * mirror, np.asarray(stop) * mirror)
            radii = (first * head.scale, last * head.scale)
            draw_capsule(layer, ends, radii, colours, dim)
    if style in _BACKS:
        low, radius = _BACKS[style]
        ends = head.at((0.0, 0.1, 0.55), (0.0, low, 0.55))
        wide = radius * head.scale
        draw_capsule(layer, ends, (wide, wide), colours, (0.55, 0.5))


def _draw_curls(layer: Layer, head: HeadPlace, colours: Array) -> None:
    """Draw balls of hair, spread evenly over the crown by the golden angle."""
    rng = np.random.default_rng(3)
    radii = np.asarray(_CROWN_RADII["curls"])
    count = 110
    for index in range(count):
        height = 1.0 - 1.25 * index / count
        angle = index * np.pi * (3.0 - np.sqrt(5.0))
        around = np.sqrt(max(1.0 - height**2, 0.0))
        own = np.array([around * np.cos(angle), -height, around * np.sin(angle)])
        place = _CROWN + own * radii * rng.uniform(0.93, 1.03)
        over_face = place[1] > -0.36 and place[2] < 0.12
        if own[2] > 0.35 or over_face or place[1] > 0.16:
            continue
        radius = np.full(3, rng.uniform(0.085, 0.125) * head.scale)
        dim = rng.uniform(0.82, 1.0)
        draw_ellipsoid(layer, head.at(place)[0], radius, head.turned, colours, dim=dim)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The hairline: what of the crown's ellipsoid is hair, and its strands."""

    radii: Array
    line: float
    smooth: bool

    def factor(self, x: Array, y: Array, z: Array) -> Array:
        """Return the factor on the light at places of the unit sphere, 0 below the hairline."""
        height = _CROWN[1] + self.radii[1] * y
        depth = _CROWN[2] + self.radii[2] * z
        back = np.clip((depth + 0.12) / 0.46, 0.0, 1.0)
        line = self.line + 0.60 * back**1.5
        if self.smooth:
            return np.where(height < line, np.float32(1.0), np.float32(0.0))
        strands = np.sin(44.0 * x + 9.0 * y) + 0.6 * np.sin(97.0 * x - 14.0 * y)
        edge = np.clip((line - height) / 0.05, 0.0, 1.0)
        factor = (0.95 + 0.03 * strands) * (0.72 + 0.28 * edge)
        return np.where(height < line + 0.006 * strands, factor, np.float32(0.0))
