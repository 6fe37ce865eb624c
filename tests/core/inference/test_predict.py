"""A model's answers become guesses of a source with its name."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from emo7_core.clips.clip import Clip
from emo7_core.clips.identify import identify_all
from emo7_core.config import TrainConfig
from emo7_core.corpora.imported import ImportedClip
from emo7_core.inference.clip_input import ClipInput
from emo7_core.inference.likelihood_predictor import Asking
from emo7_core.inference.predict import (
    model_name,
    predict_pretrained,
    predict_project,
    source_of,
)
from emo7_core.inference.predictor import Predictor
from emo7_core.inference.trace_store import FOLDER, TraceStore
from emo7_core.labels.sources import MODEL_RUN
from emo7_core.models.qwen_tiny import write_tiny_qwen
from emo7_core.project import Project
from emo7_core.training.train import train
from tests.planted import examples, track
from tests.shade_clips import write_shade

CONFIG = TrainConfig(hidden_size=8, num_layers=1, num_epochs=1, device="cpu", batch_size=16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return train(examples(2), CONFIG, tmp_path_factory.mktemp("run")).model_folder


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p") as made:
        yield made


def test_a_source_has_the_name_and_the_hash(project: Project, folder: Path) -> None:
    """People read the job's name; the hash tells two models apart."""
    source, _, _ = predict_project(project, folder, "cpu", name="LSTM #1")
    digest = str(source.details["weights"])
    assert source.name == f"LSTM #1 · {digest[:6]}"


def test_without_a_name_it_is_the_type(folder: Path) -> None:
    """A model from any folder can be told, too."""
    card = Predictor.load(folder, "cpu").card
    assert model_name(card) == f"LSTM · {card.weights_hash[:6]}"


def test_the_same_weights_are_one_source(project: Project, folder: Path) -> None:
    """Asked again under another name, a model keeps its first one and its answers."""
    card = Predictor.load(folder, "cpu").card
    first = source_of(project, folder, card, "LSTM #1")
    assert source_of(project, folder, card, "another") == first
    assert len(project.sources.all(MODEL_RUN)) == 1


def test_two_models_never_share_a_source(project: Project, folder: Path) -> None:
    """Not even where name and the start of the hash are the same."""
    card = Predictor.load(folder, "cpu").card
    other = card.model_copy(update={"weights_hash": card.weights_hash[:6] + "0" * 58})
    first = source_of(project, folder, card, "LSTM #1")
    second = source_of(project, folder, other, "LSTM #1")
    assert first.id != second.id
    assert second.details["weights"] == other.weights_hash


def test_the_traces_of_the_window_are_used(project: Project, folder: Path, tmp_path: Path) -> None:
    """What was judged once for a clip's landmarks is not judged again."""
    clip = clip_with_landmarks(project, tmp_path)
    predict_project(project, folder, "cpu")
    (kept,) = (project.root / FOLDER).rglob("*.npz")
    predictor = Predictor.load(folder, "cpu")
    given = ClipInput(clip.key, project.find_track(clip))
    found = TraceStore(project.root / FOLDER).load(
        predictor.facts.identity, clip.key or "", predictor.input_name(given)
    )
    assert found is not None
    assert found.probabilities == pytest.approx(predictor.predict_clip(given).probabilities)
    kept.write_bytes(b"damaged")
    assert (
        TraceStore(project.root / FOLDER).load(
            predictor.facts.identity, clip.key or "", predictor.input_name(given)
        )
        is None
    )


def test_a_language_model_goes_on_where_it_stopped(
    project: Project, qwen: Path, tmp_path: Path
) -> None:
    """Stopped after a clip, it asks about the others only; asked again, about none."""
    for number in range(3):
        add_clip(project, tmp_path, number, "so glad")
    asked = []
    stop = lambda: len(asked) >= 1  # noqa: E731
    _, first, _ = predict_pretrained(
        project, str(qwen), Asking(2), "cpu", lambda *step: asked.append(step), stop
    )
    _, second, _ = predict_pretrained(project, str(qwen), Asking(2), "cpu")
    source, third, _ = predict_pretrained(project, str(qwen), Asking(2), "cpu")
    assert (first, second, third) == (1, 2, 0)
    assert "(random weights)" in source.name
    for guess in project.guesses.of_source(source.id).values():
        assert sum(guess.probabilities or ()) == pytest.approx(1.0)


def test_with_the_caption_it_is_another_source(
    project: Project, qwen: Path, tmp_path: Path
) -> None:
    """Both are kept side by side; a clip without a caption is named, not guessed."""
    add_clip(project, tmp_path, 0, "so glad")
    add_clip(project, tmp_path, 1, "")
    without, _, _ = predict_pretrained(project, str(qwen), Asking(2), "cpu")
    reading, count, problems = predict_pretrained(project, str(qwen), Asking(2, True), "cpu")
    assert without.id != reading.id
    assert "with caption" in reading.name
    assert reading.details["with_caption"]
    assert count == 1
    assert len(problems) == 1
    assert "no caption" in problems[0]


def add_clip(project: Project, folder: Path, number: int, caption: str) -> None:
    path = write_shade(folder / f"clip {number}.mp4", 40 + 50 * number, frames=6, seed=number)
    project.catalog.add([ImportedClip(path, path.stem, "folder", caption=caption or None)])
    identify_all(project.catalog)


def clip_with_landmarks(project: Project, folder: Path) -> Clip:
    add_clip(project, folder, 0, "")
    (clip,) = project.catalog.all()
    (project.root / "landmarks").mkdir(exist_ok=True)
    track(3, 1).save(project.track_path(clip))
    return clip


@pytest.fixture(scope="module")
def qwen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_qwen(tmp_path_factory.mktemp("qwen"))
