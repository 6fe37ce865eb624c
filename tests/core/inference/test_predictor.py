"""A loaded model along a clip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from emo7_core.config import TrainConfig
from emo7_core.inference.predictor import Predictor, TraceChunk
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.training.held_out import answer
from emo7_core.training.sample import Example, prepare
from emo7_core.training.train import train
from tests.planted import empty_track, examples, track

CONFIG = TrainConfig(
    hidden_size=16, num_layers=1, num_epochs=8, learning_rate=1e-2, device="cpu", batch_size=16
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = CONFIG.model_copy(update={"normalize_data": True, "normalization_type": "standard"})
    place = tmp_path_factory.mktemp("run")
    torch.set_num_threads(1)
    return train(examples(6), config, place).model_folder


@pytest.fixture
def predictor(folder: Path) -> Predictor:
    return Predictor.load(folder, "cpu")


def holed(made: LandmarkTrack, part: str, start: int, stop: int) -> LandmarkTrack:
    """Return the track with a part gone in some frames ("all" for every part)."""
    xyz = made.xyz.copy()
    points = slice(None) if part == "all" else made.layout.part(part)
    xyz[start:stop, points] = np.nan
    confidence = np.where(np.isfinite(xyz[..., 0]), 1.0, np.nan)
    return LandmarkTrack(made.layout, xyz, confidence, made.times, 640, 480, made.extractor)


def test_each_window_has_an_answer(predictor: Predictor) -> None:
    """Probabilities sum to one, and times rise within the clip."""
    made = track(5, 1, frames=150)
    trace = predictor.predict_track(made)
    assert trace.probabilities.shape == (len(trace), 7)
    assert trace.probabilities.sum(1) == pytest.approx(np.ones(len(trace)))
    assert (np.diff(trace.times) > 0).all()
    assert trace.times[0] == pytest.approx(1.0)
    assert trace.times[-1] <= made.times[-1]


@pytest.mark.parametrize("gone", [0, 90])
def test_live_and_validation_agree(folder: Path, predictor: Predictor, gone: int) -> None:
    """Validation and held-out clips get the very answer of commands and live, holes or not."""
    made = holed(track(5, 7, frames=230), "all", 0, gone)
    trace = predictor.predict_track(made)
    samples, _ = prepare([Example("a", made, 5, key="k")], predictor.card.rate)
    assert answer(folder, samples, "cpu")[0] == pytest.approx(trace.clip_probabilities, abs=1e-5)


def test_it_tells_the_ends_of_the_scale_apart(predictor: Predictor) -> None:
    """The planted signal is read from a signer's clip that was never seen."""
    low, high = (predictor.predict_track(track(v, 12345, frames=100)) for v in (0, 6))
    assert low.value is not None
    assert high.value is not None
    assert low.value < 3 < high.value


def test_the_batch_changes_no_answer(predictor: Predictor) -> None:
    """Windows are judged as many at once as was asked for, and answered the same."""
    made, traces = track(2, 1, frames=300), []
    for count in (1, 7, 500):
        predictor.windows_at_once = count
        chunks: list[TraceChunk] = []
        traces.append(predictor.predict_track(made, chunks.append))
        assert max(len(one.times) for one in chunks) == min(count, len(traces[0]))
    for other in traces[1:]:
        assert other.probabilities == pytest.approx(traces[0].probabilities, abs=1e-6)
        assert other.value == traces[0].value


def test_chunks_give_the_whole_trace(predictor: Predictor) -> None:
    """The chunks together are the answer, each window once."""
    chunks: list[TraceChunk] = []
    trace = predictor.predict_track(track(2, 1, frames=500), chunks.append)
    assert len(chunks) > 2
    places = [n for one in chunks for n in range(one.start, one.start + len(one.times))]
    assert sorted(places) == list(range(len(trace)))
    for one in chunks:
        inside = slice(one.start, one.start + len(one.times))
        assert (one.probabilities == trace.probabilities[inside]).all()


def test_work_begins_at_the_playhead(predictor: Predictor) -> None:
    """The first chunk is where the clip is being watched; the answer is the same."""
    chunks: list[TraceChunk] = []
    made = track(2, 1, frames=500)
    trace = predictor.predict_track(made, chunks.append, around=12.0)
    assert abs(chunks[0].times[0] - 12.0) < 0.3
    assert trace.probabilities == pytest.approx(
        predictor.predict_track(made).probabilities, abs=1e-6
    )


def test_a_clip_without_landmarks_has_no_answer(predictor: Predictor) -> None:
    """Nothing seen gives NaN and no value, never a default class."""
    trace = predictor.predict_track(empty_track(100))
    assert np.isnan(trace.probabilities).all()
    assert np.isnan(trace.clip_probabilities).all()
    assert trace.value is None
    assert not trace.saw_face.any()


def test_a_window_without_landmarks_has_no_answer(predictor: Predictor) -> None:
    """A hole in the middle is NaN there; the clip's answer comes from the rest."""
    trace = predictor.predict_track(holed(track(2, 1, frames=400), "all", 100, 300))
    middle = np.abs(trace.times - 8.0) < 1.0
    assert np.isnan(trace.probabilities[middle]).all()
    assert np.isfinite(trace.clip_probabilities).all()


@pytest.mark.parametrize("part", ["face", "hands"])
def test_it_says_what_it_did_not_see(predictor: Predictor, part: str) -> None:
    """Where the face or both hands are gone, the trace says so, and only there."""
    made = track(2, 1, frames=400)
    for one in ("face",) if part == "face" else ("left_hand", "right_hand"):
        made = holed(made, one, 200, 400)
    trace = predictor.predict_track(made)
    gone, other = (
        (trace.saw_face, trace.saw_hands) if part == "face" else (trace.saw_hands, trace.saw_face)
    )
    assert gone[trace.times < 6].all()
    assert not gone[trace.times > 10].any()
    assert other.all()


def test_a_track_without_frames_has_no_windows(predictor: Predictor) -> None:
    """An empty track gives an empty trace."""
    trace = predictor.predict_track(empty_track(0))
    assert len(trace) == 0
    assert trace.value is None


def test_a_short_clip_is_one_window(predictor: Predictor) -> None:
    """A clip shorter than a window still has an answer."""
    assert len(predictor.predict_track(track(2, 1, frames=10))) == 1
