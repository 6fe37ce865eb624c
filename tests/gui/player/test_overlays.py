"""Overlays paint the frame's own points, by part, confidence and presence."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from emo7_core.landmarks.layout import COMMON, HOLISTIC, OPENPOSE, Layout
from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.player.overlays import OVERLAYS, OverlayPainter
from emo7_gui.player.skeleton import drawn_parts
from emo7_gui.theme import theme


def painted(track: LandmarkTrack, ordinal: int, *shown: str) -> np.ndarray:
    """Paint one frame's overlays on black; return the pixels (480, 640, 3)."""
    image = QImage(640, 480, QImage.Format.Format_RGB888)
    image.fill(QColor("black"))
    painter = QPainter(image)
    OverlayPainter(track).paint(painter, ordinal, 1.0, QPointF(), frozenset(shown))
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(480, image.bytesPerLine())
    return rows[:, : 640 * 3].reshape(480, 640, 3).copy()


def amount(pixels: np.ndarray, centre: tuple[int, int]) -> int:
    """Count the painted pixels around a place."""
    x, y = centre
    return int((pixels[y - 60 : y + 60, x - 60 : x + 60].max(axis=2) > 40).sum())


def test_hands_paint_hands_alone(track: LandmarkTrack) -> None:
    """With only hands on, the face stays clear."""
    pixels = painted(track, 5, "hands")
    assert amount(pixels, (450, 300)) > 100
    assert amount(pixels, (320, 120)) == 0


def test_nothing_shown_paints_nothing(track: LandmarkTrack) -> None:
    """All overlays off leave the picture alone."""
    assert painted(track, 5).max() == 0


def test_a_missing_hand_is_not_painted(track: LandmarkTrack) -> None:
    """NaN is not drawn; the other hand is."""
    pixels = painted(track, 12, "hands")
    assert amount(pixels, (450, 300)) == 0
    assert amount(pixels, (190, 300)) > 100


def test_left_is_yellow_and_right_is_violet(track: LandmarkTrack) -> None:
    """The signer's left hand has the left hand's colour."""
    pixels = painted(track, 5, "hands").astype(int)
    left, right = pixels[240:360, 390:510], pixels[240:360, 130:250]
    for part, name in ((left, "left_hand"), (right, "right_hand")):
        colour = theme().overlay(name)
        wanted = np.array([colour.red(), colour.green(), colour.blue()])
        assert np.abs(part - wanted).sum(axis=2).min() < 12


def test_low_confidence_is_fainter_and_none_is_sure(track: LandmarkTrack) -> None:
    """Alpha follows confidence; under 0.3 nothing is drawn; NaN counts as sure."""
    light = []
    for confidence in (0.1, 0.5, 1.0, np.nan):
        values = np.full_like(track.confidence, confidence)
        seen = LandmarkTrack(
            track.layout, track.xyz, values, track.times, track.width, track.height, "made"
        )
        light.append(int(painted(seen, 5, "hands").sum()))
    assert light[0] == 0
    assert 0 < light[1] < light[2] == light[3]


def test_trails_follow_the_wrist(track: LandmarkTrack) -> None:
    """A wrist that moved leaves a line behind it, within the last 12 frames."""
    xyz = track.xyz.copy()
    wrist = HOLISTIC.index("right_hand_wrist")
    xyz[:, wrist, 0] = 20 + 5 * np.arange(len(track))
    xyz[:, wrist, 1] = 450
    moved = LandmarkTrack(
        track.layout, xyz, track.confidence, track.times, track.width, track.height, "made"
    )
    columns = np.flatnonzero(painted(moved, 20, "trails")[445:456].max(axis=(0, 2)) > 0)
    assert columns.min() >= 20 + 5 * 8 - 2
    assert columns.max() <= 20 + 5 * 20 + 2


def test_outside_the_track_nothing_is_painted(track: LandmarkTrack) -> None:
    """A track that is shorter than its clip does not stop the player."""
    assert painted(track, 99, *OVERLAYS).max() == 0


@pytest.mark.parametrize("layout", [HOLISTIC, OPENPOSE, COMMON], ids=lambda layout: layout.name)
def test_every_layout_has_all_parts(layout: Layout) -> None:
    """Each layout draws body, hands and face, with edges inside its points."""
    parts = {part.name: part for part in drawn_parts(layout)}
    assert set(parts) == {"body", "left_hand", "right_hand", "face"}
    for part in parts.values():
        assert len(part.edges) > 3
        assert part.edges.max() < len(layout)
    assert not any("eye" in layout.points[i] for i in parts["body"].points)
