"""What is drawn of a frame: nothing unsure, nothing missing, each part with its faintness."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.player.skeleton import drawn_parts
from emo7_gui.player.strokes import ALPHA_STEPS, FOREARM, Strokes, strokes_of


def drawn(track: LandmarkTrack, ordinal: int) -> list[Strokes]:
    """Return the strokes of a frame."""
    return list(strokes_of(track, drawn_parts(track.layout), ordinal))


def changed(track: LandmarkTrack, xyz: np.ndarray, confidence: np.ndarray) -> LandmarkTrack:
    """Return a track with other points."""
    return LandmarkTrack(
        track.layout, xyz, confidence, track.times, track.width, track.height, "made"
    )


def test_a_missing_hand_has_no_strokes(track: LandmarkTrack) -> None:
    """The left hand is not seen in frame 12, and seen in frame 5."""
    assert "left_hand" in {one.name for one in drawn(track, 5)}
    assert "left_hand" not in {one.name for one in drawn(track, 12)}


def test_no_stroke_is_nan(track: LandmarkTrack) -> None:
    """Whatever is missing, what is drawn has a place."""
    for ordinal in range(len(track)):
        for one in drawn(track, ordinal):
            assert np.isfinite(one.lines).all()
            assert np.isfinite(one.dots).all()


def test_a_line_is_as_faint_as_its_fainter_end(track: LandmarkTrack) -> None:
    """One shoulder is less sure, so the line between both is."""
    confidence = track.confidence.copy()
    confidence[:, HOLISTIC.index("left_shoulder")] = 0.5
    confidence[:, HOLISTIC.index("right_shoulder")] = 1.0
    found = drawn(changed(track, track.xyz.copy(), confidence), 5)
    body = {one.level: one for one in found if one.name == "body"}
    assert len(body[ALPHA_STEPS].lines) == 0
    assert len(body[ALPHA_STEPS].dots) == 1
    assert sum(len(one.lines) for one in body.values()) == 1


def test_a_forearm_ends_before_the_wrist(track: LandmarkTrack) -> None:
    """The hand's own wrist stays readable."""
    xyz, confidence = track.xyz.copy(), track.confidence.copy()
    for name, place in {"left_elbow": (400, 300), "left_wrist": (500, 300)}.items():
        xyz[:, HOLISTIC.index(name), :2] = place
        confidence[:, HOLISTIC.index(name)] = 1.0
    found = [one for one in drawn(changed(track, xyz, confidence), 5) if one.name == "body"]
    lines = np.concatenate([one.lines for one in found])
    forearm = lines[(lines[:, 0] == 400) & (lines[:, 1] == 300)]
    assert np.allclose(forearm, [[400, 300, 400 + 100 * FOREARM, 300]])


def test_the_extent_is_that_of_the_whole_part(track: LandmarkTrack) -> None:
    """It is the larger side of the box around the drawn points."""
    face = next(one for one in drawn(track, 5) if one.name == "face")
    dots = track.xyz[5, list(HOLISTIC.dots), :2]
    assert face.extent == pytest.approx(float((dots.max(axis=0) - dots.min(axis=0)).max()))
