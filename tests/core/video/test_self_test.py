"""The self-test agrees with exact clips and finds out inexact ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from av.video.frame import VideoFrame

from emo7_core.errors import MediaError
from emo7_core.video import table
from emo7_core.video.decoder import Decoder, SkipRule, decode_all
from emo7_core.video.self_test import self_test
from tests import synth
from tests.synth import ONE_KEY, Recipe


@pytest.mark.parametrize("name", ["clip.mp4", "clip.avi", "clip.mkv", "clip.ts"])
def test_exact_clip_passes(tmp_path: Path, name: str) -> None:
    """A sound clip is exact in every sample."""
    path = synth.write_clip(tmp_path / name, Recipe(count=40, options=ONE_KEY))
    outcome = self_test(path, samples=6)
    assert (outcome.is_exact, outcome.checked) == (True, 6)


def test_single_picture_is_compared_once(tmp_path: Path) -> None:
    """A clip of one picture needs one comparison."""
    assert self_test(synth.write_clip(tmp_path / "clip.mp4", Recipe(count=1))).checked == 1


def test_swapped_pictures_are_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that swaps pictures never shows the wrong one, and fails."""
    right = table.noted_order
    monkeypatch.setattr(table, "noted_order", lambda notes: [0, *right(notes)[:0:-1]])
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=20, options=ONE_KEY))
    outcome = self_test(path)
    assert not outcome.is_exact
    assert "cannot be decoded" in outcome.message


def test_another_picture_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that shows a neighbour's picture fails by hash."""
    right = Decoder.next_picture

    def shifted(self: Decoder, may_skip: SkipRule = decode_all) -> tuple[int, VideoFrame] | None:
        found = right(self, may_skip)
        following = right(self, may_skip) if found and found[0] else found
        return (found[0], following[1]) if found and following else found

    monkeypatch.setattr(Decoder, "next_picture", shifted)
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=20, options={"g": "1"}))
    assert "shows another picture" in self_test(path).message


def test_missing_picture_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that lacks a picture fails by count."""
    right = table.noted_order
    monkeypatch.setattr(table, "noted_order", lambda notes: right(notes)[:-1])
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=20, options=ONE_KEY))
    outcome = self_test(path)
    assert outcome.message == "The table has 19 frames, playing shows 20."


def test_lost_picture_is_found_out(tmp_path: Path) -> None:
    """A clip damaged in the middle is not exact."""
    path = synth.write_clip(tmp_path / "clip.mov", Recipe(codec="mjpeg", pixels="yuvj420p"))
    synth.spoil_packet(path, 12)
    assert not self_test(path, samples=30).is_exact


def test_bad_file_is_an_error(tmp_path: Path) -> None:
    """What cannot be opened is not tested."""
    with pytest.raises(MediaError):
        self_test(tmp_path / "gone.mp4")


def test_it_breathes_after_every_picture(tmp_path: Path) -> None:
    """Once for each picture that was played, once for each that was compared."""
    breaths: list[int] = []
    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=20, options=ONE_KEY))
    self_test(path, samples=4, breathe=lambda: breaths.append(1))
    assert len(breaths) == 24


def test_a_breath_can_end_it(tmp_path: Path) -> None:
    """Whoever does not wait for the answer raises, and gets what was raised."""

    def stop() -> None:
        raise InterruptedError

    path = synth.write_clip(tmp_path / "clip.mp4", Recipe(count=20, options=ONE_KEY))
    with pytest.raises(InterruptedError):
        self_test(path, breathe=stop)
