"""Real files by others: what each of them is, by a full decode with other tools.

The numbers were found with cv2.VideoCapture (reading to the end) and ffmpeg's decoder, not
with the reader that is tested here. `no_face.mp4` claims 98 frames in its header; an edit
list hides the first three.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
import numpy as np
import pytest

from emo7_core.video.reader import VideoReader, probe
from emo7_core.video.self_test import self_test

# name: frames, displayed size, clockwise rotation, seconds, variable rate, warnings
FILES = {
    "odd/-video-with-dash-.mp4": (5, (1, 1), 0, 5.0, False, ()),
    "odd/big_buck_bunny_432_433.webm": (24, (1280, 720), 0, 0.999, False, ()),
    "odd/h264_10bits.mp4": (30, (200, 200), 0, 1.0, False, ()),
    "odd/var_fps_video.mp4": (300, (128, 128), 0, 14.967, True, ()),
    "odd/video_90.mov": (3, (320, 568), 90, 0.1, False, ()),
    "people/WolfgangLanger_Pexels.mp4": (472, (640, 360), 0, 19.686, False, ()),
    "people/no_face.mp4": (95, (960, 540), 0, 4.015, False, ()),
    "people/pose_segmentation.mp4": (102, (600, 600), 0, 5.1, False, ()),
    "people/selfie_segmentation_web.mp4": (225, (640, 360), 0, 9.0, False, ()),
    "people/single_face.mp4": (72, (640, 360), 0, 2.4, False, ()),
    "people/test_video.mp4": (58, (540, 720), 0, 1.939, False, ()),
}
HOW2SIGN = {
    "-06_nJnhORg_1-5": (92, 23.976),
    "-06_nJnhORg_11-5": (90, 23.976),
    "-06_nJnhORg_19-5": (69, 23.976),
    "-06_nJnhORg_9-5": (64, 23.976),
    "-d5dN54tH2E_14-1": (111, 24.0),
    "-d5dN54tH2E_7-1": (63, 24.0),
    "-f1_kdl050s_11-1": (66, 24.0),
    "-fZc293MpJk_6-1": (187, 50.0),
    "-g0iPSnQt6w_11-1": (263, 50.0),
    "-g0iPSnQt6w_5-1": (217, 50.0),
    "_15CDIexNDM_4-5": (71, 24.0),
    "_20g7MG8K1U_14-8": (71, 24.0),
    "_20g7MG8K1U_15-8": (97, 24.0),
    "_93xgBE3NgA_9-5": (85, 24.0),
}


def test_table_names_every_file(shared_data: Path) -> None:
    """No file of the two folders is left out of the table."""
    found = {
        f"{path.parent.name}/{path.name}"
        for d in ("odd", "people")
        for path in (shared_data / d).iterdir()
    }
    assert found == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_file_is_what_the_table_says(shared_data: Path, name: str) -> None:
    """Frames, displayed size, rotation, duration, kind of rate and warnings are right."""
    info = probe(shared_data / name)
    facts = (
        info.frame_count,
        (info.width, info.height),
        info.rotation,
        round(info.duration, 3),
        info.is_variable_rate,
        info.warnings,
    )
    assert facts == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_file_is_shown_exactly(shared_data: Path, name: str) -> None:
    """Seeking shows what playing shows, and the last frame is there."""
    outcome = self_test(shared_data / name, samples=5)
    assert outcome.is_exact, outcome.message


@pytest.mark.parametrize("name", FILES)
def test_opencv_counts_the_same_and_sees_the_same_size(shared_data: Path, name: str) -> None:
    """An independent decoder, read to its end, agrees on frames and displayed size."""
    import cv2

    capture, count, size = cv2.VideoCapture(str(shared_data / name)), 0, None
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
    while (read := capture.read())[0]:
        count, size = count + 1, read[1].shape[1::-1]
    assert (count, size) == FILES[name][:2]


def test_turned_phone_clip_looks_as_opencv_turns_it(shared_data: Path) -> None:
    """The pixels of the rotated clip are where OpenCV, which turns it too, has them."""
    import cv2

    path = shared_data / "odd" / "video_90.mov"
    capture = cv2.VideoCapture(str(path))
    capture.set(cv2.CAP_PROP_ORIENTATION_AUTO, 1)
    expected = capture.read()[1][..., ::-1]
    with VideoReader(path) as reader:
        found = reader.read(0).rgb
    assert np.abs(found.astype(int) - expected).mean() < 2


@pytest.mark.parametrize("name", HOW2SIGN)
def test_how2sign_clip_is_what_opencv_counts(shared_data: Path, name: str) -> None:
    """Each How2Sign clip has its frames, its size, an even rate and no warning."""
    info = probe(shared_data / "how2sign" / "clips" / f"{name}-rgb_front.mp4")
    assert (info.frame_count, round(info.rate, 3)) == HOW2SIGN[name]
    assert (info.width, info.height, info.rotation) == (1280, 720, 0)
    assert not info.is_variable_rate
    assert info.warnings == ()


@pytest.mark.parametrize("name", HOW2SIGN)
def test_how2sign_seek_equals_sequence(shared_data: Path, name: str) -> None:
    """The last picture, a middle one and an early one, sought, are the ones played."""
    path = shared_data / "how2sign" / "clips" / f"{name}-rgb_front.mp4"
    count = HOW2SIGN[name][0]
    wanted = (count - 1, count // 2 + 1, count // 5)
    with av.open(f"file:{path}") as container:
        container.streams.video[0].thread_type = "AUTO"
        pictures = enumerate(container.decode(video=0))
        played = {n: digest(p.to_ndarray(format="rgb24")) for n, p in pictures if n in wanted}
    with VideoReader(path) as reader:
        assert {n: digest(reader.read(n).rgb) for n in wanted} == played


def digest(rgb: np.ndarray) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(rgb).data, digest_size=16).digest()
