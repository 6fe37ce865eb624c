"""The torso: a shaded shirt with a neckline, made once per clip and moved as a picture.

What it is: a height field over the front of the body, its light, and the warp that carries
it along with the body's sway.
What it is not: arms and neck (signer.py draws them as solids).
Convention: the sprite's corner is at CORNER face widths; depth in pixels of the layer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.demo import body
from emo7_core.demo.light import KEY, mixed, ramp, rim
from emo7_core.demo.raster import Layer
from emo7_core.demo.signers import Signer
from emo7_core.landmarks.track import Array

CORNER = np.array([-1.75, 0.92])
EXTENT = np.array([3.5, 2.6])
_ROWS = (0.92, 1.00, 1.06, 1.12, 1.18, 1.26, 1.40, 1.60, 1.95, 2.50, 3.30, 4.20)
_WIDE = (0.22, 0.30, 0.44, 0.66, 0.86, 0.99, 1.06, 1.08, 1.02, 0.95, 0.92, 0.98)
_DEEP = (0.00, 0.08, 0.16, 0.25, 0.33, 0.40, 0.47, 0.54, 0.60, 0.58, 0.56, 0.58)
_SMOOTHING = 0.05


@dataclass(frozen=True, slots=True)
class Torso:
    """A drawn torso.

    Attributes:
        colour: (h, w, 3) uint8.
        depth: (h, w) float32 pixels, infinite outside.
        scale: Pixels of a face width.
    """

    colour: Array
    depth: Array
    scale: float


def torso_of(signer: Signer, scale: float, seed: int) -> Torso:
    """Return the torso of a signer at a scale in pixels of the layer."""
    width, height = (EXTENT * scale).astype(int)
    y, x = np.mgrid[:height, :width] / scale
    x, y = x + CORNER[0], y + CORNER[1]
    half = _profile(y[:, 0], _WIDE) * (0.30 + 0.70 * signer.build / 0.98)
    deep = _profile(y[:, 0], _DEEP)
    across = np.abs(x / half)
    inside = across < 1.0
    bulge = np.sqrt(np.clip(1.0 - across**2.6, 0.0, 1.0))
    form = 0.16 - deep * bulge
    light = _light(form + 0.016 * _folds(x, y, seed), scale) * rim(bulge, 0.6)
    light *= 1.0 - 0.22 * np.exp(-0.5 * ((y - 1.02) / 0.12) ** 2)
    colour = _dressed(signer, x, y, light)
    depth = np.where(inside, form * scale, np.inf).astype(np.float32)
    return Torso(colour, depth, scale)


def _profile(y: Array, sizes: tuple[float, ...]) -> Array:
    """Return a size per row (H, 1), without corners at the given rows."""
    near = np.linspace(-2.0, 2.0, 9)
    weights = np.exp(-0.5 * near**2)
    rows = [np.interp(y + _SMOOTHING * off, _ROWS, sizes) for off in near]
    return (np.stack(rows, axis=1) @ (weights / weights.sum()))[:, None]


def _folds(x: Array, y: Array, seed: int) -> Array:
    """Return the soft folds of a shirt: a few slanted waves from the armpits inward."""
    rng = np.random.default_rng(seed)
    waves = np.zeros_like(x)
    for side in (-1, 1):
        for _ in range(3):
            slant, phase = rng.uniform(0.5, 1.1), rng.uniform(0.0, 6.3)
            place = np.exp(-0.5 * (((x - 0.75 * side) / 0.35) ** 2 + ((y - 1.9) / 0.45) ** 2))
            waves += place * np.sin(7.0 * (y + slant * side * x) + phase)
    sag = np.sin(4.2 * y + 1.5 * x * x + rng.uniform(0.0, 6.3)) * np.clip(y - 2.0, 0.0, 1.0)
    return waves * 0.6 + 0.8 * sag


def _light(form: Array, scale: float) -> Array:
    down, across = np.gradient(form * scale)
    length = 1.0 / np.sqrt(across**2 + down**2 + 1.0)
    return 0.5 + 0.5 * (across * KEY[0] + down * KEY[1] - KEY[2]) * length


def _dressed(signer: Signer, x: Array, y: Array, light: Array) -> Array:
    steps = np.clip(light * 255.0, 0, 255).astype(np.uint8)
    edge = neckline(signer.collar, x) - y
    colour = ramp(signer.shirt)[steps]
    hem = (edge > -0.06) & (edge <= 0.0)
    colour[hem] = ramp(mixed(signer.shirt, (0, 0, 0), 0.22))[steps[hem]]
    if signer.collar == "shirt":
        wing = (edge > -0.20) & (edge <= 0.0) & (np.abs(x) < 0.62)
        colour[wing] = ramp(mixed(signer.shirt, (255, 255, 255), 0.20))[steps[wing]]
        row = (np.abs(x) < 0.012) & (edge <= 0.0)
        colour[row] = ramp(mixed(signer.shirt, (0, 0, 0), 0.35))[steps[row]]
    bare = edge > 0.0
    shade = np.clip(1.0 - 0.35 * np.exp(-edge[bare] / 0.03), 0.0, 1.0)
    skin = (steps[bare] * shade * 0.94).astype(np.uint8)
    colour[bare] = ramp(signer.skin, 0.1)[skin]
    if signer.hair_style == "scarf":
        wrap = y < 1.42 - 0.55 * np.abs(x) ** 1.5
        colour[wrap] = ramp(signer.hair)[steps[wrap]]
    return colour


def neckline(collar: str, x: Array) -> Array:
    """Return how far down the neckline is at each x, face widths."""
    if collar == "vee":
        return 1.66 - 1.32 * np.abs(x)
    if collar == "shirt":
        return 1.50 - 1.25 * np.abs(x)
    wide, low = (0.66, 0.20) if collar == "boat" else (0.47, 0.27)
    return 1.08 + low * np.sqrt(np.clip(1.0 - (x / wide) ** 2, 0.0, 1.0)) - (np.abs(x) > wide)


def put_torso(layer: Layer, torso: Torso, centre: Array, sway: Array) -> None:
    """Draw the torso as the first thing into a layer, carried along by the sway.

    Args:
        layer: Where; what lies behind the torso is covered.
        torso: What.
        centre: (2,) pixels of the layer where the eyes are at rest.
        sway: (3,) shift, roll, raised shoulders.
    """
    import cv2

    scale = torso.scale
    cos, sin = np.cos(sway[1]), np.sin(sway[1])
    turned = np.array([[cos, -sin], [sin, cos]])
    waist = body.WAIST[:2]
    raised = np.array([0.0, -0.5 * sway[2]])
    start = turned @ (CORNER - waist) + waist + (sway[0], 0.0) + raised
    start = start * scale + centre
    box = layer.box(start - 0.1 * scale, start + 1.03 * EXTENT * scale)
    if box is None:
        return
    corner = np.array([box[1].start, box[0].start])
    moved = np.column_stack([turned, start - corner])
    size = (box[1].stop - box[1].start, box[0].stop - box[0].start)
    depth = cv2.warpAffine(
        torso.depth, moved, size, flags=cv2.INTER_NEAREST, borderValue=float("inf")
    )
    colour = cv2.warpAffine(torso.colour, moved, size, flags=cv2.INTER_LINEAR)
    cv2.copyTo(colour, (depth < np.inf).astype(np.uint8), layer.colour[box])
    layer.depth[box] = depth
