"""Segments keep what a face does and lose whose face it is and where it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from emo7_core.landmarks.face_100 import FACE_100
from tests.benchmarks.gfe_features import (
    FACE_MOTION,
    mirrored,
    motion_of,
    runs,
    segments_of,
    standardised,
)
from tests.benchmarks.gfe_files import CLASSES, Recording, read_folder
from tests.benchmarks.gfe_made import neutral, points_of, write_folder
from tests.benchmarks.gfe_signers import Variety, another_signer

MARKS = np.array([0] * 10 + [1] * 14 + [0] * 10)


def made(name="negative", size=30.0, shift=(0.0, 0.0)):
    """Points (34, 100, 2) of a class's movement."""
    rng = np.random.default_rng(0)
    return points_of(CLASSES.index(name), MARKS, size, rng)[..., :2] + shift


def motion(points):
    return motion_of(points, MARKS == 0)


def recording(points, marks=MARKS, signer="a"):
    return Recording(signer, 3, np.arange(len(points)) / 15, points, marks > 0, ())


def of(values, point):
    return values[:, FACE_MOTION.index(point)]


def test_a_shake_is_in_the_turn_of_the_head():
    """It moves the turn to the side and hardly anything else."""
    spreads = motion(made("negative"))[10:24].std(0)
    turn = FACE_MOTION.index("head_turn")
    assert spreads[turn, 0] > 0.08
    spreads[turn, 0] = 0.0
    assert spreads.max() < 0.05


def test_raised_brows_are_in_the_brows():
    """Up is negative, the head stays."""
    values = motion(made("topics"))[12:22].mean(0)
    for side in ("left", "right"):
        assert values[FACE_MOTION.index(f"{side}_inner_brow"), 1] < -0.08
    assert abs(values[FACE_MOTION.index("head_turn"), 1]) < 0.04


def test_the_place_and_size_of_a_face_do_not_show():
    """Nearer and farther to the left, the same movement gives the same numbers."""
    near = motion(made(size=60.0, shift=(-80.0, 20.0)))
    np.testing.assert_allclose(near, motion(made(size=30.0)), atol=0.06)


def test_an_own_face_does_not_show():
    """A longer nose and higher brows at rest are nobody's expression."""
    other = made()
    other[:, 16:36, 1] -= 4.0
    other[:, 36:48, 1] += 1.0
    resting = motion(other)[MARKS == 0]
    assert np.abs(resting).max() < 0.05


def test_resting_frames_are_zero():
    """The neutral face is subtracted."""
    assert np.abs(np.median(motion(made())[MARKS == 0], axis=0)).max() < 1e-9


def test_missing_points_stay_missing_where_nothing_is_near():
    """A region that is gone for two seconds is not made up."""
    marks = np.array([0] * 10 + [1] * 60 + [0] * 10)
    points = points_of(3, marks, 30.0, np.random.default_rng(0))[..., :2]
    points[25:55, 48:68] = np.nan
    (segment,) = segments_of([recording(points, marks)])
    missing = np.isnan(of(segment.values, "upper_lip")).all(-1)
    assert missing.any()
    assert not missing.all()
    assert np.isfinite(of(segment.values, "nose")).all()


def test_segments_are_the_marked_frames():
    """Half open ranges, at the edges too."""
    marks = np.array([1] * 5 + [0] * 3 + [1] * 6 + [0] + [1] * 7)
    assert runs(marks > 0) == [(0, 5), (8, 14), (15, 22)]


def test_four_frames_are_no_segment():
    """Five are the fewest."""
    assert runs(np.array([1, 1, 1, 1, 0, 1, 1, 1, 1, 1]) > 0) == [(5, 10)]


def test_rows_follow_time():
    """A recording of 30 frames per second gives as many rows as one of 15."""
    slow, fast = recording(made()), made().repeat(2, axis=0)
    (one,) = segments_of([slow])
    twice = Recording("a", 3, np.arange(68) / 30, fast, MARKS.repeat(2) > 0, ())
    (other,) = segments_of([twice])
    assert abs(len(one.values) - len(other.values)) <= 1


def test_each_signer_is_standardised_alone(tmp_path):
    """Mean 0 and deviation 1 within each, whatever the other does."""
    write_folder(tmp_path, "a", segments=2)
    write_folder(tmp_path, "b", segments=2, seed=1)
    found = segments_of(read_folder(tmp_path))
    for signer in ("a", "b"):
        rows = np.concatenate([one.values for one in found if one.signer == signer])
        np.testing.assert_allclose(rows.mean(0), 0.0, atol=0.03)
        np.testing.assert_allclose(rows.std(0), 1.0, atol=0.1)


def test_a_mirror_turns_sides_round_and_keeps_heights():
    """Mirrored points give mirrored motion."""
    points = made("doubt_question")
    flipped = points[:, list(FACE_100.mirror)] * (-1, 1) + (600, 0)
    np.testing.assert_allclose(motion(flipped), mirrored(motion(points)), atol=0.06)


def test_the_made_face_is_even():
    """Its own mirror image, so that the test above says something about the motion."""
    face = neutral()
    np.testing.assert_allclose(face[list(FACE_100.mirror)] * (-1, 1), face, atol=1e-9)


def test_drawn_signers_differ_and_keep_the_classes():
    """The same classes in other bodies, standardised again."""
    segments = segments_of([recording(made()), recording(made("topics"))])
    rng = np.random.default_rng(0)
    first, second = (another_signer(segments, Variety(), rng) for _ in range(2))
    assert [one.target for one in first] == [one.target for one in segments]
    assert np.abs(first[0].values.mean(0) - second[0].values.mean(0)).max() > 0.1
    np.testing.assert_allclose(np.concatenate([s.values for s in first]).mean(0), 0, atol=0.03)


def test_missing_values_stay_missing_in_a_drawn_signer():
    """Bending and mixing do not fill them, and do not spread them."""
    (segment,) = segments_of([recording(made())])
    values = segment.values.copy()
    values[:, 0] = np.nan
    (drawn,) = another_signer(
        [replace(segment, values=values)], Variety(boundary=0.0), np.random.default_rng(1)
    )
    gone = np.isnan(drawn.values).all((0, 2))
    assert gone.sum() == 1


def test_one_segment_alone_is_standardised():
    """A number that does not vary stays 0 and divides nothing."""
    (segment,) = segments_of([recording(made())])
    still = segment.values.copy()
    still[:, 2] = 3.0
    (found,) = standardised([replace(segment, values=still)])
    np.testing.assert_array_equal(found.values[:, 2], 0.0)


def test_a_lost_face_does_not_drown_the_others():
    """One frame far off leaves the deviation of the others nearly as it was."""
    (segment,) = segments_of([recording(np.tile(made(), (8, 1, 1)), np.ones(272))])
    values = segment.values.copy()
    values[5, 4] = 1e4
    (found,) = standardised([replace(segment, values=values)])
    assert np.delete(found.values[:, 4], 5, axis=0).std(0).min() > 0.1


@pytest.mark.parametrize("part", ["face", "head"])
def test_face_and_head_are_parts(part):
    """The graph network sums them up apart."""
    assert len(FACE_MOTION.part(part)) == {"face": 18, "head": 3}[part]
