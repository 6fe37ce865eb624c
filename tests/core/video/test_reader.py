"""The reader gives the n-th presented picture, whatever the file is like."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from emo7_core.errors import MediaError
from emo7_core.video import packets
from emo7_core.video.reader import VideoReader, probe
from tests import synth
from tests.synth import ONE_KEY, Recipe

FORMATS = {
    "one key picture.mp4": Recipe(count=60, options=ONE_KEY),
    "open groups.mp4": Recipe(
        count=70, options={"x264-params": "open-gop=1:keyint=20:bframes=3:b-pyramid=2"}
    ),
    "intra refresh.mp4": Recipe(count=60, options={"x264-params": "keyint=20:intra-refresh=1"}),
    "ten bits.mp4": Recipe(pixels="yuv420p10le"),
    "hevc.mp4": Recipe(codec="libx265", options={"x265-params": "log-level=none:bframes=4"}),
    "vp8.webm": Recipe(codec="libvpx", options={"auto-alt-ref": "1", "lag-in-frames": "16"}),
    "vp9.webm": Recipe(codec="libvpx-vp9", options={"auto-alt-ref": "1", "lag-in-frames": "16"}),
    "no times in decoding order.avi": Recipe(options=ONE_KEY),
    "packed.avi": Recipe(codec="mpeg4", options={"bf": "2"}),
    "stream.ts": Recipe(options={"g": "12", "bf": "2"}),
    "no times at all.h264": Recipe(options=ONE_KEY),
    "no duration.webm": Recipe(codec="libvpx", container={"live": "1"}),
    "fragments.mp4": Recipe(container={"movflags": "frag_keyframe+empty_moov"}),
    "key pictures.mov": Recipe(codec="mjpeg", pixels="yuvj420p"),
    "raw.avi": Recipe(codec="rawvideo", pixels="rgb24"),
}


def numbers(path: Path) -> list[int]:
    with VideoReader(path) as reader:
        return [synth.number_of(frame.rgb) for frame in reader.frames()]


@pytest.mark.parametrize("name", FORMATS)
def test_sequence_is_the_presented_order(tmp_path: Path, name: str) -> None:
    """Reading in sequence shows every picture once, in order."""
    path = synth.write_clip(tmp_path / name, FORMATS[name])
    assert numbers(path) == list(range(FORMATS[name].count))


@pytest.mark.parametrize("name", FORMATS)
def test_seeks_in_any_order_are_exact(tmp_path: Path, name: str) -> None:
    """Picture n carries the number n, asked for in a jumbled order."""
    path = synth.write_clip(tmp_path / name, FORMATS[name])
    ordinals = list(range(FORMATS[name].count))
    random.Random(3).shuffle(ordinals)
    with VideoReader(path) as reader:
        assert [synth.number_of(reader.read(n).rgb) for n in ordinals] == ordinals


@pytest.mark.parametrize("name", ["one key picture.mp4", "open groups.mp4", "stream.ts"])
def test_files_too_big_for_memory_are_exact(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file whose packets are not kept in memory is read again from disk, as exactly."""
    monkeypatch.setattr(packets.Packets.__init__, "__defaults__", (1000,))
    path = synth.write_clip(tmp_path / name, FORMATS[name])
    ordinals = list(range(0, FORMATS[name].count, 3))
    random.Random(3).shuffle(ordinals)
    with VideoReader(path) as reader:
        assert reader._packets._kept is None
        assert [synth.number_of(reader.read(n).rgb) for n in ordinals] == ordinals


def test_stepping_back_is_exact(tmp_path: Path) -> None:
    """Stepping from the end to the start one picture at a time shows each number."""
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=80, options=ONE_KEY))
    with VideoReader(path) as reader:
        found = [synth.number_of(reader.read(n).rgb) for n in range(79, -1, -1)]
    assert found == list(range(79, -1, -1))


def test_two_sequences_at_once_do_not_mix(tmp_path: Path) -> None:
    """Two iterators over one reader each keep their own place."""
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=40, options=ONE_KEY))
    with VideoReader(path) as reader:
        pairs = zip(reader.frames(0, 10), reader.frames(25), strict=False)
        assert [(a.ordinal, synth.number_of(b.rgb)) for a, b in pairs] == [
            (n, n + 25) for n in range(10)
        ]


def test_range_is_half_open(tmp_path: Path) -> None:
    """frames(3, 6) gives 3, 4, 5; a stop beyond the end is the end."""
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=8))
    with VideoReader(path) as reader:
        assert [f.ordinal for f in reader.frames(3, 6)] == [3, 4, 5]
        assert [f.ordinal for f in reader.frames(6, 99)] == [6, 7]


