"""Head and face are told apart as they were put together."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.landmarks.head_motion import FEWEST_POINTS, head_motion

SHAPE = np.random.default_rng(0).normal(size=(30, 3)) * [1.0, 1.0, 0.4]
NEUTRAL, DEPTH = SHAPE[:, :2], SHAPE[:, 2]
EVEN = np.ones(30)


def seen(place=(0.0, 0.0), size=1.0, roll=0.0, turn=(0.0, 0.0)):
    """The shape under a camera far away, (1, 30, 2)."""
    cosine, sine = np.cos(roll), np.sin(roll)
    upright = NEUTRAL + DEPTH[:, None] * np.array(turn)
    return (size * upright @ np.array([[cosine, sine], [-sine, cosine]]) + place)[None]


def test_a_neutral_face_has_no_motion():
    """What equals the neutral face is in place, of its size, upright, and without expression."""
    motion = head_motion(seen(), NEUTRAL, DEPTH, EVEN)
    for found in (motion.place, motion.size, motion.roll, motion.turn, motion.expression):
        np.testing.assert_allclose(found, 0.0, atol=1e-9)


def test_a_moved_head_is_found():
    """Place, size, roll and turn come back as they were put in."""
    points = seen(place=(3.0, -2.0), size=1.3, roll=0.2, turn=(0.25, -0.1))
    motion = head_motion(points, NEUTRAL, DEPTH, EVEN)
    np.testing.assert_allclose(motion.place[0], (3.0, -2.0), atol=1e-9)
    assert motion.size[0] == pytest.approx(np.log(1.3))
    assert motion.roll[0] == pytest.approx(0.2)
    np.testing.assert_allclose(motion.turn[0], (0.25, -0.1), atol=1e-9)


def test_a_moved_head_is_no_expression():
    """However the head moves, nothing is left over."""
    points = seen(place=(3.0, -2.0), size=0.7, roll=-0.3, turn=(-0.3, 0.2))
    motion = head_motion(points, NEUTRAL, DEPTH, EVEN)
    np.testing.assert_allclose(motion.expression, 0.0, atol=1e-9)


def test_an_expression_comes_back_in_the_neutral_unit():
    """A point that is not rigid is where it was put, though the head is turned and larger."""
    raised = NEUTRAL.copy()
    raised[4] += (0.0, -0.2)
    loose = EVEN.copy()
    loose[4] = 0.0
    cosine, sine = np.cos(0.2), np.sin(0.2)
    points = (1.3 * raised @ np.array([[cosine, sine], [-sine, cosine]]))[None]
    motion = head_motion(points, NEUTRAL, DEPTH, loose)
    np.testing.assert_allclose(motion.expression[0, 4], (0.0, -0.2), atol=1e-9)


def test_a_missing_point_stays_missing_and_changes_nothing():
    """The other points tell the head's motion."""
    points = seen(roll=0.2, turn=(0.25, -0.1))
    points[0, 7] = np.nan
    motion = head_motion(points, NEUTRAL, DEPTH, EVEN)
    assert np.isnan(motion.expression[0, 7]).all()
    assert np.isfinite(motion.expression[0, 6]).all()
    assert motion.roll[0] == pytest.approx(0.2)


def test_too_few_points_tell_nothing():
    """A frame with fewer points than a fit needs is missing, and the next one is not."""
    points = np.concatenate([seen(), seen()])
    points[0, FEWEST_POINTS - 1 :] = np.nan
    motion = head_motion(points, NEUTRAL, DEPTH, EVEN)
    assert np.isnan(motion.roll[0])
    assert np.isfinite(motion.roll[1])
