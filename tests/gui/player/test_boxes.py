"""Close-ups and the signing space come from the landmarks, without jitter."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.landmarks.track import LandmarkTrack, missing
from emo7_gui.player.boxes import crop, part_boxes, signing_space


def test_the_share_counts_frames(track: LandmarkTrack) -> None:
    """Five of forty frames without the left hand are 87.5 %."""
    boxes = part_boxes(track, "left_hand")
    assert boxes is not None
    assert boxes.share == pytest.approx(0.875)


def test_gaps_are_bridged(track: LandmarkTrack) -> None:
    """In a gap the box stays where the hand was and will be."""
    boxes = part_boxes(track, "left_hand")
    assert boxes is not None
    assert np.isfinite(boxes.centres).all()
    assert np.ptp(boxes.centres, axis=0).max() < 1


def test_a_trembling_hand_does_not_shake_the_box(track: LandmarkTrack) -> None:
    """A tremble of 12 px moves the box less than 3 px."""
    xyz = track.xyz.copy()
    xyz[:, :, 0] += 6 * (-1.0) ** np.arange(len(track))[:, None]
    shaken = LandmarkTrack(
        track.layout, xyz, track.confidence, np.arange(40) / 25, 640, 480, "made"
    )
    boxes = part_boxes(shaken, "face")
    assert boxes is not None
    assert np.abs(np.diff(boxes.centres[:, 0])).max() < 3


def test_a_part_that_is_never_seen_has_no_boxes() -> None:
    """Nothing is invented for a part without points."""
    xyz, confidence = missing(HOLISTIC, 4)
    empty = LandmarkTrack(HOLISTIC, xyz, confidence, np.arange(4) / 25, 640, 480, "made")
    assert part_boxes(empty, "face") is None
    assert signing_space(empty) is None


@pytest.mark.parametrize("aspect", [0.5, 1.0, 3.0])
def test_a_crop_stays_in_the_picture(track: LandmarkTrack, aspect: float) -> None:
    """The crop has the cell's aspect and shows only picture."""
    boxes = part_boxes(track, "right_hand")
    assert boxes is not None
    left, top, width, height = crop(boxes, 5, aspect, (640, 480))
    assert width / height == pytest.approx(aspect)
    assert left >= 0
    assert top >= 0
    assert left + width <= 640.001
    assert top + height <= 480.001


def test_the_signing_space_holds_face_and_hands(track: LandmarkTrack) -> None:
    """Face above, hands at both sides, and not the whole picture."""
    space = signing_space(track)
    assert space is not None
    left, top, width, height = space
    assert left < 160
    assert left + width > 480
    assert top < 85
    assert height < 480
