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

CORNER = np.array([-1.75, 0.92])
EXTENT = np.array([3.5, 2.6])
_ROWS = (0.92, 1.0, 1.08, 1.16, 1.25, 1.38, 1.58, 1.95, 2.5, 3.3, 4.2)
_WIDE = (0.30, 0.35, 0.47, 0.68, 0.90, 1.06, 1.13, 1.05, 0.96, 0.92, 0.98)
_DEEP = (0.22, 0.26, 0.31, 0.36, 0.42, 0.48, 0.55, 0.60, 0.58, 0.56, 0.58)


@dataclass(frozen=True, slots=True)
class Torso:
    """A drawn torso.

    Attributes:
        colour: (h, w, 3) uint8.
        depth: (h, w) float32 pixels, infinite outside.
        scale: Pixels of a face width.
    """

    colour: np.ndarray
    depth: np.ndarray
    scale: float


def torso_of(signer: Signer, scale: float, seed: int) -> Torso:
    """Return the torso of a signer at a scale in pixels of the layer."""
    width, height = (EXTENT * scale).astype(int)
    y, x = np.mgrid[:height, :width] / scale
    x, y = x + CORNER[0], y + CORNER[1]
    half = np.interp(y[:, 0], _ROWS, _WIDE)[:, None] * (0.35 + 0.65 * signer.build / 1.05)
    deep = np.interp(y[:, 0], _ROWS, _DEEP)[:, None]
    across = np.abs(x / half)
    inside = across < 1.0
    bulge = np.sqrt(np.clip(1.0 - across**2.6, 0.0, 1.0))
    form = 0.16 - deep * bulge
    light = _light(form + 0.016 * _folds(x, y, seed), scale) * rim(bulge, 0.6)
    light *= 1.0 - 0.35 * np.exp(-0.5 * ((y - 1.02) / 0.09) ** 2) * (np.abs(x) < 0.5)
    colour = _dressed(signer, x, y, light)
    depth = np.where(inside, form * scale, np.inf).astype(np.float32)
    return Torso(colour, depth, scale)


def _folds(x: np.ndarray, y: np.ndarray, seed: int) -> np.ndarray:
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


def _light(form: np.ndarray, scale: float) -> np.ndarray:
    down, across = np.gradient(form * scale)
    length = 1.0 / np.sqrt(across**2 + down**2 + 1.0)
    return 0.5 + 0.5 * (across * KEY[0] + down * KEY[1] - KEY[2]) * length


def _dressed(signer: Signer, x: np.ndarray, y: np.ndarray, light: np.ndarray) -> np.ndarray:
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


def neckline(collar: str, x: np.ndarray) -> np.ndarray:
    """Return how far down the neckline is at each x, face widths."""
    if collar == "vee":
        return 1.66 - 1.32 * np.abs(x)
    if collar == "shirt":
        return 1.50 - 1.25 * np.abs(x)
    wide, low = (0.66, 0.20) if collar == "boat" else (0.47, 0.27)
    return 1.08 + low * np.sqrt(np.clip(1.0 - (x / wide) ** 2, 0.0, 1.0)) - (np.abs(x) > wide)


def put_torso(layer: Layer, torso: Torso, centre: np.ndarray, sway: np.ndarray) -> None:
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
