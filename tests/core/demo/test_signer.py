"""The drawing: every signer is a picture in which eyes and mouth are where the track says."""

from dataclasses import replace

import numpy as np
import pytest

from emo7_core.demo.clips import clip_figure, demo_clips
from emo7_core.demo.signer import SignerPainter
from emo7_core.demo.signers import SIGNERS, signer_named


def picture(signer):
    clip = replace(demo_clips()[0], signer=signer, frame_count=2)
    figure = clip_figure(clip)
    painter = SignerPainter(signer_named(signer), figure, 1)
    return painter.paint(1), figure


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: signer.name)
def test_a_signer_fills_the_picture(signer):
    """640 x 480, the wall in the corner, skin on the cheek."""
    drawn, figure = picture(signer.name)
    assert drawn.shape == (480, 640, 3)
    assert drawn.dtype == np.uint8
    x, y = figure.face[1, 50, :2].astype(int)
    cheek = drawn[y - 2 : y + 3, x - 2 : x + 3].reshape(-1, 3).mean(axis=0)
    assert np.abs(cheek - signer.skin).mean() < 70
    assert np.abs(drawn[5:25, 5:25].reshape(-1, 3).mean(axis=0) - signer.backdrop).mean() < 40


def test_the_iris_is_darker_than_the_white():
    """The eye is drawn where the track has it."""
    drawn, figure = picture("S2")
    inner, outer = figure.face[1, 133, :2], figure.face[1, 33, :2]
    line = [drawn[tuple(np.round(inner + s * (outer - inner)).astype(int)[::-1])].mean()
            for s in np.linspace(0.15, 0.85, 25)]  # fmt: skip
    assert max(line) - min(line) > 60


def test_the_same_frame_is_the_same_picture():
    """Drawing holds nothing over from frame to frame."""
    clip = replace(demo_clips()[0], frame_count=3)
    painter = SignerPainter(signer_named(clip.signer), clip_figure(clip), 1)
    first = painter.paint(0)
    painter.paint(2)
    np.testing.assert_array_equal(painter.paint(0), first)
