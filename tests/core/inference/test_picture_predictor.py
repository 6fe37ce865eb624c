"""Models of pictures along a clip: ViViT by windows, a vision-language model as a whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from emo7_core.config import TrainConfig
from emo7_core.errors import MediaError, ModelError, UsageError
from emo7_core.inference.clip_input import ClipInput
from emo7_core.inference.engine import Engine
from emo7_core.inference.likelihood_predictor import Asking, LikelihoodPredictor
from emo7_core.inference.load import load_predictor
from emo7_core.inference.messages import Answered, Chunk, Failed, Loaded
from emo7_core.inference.picture_work import window_begins
from emo7_core.inference.work import TraceChunk
from emo7_core.models.qwen_tiny import write_tiny_qwen
from emo7_core.models.vivit_tiny import write_tiny_vivit
from emo7_core.training.train import train
from tests.planted import track
from tests.shade_clips import shade_examples, write_shade


@pytest.fixture(scope="module")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_vivit(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, backbone: Path) -> Path:
    """Return a ViViT that tells bright from dark clips."""
    config = TrainConfig(
        model_type="vivit",
        backbone=str(backbone),
        num_epochs=60,
        learning_rate=0.05,
        dropout=0.0,
        device="cpu",
        validation_share=0.5,
        patience=60,
    )
    clips = shade_examples(tmp_path_factory.mktemp("clips"))
    return train(clips, config, tmp_path_factory.mktemp("run")).model_folder


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_shade(tmp_path_factory.mktemp("video") / "long.mp4", 230, frames=120)


@pytest.fixture(scope="module")
def qwen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_qwen(tmp_path_factory.mktemp("qwen"))


def test_windows_cover_the_clip() -> None:
    """The first begins with the clip, the last ends with it, a quarter of a window apart."""
    assert window_begins(4.0, 2.0) == pytest.approx([0.0, 0.5, 1.0, 1.5, 2.0])
    assert window_begins(1.0, 2.0).tolist() == [0.0]
    begins = window_begins(4.8, 2.0)
    assert begins[-1] == pytest.approx(2.8)
    assert np.diff(begins).max() <= 0.5 + 1e-9


def test_every_window_is_judged_nearest_first(folder: Path, video: Path) -> None:
    """The trace grows from the playhead; each window once, then the clip."""
    chunks: list[TraceChunk] = []
    predictor = load_predictor(folder, "cpu")
    trace = predictor.predict_clip(ClipInput(video=video), chunks.append, around=3.0)
    assert sorted(one.start for one in chunks) == list(range(len(trace)))
    assert abs(chunks[0].times[0] - 3.0) < 0.3
    assert [one.done for one in chunks] == list(range(1, len(trace) + 1))
    assert trace.probabilities.sum(1) == pytest.approx(np.ones(len(trace)))
    assert trace.value is not None
    assert trace.value >= 5  # a bright clip
    assert trace.expected.spread >= 0


def test_what_was_seen_needs_landmarks(folder: Path, video: Path) -> None:
    """Without landmarks nothing is claimed of face and hands; with them it is."""
    predictor = load_predictor(folder, "cpu")
    assert not predictor.predict_clip(ClipInput(video=video)).knows_seen
    seen = predictor.predict_clip(ClipInput(video=video, track=track(3, 1, frames=120)))
    assert seen.knows_seen


def test_the_live_engine_plays_it(folder: Path, video: Path) -> None:
    """A model of pictures works in the engine's child by the same messages."""
    engine = Engine()
    try:
        engine.start()
        engine.load(folder, "cpu")
        loaded = _next(engine, Loaded)
        assert (loaded.needs, loaded.title) == ("pictures", "ViViT (random weights)")
        engine.predict(None, 1, "clip", video=video)
        assert _next(engine, Chunk).total > 3
        answer = _next(engine, Answered)
        here = load_predictor(folder, "cpu").predict_clip(ClipInput(video=video))
        assert answer.trace.probabilities == pytest.approx(here.probabilities, abs=1e-5)
        engine.predict(None, 2, "other")
        failed = engine.receive(60)
        assert isinstance(failed, Failed)
        assert "file of this clip" in failed.message
    finally:
        engine.close()


def _next(engine: Engine, kind: type) -> object:
    while (report := engine.receive(120)) is not None:
        if isinstance(report, kind):
            return report
        assert not isinstance(report, Failed), report
    raise AssertionError(f"no {kind.__name__} came")


def test_another_backbone_is_refused(folder: Path, backbone: Path, tmp_path: Path) -> None:
    """A head is never put on weights that it was not trained on."""
    shutil.copytree(backbone, tmp_path / "kept")
    try:
        write_tiny_vivit(backbone, seed=9)
        with pytest.raises(ModelError, match="not the one"):
            load_predictor(folder, "cpu")
    finally:
        shutil.rmtree(backbone)
        shutil.copytree(tmp_path / "kept", backbone)
    load_predictor(folder, "cpu")


def test_a_clip_without_a_file_is_told(folder: Path) -> None:
    """Landmarks alone are nothing to a model of pictures."""
    with pytest.raises(MediaError):
        load_predictor(folder, "cpu").predict_clip(ClipInput(track=track(1, 1)))


def test_a_language_model_answers_a_clip_as_a_whole(qwen: Path, video: Path) -> None:
    """Seven probabilities, one window, and a name that says how it was asked."""
    predictor = LikelihoodPredictor.load(str(qwen), Asking(frames=2), "cpu")
    trace = predictor.predict_clip(ClipInput(video=video))
    assert trace.probabilities.shape == (1, 7)
    assert trace.clip_probabilities.sum() == pytest.approx(1.0)
    assert predictor.facts.title == "Qwen2-VL (random weights) 2 pictures"


def test_reading_the_caption_is_another_source(qwen: Path, video: Path) -> None:
    """Asked with the caption it has another identity, another answer, and needs a caption."""
    clip = ClipInput(video=video, caption="so glad")
    without, reading = (
        LikelihoodPredictor.load(str(qwen), Asking(2, with_caption=reads), "cpu")
        for reads in (False, True)
    )
    assert without.facts.identity != reading.facts.identity
    assert "with caption" in reading.facts.title
    first, second = (one.predict_clip(clip).clip_probabilities for one in (without, reading))
    assert not np.allclose(first, second, rtol=1e-3)
    with pytest.raises(UsageError, match="no caption"):
        reading.predict_clip(ClipInput(video=video))


def test_calibration_takes_away_what_it_says_of_nothing(qwen: Path, tmp_path: Path) -> None:
    """A grey clip, calibrated on grey pictures, leaves all classes alike."""
    grey = write_shade(tmp_path / "grey.mp4", 127, frames=10)
    clip = ClipInput(video=grey)
    calibrated = LikelihoodPredictor.load(str(qwen), Asking(2, is_calibrated=True), "cpu")
    plain = LikelihoodPredictor.load(str(qwen), Asking(2), "cpu")
    near = calibrated.predict_clip(clip).clip_probabilities
    far = plain.predict_clip(clip).clip_probabilities
    assert near.max() - near.min() < (far.max() - far.min()) / 3
