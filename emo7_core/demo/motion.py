"""What a demo signer does in a clip: the course of hands, head and face over time.

What it is: a performance, made from a seed: signs are laid out as keyframes (hold, move,
hold) and played with minimum-jerk steps; head and face follow the planted cues, with nods,
blinks and mouthing over them.
What it is not: joints (figure.py) or pixels (signer.py). The signs are invented.
Convention: hands in the order left, right (the signer's own); a posture is 34 numbers:
wrist (3), direction of the fingers (3), direction out of the palm (3), handshape (25).
A place is given for the right hand as (outward, down, away) and mirrored for the left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.demo.affect import Cues
from emo7_core.demo.hands import SHAPE_NAMES, hand_shape
from emo7_core.landmarks.track import Array

LEFT, RIGHT = 0, 1
POSTURE_SIZE = 34
CENTRE = np.array([0.62, 1.85, -1.25])
LOWEST = 2.35
AMPLITUDE = 0.42
SIGN_SECONDS = 0.30
MOVE_SECONDS = 0.26
HOLD_SECONDS = 0.10

_PLACES = (
    (0.78, 1.65, -1.2),
    (0.45, 2.02, -1.4),
    (1.02, 1.55, -1.0),
    (0.58, 2.20, -1.3),
    (1.08, 1.25, -0.9),
    (0.38, 1.88, -1.5),
)
_DROPPED = (0.95, 4.6, -0.3)
# direction of the fingers, direction out of the palm; x outward
_AIMS = (
    ((-0.10, -1.0, -0.15), (0.15, 0.0, -1.0)),
    ((-0.35, -0.9, -0.20), (0.0, 0.0, 1.0)),
    ((-0.55, -0.8, -0.10), (-0.2, -0.1, -1.0)),
    ((-0.70, -0.6, -0.25), (-0.3, 0.2, 1.0)),
    ((0.15, -1.0, -0.25), (-0.75, 0.0, -0.7)),
)
_AIM_SHARES = (0.36, 0.22, 0.18, 0.12, 0.12)


@dataclass(frozen=True, slots=True)
class Performance:
    """A clip's worth of doing, before any joint is computed.

    Attributes:
        hands: (T, 2, 34) postures of the left and the right hand.
        head: (T, 3) yaw, pitch, roll in radians; pitch + is up.
        sway: (T, 3) body shift (face widths), body roll (radians), raised shoulders.
        face: (T, 6) weights in the order of face.CHANNELS.
        gaze: (T, 2) where the irises are, -1..1 right and down.
    """

    hands: Array
    head: Array
    sway: Array
    face: Array
    gaze: Array


def perform(
    times: Array, cues: Cues, is_left_handed: bool, rng: np.random.Generator
) -> Performance:
    """Return the performance of one clip.

    Args:
        times: (T,) seconds of the frames.
        cues: The planted cues.
        is_left_handed: Which hand leads.
        rng: The clip's own source of chance.
    """
    leading = LEFT if is_left_handed else RIGHT
    hands = _signing(times, cues, leading, rng)
    head, sway = _carriage(times, cues, leading, rng)
    return Performance(hands, head, sway, _expression(times, cues, rng), _gaze(times, rng))


def _signing(times: Array, cues: Cues, leading: int, rng: np.random.Generator) -> Array:
    keys: tuple[list[tuple[float, Array]], ...] = ([], [])
    moment = -0.4
    rests = (_posture(rng, cues, LEFT), _posture(rng, cues, RIGHT))
    for hand in (LEFT, RIGHT):
        keys[hand].append((moment, rests[hand]))
    while moment < times[-1]:
        moment = _add_sign(keys, moment, cues, leading, rng)
    hands = np.stack([_play(times, keys[hand]) for hand in (LEFT, RIGHT)], axis=1)
    hands[:, :, 1] -= cues.lift
    return hands


def _add_sign(
    keys: tuple[list[tuple[float, Array]], ...],
    moment: float,
    cues: Cues,
    leading: int,
    rng: np.random.Generator,
) -> float:
    """Append one sign to both hands' keyframes and return when it ends."""
    start = _posture(rng, cues, leading)
    end = _moved(start, rng, cues)
    both = rng.random() < 0.42
    drops = not both and rng.random() < 0.22
    pace = 1.0 / (cues.tempo * rng.uniform(0.85, 1.15))
    moment += MOVE_SECONDS * pace * rng.uniform(0.9, 1.3)
    other = 1 - leading
    for turn in range(1 + 2 * int(rng.random() < 0.35)):
        for posture, seconds in ((start, SIGN_SECONDS), (end, HOLD_SECONDS)):
            keys[leading].append((moment, posture))
            if both:
                keys[other].append((moment, _mirrored(posture)))
            moment += seconds * pace * (0.7 if turn else 1.0)
    keys[leading].append((moment, end))
    if drops:
        keys[other].append((moment, _dropped(keys[other][-1][1], other)))
    else:
        keys[other].append((moment, _drifted(keys[other][-1][1], rng)))
    return moment


def _posture(rng: np.random.Generator, cues: Cues, hand: int) -> Array:
    place = np.asarray(_PLACES[rng.integers(len(_PLACES))]) + rng.normal(0.0, 0.06, 3)
    place = CENTRE + (place - CENTRE) * cues.size
    place[1] = min(place[1], LOWEST)
    forward, palm = _AIMS[rng.choice(len(_AIMS), p=_AIM_SHARES)]
    outward = -1.0 if hand == RIGHT else 1.0
    mirror = np.array([outward, 1.0, 1.0])
    shape = hand_shape(SHAPE_NAMES[rng.integers(len(SHAPE_NAMES))])
    aim = np.asarray(forward) + rng.normal(0.0, 0.08, 3)
    return np.concatenate([place * mirror, aim * mirror, np.asarray(palm) * mirror, shape])


