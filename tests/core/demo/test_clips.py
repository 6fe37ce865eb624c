"""The demo's clips: deterministic, balanced, drawn with a track that fits."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from emo7_core.demo.captions import CAPTIONS
from emo7_core.demo.clips import demo_clips, demo_tracks, known_track, render_clip
from emo7_core.errors import MediaError
from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.scale import K
from emo7_core.video.reader import VideoReader


def tiny(number=0, frames=3):
    return replace(demo_clips()[number], frame_count=frames)


def test_the_same_call_gives_the_same_clips():
    """Clips follow from the seed alone."""
    assert demo_clips(10) == demo_clips(10)


def test_a_larger_demo_keeps_the_clips_of_the_smaller_one():
    """A demo that is completed later does not change."""
    assert demo_clips(40)[:24] == demo_clips(24)


def test_all_values_and_signers_occur():
    """24 clips show the whole scale and everybody."""
    clips = demo_clips()
    assert {clip.value for clip in clips} == set(range(K))
    assert {clip.signer for clip in clips} == {f"S{n}" for n in range(1, 9)}


def test_values_are_balanced():
    """Seven rounds of eight signers show each value eight times, and each signer all values."""
    clips = demo_clips(56)
    assert np.bincount([clip.value for clip in clips]).tolist() == [8] * K
    assert len({(clip.signer, clip.value) for clip in clips}) == 56


def test_names_are_unique_and_tell_the_signer():
    """A name is demo-s<signer>-<number>."""
    clips = demo_clips(60)
    assert len({clip.name for clip in clips}) == 60
    assert all(clip.name[6:8] == f"{int(clip.signer[1]):02d}" for clip in clips)


def test_all_rates_occur():
    """The demo has the frame rates that people have."""
    assert {clip.rate for clip in demo_clips()} == {24.0, 25.0, 30.0}


def test_there_are_ten_distinct_captions_per_value():
    """Seventy sentences, none twice."""
    assert [len(set(sentences)) for sentences in CAPTIONS] == [10] * K
    assert len({sentence for row in CAPTIONS for sentence in row}) == 10 * K


def test_a_drawn_clip_has_the_promised_frames_and_size(tmp_path):
    """The mp4 is 640 x 480 with the clip's frames and rate."""
    clip = tiny(1)
    render_clip(clip, tmp_path / "clip.mp4")
    with VideoReader(tmp_path / "clip.mp4") as reader:
        info = reader.info
    assert (info.width, info.height, info.frame_count) == (640, 480, 3)
    assert info.rate == pytest.approx(clip.rate, rel=0.01)


def test_drawing_returns_the_known_track(tmp_path):
    """What is drawn is where the track says."""
    clip = tiny(2, 2)
    drawn, known = render_clip(clip, tmp_path / "clip.mp4"), known_track(clip)
    np.testing.assert_array_equal(drawn.xyz, known.xyz)
    assert drawn.layout is HOLISTIC


def test_progress_counts_the_frames(tmp_path):
    """Each drawn frame is reported."""
    seen = []
    render_clip(tiny(0, 2), tmp_path / "clip.mp4", lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_nothing_but_the_clip_is_left_behind(tmp_path):
    """No half file remains beside it."""
    render_clip(tiny(0, 1), tmp_path / "clip.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_a_failure_leaves_no_file(tmp_path):
    """An interrupted drawing leaves the folder as it was."""

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render_clip(tiny(), tmp_path / "clip.mp4", stop)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path):
    """A file in the way of the folder is named."""
    (tmp_path / "wall").write_text("")
    with pytest.raises(MediaError, match="cannot be written"):
        render_clip(tiny(), tmp_path / "wall" / "clip.mp4")


def test_training_tracks_differ_from_the_known_ones():
    """Training data carry an extractor's noise, of less than two percent of the face."""
    clip, seen = next(iter(demo_tracks(1)))
    off = np.abs(seen.xyz - known_track(clip).xyz)[:, HOLISTIC.part("face").start :]
    assert 0.0 < np.nanmean(off) < 2.4


def test_training_tracks_have_names_of_their_own():
    """No name of a training track is the name of a drawn clip."""
    assert not {clip.name for clip, _ in demo_tracks(5)} & {clip.name for clip in demo_clips(5)}


def test_training_tracks_are_the_same_each_time():
    """The same seed gives the same training data."""
    first, second = (list(islice(demo_tracks(2), 2)) for _ in range(2))
    for (_, a), (_, b) in zip(first, second, strict=True):
        np.testing.assert_array_equal(a.xyz, b.xyz)


def test_a_dropped_hand_is_a_gap():
    """In some clips a hand leaves the picture, and the track says so."""
    shares = [known_track(clip).presence("left_hand").mean() for clip in demo_clips(12)]
    shares += [known_track(clip).presence("right_hand").mean() for clip in demo_clips(12)]
    assert min(shares) < 1.0
    assert np.mean(shares) > 0.7


def test_the_face_is_always_known():
    """Every frame of the demo shows the face."""
    assert all(known_track(clip).presence("face").all() for clip in demo_clips(8))
