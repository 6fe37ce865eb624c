"""A model on disk: what is written is read, and what does not fit is refused."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from emo7_core.errors import Emo7Error, ModelError, VocabularyError
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models import MODELS
from emo7_core.models.card import CARD, WEIGHTS, read_card
from emo7_core.models.checkpoint import load_model, save_model
from emo7_core.scale import CLASSES
from tests.known_models import TINY, known_card


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    save_model(MODELS["lstm"](TINY, COMMON, len(CHANNELS)), known_card(), tmp_path / "model")
    return tmp_path / "model"


def rewrite(folder: Path, **changes: Any) -> None:
    stored = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps(stored | changes))


def test_it_answers_as_before(tmp_path: Path) -> None:
    """Weights survive the disk to the last bit."""
    torch.manual_seed(1)
    network = MODELS["lstm"](TINY, COMMON, len(CHANNELS)).eval()
    save_model(network, known_card(), tmp_path)
    values, lengths = torch.randn(2, 5, len(COMMON), len(CHANNELS)), torch.tensor([5, 3])
    loaded = load_model(tmp_path)
    torch.testing.assert_close(
        loaded.network(values, lengths), network(values, lengths), atol=0, rtol=0
    )


def test_the_card_says_what_it_learned_from(folder: Path) -> None:
    """Signers, clips, labels and scores are read back."""
    read = read_card(folder)
    assert (read.training.signers, read.validation.clips) == (("Ann",), ("k2",))
    assert (read.label_hash, read.scores["val_kappa"]) == ("abc", None)
    assert read.config == TINY


def test_another_class_order_is_refused(folder: Path) -> None:
    """Alphabetical classes, as in the earlier scripts, do not load."""
    rewrite(folder, vocabulary=sorted(CLASSES))
    with pytest.raises(VocabularyError, match="order"):
        load_model(folder)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"layout": "nine dots"}, "layout"),
        ({"layout": "openpose"}, "other features"),
        ({"points": 5}, "other features"),
        ({"channels": ["x", "y"]}, "other features"),
        ({"rate": 0}, "rate"),
        ({"rate": "fast"}, "rate"),
        ({"model_type": "oracle"}, "oracle"),
        ({"weights_hash": "00"}, "damaged"),
        ({"format": 2}, "format"),
        ({"normalization": {"kind": "magic"}}, "normalization"),
        ({"vocabulary": ["Negative", "Neutral", "Positive"]}, "number"),
    ],
)
def test_what_does_not_fit_is_refused(folder: Path, change: dict[str, Any], words: str) -> None:
    """A model that does not fit is refused, with the reason."""
    rewrite(folder, **change)
    with pytest.raises(ModelError, match=words):
        load_model(folder)


def test_a_card_that_asks_for_more_than_its_weights(folder: Path) -> None:
    """A huge network in the card is refused before memory is taken for it."""
    stored = json.loads((folder / CARD).read_text())
    rewrite(folder, config=stored["config"] | {"hidden_size": 4096, "num_layers": 16})
    with pytest.raises(ModelError, match="do not fit"):
        load_model(folder)


def test_a_later_field_is_ignored(folder: Path) -> None:
    """A card and a config of a later emo7 are still read."""
    stored = json.loads((folder / CARD).read_text())
    rewrite(folder, mood="good", config=stored["config"] | {"later_knob": 3})
    assert load_model(folder).card.config == TINY


def test_cut_weights_are_told(folder: Path) -> None:
    """Weights cut by a full disk are an error that people understand."""
    data = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(data[: len(data) // 2])
    with pytest.raises(ModelError, match="damaged"):
        load_model(folder)


def test_no_model_is_told(tmp_path: Path) -> None:
    """A folder without a model says what a model is."""
    with pytest.raises(ModelError, match=CARD):
        load_model(tmp_path)


def test_missing_weights_are_told(folder: Path) -> None:
    """A card alone is not a model."""
    (folder / WEIGHTS).unlink()
    with pytest.raises(ModelError, match="missing"):
        load_model(folder)


class Bomb:
    """Unpickling this writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", [WEIGHTS, CARD, "model.pkl", "data.pkl"])
def test_a_pickle_is_never_opened(folder: Path, tmp_path: Path, name: str) -> None:
    """A hostile pickle does not run, whatever name it has in the folder."""
    (folder / name).write_bytes(pickle.dumps(Bomb(tmp_path / "ran")))
    if name in (WEIGHTS, CARD):
        with pytest.raises(Emo7Error):
            load_model(folder)
    else:
        load_model(folder)
    assert not (tmp_path / "ran").exists()


def test_code_in_the_folder_is_never_run(folder: Path, tmp_path: Path) -> None:
    """A model.py, an MLmodel with a loader and a code folder are not looked at."""
    source = f"open({str(tmp_path / 'ran')!r}, 'w')"
    (folder / "code").mkdir()
    for path in (folder / "model.py", folder / "__init__.py", folder / "code" / "torch.py"):
        path.write_text(source)
    (folder / "MLmodel").write_text(
        "flavors: {python_function: {loader_module: model, code: code}}"
    )
    load_model(folder)
    assert not (tmp_path / "ran").exists()


def test_a_card_is_read_without_torch(folder: Path) -> None:
    """The window can list models without loading torch."""
    script = (
        "import sys; from pathlib import Path; from emo7_core.models.card import read_card;"
        f"read_card(Path({str(folder)!r})); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
