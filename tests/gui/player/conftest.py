"""Tracks, frames and a dressed application for the player's tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.landmarks.track import LandmarkTrack, missing
from emo7_core.video.frame import Frame
from emo7_core.video.info import VideoInfo
from emo7_gui.theme import install

FRAMES = 40
SIZE = (640, 480)
PLACES = {"face": (320, 120), "left_hand": (450, 300), "right_hand": (190, 300)}


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Every test of the player has the dark theme."""
    install(qapp, "dark")


@pytest.fixture
def info() -> VideoInfo:
    """A clip of 40 frames whose second half runs at half the rate."""
    times = np.concatenate([np.arange(20) * 0.04, 0.8 + np.arange(20) * 0.08])
    return VideoInfo(Path("made.mp4"), *SIZE, 0, FRAMES, times, 2.4, FRAMES / 2.4, True, "h264")


@pytest.fixture
def track(info: VideoInfo) -> LandmarkTrack:
    """Face and hands as discs of points; the left hand is missing in frames 10 to 14."""
    xyz, confidence = missing(HOLISTIC, FRAMES)
    rng = np.random.default_rng(7)
    for part, centre in PLACES.items():
        points = HOLISTIC.part(part)
        spread = rng.uniform(-40, 40, (len(points), 2))
        xyz[:, points.start : points.stop, :2] = np.array(centre) + spread
        confidence[:, points.start : points.stop] = 1.0
    for name, place in {"left_shoulder": (400, 220), "right_shoulder": (240, 220)}.items():
        xyz[:, HOLISTIC.index(name), :2] = place
        confidence[:, HOLISTIC.index(name)] = 0.9
    hand = HOLISTIC.part("left_hand")
    xyz[10:15, hand.start : hand.stop] = np.nan
    confidence[10:15, hand.start : hand.stop] = np.nan
    return LandmarkTrack(HOLISTIC, xyz, confidence, info.times, *SIZE, "made")


def frame_of(info: VideoInfo, ordinal: int) -> Frame:
    """Return a frame in a colour of its own."""
    rgb = np.full((info.height, info.width, 3), 40 + ordinal, np.uint8)
    return Frame(ordinal, float(info.times[ordinal]), rgb)
