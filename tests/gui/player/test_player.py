"""The player shows what it is told and says what the user wants."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.video.info import VideoInfo
from emo7_gui.player.player import Player
from emo7_gui.theme import theme
from tests.gui.player.conftest import frame_of


@pytest.fixture
def player(qtbot, info: VideoInfo, track: LandmarkTrack) -> Player:
    player = Player()
    qtbot.addWidget(player)
    player.resize(840, 800)
    player.show()
    player.set_clip("made", info)
    player.set_track(track)
    player.show_frame(frame_of(info, 3))
    return player


def press(player: Player, x: float, y: float = 80, to: float | None = None) -> None:
    """Press on the timeline, drag if asked to, and release."""
    start, stop = QPoint(round(x), round(y)), QPoint(round(to if to is not None else x), round(y))
    QTest.mousePress(player.timeline, Qt.MouseButton.LeftButton, pos=start)
    if to is not None:
        QTest.mouseMove(player.timeline, stop)
    QTest.mouseRelease(player.timeline, Qt.MouseButton.LeftButton, pos=stop)


def test_the_plate_tells_the_ordinal_and_its_time(player: Player, info: VideoInfo) -> None:
    """Frame 30 of a variable rate has the time of the table."""
    player.show_frame(frame_of(info, 30))
    assert player.canvas.plate_text == ("30", "of 40 · 1.60 s")
    assert player.ordinal == 30


def test_the_canvas_shows_the_frame_itself(player: Player, info: VideoInfo) -> None:
    """A pixel of the canvas has the frame's colour."""
    player.show_frame(frame_of(info, 20))
    grabbed = player.canvas.grab().toImage()
    assert grabbed.pixelColor(20, grabbed.height() // 2).red() == 60


def test_a_click_on_the_timeline_asks_for_that_frame(player: Player, qtbot) -> None:
    """The frame under the mouse is asked for, by presentation times."""
    x = player.timeline.axis.x_of(25) + 2
    with qtbot.waitSignal(player.seek_requested) as asked:
        press(player, x)
    assert asked.args == [25]


def test_a_drag_scrubs_frame_by_frame(player: Player) -> None:
    """Dragging asks for the frame under the mouse; scrubbing begins and ends once."""
    asked: list[int] = []
    scrubbing: list[bool] = []
    player.seek_requested.connect(asked.append)
    player.scrubbing_changed.connect(scrubbing.append)
    axis = player.timeline.axis
    press(player, axis.x_of(5) + 1, to=axis.x_of(35) + 1)
    assert (asked[0], asked[-1]) == (5, 35)
    assert scrubbing == [True, False]


def test_the_loop_handle_moves_the_loop(player: Player, qtbot) -> None:
    """Dragging the end handle changes only the end, half open."""
    player.set_loop(4, 30, True)
    axis = player.timeline.axis
    with qtbot.waitSignal(player.loop_changed) as asked:
        press(player, axis.x_of(30), y=18, to=axis.x_of(36))
    assert asked.args == [4, 36, True]


def test_in_and_out_points_hold_the_shown_frame(player: Player, info: VideoInfo) -> None:
    """A loop that ends here contains the shown frame."""
    asked: list[tuple[int, int, bool]] = []
    player.loop_changed.connect(lambda *loop: asked.append(loop))
    player.show_frame(frame_of(info, 12))
    player.set_loop_stop_here()
    player.set_loop_start_here()
    assert asked == [(0, 13, True), (12, 40, True)]


def test_an_overlay_button_turns_the_overlay_off(player: Player, qtbot) -> None:
    """The picture changes, and the choice is told."""
    before = player.canvas.grab().toImage()
    with qtbot.waitSignal(player.overlay_toggled) as told:
        player.toggle_overlay("face")
    assert told.args == ["face", False]
    assert player.canvas.grab().toImage() != before
    assert player.shown_overlays == {"body", "hands"}


def test_speed_steps_stop_at_the_ends(player: Player) -> None:
    """The speeds reach from 0.1 to 4 and no further."""
    asked: list[float] = []
    player.speed_changed.connect(asked.append)
    for _ in range(12):
        player.step_speed(1)
        player.set_rate(asked[-1])
    assert asked[-1] == 4.0
    assert len(asked) == 4


def test_close_ups_say_the_share(player: Player) -> None:
    """The left hand was seen in 35 of 40 frames."""
    assert player.close_ups.label_of("left_hand") == "Left hand 88\u2009%"


def test_a_click_enlarges_a_close_up_and_back(player: Player) -> None:
    """The first click gives one part nearly half of the well, the second one takes it back."""
    narrow = player.close_ups.width()
    for wanted in ("face", ""):
        QTest.mouseClick(player.close_ups, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
        assert player.close_ups.enlarged_part == wanted
    assert player.close_ups.width() == narrow == theme().size("closeups")


def test_wide_pictures_have_their_close_ups_below(player: Player, info: VideoInfo) -> None:
    """A picture wider than 16:10 has the three in one row."""
    player.stage.set_aspect(1280 / 720)
    assert player.close_ups.width() == player.stage.width()
    assert player.close_ups.y() > player.canvas.height()


def test_an_error_says_what_was_kept_and_copies_details(player: Player) -> None:
    """The card replaces the picture; its button copies the details."""
    player.set_error("It is cut off", "Your labels are kept.", "Copy it again.", "moov missing")
    card = player.canvas._error
    assert card.isVisible()
    assert card.words == ("It is cut off", "Your labels are kept.", "Copy it again.")
    card.findChild(QPushButton).click()
    assert QGuiApplication.clipboard().text() == "moov missing"
    assert player.canvas.frame is None


def test_an_empty_player_asks_for_nothing(player: Player) -> None:
    """Without a clip the timeline answers no click."""
    asked: list[int] = []
    player.seek_requested.connect(asked.append)
    player.clear("No clip yet", "Import a folder.")
    press(player, 300)
    assert asked == []


def test_the_next_clip_forgets_the_last_ones_landmarks(player: Player, info: VideoInfo) -> None:
    """No overlay of another clip is ever shown."""
    player.set_clip("next", info)
    player.show_frame(frame_of(info, 5))
    image = player.canvas.grab().toImage()
    place = player.canvas.viewport
    hand = place.offset + QPointF(450, 300) * place.scale
    colours = {image.pixelColor(round(hand.x()) + i, round(hand.y())).rgb() for i in range(-20, 20)}
    assert len(colours) == 1


def test_the_parts_have_names_for_screen_readers(player: Player) -> None:
    """Buttons and pictures say what they are."""
    for button in player.transport.findChildren(QPushButton):
        assert button.accessibleName() or button.text()
    assert "Left hand 88" in player.close_ups.accessibleName()
    assert player.canvas.accessibleName() == "Picture of made"


def test_the_small_player_has_a_transport_that_fits(qtbot, info: VideoInfo) -> None:
    """At 360 px nothing of the row overlaps, and what was left out has keys."""
    small = Player(has_timeline=False, has_close_ups=False, is_compact=True)
    qtbot.addWidget(small)
    small.resize(360, 360)
    small.show()
    small.set_clip("made", info)
    row = small.transport
    shown = [one for one in row.children() if getattr(one, "isVisible", lambda: False)()]
    spans = sorted((one.geometry().left(), one.geometry().right()) for one in shown)
    assert len(shown) == 6
    assert all(before[1] < after[0] for before, after in pairwise(spans))
    assert spans[-1][1] < row.width()
    small.toggle_overlay("face")
    assert "face" not in small.shown_overlays


def test_landmarks_wait_for_the_first_picture_of_their_clip(
    player: Player, info: VideoInfo, track: LandmarkTrack
) -> None:
    """Until it comes the last picture of the clip before stays as it is, with its own words."""
    player.show_frame(frame_of(info, 3))
    before = player.canvas.plate_text
    player.set_clip("the next one", replace(info, frame_count=2, times=info.times[:2]))
    player.set_track(track)
    assert player.canvas.sight().overlays is None
    assert player.canvas.plate_text == before
    assert not player.has_picture
    player.show_frame(frame_of(info, 0))
    assert player.canvas.sight().overlays.track is track
    assert player.canvas.plate_text[1].startswith("of 2")
    assert player.has_picture
