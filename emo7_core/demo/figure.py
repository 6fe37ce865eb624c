"""All joints of a demo clip in pixels: what the drawing draws and the known track knows.

What it is: performance -> joints of body, hands and face, kept off the face, projected.
What it is not: drawing (signer.py), or landmarks with gaps (truth.py).
Convention: pixels of a 640 x 480 picture, x right, y down, z away in x's unit, by a weak
perspective: what is nearer is larger. Pairs are in the order left, right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.demo import body
from emo7_core.demo.face import face_points
from emo7_core.demo.hands import hand_joints
from emo7_core.demo.motion import Performance
from emo7_core.demo.signers import Signer
from emo7_core.landmarks.track import Array

WIDTH, HEIGHT = 640, 480
EYE_LINE = 0.315
CAMERA = 11.0
FACE_RADII = np.array([0.72, 0.86])
SIDES = (-1, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A signer in every frame of a clip, pixels.

    Attributes:
        scale: Pixels of a face width at the depth of the eyes.
        centre: (2,) where the eyes are at rest.
        face: (T, 468, 3).
        hands: (T, 2, 21, 3).
        shoulders: (T, 2, 3), and so are elbows, wrists and hips.
        head_turn: (T, 3, 3) rotation of the head.
        head_origin: (T, 3) where the head's own origin is.
        sway: (T, 3) shift, roll, raised shoulders, as in Performance.
        lids: (T,) weight of the lids, -1 closed.
        gaze: (T, 2).
    """

    scale: float
    centre: Array
    face: Array
    hands: Array
    shoulders: Array
    elbows: Array
    wrists: Array
    hips: Array
    head_turn: Array
    head_origin: Array
    sway: Array
    lids: Array
    gaze: Array


def figure_of(signer: Signer, performance: Performance, scale: float) -> Figure:
    """Return the joints of a performance by a signer.

    Args:
        signer: Who.
        performance: What is done.
        scale: Pixels of a face width.
    """
    sway = performance.sway
    turned, origin = _head(performance)
    upright = face_points(signer.shape, performance.face)
    face = upright @ turned.swapaxes(1, 2).astype(np.float32) + origin[:, None].astype(np.float32)
    shoulder = body.shoulders(signer.build, sway)
    elbow, wrist, hands = _arms(shoulder, performance.hands, origin)
    centre = np.array([WIDTH / 2, EYE_LINE * HEIGHT])

    def px(points: Array) -> Array:
        return _projected(points, scale, centre)

    return Figure(
        scale, centre, px(face), px(hands), px(shoulder), px(elbow), px(wrist),
        px(body.hips(sway)), turned, px(origin), sway, performance.face[:, 4], performance.gaze,
    )  # fmt: skip


def _head(performance: Performance) -> tuple[Array, Array]:
    sway = performance.sway
    angles = performance.head.copy()
    angles[:, 2] += sway[:, 1]
    turned = body.turn(angles)
    pivot = body.swayed(np.broadcast_to(body.HEAD_PIVOT, (len(sway), 3)), sway)
    return turned, pivot - turned @ body.HEAD_PIVOT


def _arms(shoulder: Array, postures: Array, origin: Array) -> tuple[Array, Array, Array]:
    """Return elbows, wrists (T, 2, 3) and hands (T, 2, 21, 3), hands pushed off the face."""
    target = postures[:, :, :3].copy()
    for _ in range(2):
        elbow, wrist = body.arms(shoulder, target)
        hands = _hands(elbow, wrist, postures)
        target = target + _push(hands, wrist, origin)
    elbow, wrist = body.arms(shoulder, target)
    return elbow, wrist, _hands(elbow, wrist, postures)


def _hands(elbow: Array, wrist: Array, postures: Array) -> Array:
    forearm = _unit(wrist - elbow)
    forward = _unit(_unit(postures[:, :, 3:6]) + 0.55 * forearm)
    palm = postures[:, :, 6:9]
    palm = _unit(palm - (palm * forward).sum(-1, keepdims=True) * forward)
    hands = [
        hand_joints(wrist[:, i], forward[:, i], palm[:, i], postures[:, i, 9:], SIDES[i])
        for i in range(2)
    ]
    return np.stack(hands, axis=1)


def _push(hands: Array, wrist: Array, origin: Array) -> Array:
    """Return how far (T, 2, 3) each wrist must move so that the hand leaves the face."""
    middle = origin[:, None, :2] + (0.0, 0.18)
    off = (hands[..., :2] - middle[:, :, None]) / FACE_RADII
    depth = np.clip(1.0 - np.linalg.norm(off, axis=-1).min(axis=-1), 0.0, None)
    away = wrist[..., :2] - middle
    away = away / np.maximum(np.linalg.norm(away, axis=-1, keepdims=True), 1e-6)
    push = np.zeros_like(wrist)
    push[..., :2] = away * _smoothed(depth)[..., None]
    return push


def _smoothed(depth: Array) -> Array:
    """Return a smooth course (T, 2) that is nowhere below depth."""
    kernel = np.hanning(9)[1:-1]
    kernel /= kernel.sum()
    padded = np.pad(depth, ((6, 6), (0, 0)), mode="edge")
    widest = np.max([padded[i : i + len(depth) + 6] for i in range(7)], axis=0)
    columns = [np.convolve(widest[:, i], kernel, mode="valid") for i in range(2)]
    return np.stack(columns, axis=1)


def _projected(points: Array, scale: float, centre: Array) -> Array:
    flat = np.empty(points.shape, np.float32)
    nearer = scale * CAMERA / (CAMERA + points[..., 2])
    flat[..., 0] = points[..., 0] * nearer + centre[0]
    flat[..., 1] = points[..., 1] * nearer + centre[1]
    flat[..., 2] = points[..., 2] * scale
    return flat


def size_at(depth: float, scale: float) -> float:
    """Return the pixels of a face width at a depth given in pixels."""
    return scale * CAMERA / (CAMERA + depth / scale)


def _unit(vectors: Array) -> Array:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)
