"""A track keeps what it was given, and its file is whole or not there."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from walkers import changed, still_person, without

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.layout import COMMON, HOLISTIC
from emo7_core.landmarks.track import LandmarkTrack


def test_arrays_are_read_only():
    """Nobody can change a track that others hold."""
    track = still_person()
    with pytest.raises(ValueError, match="read-only"):
        track.xyz[0, 0, 0] = 1


def test_the_givers_array_stays_writable():
    """A track copies what it is given, it does not freeze the caller's array."""
    track = still_person()
    mine = track.xyz.copy()
    other = changed(track, xyz=mine)
    mine[:] = 0
    assert other.xyz.any()


def test_arrays_have_their_types():
    """Positions and confidences are float32, times float64, whatever was given."""
    track = still_person()
    assert [a.dtype.name for a in (track.xyz, track.confidence, track.times)] == [
        "float32",
        "float32",
        "float64",
    ]


def test_positions_that_do_not_fit_are_refused():
    """A missing frame is noticed at once."""
    track = still_person()
    with pytest.raises(LandmarkError, match="do not fit 10 frames of 543 points"):
        changed(track, xyz=track.xyz[1:])


def test_confidences_that_do_not_fit_are_refused():
    """A missing point is noticed at once."""
    track = still_person()
    with pytest.raises(LandmarkError, match="confidences of shape"):
        changed(track, confidence=track.confidence[:, 1:])


def test_times_must_rise():
    """Two frames at one moment are no track."""
    track = still_person()
    with pytest.raises(LandmarkError, match="must rise"):
        changed(track, times=np.zeros(len(track)))


def test_presence_is_per_part():
    """A hand that is not seen in frame 3 is absent there, the face is not."""
    track = without(still_person(), "left_hand", [3])
    assert track.presence("left_hand").tolist() == [frame != 3 for frame in range(10)]
    assert track.presence("face").all()


def test_a_track_comes_back_from_its_file(tmp_path):
    """Saved and loaded, everything is the same, NaN included."""
    track = without(still_person(), "face", [0, 1])
    track.save(tmp_path / "deep" / "a.npz")
    again = LandmarkTrack.load(tmp_path / "deep" / "a.npz")
    np.testing.assert_array_equal(again.xyz, track.xyz)
    np.testing.assert_array_equal(again.confidence, track.confidence)
    np.testing.assert_array_equal(again.times, track.times)
    assert (again.layout, again.width, again.height) == (HOLISTIC, 640, 480)
    assert again.extractor == "by-hand-1"


def test_saving_leaves_no_other_file(tmp_path):
    """The half-written file is gone when the whole one is there."""
    still_person().save(tmp_path / "a.npz")
    still_person().save(tmp_path / "a.npz")
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_cut_file_says_what_to_do(tmp_path, kept):
    """A file that was cut anywhere is named, with the remedy."""
    path = tmp_path / "a.npz"
    still_person().save(path)
    data = path.read_bytes()
    path.write_bytes(data[: kept if isinstance(kept, int) else int(len(data) * kept)])
    with pytest.raises(LandmarkError, match=r"cannot be read .*Delete it and extract"):
        LandmarkTrack.load(path)


def test_a_pickle_is_not_opened(tmp_path):
    """Objects in an .npz are refused, never executed."""
    path = tmp_path / "a.npz"
    np.savez(path, about=np.array([{}], dtype=object), xyz=0, confidence=0, times=0)
    with pytest.raises(LandmarkError, match="cannot be read"):
        LandmarkTrack.load(path)


def test_another_version_is_named(tmp_path):
    """A file of a later version says so."""
    path = tmp_path / "a.npz"
    np.savez(path, about=np.array('{"version": 9}'), xyz=0, confidence=0, times=0)
    with pytest.raises(LandmarkError, match="version 9"):
        LandmarkTrack.load(path)


def test_an_absent_file_is_no_defect(tmp_path):
    """No file means no landmarks yet."""
    with pytest.raises(LandmarkError, match="no landmarks here yet"):
        LandmarkTrack.load(tmp_path / "none.npz")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """The error names the file and the remedy."""
    (tmp_path / "file").write_text("")
    with pytest.raises(LandmarkError, match="cannot be written"):
        still_person().save(tmp_path / "file" / "a.npz")


def test_pieces_join_to_the_whole():
    """Cut and joined, a track is what it was."""
    track = still_person()
    whole = LandmarkTrack.joined([track.cut(0, 4), track.cut(4, 10)])
    np.testing.assert_array_equal(whole.xyz, track.xyz)
    np.testing.assert_array_equal(whole.times, track.times)


def test_pieces_of_two_tracks_do_not_join():
    """Different layouts are different tracks."""
    with pytest.raises(LandmarkError, match="not of one track"):
        LandmarkTrack.joined([still_person(2), still_person(2, layout=COMMON)])


def test_a_track_crosses_a_process_border():
    """A pickled piece has the same layout object and read-only arrays."""
    again = pickle.loads(pickle.dumps(still_person()))
    assert again.layout is HOLISTIC
    assert len(again) == 10