def _moved(posture: Array, rng: np.random.Generator, cues: Cues) -> Array:
    moved = posture.copy()
    direction = rng.normal(0.0, 1.0, 3) * (1.0, 1.0, 0.5)
    direction /= np.linalg.norm(direction)
    moved[:3] += direction * AMPLITUDE * cues.size * rng.uniform(0.7, 1.2)
    moved[1] = min(moved[1], LOWEST)
    if rng.random() < 0.3:
        moved[9:] = hand_shape(SHAPE_NAMES[rng.integers(len(SHAPE_NAMES))])
    return moved


def _mirrored(posture: Array) -> Array:
    mirrored = posture.copy()
    mirrored[[0, 3, 6]] *= -1.0
    return mirrored


def _dropped(posture: Array, hand: int) -> Array:
    outward = -1.0 if hand == RIGHT else 1.0
    dropped = posture.copy()
    dropped[:3] = np.asarray(_DROPPED) * (outward, 1.0, 1.0)
    dropped[3:9] = (0.0, 1.0, 0.0, -outward, 0.0, 0.0)
    dropped[9:] = hand_shape("curved")
    return dropped


def _drifted(posture: Array, rng: np.random.Generator) -> Array:
    drifted = posture.copy()
    drifted[:3] += rng.normal(0.0, 0.05, 3)
    return drifted


def _play(times: Array, keys: list[tuple[float, Array]]) -> Array:
    """Return postures (T, 34) between keyframes, eased by the minimum-jerk polynomial.

    Source: Flash and Hogan 1985, 10 s^3 - 15 s^4 + 6 s^5.
    """
    moments = np.array([moment for moment, _ in keys])
    postures = np.stack([posture for _, posture in keys])
    last = len(moments) - 2
    index = np.clip(np.searchsorted(moments, times, side="right") - 1, 0, last)
    span = np.maximum(moments[index + 1] - moments[index], 1e-6)
    share = np.clip((times - moments[index]) / span, 0.0, 1.0)
    eased = (share**3 * (10.0 + share * (6.0 * share - 15.0)))[:, None]
    return (1.0 - eased) * postures[index] + eased * postures[index + 1]


def _carriage(
    times: Array, cues: Cues, leading: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    side = 1.0 if leading == LEFT else -1.0
    onset = _onset(times)
    head = np.radians(
        np.stack(
            [
                _wander(times, rng, 6.0, 0.5),
                cues.pitch * onset + _wander(times, rng, 2.0, 0.9 * cues.tempo),
                side * cues.roll * onset + _wander(times, rng, 1.5, 0.5),
            ],
            axis=1,
        )
    )
    nods = np.sin(2.0 * np.pi * 1.7 * cues.tempo * times + rng.uniform(0.0, 6.3))
    head[:, 1] += np.radians(2.2 * cues.size) * nods * (_wander(times, rng, 1.0, 0.3) > 0.0)
    shift = _wander(times, rng, 0.03 * cues.size, 0.4)
    roll = np.radians(_wander(times, rng, 1.2 * cues.size, 0.4))
    raised = 0.05 * np.abs(_wander(times, rng, 1.0, 0.5))
    return head, np.stack([shift, roll, raised], axis=1)


def _expression(times: Array, cues: Cues, rng: np.random.Generator) -> Array:
    onset = _onset(times) * (1.0 + _wander(times, rng, 0.10, 0.7))
    mouthing = np.clip(_wander(times, rng, 1.0, 2.2 * cues.tempo), 0.0, None)
    jaw = np.clip(cues.jaw * onset + 0.16 * mouthing, 0.0, 1.0)
    lids = cues.lids * onset + _wander(times, rng, 0.06, 0.8)
    shut = _blinks(times, rng)
    return np.stack(
        [
            cues.smile * onset + _wander(times, rng, 0.10, 1.1),
            cues.brows * onset + _wander(times, rng, 0.12, 0.8),
            cues.knit * onset + _wander(times, rng, 0.06, 0.8),
            jaw,
            lids * (1.0 - shut) - shut,
            0.45 * np.clip(_wander(times, rng, 1.0, 1.6), 0.0, None),
        ],
        axis=1,
    )


def _onset(times: Array) -> Array:
    """Return how far the affect shows: 0.4 at the first frame, whole after 0.4 s."""
    share = np.clip(times / 0.4, 0.0, 1.0)
    return 0.4 + 0.6 * share * share * (3.0 - 2.0 * share)


def _blinks(times: Array, rng: np.random.Generator) -> Array:
    shut = np.zeros_like(times)
    moment = rng.uniform(0.2, 1.6)
    while moment < times[-1]:
        shut = np.maximum(shut, np.clip(1.35 - np.abs(times - moment) / 0.075, 0.0, 1.0))
        moment += rng.uniform(1.2, 2.6)
    return shut


def _gaze(times: Array, rng: np.random.Generator) -> Array:
    across, down = _wander(times, rng, 0.28, 0.5), _wander(times, rng, 0.14, 0.4)
    return np.stack([across, down], axis=1)


def _wander(times: Array, rng: np.random.Generator, size: float, frequency: float) -> Array:
    """Return a smooth course (T,) of about the given size: three sines of chance phase."""
    course = np.zeros_like(times)
    for factor in (0.6, 1.0, 1.7):
        phase = rng.uniform(0.0, 2.0 * np.pi)
        pitch = frequency * factor * rng.uniform(0.85, 1.15)
        course += np.sin(2.0 * np.pi * pitch * times + phase)
    return size * course / np.sqrt(3.0)
