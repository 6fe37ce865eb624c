"""Live predictions leave control clips alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from emo7_core.labels.orders import Shares
from emo7_core.labels.queue_making import Recipe, make_queue
from emo7_gui.desks.live_desk import LiveDesk
from emo7_gui.player.player import Player
from emo7_gui.session import Session


@pytest.fixture
def live(qtbot: QtBot, session: Session) -> Iterator[LiveDesk]:
    player = Player()
    qtbot.addWidget(player)
    made = LiveDesk(session, player)
    yield made
    made.stop()


def test_a_control_clip_says_that_no_model_is_shown(live: LiveDesk, session: Session) -> None:
    """After the reveal the lane of a control clip says why it is empty; others do not say so."""
    recipe = Recipe("mixed", 7, Shares(0, 0, 0.5))
    session.take_queue(make_queue(session.project, session.rater, recipe))
    control = next(row for row in session.order if session.is_control(row))
    plain = next(row for row in session.order if not session.is_control(row))
    words = {}
    for row in (control, plain):
        live.show_clip(session.clips[row], None)
        words[row] = live._player.timeline.guess_words
    assert words == {control: "no model is shown for this clip", plain: "no landmarks yet"}
