"""Draws a demo signer: one picture per frame, from the joints of a figure.

What it is: the order of drawing. Body and head go into one layer, arms and hands into a
second one that throws a soft shadow on the first; both are drawn at twice the size and
reduced.
What it is not: motion, or the form of any part (torso.py, hair.py, texture.py, eyes.py).
Convention: pictures are (480, 640, 3) uint8 RGB; a figure's pixels times SUPER are the
layer's pixels.
"""

from __future__ import annotations

import numpy as np

from emo7_core.demo import body, mesh
from emo7_core.demo.backdrop import backdrop_of
from emo7_core.demo.eyes import draw_eyes, draw_mouth
from emo7_core.demo.figure import HEIGHT, WIDTH, Figure, size_at
from emo7_core.demo.hair import HeadPlace, draw_hair
from emo7_core.demo.hands import HAND_LENGTH
from emo7_core.demo.light import EDGE, KEY, gains, mixed, ramp
from emo7_core.demo.raster import (
    Layer,
    draw_capsule,
    draw_ellipsoid,
    interpolated,
    put_texture,
    triangle_map,
)
from emo7_core.demo.signers import Signer
from emo7_core.demo.texture import coordinates, face_texture
from emo7_core.demo.torso import put_torso, torso_of
from emo7_core.landmarks.track import Array

SUPER = 2
_SHOULDER, _ELBOW, _CUFF, _FOREARM, _WRIST = 0.275, 0.215, 0.185, 0.15, 0.115
_FINGERS = ((5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20))
_FINGER_RADII = (
    (0.058, 0.050, 0.044, 0.036),
    (0.059, 0.051, 0.045, 0.037),
    (0.056, 0.048, 0.042, 0.035),
    (0.049, 0.041, 0.036, 0.030),
)
_THUMB_RADII = (0.085, 0.066, 0.053, 0.040)
_SHADOW = 0.34
# Within the palm a dark rim would look like a furrow.
_SOFT_EDGE = 0.86
_CLOTH_EDGE = 0.66
_GAIN_UNIT = 160.0
_GAINS = (gains() * _GAIN_UNIT).astype(np.uint8)[:, None]


