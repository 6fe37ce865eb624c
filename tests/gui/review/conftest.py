"""Rows and states for the review views."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from emo7_gui.review.panel_state import (
    WITH_CAPTION,
    DecisionLine,
    Hidden,
    ModelBars,
    PanelState,
    RaterMark,
)
from emo7_gui.review.queue_row import QueueRow
from emo7_gui.theme import install


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    install(qapp, "dark")


@pytest.fixture
def rows() -> list[QueueRow]:
    return [
        QueueRow(10, "s1-001", 2.0, "Ada", "how2sign", text="My sister passed"),
        QueueRow(11, "s2-002", 3.0, "Ben", "how2sign", value=5, is_unsure=True),
        QueueRow(12, "s1-003", 4.0, "Ada", "asllrp", value=0, face_share=0.31, hands_share=0.9),
        QueueRow(13, "s3-004", None, "Cem", "asllrp", state="bad", message="not readable"),
        QueueRow(14, "s1-005", 2.5, "Ada", "asllrp", hands_share=0.58, text="Straße im Regen"),
    ]


@pytest.fixture
def blind() -> PanelState:
    return PanelState(clip_id=10, cues=("brows",), hidden=Hidden(1, 2, 3), decisive_time=1.84)


@pytest.fixture
def revealed() -> PanelState:
    shares_a = (0.01, 0.02, 0.04, 0.08, 0.19, 0.47, 0.19)
    shares_b = (0.02, 0.04, 0.09, 0.20, 0.36, 0.22, 0.07)
    return PanelState(
        clip_id=10,
        stage=WITH_CAPTION,
        is_revealed=True,
        value=5,
        cues=("brows", "speed"),
        note="smile",
        models=(ModelBars("A", "ST-GCN", shares_a, 5.6, 1.2), ModelBars("B", "LSTM", shares_b)),
        raters=(RaterMark("JL", "Jo Lee", 5), RaterMark("AO", "Ana Olt", 4, True)),
        captions=("My sister finally passed her exam.",),
        decisions=(DecisionLine("u1", "You", 5, False, "signing only · 10:42"),),
        history=(DecisionLine("u1", "You", 5, False, "10:42", "decided", True),),
        next_enabled=True,
    )
