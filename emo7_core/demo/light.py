"""Light and shade: how a surface's direction becomes a colour.

What it is: one soft key light from the upper left, wrapped around the form, with warm
shadows and dark rims, as a ramp of 256 colours per material.
What it is not: geometry (raster.py).
Convention: an intensity is 0..1, 0.5 at the light's terminator; RGB 0..255; normals point
out of the surface, z away from the viewer.
"""

from __future__ import annotations

import numpy as np

from emo7_core.demo.signers import Colour
from emo7_core.landmarks.track import Array

KEY = np.array([-0.42, -0.52, -0.74], np.float32)
KEY = KEY / np.linalg.norm(KEY)
STEPS = 256
EDGE = 0.52
# Shadows of skin and cloth turn warm because red falls off last.
_FALL = np.array([0.86, 1.0, 1.10])
_AMBIENT, _STRENGTH = 0.30, 0.88


def gains() -> Array:
    """Return the factors (256, 3) float32 on a colour for each step of intensity."""
    intensity = np.linspace(0.0, 1.0, STEPS)[:, None]
    level = _AMBIENT + _STRENGTH * intensity**1.25
    return (level**_FALL).astype(np.float32)


def ramp(colour: Colour, gloss: float = 0.0) -> Array:
    """Return the colours (256, 3) uint8 of a material from darkest to brightest.

    Args:
        colour: Its colour in plain light.
        gloss: 0..1, how much the brightest parts turn white.
    """
    base = np.asarray(colour, np.float64) * gains()
    intensity = np.linspace(0.0, 1.0, STEPS)[:, None]
    shine = gloss * np.clip((intensity - 0.86) / 0.14, 0.0, 1.0) ** 2
    return np.clip(base + (255.0 - base) * 0.6 * shine, 0, 255).astype(np.uint8)


def rim(facing: Array, darkest: float = EDGE) -> Array:
    """Return factors that darken what turns away from the viewer (facing 0..1, 1 = towards)."""
    return darkest + (1.0 - darkest) * np.minimum(1.0, 1.9 * facing)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    """Return the colour between a (share 0) and b (share 1)."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue
