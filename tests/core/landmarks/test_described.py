"""Any layout works by describing it: its coordinates, its file, its training, its answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.normalize import CHANNELS, features, to_common
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.training.sample import Example, prepare
from tests.planted import track as signer_track
from tests.stars import STAR, track


def test_it_has_the_channels_of_a_signer() -> None:
    """Position, local position and presence, about its own middle and in its own unit."""
    seen = features(track(3, 0), 12.5)
    assert seen.layout is STAR
    assert seen.values.shape == (15, 5, len(CHANNELS))
    whole = seen.values[seen.values[..., -1].all(1)]
    assert np.abs(whole[..., :2].mean(1)).max() < 0.05
    assert np.sqrt(np.square(whole[..., :2]).sum(-1).mean(1)) == pytest.approx(1.0, abs=0.05)


def test_place_and_size_of_the_picture_say_nothing() -> None:
    """The same star elsewhere and twice as large has the same features."""
    made = track(3, 0)
    other = LandmarkTrack(STAR, made.xyz * 2 + 50, made.confidence, made.times, 1280, 960, "star-1")
    np.testing.assert_allclose(features(other, 12.5).values, features(made, 12.5).values, atol=1e-4)


def test_missing_stays_missing() -> None:
    """NaN and presence 0 where a point was not seen, and nowhere else."""
    seen = features(track(3, 0), 12.5).values
    assert (seen[..., -1] == 0).any()
    np.testing.assert_array_equal(np.isnan(seen[..., :2]).any(-1), seen[..., -1] == 0)


def test_it_travels_in_a_file(tmp_path: Path) -> None:
    """A track of a described layout is read back with it."""
    made = track(3, 0)
    made.save(tmp_path / "star.npz")
    read = LandmarkTrack.load(tmp_path / "star.npz")
    assert read.layout is STAR
    np.testing.assert_array_equal(read.xyz, made.xyz)


def test_it_is_no_signer() -> None:
    """Nothing guesses which point would be a nose."""
    with pytest.raises(LandmarkError, match="star"):
        to_common(track(3, 0))


def test_layouts_are_not_mixed() -> None:
    """A clip with other points than the others is listed, with the reason."""
    clips = [Example("a", track(3, 0), 3), Example("b", signer_track(3, 0), 3)]
    samples, skipped = prepare(clips, 12.5)
    assert [one.name for one in samples] == ["a"]
    assert "star" in skipped[0].reason
