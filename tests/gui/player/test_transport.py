"""The row under the picture names the keys that hold, and the ruler keeps its numbers free."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from emo7_core.video.info import VideoInfo
from emo7_gui.key_map import KeyMap
from emo7_gui.player import ruler
from emo7_gui.player.player import Player
from emo7_gui.player.time_axis import TimeAxis


def tips(player: Player) -> list[str]:
    return [button.toolTip() for button in player.transport.findChildren(QAbstractButton)]


def test_tool_tips_name_the_default_keys(qtbot: QtBot) -> None:
    """Each button says what it does and which key does the same."""
    player = Player()
    qtbot.addWidget(player)
    assert {"Play (Space)", "To start (Home)", "Loop (L)", "Picture only (V)"} <= {*tips(player)}


def test_tool_tips_follow_remapped_keys(qtbot: QtBot, info: VideoInfo) -> None:
    """Also where the words change while a clip plays, and on the switches of the overlays."""
    player = Player()
    qtbot.addWidget(player)
    keys = KeyMap().remapped("play", "J").remapped("body", "Y").remapped("slower", "Ctrl+J")
    player.set_key_map(keys)
    player.set_clip("c", info)
    player.set_playing(True)
    assert {"Pause (J)", "Show or hide (Y)", "Speed (Ctrl J and .)"} <= {*tips(player)}


def painted(paint: object) -> np.ndarray:
    """Return which rows of a small timeline something paints on."""
    image = QImage(200, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    alpha = np.frombuffer(image.constBits(), np.uint8).reshape(60, 200, 4)[..., 3]
    return np.flatnonzero(alpha.any(axis=1))


def test_playhead_and_diamond_stay_below_the_numbers() -> None:
    """Wherever the clip stands, its seconds can be read."""
    axis = TimeAxis(np.arange(10) * 0.1, 1.0)
    axis.set_span(10, 180)
    head = painted(lambda painter: ruler.paint_playhead(painter, 60, 50))
    diamond = painted(lambda painter: ruler.paint_diamond(painter, 60, 50))
    assert min(head.min(), diamond.min()) >= ruler.NUMBER_BOTTOM - 2
    assert painted(lambda painter: ruler.paint_ruler(painter, axis)).min() < ruler.NUMBER_BOTTOM - 2
