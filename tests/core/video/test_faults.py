"""A file that cannot play says what, where and what to do, in one line."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import numpy as np
import pytest

from emo7_core.errors import MediaError
from emo7_core.video.reader import probe
from tests import synth
from tests.synth import Recipe


def message_of(path: Path) -> str:
    with pytest.raises(MediaError) as caught:
        probe(path)
    told = str(caught.value)
    assert "\n" not in told
    assert str(path) in told
    assert caught.value.remedy
    return told


def picture_file(path: Path, suffix: str, codec: str, pixels: str) -> Path:
    made = path.with_suffix(suffix)
    recipe = Recipe(count=1, codec=codec, pixels=pixels, container={"update": "1"})
    return synth.write_clip(made, recipe).rename(path)


def test_missing_file(tmp_path: Path) -> None:
    """A clip that is gone says so."""
    assert "not there" in message_of(tmp_path / "gone.mp4")


def test_folder(tmp_path: Path) -> None:
    """A folder is not a clip."""
    assert "a folder" in message_of(tmp_path)


def test_empty_file(tmp_path: Path) -> None:
    """A file of no bytes is empty."""
    path = tmp_path / "empty.mp4"
    path.touch()
    assert "empty" in message_of(path)


def test_file_that_may_not_be_read(tmp_path: Path) -> None:
    """A file of another user asks for the right to read it."""
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=2))
    path.chmod(0)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        assert "may not be read" in message_of(path)
    finally:
        if is_root:
            os.seteuid(0)


def test_socket_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe or socket, which would never answer, is refused."""
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("clip.mp4")
        assert "not a clip" in message_of(Path("clip.mp4"))


@pytest.mark.parametrize(
    ("suffix", "codec", "pixels", "kind"),
    [(".png", "png", "rgb24", "PNG picture"), (".jpg", "mjpeg", "yuvj420p", "JPEG picture")],
)
def test_picture_named_as_a_video(
    tmp_path: Path, suffix: str, codec: str, pixels: str, kind: str
) -> None:
    """A picture with a video's name is told to be a picture."""
    assert kind in message_of(picture_file(tmp_path / "clip.mp4", suffix, codec, pixels))


@pytest.mark.parametrize("text", ["hello\n" * 40, "Grüße, 手話\n" * 60, "x"])
def test_text_named_as_a_video(tmp_path: Path, text: str) -> None:
    """Text with a video's name is told to be text."""
    path = tmp_path / "clip.mp4"
    path.write_text(text, encoding="utf-8")
    assert "this is text" in message_of(path)


def test_script_that_names_other_files_is_not_followed(tmp_path: Path) -> None:
    """A concat script, which ffmpeg would follow to other files, is only text."""
    synth.write_clip(tmp_path / "real.mp4", Recipe(count=2))
    path = tmp_path / "clip.mp4"
    path.write_text("ffconcat version 1.0\nfile real.mp4\n")
    assert "this is text" in message_of(path)


def test_noise_named_as_a_video(tmp_path: Path) -> None:
    """Bytes without sense are not a video."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(np.random.default_rng(1).bytes(50_000))
    assert "not a video that can be read" in message_of(path)


def test_sound_without_picture(tmp_path: Path) -> None:
    """A file with sound only says that it has no picture."""
    assert "sound but no picture" in message_of(synth.write_sound(tmp_path / "clip.mp4"))


@pytest.mark.parametrize("share", [0.3, 0.95])
def test_clip_without_its_index(tmp_path: Path, share: float) -> None:
    """An mp4 whose index was at the lost end is told to be cut off."""
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=60))
    assert "cut off" in message_of(synth.cut(path, share))


def test_clip_whose_pictures_are_all_lost(tmp_path: Path) -> None:
    """A clip of which no picture can be decoded is not opened as an empty one."""
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=1))
    assert "no picture" in message_of(synth.spoil_packet(path, 0))