@pytest.mark.parametrize("ordinal", [-1, 30])
def test_ordinal_outside_the_clip(tmp_path: Path, ordinal: int) -> None:
    """An ordinal outside the clip is an IndexError that names the count."""
    path = synth.write_clip(tmp_path / "clip.mp4")
    with VideoReader(path) as reader, pytest.raises(IndexError, match="30 frames"):
        reader.read(ordinal)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_variable_rate_keeps_each_time(tmp_path: Path, suffix: str) -> None:
    """Each picture of a variable-rate clip has its own time; the rate is told variable."""
    moments = [0, 40, 60, 140, 150, 400, 420, 440, 500, 900]
    recipe = Recipe(count=10, times=moments)
    path = synth.write_clip(tmp_path / f"clip.{suffix}", recipe)
    info = probe(path)
    np.testing.assert_allclose(info.times, np.array(moments) / 1000, atol=0.0011)
    assert info.is_variable_rate
    assert numbers(path) == list(range(10))


def test_even_rate_is_not_called_variable(tmp_path: Path) -> None:
    """Times that a container rounds to milliseconds (24 a second) are an even rate."""
    info = probe(synth.write_clip(tmp_path / "clip.mkv", Recipe(rate=24)))
    assert not info.is_variable_rate
    assert info.rate == pytest.approx(24, rel=0.01)


def test_times_start_at_zero_and_end_before_the_duration(tmp_path: Path) -> None:
    """The first picture is at 0.0 and the duration covers the last picture."""
    info = probe(synth.write_clip(tmp_path / "clip.ts", Recipe(count=25)))
    assert info.times[0] == 0.0
    assert info.duration == pytest.approx(1.0, abs=0.002)


@pytest.mark.parametrize("degrees", synth.TURNS)
def test_turned_clip_is_shown_upright(tmp_path: Path, degrees: int) -> None:
    """A clip stored turned is shown upright, at its displayed size."""
    path = synth.write_turned(
        tmp_path / "clip.mp4", synth.TURNS[degrees], lambda rgb: np.rot90(rgb, degrees // 90)
    )
    info = probe(path)
    assert (info.width, info.height, info.rotation) == (synth.WIDTH, synth.HEIGHT, degrees)
    assert numbers(path) == list(range(12))


def test_mirrored_clip_is_shown_as_its_file_asks(tmp_path: Path) -> None:
    """A matrix that mirrors is obeyed, so that a signer keeps the right hand."""
    path = synth.write_turned(tmp_path / "clip.mp4", synth.MIRROR, lambda rgb: rgb[:, ::-1])
    assert numbers(path) == list(range(12))


def test_skewed_turn_is_told(tmp_path: Path) -> None:
    """A turn by 45 degrees cannot be shown; the nearest quarter is, with a warning."""
    skew = (46341, 46341, -46341, 46341)
    path = synth.write_turned(tmp_path / "clip.mp4", skew, lambda rgb: rgb)
    assert any("skewed" in told for told in probe(path).warnings)


def test_oblong_pixels_are_made_square(tmp_path: Path) -> None:
    """A clip with oblong pixels has its displayed width, in the facts and in the frames."""
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(pixel_shape=Fraction(4, 3)))
    with VideoReader(path) as reader:
        assert (reader.info.width, reader.info.height) == (213, 96)
        assert reader.read(5).rgb.shape == (96, 213, 3)


def test_default_stream_of_several_is_shown(tmp_path: Path) -> None:
    """Of several videos the default one is shown, and a warning says so."""
    path = tmp_path / "clip.mkv"
    synth.write_streams(path, [Recipe(first=100), Recipe()], default=1)
    assert numbers(path) == list(range(30))
    assert any("2 videos; number 2" in told for told in probe(path).warnings)


def test_pictures_hidden_by_an_edit_list_do_not_count(tmp_path: Path) -> None:
    """Frame 0 of a trimmed clip is the first picture that is shown."""
    whole = synth.write_clip(tmp_path / "whole.mp4", Recipe(count=40, options=ONE_KEY))
    path = synth.write_trimmed(tmp_path / "trimmed.mp4", whole, hidden=7)
    assert numbers(path) == list(range(7, 40))
    assert probe(path).warnings == ()


def test_hidden_vp8_picture_does_not_count(tmp_path: Path) -> None:
    """A VP8 packet that shows nothing takes no ordinal."""
    path = synth.write_clip(tmp_path / "clip.webm", Recipe(codec="libvpx", count=20))
    synth.hide_vp8_picture(path, 9)
    assert numbers(path) == [n for n in range(20) if n != 9]


