"""Eyes and the inside of the mouth, drawn into the openings of the head mesh.

What it is: eyeballs with iris and light, lashes, teeth and tongue, as polygons.
What it is not: the lids and lips themselves (texture.py).
Convention: pixels of the layer; rings in the order of mesh.py. RGB uint8.
"""

from __future__ import annotations

import numpy as np

from emo7_core.demo import mesh
from emo7_core.demo.light import mixed
from emo7_core.demo.signers import Signer
from emo7_core.landmarks.track import Array

_WHITE, _SHADED, _BLACK = (238, 236, 232), (186, 178, 176), (16, 12, 14)
_MOUTH, _TEETH, _TONGUE = (70, 22, 26), (228, 222, 212), (158, 76, 76)
_SHIFT = 4


def draw_eyes(picture: Array, face: Array, gaze: Array, scale: float, signer: Signer) -> None:
    """Draw both eyes into their openings.

    Args:
        picture: (H, W, 3) the layer's colours.
        face: (468, 3) pixels.
        gaze: (2,) -1..1 right and down.
        scale: Pixels of a face width.
        signer: Whose eyes.
    """
    for upper, lower in (
        (mesh.RIGHT_UPPER_LID, mesh.RIGHT_LOWER_LID),
        (mesh.LEFT_UPPER_LID, mesh.LEFT_LOWER_LID),
    ):
        _draw_eye(picture, face[list(upper), :2], face[list(lower), :2], gaze, scale, signer)


def _draw_eye(
    picture: Array,
    upper: Array,
    lower: Array,
    gaze: Array,
    scale: float,
    signer: Signer,
) -> None:
    import cv2

    ring = np.concatenate([upper, lower[::-1]])
    corner = np.floor(ring.min(axis=0)).astype(int) - 4
    size = np.ceil(ring.max(axis=0)).astype(int) + 5 - corner
    ball = np.empty((size[1], size[0], 3), np.uint8)
    ball[:] = _WHITE
    middle = 0.5 * (ring.min(axis=0) + ring.max(axis=0)) - corner
    middle = middle + gaze * scale * (0.035, 0.014) + (0.0, 0.007 * scale)
    _disc(ball, middle, 0.052 * scale, mixed(signer.iris, _BLACK, 0.55))
    _disc(ball, middle, 0.044 * scale, signer.iris)
    _disc(
        ball,
        middle + np.array([0.0, 0.010 * scale]),
        0.030 * scale,
        mixed(signer.iris, _WHITE, 0.18),
    )
    _disc(ball, middle, 0.022 * scale, _BLACK)
    lid = _fixed(upper - corner)
    cv2.polylines(ball, [lid], False, _SHADED, max(1, round(0.02 * scale)), cv2.LINE_AA, _SHIFT)
    _disc(ball, middle + np.array([-0.016, -0.018]) * scale, 0.0095 * scale, (255, 255, 255))
    cover = np.zeros(ball.shape[:2], np.uint8)
    cv2.fillPoly(cover, [_fixed(ring - corner)], 255, cv2.LINE_AA, _SHIFT)
    _lay(picture, ball, cover, corner)
    lash = mixed(signer.skin, _BLACK, 0.9)
    thick = max(1, round(0.017 * scale))
    cv2.polylines(picture, [_fixed(upper)], False, lash, thick, cv2.LINE_AA, _SHIFT)


def draw_mouth(picture: Array, face: Array, scale: float) -> None:
    """Draw teeth and tongue into the opening between the lips.

    Args:
        picture: (H, W, 3) the layer's colours.
        face: (468, 3) pixels.
        scale: Pixels of a face width.
    """
    import cv2

    upper = face[list(mesh.UPPER_INNER_LIP), :2]
    lower = face[list(mesh.LOWER_INNER_LIP), :2]
    if (lower[5] - upper[5])[1] < 0.006 * scale:
        return
    ring = np.concatenate([upper, lower[::-1]])
    corner = np.floor(ring.min(axis=0)).astype(int) - 3
    size = np.ceil(ring.max(axis=0)).astype(int) + 4 - corner
    inside = np.empty((size[1], size[0], 3), np.uint8)
    inside[:] = _MOUTH
    gap = lower[5] - upper[5]
    _disc(inside, lower[5] - corner + 0.25 * gap, 0.085 * scale, _TONGUE)
    drop = np.array([0.0, min(0.048 * scale, 0.42 * float(gap[1]))])
    teeth = np.concatenate([upper[1:-1], (upper[1:-1] + drop)[::-1]])
    cv2.fillPoly(inside, [_fixed(teeth - corner)], _TEETH, cv2.LINE_AA, _SHIFT)
    cover = np.zeros(inside.shape[:2], np.uint8)
    cv2.fillPoly(cover, [_fixed(ring - corner)], 255, cv2.LINE_AA, _SHIFT)
    _lay(picture, inside, cover, corner)


def _fixed(points: Array) -> Array:
    return np.round(points * (1 << _SHIFT)).astype(np.int32)


def _disc(picture: Array, centre: Array, radius: float, colour: tuple[int, int, int]) -> None:
    import cv2

    place = tuple(round(v * (1 << _SHIFT)) for v in centre)
    cv2.circle(picture, place, round(radius * (1 << _SHIFT)), colour, -1, cv2.LINE_AA, _SHIFT)


def _lay(picture: Array, patch: Array, cover: Array, corner: Array) -> None:
    """Lay a patch over the picture where cover is, clipped to the picture."""
    height, width = picture.shape[:2]
    left, top = max(corner[0], 0), max(corner[1], 0)
    right = min(corner[0] + patch.shape[1], width)
    bottom = min(corner[1] + patch.shape[0], height)
    if left >= right or top >= bottom:
        return
    part = (slice(top - corner[1], bottom - corner[1]), slice(left - corner[0], right - corner[0]))
    under = picture[top:bottom, left:right]
    share = cover[part][..., None].astype(np.uint16)
    blend = (patch[part] * share + under * (255 - share)) // 255
    picture[top:bottom, left:right] = blend.astype(np.uint8)
