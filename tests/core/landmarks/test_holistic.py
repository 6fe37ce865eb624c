"""MediaPipe behind our interface, on real pictures."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from cut_clips import cut_clip

from emo7_core.landmarks.holistic import EXTRACTOR, Holistic
from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.landmarks.normalize import features
from emo7_core.landmarks.quality import quality_of
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.reader import VideoReader

FRAMES = 14


@pytest.fixture(scope="module")
def holistic():
    """One extractor for all tests of this file."""
    made = Holistic()
    yield made
    made.close()


def extract(holistic, path, frames=FRAMES):
    """The first frames of a clip as a track."""
    with VideoReader(path) as video:
        return LandmarkTrack.joined(list(holistic.extract(video.frames(0, frames), video.info)))


@pytest.fixture(scope="module")
def clip(shared_data, tmp_path_factory):
    """The first frames of a How2Sign clip."""
    source = shared_data / "how2sign" / "clips" / "_20g7MG8K1U_14-8-rgb_front.mp4"
    return cut_clip(source, tmp_path_factory.mktemp("clips") / "signer.mp4", FRAMES)


@pytest.fixture(scope="module")
def track(holistic, clip):
    """The track of the How2Sign clip."""
    return extract(holistic, clip)


def test_importing_loads_no_mediapipe():
    """The module is light; MediaPipe comes with the first extractor."""
    code = "import sys, emo7_core.landmarks.extract; print('mediapipe' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_every_frame_is_kept(track):
    """As many frames as the clip, with the clip's times and size."""
    assert len(track) == FRAMES
    np.testing.assert_allclose(track.times, np.arange(FRAMES) / 24, atol=1e-3)
    assert (track.width, track.height, track.extractor) == (1280, 720, EXTRACTOR)


def test_a_signer_is_seen(track):
    """Face and body of a How2Sign signer are found in every frame."""
    quality = quality_of(track)
    assert (quality.face, quality.body) == (1.0, 1.0)
    assert quality.hands > 0.5


def test_left_is_the_signers_left(track):
    """The signer's left shoulder and left eye are at the right of the picture."""
    x = track.xyz[..., 0]
    assert (x[:, HOLISTIC.index("left_shoulder")] > x[:, HOLISTIC.index("right_shoulder")]).all()
    assert (x[:, HOLISTIC.index("face_263")] > x[:, HOLISTIC.index("face_33")]).all()


def test_face_mesh_and_body_agree(track):
    """Nose tips of mesh and body are the same place, in pixels of the picture."""
    apart = track.xyz[:, HOLISTIC.index("face_4"), :2] - track.xyz[:, HOLISTIC.index("nose"), :2]
    eyes = track.xyz[:, HOLISTIC.index("face_263"), 0] - track.xyz[:, HOLISTIC.index("face_33"), 0]
    assert (np.hypot(*apart.T) < eyes / 2).all()


def test_confidence_is_the_bodys_alone(track):
    """The body has MediaPipe's visibility, hands and face have none."""
    body = track.confidence[:, :33]
    assert ((body >= 0) & (body <= 1)).all()
    assert np.isnan(track.confidence[:, 33:]).all()


def test_a_missing_hand_is_missing_whole(track):
    """All 21 points of a hand are there or none is."""
    for hand in ("left_hand", "right_hand"):
        where = HOLISTIC.parts[hand]
        known = np.isfinite(track.xyz[:, where.start : where.stop]).all(axis=(1, 2))
        np.testing.assert_array_equal(known, track.presence(hand))


def test_a_clip_does_not_remember_the_one_before(holistic, shared_data, clip, track):
    """After another clip, the same clip gives the same track."""
    extract(holistic, shared_data / "people" / "single_face.mp4", 3)
    np.testing.assert_array_equal(extract(holistic, clip).xyz, track.xyz)


def test_a_cartoon_has_no_face(holistic, shared_data):
    """Where nobody is, the face channel says so."""
    assert quality_of(extract(holistic, shared_data / "people" / "no_face.mp4")).face == 0.0


def test_features_of_a_signer(track):
    """Models see the signer upright: eyes above the shoulders, shoulders one unit apart."""
    made = features(track, 12.5)
    eyes = made.values[:, made.layout.index("left_eye"), 1]
    assert (made.values[:, made.layout.index("left_shoulder"), 4] == 1).all()
    assert ((eyes < -0.4) & (eyes > -1.2)).all()
