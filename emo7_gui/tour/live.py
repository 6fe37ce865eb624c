"""The screens of live predictions: two models, the picker, a trace that grows.

What it is: functions for the table of screens.py; a second model is trained on the way.
Convention: as in screens.py.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from emo7_core.config import TrainConfig
from emo7_gui.player.trace import GuessTrace
from emo7_gui.tour.guide import Guide

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
# Enough for a second line that is not the first.
SECOND = TrainConfig(model_type="stgcn", num_epochs=2, batch_size=16, num_layers=2, hidden_size=32)
LIST_MS = TRAINING_MS = 240_000


def live(guide: Guide) -> bool:
    """What two models say while the clip plays, once the rater has decided."""
    guide.studio.training.submit(SECOND)
    guide.wait_for(lambda: len(_models(guide)) == 2, "the second training", TRAINING_MS)
    first, second = _models(guide)
    guide.studio.live.use(first, "LSTM #1")
    guide.studio.live.use(second, "ST-GCN #2", "B")
    guide.press(K.Key_1, CTRL)
    guide.wait_for(lambda: guide.studio.live.is_ready, "the model engine", 120_000)
    guide.studio.session.choose(_revealed_row(guide))
    guide.wait_for(lambda: len(_traces(guide)) == 2, "both traces")
    guide.show_clip()
    guide.settle(1500)
    return True


def picker(guide: Guide) -> bool:
    """Every model that can be chosen, with what holds the two slots."""
    guide.press(K.Key_1, CTRL)
    guide.press(K.Key_L, CTRL)
    picking = guide.studio.picking
    guide.wait_for(lambda: picking.card.rows and not picking.is_listing, "the models", LIST_MS)
    guide.settle(400)
    return True


def growing(guide: Guide) -> QPixmap:
    """A clip without landmarks: they are found, and the trace follows them."""
    session, studio = guide.studio.session, guide.studio
    assert session.project is not None
    row = _revealed_row(guide)
    track = session.project.find_track(session.clips[row])
    assert track is not None
    kept = track.rename(track.with_suffix(".kept"))
    session.choose(row)
    guide.show_clip()
    studio.playback.player.extract_requested.emit()
    guide.wait_for(lambda: _is_partial(guide), "a part of the trace", LIST_MS)
    guide.settle(100)
    picture = guide.picture()
    studio.extraction.cancel()
    guide.wait_for(lambda: not studio.extraction.is_running, "the end of the extraction")
    kept.rename(track)
    return picture


def _is_partial(guide: Guide) -> bool:
    shown = _traces(guide)
    return len(shown) == 2 and not shown[0].is_complete and len(shown[0].times) >= 3


def _traces(guide: Guide) -> tuple[GuessTrace, ...]:
    return guide.studio.playback.player.timeline.traces


def _models(guide: Guide) -> list[Path]:
    jobs = guide.studio.training.jobs.values()
    return [one.folder / "model" for one in jobs if one.kind == "train" and one.status.is_over]


def _revealed_row(guide: Guide) -> int:
    session = guide.studio.session
    assert session.project is not None
    tracked = session.project.keys_with_landmarks()
    return next(
        row
        for row in session.order
        if session.is_revealed(row) and session.clips[row].key in tracked
    )
