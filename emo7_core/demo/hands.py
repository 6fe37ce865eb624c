"""Hands: handshapes and the 21 joints that follow from them.

What it is: seven handshapes as joint angles, and forward kinematics for whole clips.
What it is not: where the hands are (motion.py) or how they are drawn (signer.py).
Convention: joints in the order of MediaPipe's hand (wrist, thumb 1-4, index 5-8, middle,
ring, little finger). Lengths are shares of the hand's length. A hand's own frame is
(forward along the fingers, sideways to the thumb, out of the palm). A shape is 25 numbers:
four fingers x (knuckle, middle, end, spread) in radians, then three thumb directions.
"""

from __future__ import annotations

import numpy as np

from emo7_core.landmarks.track import Array

HAND_LENGTH = 1.1
JOINTS = 21
SHAPE_SIZE = 25
SHAPE_NAMES = ("fist", "index", "flat", "five", "curved", "vee", "thumb")

# wrist to knuckle (forward, sideways), then the three bones of each finger
_KNUCKLES = ((0.47, 0.13), (0.48, 0.035), (0.455, -0.06), (0.405, -0.145))
_BONES = ((0.22, 0.14, 0.105), (0.245, 0.16, 0.11), (0.23, 0.15, 0.11), (0.18, 0.11, 0.095))
_THUMB_ROOT = (0.11, 0.10, 0.03)
_THUMB_BONES = (0.175, 0.14, 0.11)

_STRAIGHT = (0.06, 0.08, 0.05)
_CLOSED = (1.45, 1.65, 1.0)
_BENT = (0.5, 0.75, 0.5)
_SPREAD = (0.22, 0.04, -0.14, -0.34)
_TIGHT = (0.03, 0.0, -0.02, -0.05)
_THUMB_OUT = ((0.62, 0.74, 0.20), (0.72, 0.68, 0.12), (0.78, 0.62, 0.04))
_THUMB_ALONG = ((0.72, 0.55, 0.30), (0.90, 0.30, 0.20), (0.97, 0.10, 0.12))
_THUMB_ACROSS = ((0.66, 0.50, 0.50), (0.62, -0.25, 0.74), (0.30, -0.90, 0.30))
_THUMB_UP = ((0.45, 0.82, 0.30), (0.25, 0.96, 0.10), (0.15, 0.98, 0.0))

_RECIPES = {
    "fist": ((_CLOSED, _CLOSED, _CLOSED, _CLOSED), _TIGHT, _THUMB_ACROSS),
    "index": ((_STRAIGHT, _CLOSED, _CLOSED, _CLOSED), _TIGHT, _THUMB_ACROSS),
    "flat": ((_STRAIGHT,) * 4, _TIGHT, _THUMB_ALONG),
    "five": ((_STRAIGHT,) * 4, _SPREAD, _THUMB_OUT),
    "curved": ((_BENT,) * 4, (0.16, 0.03, -0.1, -0.24), _THUMB_OUT),
    "vee": ((_STRAIGHT, _STRAIGHT, _CLOSED, _CLOSED), (0.2, -0.14, 0.0, 0.0), _THUMB_ACROSS),
    "thumb": ((_CLOSED,) * 4, _TIGHT, _THUMB_UP),
}


def hand_shape(name: str) -> Array:
    """Return the 25 numbers of a handshape."""
    bends, spreads, thumb = _RECIPES[name]
    fingers = [(*bend, spread) for bend, spread in zip(bends, spreads, strict=True)]
    return np.concatenate([np.ravel(fingers), np.ravel(thumb)])


def hand_joints(wrist: Array, forward: Array, palm: Array, shape: Array, side: int) -> Array:
    """Return the joints of one hand in every frame.

    Args:
        wrist: (T, 3) face widths.
        forward: (T, 3) unit directions of the fingers.
        palm: (T, 3) unit directions out of the palm, square to forward.
        shape: (T, 25) handshapes.
        side: +1 the signer's right hand, -1 the left hand.

    Returns:
        (T, 21, 3) face widths.
    """
    sideways = np.cross(forward, palm) * side
    frame = np.stack([forward, sideways, palm], axis=1)
    local = np.empty((len(wrist), JOINTS, 3))
    local[:, 0] = 0.0
    _lay_thumb(local, shape[:, 16:].reshape(-1, 3, 3))
    for finger in range(4):
        _lay_finger(local, finger, shape[:, 4 * finger : 4 * finger + 4])
    return wrist[:, None] + HAND_LENGTH * (local @ frame)


def _lay_thumb(local: Array, directions: Array) -> None:
    place = np.broadcast_to(np.asarray(_THUMB_ROOT), local[:, 0].shape)
    local[:, 1] = place
    for bone, length in enumerate(_THUMB_BONES):
        step = directions[:, bone]
        place = place + length * step / np.linalg.norm(step, axis=1, keepdims=True)
        local[:, 2 + bone] = place


def _lay_finger(local: Array, finger: int, angles: Array) -> None:
    first = 5 + 4 * finger
    forward, sideways = _KNUCKLES[finger]
    place = np.broadcast_to((forward, sideways, 0.0), local[:, 0].shape)
    local[:, first] = place
    spread = angles[:, 3]
    bend = np.zeros(len(angles))
    for bone, length in enumerate(_BONES[finger]):
        bend = bend + angles[:, bone]
        flat = np.cos(bend)
        step = np.stack([flat * np.cos(spread), flat * np.sin(spread), np.sin(bend)], axis=1)
        place = place + length * step
        local[:, first + 1 + bone] = place
