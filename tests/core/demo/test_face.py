"""Expression: the sizes and directions of the channels."""

import numpy as np
import pytest

from emo7_core.demo.face import BROW, CHANNELS, JAW, SMILE, face_points
from emo7_core.demo.mesh import (
    CHIN,
    CORNERS,
    LOWER_INNER_LIP,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
    UPPER_INNER_LIP,
    plain_mesh,
    shaped_mesh,
)
from emo7_core.demo.signers import SIGNERS, FaceShape
from emo7_core.landmarks.face_mesh import MIRROR

REST = FaceShape()


def moved(**weights):
    row = np.array([[weights.get(channel, 0.0) for channel in CHANNELS]])
    return (face_points(REST, row)[0] - shaped_mesh(REST).points)[:, :2]


def test_the_mesh_is_symmetric():
    """Mirrored points are mirror images."""
    points = plain_mesh().points
    np.testing.assert_allclose(points[list(MIRROR)] * (-1, 1, 1), points, atol=1e-5)


def test_the_mesh_has_the_known_size():
    """468 points, 852 triangles, one face width wide."""
    mesh = plain_mesh()
    assert mesh.points.shape == (468, 3)
    assert mesh.triangles.shape == (852, 3)
    assert np.ptp(mesh.points[:, 0]) == pytest.approx(1.0, abs=0.02)


def test_the_lips_are_closed_at_rest():
    """Neutral lips meet."""
    points = plain_mesh().points
    np.testing.assert_allclose(points[list(UPPER_INNER_LIP)], points[list(LOWER_INNER_LIP)])


def test_a_smile_raises_the_corners():
    """Weight 1 raises the mouth corners by the size of a smile."""
    rise = -moved(smile=1.0)[list(CORNERS), 1]
    assert rise == pytest.approx([SMILE, SMILE], rel=0.1)


def test_raised_brows_rise_by_their_size():
    """Weight 1 raises the brows by nearly the size of a raise, and no lid."""
    shift = moved(brows=1.0)
    assert -shift[105, 1] == pytest.approx(BROW, rel=0.25)
    assert np.abs(shift[list(RIGHT_LOWER_LID)]).max() == 0.0


def test_the_jaw_splits_at_the_seam():
    """The lower lip follows the jaw, the upper lip does not."""
    shift = moved(jaw=1.0)
    assert shift[14, 1] == pytest.approx(JAW, rel=0.05)
    assert shift[CHIN, 1] == pytest.approx(JAW, rel=0.05)
    assert np.abs(shift[list(UPPER_INNER_LIP)]).max() == 0.0


def test_closed_lids_meet():
    """Weight -1 of the lids closes the eye."""
    row = np.array([[-1.0 if channel == "lids" else 0.0 for channel in CHANNELS]])
    points = face_points(REST, row)[0]
    gap = points[list(RIGHT_LOWER_LID), 1] - points[list(RIGHT_UPPER_LID), 1]
    assert np.abs(gap).max() < 0.01


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: signer.name)
def test_each_signer_has_an_own_face(signer):
    """The differences are there, and small."""
    off = np.abs(shaped_mesh(signer.shape).points - plain_mesh().points).max()
    assert (off > 0.005) == (signer.name != "S1")
    assert off < 0.08
