"""What is painted ahead is what the view paints itself, and holds for that frame alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.frame import Frame
from emo7_core.video.info import VideoInfo
from emo7_gui.player.overlays import OVERLAYS
from emo7_gui.player.player import Player
from emo7_gui.player.sight import Ahead, Painted, can_be_ahead, paint_sight
from emo7_gui.player.viewport import Fit
from tests.gui.player.conftest import frame_of


@pytest.fixture
def player(qtbot: QtBot, info: VideoInfo, track: LandmarkTrack) -> Player:
    """A player with a clip, its landmarks and all overlays."""
    player = Player()
    qtbot.addWidget(player)
    player.resize(700, 700)
    player.set_clip("made", info)
    player.set_track(track)
    for name in OVERLAYS:
        player.set_overlay(name, True)
    player.show()
    player.show_frame(frame_of(info, 5))
    player.grab()
    return player


def pixels(image: QImage) -> np.ndarray:
    """Return red, green and blue of every pixel."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[..., :3].copy()


def test_a_frame_painted_ahead_looks_the_same(player: Player, info: VideoInfo) -> None:
    """Canvas and close-ups, with plates and words, are equal to the pixel."""
    frame = frame_of(info, 6)
    player.show_frame(frame)
    itself = pixels(player.stage.grab().toImage())
    player.show_frame(frame_of(info, 7))
    player.show_frame(frame, tuple(paint(frame) for paint in player.ahead()))
    assert np.array_equal(pixels(player.stage.grab().toImage()), itself)


def test_both_views_are_painted_ahead(player: Player) -> None:
    """Picture and close-ups; what is hidden is not painted."""
    assert len(player.ahead()) == 2
    player.set_close_ups_shown(False)
    assert len(player.ahead()) == 1
    player.hide()
    assert player.ahead() == ()


def red(sight: object, frame: Frame) -> Painted:
    """Return a painting that is seen at once where it is used."""
    image = QImage(sight.size, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    return Painted(sight, frame, image)


def test_a_painting_of_another_frame_is_not_shown(player: Player, info: VideoInfo) -> None:
    """Only the very frame counts, not one with its number."""
    frame, twin = frame_of(info, 6), frame_of(info, 6)
    sight = player.canvas.sight()
    player.show_frame(frame, (red(sight, twin),))
    assert player.canvas.grab().toImage().pixelColor(300, 40) != QColor("red")


def test_a_painting_of_another_sight_is_not_shown(player: Player, info: VideoInfo) -> None:
    """After an overlay was turned off, or the window grew, the view paints itself."""
    frame = frame_of(info, 6)
    before = player.canvas.sight()
    player.show_frame(frame, (red(before, frame),))
    assert player.canvas.grab().toImage().pixelColor(300, 40) == QColor("red")
    player.set_overlay("face", False)
    assert player.canvas.sight() != before
    assert player.canvas.grab().toImage().pixelColor(300, 40) != QColor("red")


def test_nothing_is_painted_ahead_between_pixels(player: Player) -> None:
    """At 125 % a view may begin within a pixel: it paints itself."""
    sight = player.canvas.sight()
    assert can_be_ahead(sight)
    assert not can_be_ahead(replace(sight, ratio=1.25))


def test_at_200_percent_every_device_pixel_is_painted(player: Player, info: VideoInfo) -> None:
    """The painting has four times the pixels, and is copied one by one."""
    frame = frame_of(info, 6)
    sight = replace(player.canvas.sight(), ratio=2.0)
    painted = Ahead(sight)(frame)
    assert painted.image.size() == sight.size * 2
    copy = QImage(painted.image.size(), QImage.Format.Format_RGB32)
    copy.setDevicePixelRatio(2.0)
    painter = QPainter(copy)
    paint_sight(painter, sight, frame, (painted,))
    painter.end()
    assert np.array_equal(pixels(copy), pixels(painted.image))


def test_the_plate_lies_on_the_picture(player: Player, info: VideoInfo, qtbot: QtBot) -> None:
    """In a canvas wider than the picture it does not begin on the well."""
    player.resize(1400, 500)
    player.canvas.set_fit(Fit.WHOLE)
    player.show_frame(frame_of(info, 6))
    picture = player.canvas.viewport.picture_rect()
    assert picture.left() > 20
    shown = player.canvas.grab().toImage()
    left, bottom = round(picture.left()), round(picture.bottom())
    beside = shown.copy(0, bottom - 40, left, 30)
    assert np.ptp(pixels(beside), axis=(0, 1)).max() == 0
    on_it = shown.copy(left + 12, bottom - 36, 24, 24)
    assert np.ptp(pixels(on_it), axis=(0, 1)).max() > 40