class SignerPainter:
    """Paints the frames of one figure.

    Args:
        signer: Who is drawn.
        figure: Where the joints are, pixels.
        seed: Varies the wall's light and the shirt's folds.
    """

    def __init__(self, signer: Signer, figure: Figure, seed: int) -> None:
        import cv2

        self._signer, self._figure = signer, figure
        size = (WIDTH * SUPER, HEIGHT * SUPER)
        wall = backdrop_of(signer, WIDTH, HEIGHT, seed)
        self._wall = cv2.resize(wall, size, interpolation=cv2.INTER_LINEAR)
        self._torso = torso_of(signer, figure.scale * SUPER, seed)
        self._skin = ramp(signer.skin, 0.25)
        self._hand = ramp(mixed(signer.skin, (200, 96, 76), 0.10), 0.2)
        self._cloth = ramp(signer.shirt)
        self._back = Layer.empty(size[1], size[0])
        self._front = Layer.empty(size[1], size[0])

    def paint(self, frame: int) -> Array:
        """Return the picture of a frame, (480, 640, 3) uint8 RGB."""
        self._back.colour[:] = self._wall
        self._back.clear()
        centre = self._figure.centre * SUPER
        put_torso(self._back, self._torso, centre, self._figure.sway[frame])
        self._draw_head(frame)
        self._front.clear()
        for hand in range(2):
            self._draw_arm(frame, hand)
            self._draw_hand(frame, hand)
        return _joined(self._back, self._front)

    def _draw_head(self, frame: int) -> None:
        figure, scale = self._figure, self._figure.scale * SUPER
        head = HeadPlace(figure.head_origin[frame] * SUPER, figure.head_turn[frame], scale)
        self._draw_neck(head, figure.sway[frame])
        skull = np.array([0.542, 0.62, 0.50]) * scale
        place = head.at((0.0, 0.0, 0.52))[0]
        draw_ellipsoid(self._back, place, skull, head.turned, self._skin, dim=0.86)
        face = figure.face[frame] * SUPER
        self._draw_face(face)
        draw_hair(self._back, head, self._signer)
        draw_eyes(self._back.colour, face, figure.gaze[frame], scale, self._signer)
        draw_mouth(self._back.colour, face, scale)
        if self._signer.glasses:
            self._draw_glasses(head)

    def _draw_neck(self, head: HeadPlace, sway: Array) -> None:
        figure, scale = self._figure, head.scale
        low = body.swayed(np.array([[0.0, 1.40, 0.30]]), sway[None])[0] * scale
        low[:2] += figure.centre * SUPER
        ends = np.stack([head.at((0.0, 0.52, 0.36))[0], low])
        is_wrapped = self._signer.hair_style == "scarf"
        colours = ramp(self._signer.hair) if is_wrapped else self._skin
        radii = (0.36 * scale, 0.40 * scale) if is_wrapped else (0.30 * scale, 0.34 * scale)
        draw_capsule(self._back, ends, radii, colours, (0.52, 1.0))

    def _draw_face(self, face: Array) -> None:
        import cv2

        layer = self._back
        box = layer.box(face.min(axis=0) - 2, face.max(axis=0) + 2)
        if box is None:
            return
        corner = np.array([box[1].start, box[0].start, 0.0])
        local = (face - corner).astype(np.float32)
        triangles = mesh.plain_mesh().triangles
        shape = layer.depth[box].shape
        shown = triangle_map(local, triangles, (shape[0], shape[1]))
        values = np.column_stack([coordinates(self._signer), local[:, 2], _lit(local, triangles)])
        u, v, depth, light = interpolated(local, triangles, values, shown)
        nearer = depth < layer.depth[box] + 0.05 * self._figure.scale * SUPER
        cover = ((shown >= 0) & nearer).view(np.uint8)
        skin = cv2.remap(face_texture(self._signer), u, v, cv2.INTER_LINEAR)
        steps = np.clip(light * 255.0, 0, 255).astype(np.uint8)
        lit = cv2.multiply(skin, cv2.applyColorMap(steps, _GAINS), scale=1.0 / _GAIN_UNIT)
        put_texture(layer, box, cover, depth, lit)

    def _draw_glasses(self, head: HeadPlace) -> None:
        angle = np.linspace(0.0, 2.0 * np.pi, 29)
        colour, thick = (52, 44, 44), max(2, round(0.018 * head.scale))
        for side in (-1, 1):
            across = 0.225 * side + 0.155 * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.7
            down = 0.02 + 0.125 * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.7
            ring = head.at(*np.column_stack([across, down, np.full(29, -0.17)]))
            self._stroke(ring, colour, thick)
            self._stroke(
                head.at((0.38 * side, -0.02, -0.16), (0.52 * side, 0.0, 0.25)), colour, thick
            )
        self._stroke(
            head.at((-0.075, 0.0, -0.18), (0.0, -0.02, -0.21), (0.075, 0.0, -0.18)), colour, thick
        )

    def _stroke(self, line: Array, colour: tuple[int, int, int], thick: int) -> None:
        import cv2

        places = np.round(line[:, :2] * 16).astype(np.int32)
        cv2.polylines(self._back.colour, [places], False, colour, thick, cv2.LINE_AA, 4)

    def _draw_arm(self, frame: int, hand: int) -> None:
        figure = self._figure
        shoulder, elbow, wrist = (
            place[frame, hand] * SUPER for place in (figure.shoulders, figure.elbows, figure.wrists)
        )
        cuff = elbow + 0.66 * (wrist - elbow)
        inward = figure.shoulders[frame, 1 - hand] * SUPER - shoulder
        joint = shoulder + 0.05 * inward + (0.0, 0.15 * self._size(shoulder), 0.0)
        parts = (
            (joint, elbow, _SHOULDER, _ELBOW, self._cloth),
            (elbow, cuff, _ELBOW, _CUFF, self._cloth),
            (cuff, wrist, _FOREARM, _WRIST, self._hand),
        )
        for start, stop, first, last, colours in parts:
            radii = (first * self._size(start), last * self._size(stop))
            edge = _CLOTH_EDGE if colours is self._cloth else EDGE
            draw_capsule(self._front, np.stack([start, stop]), radii, colours, edge=edge)

    def _draw_hand(self, frame: int, hand: int) -> None:
        joints = self._figure.hands[frame, hand] * SUPER
        size = HAND_LENGTH * self._size(joints[0])
        if joints[:, 1].min() > self._front.depth.shape[0] + size:
            return
        self._draw_palm(joints, size)
        for finger, radii in zip(_FINGERS, _FINGER_RADII, strict=True):
            self._draw_chain(joints[list(finger)], np.asarray(radii) * size)
        self._draw_chain(joints[[1, 2, 3, 4]], np.asarray(_THUMB_RADII) * size)

    def _draw_palm(self, joints: Array, size: float) -> None:
        wrist, knuckles = joints[0], joints[[5, 9, 13, 17]]
        across = knuckles[0] - knuckles[3]
        for index, knuckle in enumerate(knuckles):
            start = wrist + across * (0.20, 0.07, -0.07, -0.20)[index]
            radii = (0.085 * size, (0.072, 0.070, 0.068, 0.062)[index] * size)
            ends = np.stack([start, knuckle])
            draw_capsule(self._front, ends, radii, self._hand, edge=_SOFT_EDGE)
        self._draw_pad(joints, size)
        ends, radii = np.stack([wrist, joints[1]]), (0.09 * size, 0.09 * size)
        draw_capsule(self._front, ends, radii, self._hand, edge=_SOFT_EDGE)

    def _draw_pad(self, joints: Array, size: float) -> None:
        """Draw the flat of the palm, which fills the furrows between the bones."""
        forward = joints[9] - joints[0]
        forward = forward / (np.linalg.norm(forward) + 1e-6)
        across = joints[5] - joints[17]
        across = across - (across @ forward) * forward
        across = across / (np.linalg.norm(across) + 1e-6)
        axes = np.column_stack([forward, across, np.cross(forward, across)])
        middle = 0.45 * joints[0] + 0.55 * joints[[5, 9, 13, 17]].mean(axis=0)
        radii = np.array([0.30, 0.205, 0.092]) * size
        draw_ellipsoid(self._front, middle, radii, axes, self._hand, edge=_SOFT_EDGE)

    def _draw_chain(self, joints: Array, radii: Array) -> None:
        for bone in range(len(joints) - 1):
            draw_capsule(
                self._front, joints[bone : bone + 2], (radii[bone], radii[bone + 1]), self._hand
            )

    def _size(self, place: Array) -> float:
        """Return the pixels of a face width at the depth of a place in the layer."""
        return SUPER * size_at(float(place[2]) / SUPER, self._figure.scale)