def test_header_that_counts_too_few_is_not_believed(tmp_path: Path) -> None:
    """All 30 pictures are there though the header claims 9."""
    path = synth.write_lying_avi(tmp_path / "clip.avi", Recipe(options=ONE_KEY), claimed=9)
    assert numbers(path) == list(range(30))
    assert any("counts 9 frames; it has 30" in told for told in probe(path).warnings)


def test_header_that_counts_too_many_is_not_believed(tmp_path: Path) -> None:
    """A header that claims 77 pictures gives no 31st, and a warning."""
    path = synth.write_lying_avi(tmp_path / "clip.avi", Recipe(codec="mpeg4"), claimed=77)
    assert probe(path).frame_count == 30
    assert any("30 of 77" in told for told in probe(path).warnings)


@pytest.mark.parametrize(
    ("name", "container"),
    [("clip.mp4", {"movflags": "faststart"}), ("clip.mkv", {}), ("clip.ts", {})],
)
def test_cut_off_clip_gives_what_it_has(
    tmp_path: Path, name: str, container: dict[str, str]
) -> None:
    """A broken download plays up to its end."""
    recipe = Recipe(count=60, container=container, options={"g": "10", "bf": "0"})
    path = synth.cut(synth.write_clip(tmp_path / name, recipe), 0.7)
    found = numbers(path)
    assert 10 < len(found) < 60
    assert found == list(range(len(found)))


def test_cut_off_clip_is_told(tmp_path: Path) -> None:
    """A broken download warns how much of it is there."""
    recipe = Recipe(count=60, container={"movflags": "faststart"}, options=ONE_KEY)
    info = probe(synth.cut(synth.write_clip(tmp_path / "clip.mp4", recipe), 0.7))
    assert info.warnings == (f"The file is cut off; {info.frame_count} of 60 frames can be shown.",)


def test_clip_without_times_assumes_a_rate_and_says_so(tmp_path: Path) -> None:
    """A raw stream has no times: an even rate is assumed, with a warning."""
    info = probe(synth.write_clip(tmp_path / "clip.h264", Recipe(options=ONE_KEY)))
    assert any("frames a second are assumed" in told for told in info.warnings)
    assert not info.is_variable_rate


@pytest.mark.parametrize("name", ["-i.mp4", "a:b%03d.mp4", "überall 手.mp4", "-", "no suffix"])
def test_odd_names_are_only_names(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name with a dash, a colon or a percent sign opens, relative to the folder too."""
    synth.write_clip(tmp_path / "made.mp4", Recipe(count=3)).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert probe(name).frame_count == 3


def test_metadata_that_is_not_utf8_is_no_obstacle(tmp_path: Path) -> None:
    """A title in Latin-1 does not keep a clip from playing."""
    path = synth.write_clip(tmp_path / "clip.mkv", Recipe(count=3), title="QQQQQQ")
    synth.patch(path, b"QQQQQQ", b"caf\xe9\xff\xfe")
    assert probe(path).frame_count == 3


def test_frames_are_new_and_read_only(tmp_path: Path) -> None:
    """Two reads of a picture share nothing, and nobody can draw on them."""
    with VideoReader(synth.write_clip(tmp_path / "clip.mp4")) as reader:
        one, other = reader.read(4), reader.read(4)
    assert not np.shares_memory(one.rgb, other.rgb)
    assert one.rgb.flags.c_contiguous
    assert not one.rgb.flags.writeable


def test_frames_outlive_their_reader(tmp_path: Path) -> None:
    """A frame stays what it was when its reader is closed and the file is gone."""
    path = synth.write_clip(tmp_path / "clip.mp4")
    with VideoReader(path) as reader:
        frame = reader.read(7)
    path.unlink()
    assert synth.number_of(frame.rgb) == 7


def test_closed_reader_says_so(tmp_path: Path) -> None:
    """Reading from a closed reader is a mistake with a name."""
    reader = VideoReader(synth.write_clip(tmp_path / "clip.mp4"))
    reader.close()
    with pytest.raises(ValueError, match="closed"):
        reader.read(3)


def test_damage_in_the_middle_never_shows_another_picture(tmp_path: Path) -> None:
    """A picture whose bytes are lost is an error or is itself, never a neighbour."""
    path = synth.write_clip(tmp_path / "clip.mov", Recipe(codec="mjpeg", pixels="yuvj420p"))
    synth.spoil_packet(path, 12)
    with VideoReader(path) as reader:
        for ordinal in (11, 13, 29):
            assert synth.number_of(reader.read(ordinal).rgb) == ordinal
        with pytest.raises(MediaError, match="frame 12"):
            reader.read(12)
