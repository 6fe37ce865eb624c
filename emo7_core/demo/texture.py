"""The painted skin of a demo signer's face: lips, brows, cheeks, beard, lids.

What it is: one picture per signer, painted by our own code over the front view of the
signer's mesh; the mesh carries it along as it moves.
What it is not: light (light.py), eyes and the inside of the mouth (eyes.py).
Convention: a texture pixel is 1 / TEXELS face widths; ORIGIN is the texture's corner in the
head's own frame. RGB uint8.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from emo7_core.demo import mesh
from emo7_core.demo.light import mixed
from emo7_core.demo.signers import Colour, Signer
from emo7_core.landmarks.track import Array

TEXELS = 480.0
ORIGIN = np.array([-0.62, -0.50])
SIZE = (700, 596)
_DARK = (34, 22, 20)


@cache
def face_texture(signer: Signer) -> Array:
    """Return the painted face of a signer, SIZE uint8 RGB."""
    import cv2

    points = mesh.shaped_mesh(signer.shape).points
    picture = np.empty((*SIZE, 3), np.uint8)
    picture[:] = signer.skin
    _glow(picture, signer)
    _beard(picture, signer, points)
    _lips(picture, signer, points)
    _lids(picture, signer, points)
    _nostrils(picture, signer, points)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.6)
    _brows(picture, signer, points)
    return cv2.GaussianBlur(picture, (0, 0), 0.8)


def coordinates(signer: Signer) -> Array:
    """Return where each point of the mesh lies in the texture, (468, 2) float32 texels."""
    points = mesh.shaped_mesh(signer.shape).points
    return ((points[:, :2] - ORIGIN) * TEXELS).astype(np.float32)


def _texels(points: Array, ring: tuple[int, ...]) -> Array:
    """Return a ring's places in sixteenths of a texel, for cv2's shift of 4."""
    return np.round((points[list(ring), :2] - ORIGIN) * TEXELS * 16).astype(np.int32)


def _blend(picture: Array, colour: Colour, weight: Array) -> None:
    weight = np.clip(weight, 0.0, 1.0)[..., None]
    picture[:] = (picture * (1.0 - weight) + np.asarray(colour) * weight).astype(np.uint8)


def _field() -> tuple[Array, Array]:
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    return x / TEXELS + ORIGIN[0], y / TEXELS + ORIGIN[1]


def _spot(x: float, y: float, wide: float, high: float) -> Array:
    across, down = _field()
    return np.exp(-0.5 * (((across - x) / wide) ** 2 + ((down - y) / high) ** 2))


def _glow(picture: Array, signer: Signer) -> None:
    red = mixed(signer.skin, (206, 84, 66), 0.55)
    dark = mixed(signer.skin, _DARK, 0.45)
    for side in (-1, 1):
        _blend(picture, red, 0.34 * _spot(0.30 * side, 0.27, 0.11, 0.09))
        _blend(picture, dark, 0.38 * _spot(0.20 * side, -0.035, 0.09, 0.055))
        _blend(picture, dark, 0.16 * _spot(0.47 * side, 0.30, 0.06, 0.3))
        _blend(picture, dark, 0.30 * _spot(0.085 * side, 0.03, 0.025, 0.05))
    _blend(picture, red, 0.22 * _spot(0.0, 0.24, 0.07, 0.06))
    _blend(picture, dark, 0.34 * _spot(0.0, 0.335, 0.09, 0.022))
    _blend(picture, dark, 0.26 * _spot(0.0, 0.595, 0.10, 0.02))
    _blend(picture, dark, 0.30 * _spot(0.0, 0.86, 0.40, 0.07))
    _blend(picture, dark, 0.45 * _spot(0.0, -0.43, 0.45, 0.06))
    light = mixed(signer.skin, (255, 255, 255), 0.5)
    _blend(picture, light, 0.30 * _spot(0.0, 0.14, 0.022, 0.13))
    _blend(picture, light, 0.22 * _spot(0.0, -0.24, 0.2, 0.07))


def _beard(picture: Array, signer: Signer, points: Array) -> None:
    if signer.beard <= 0.0:
        return
    across, down = _field()
    chin = np.clip((down - (0.40 - 0.8 * (np.abs(across) - 0.30))) / 0.12, 0.0, 1.0)
    lip = _spot(0.0, 0.405, 0.14, 0.022)
    bare = _spot(0.0, 0.30, 0.14, 0.06) + _spot(0.0, 0.49, 0.16, 0.045)
    grain = np.random.default_rng(5).uniform(0.75, 1.0, SIZE)
    shade = np.clip(np.maximum(chin, lip) - 0.9 * bare, 0.0, 1.0) * grain
    _blend(picture, mixed(signer.hair, signer.skin, 0.15), signer.beard * shade)


def _lips(picture: Array, signer: Signer, points: Array) -> None:
    import cv2

    cv2.fillPoly(picture, [_texels(points, mesh.OUTER_LIPS)], signer.lip, cv2.LINE_AA, 4)
    seam = _texels(points, mesh.UPPER_INNER_LIP)
    dark = mixed(signer.lip, _DARK, 0.55)
    cv2.polylines(picture, [seam], False, dark, 5, cv2.LINE_AA, 4)
    pale = mixed(signer.lip, (255, 235, 230), 0.35)
    _blend(picture, pale, 0.5 * _spot(0.0, points[17, 1] - 0.035, 0.06, 0.010))


def _lids(picture: Array, signer: Signer, points: Array) -> None:
    import cv2

    crease = mixed(signer.skin, _DARK, 0.55)
    lash = mixed(signer.skin, _DARK, 0.92)
    for upper, lower in (
        (mesh.RIGHT_UPPER_LID, mesh.RIGHT_LOWER_LID),
        (mesh.LEFT_UPPER_LID, mesh.LEFT_LOWER_LID),
    ):
        fold = _texels(points - np.array([0.0, 0.030, 0.0]), upper[1:-1])
        cv2.polylines(picture, [fold], False, crease, 3, cv2.LINE_AA, 4)
        cv2.polylines(picture, [_texels(points, lower)], False, crease, 4, cv2.LINE_AA, 4)
        cv2.polylines(picture, [_texels(points, upper)], False, lash, 10, cv2.LINE_AA, 4)


def _nostrils(picture: Array, signer: Signer, points: Array) -> None:
    dark = mixed(signer.skin, _DARK, 0.8)
    for side in (-1, 1):
        _blend(picture, dark, 0.95 * _spot(0.048 * side, 0.313, 0.020, 0.0085))
        _blend(picture, dark, 0.4 * _spot(0.118 * side, 0.285, 0.010, 0.03))


def _brows(picture: Array, signer: Signer, points: Array) -> None:
    import cv2

    hair = signer.hair if signer.hair_style != "scarf" else (52, 36, 30)
    colour = mixed(mixed(hair, _DARK, 0.35), signer.skin, 0.08)
    for top, bottom in (
        (mesh.RIGHT_BROW_TOP, mesh.RIGHT_BROW_BOTTOM),
        (mesh.LEFT_BROW_TOP, mesh.LEFT_BROW_BOTTOM),
    ):
        upper = points[list(top), :2].astype(np.float64)
        under = points[list(bottom), :2].astype(np.float64)
        middle = 0.55 * upper + 0.45 * under
        half = 0.5 * (under - upper) * np.array([0.45, 0.85, 0.95, 0.95, 0.70])[:, None]
        half *= signer.brow_weight
        ring = np.concatenate([middle - half, (middle + half)[::-1]])
        places = np.round((ring - ORIGIN) * TEXELS * 16).astype(np.int32)
        cv2.fillPoly(picture, [places], colour, cv2.LINE_AA, 4)