def _lit(points: Array, triangles: Array) -> Array:
    """Return the intensity (V,) of light at each point of a mesh."""
    corners = points[triangles]
    normal = np.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
    summed: Array = np.stack(
        [
            np.bincount(triangles.ravel(), np.repeat(normal[:, axis], 3), len(points))
            for axis in range(3)
        ],
        axis=1,
    )
    summed = summed / (np.linalg.norm(summed, axis=1, keepdims=True) + 1e-9)
    if summed[mesh.NOSE_TIP, 2] > 0.0:
        summed = -summed
    return 0.5 + 0.5 * (summed @ KEY)


def _joined(back: Layer, front: Layer) -> Array:
    """Return both layers as one reduced picture, with the front's soft shadow on the back."""
    import cv2

    shows = (front.depth < back.depth).astype(np.uint8) * 255
    small = (WIDTH, HEIGHT)
    cover = cv2.resize(shows, small, interpolation=cv2.INTER_AREA)
    over = cv2.resize(
        cv2.copyTo(front.colour, shows, np.zeros_like(front.colour)),
        small,
        interpolation=cv2.INTER_AREA,
    )
    under = cv2.resize(back.colour, small, interpolation=cv2.INTER_AREA)
    body_cover = (back.depth < np.inf).astype(np.uint8) * 255
    keep = 255 - _shadow(cover, cv2.resize(body_cover, (WIDTH // 4, HEIGHT // 4)))
    keep = cv2.multiply(keep, 255 - cover, scale=1.0 / 255.0)
    return cv2.add(cv2.multiply(under, cv2.merge([keep] * 3), scale=1.0 / 255.0), over)


def _shadow(cover: Array, body_cover: Array) -> Array:
    """Return how dark (H, W) uint8 the front's shadow is on the body; none on the wall."""
    import cv2

    small = cv2.resize(cover, (WIDTH // 4, HEIGHT // 4), interpolation=cv2.INTER_AREA)
    moved = cv2.warpAffine(small, np.array([[1, 0, 2.5], [0, 1, 4.0]]), small.shape[::-1])
    soft = cv2.GaussianBlur(moved, (0, 0), 3.0)
    soft = cv2.multiply(soft, body_cover, scale=_SHADOW / 255.0)
    return cv2.resize(soft, (cover.shape[1], cover.shape[0]), interpolation=cv2.INTER_LINEAR)
