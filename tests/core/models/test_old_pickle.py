"""Pickled models: tensors come out, nothing in them runs, what does not fit is refused."""

from __future__ import annotations

import io
import pickle
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from emo7_core.errors import ModelError, UsageError
from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models import MODELS
from emo7_core.models.checkpoint import load_model
from emo7_core.models.earlier import EarlierStGcn
from emo7_core.models.old_pickle import convert
from emo7_core.models.old_pickle_child import read_pickle
from emo7_core.scale import CLASSES
from tests.known_models import TINY


class EmotionLSTM(nn.Module):
    """An LSTM as the earlier scripts had it: numbers of one frame in, the last state out."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(features, 8, 2, batch_first=True)
        self.fc = nn.Linear(8, 7)

    def forward(self, frames: Tensor) -> Tensor:
        _, (states, _) = self.lstm(frames)
        answers: Tensor = self.fc(states[-1])
        return answers


class Wrapper:
    """What a python_model.pkl holds: the network as an attribute."""

    def __init__(self, network: nn.Module) -> None:
        self.network = network


class Bomb:
    """Unpickling this writes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def ours() -> nn.Module:
    torch.manual_seed(0)
    return MODELS["lstm"](TINY, COMMON, len(CHANNELS)).eval()


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_pickle_of_our_network_becomes_a_model(tmp_path: Path, is_whole: bool) -> None:
    """A whole network or its table of tensors answers after the conversion as before."""
    network = ours()
    path = tmp_path / "model.pth"
    torch.save(network if is_whole else network.state_dict(), path)
    loaded = load_model(convert(path, tmp_path / "made"))
    values, lengths = torch.randn(2, 5, len(COMMON), len(CHANNELS)), torch.tensor([5, 3])
    torch.testing.assert_close(loaded.network(values, lengths), network(values, lengths))
    assert (loaded.card.target, loaded.card.training.clips) == ("not known", ())


@pytest.mark.parametrize("numbers", [2, 3])
def test_the_earlier_lstm_answers_as_before(tmp_path: Path, numbers: int) -> None:
    """Its weights live on over the earlier landmarks, its classes in the scale's order."""
    torch.manual_seed(0)
    network = EmotionLSTM(25 * numbers).eval()
    torch.save(network, tmp_path / "model.pth")
    loaded = load_model(convert(tmp_path / "model.pth", tmp_path / "made", "alphabetical"))
    values = torch.randn(2, 100, 25, 4)
    before = network(values[..., :numbers].reshape(2, 100, -1))
    in_order = before[:, [sorted(CLASSES).index(word) for word in CLASSES]]
    found = loaded.network(values, torch.tensor([100, 100]))
    torch.testing.assert_close(found, in_order)
    assert (loaded.card.layout, loaded.card.window_rows) == ("legacy", 100)


def test_an_order_of_classes_is_never_guessed(tmp_path: Path) -> None:
    """The earlier scripts stored no order: without one the model is not converted."""
    torch.save(EmotionLSTM(75), tmp_path / "model.pth")
    with pytest.raises(ModelError, match="class-order"):
        convert(tmp_path / "model.pth", tmp_path / "made")
    with pytest.raises(UsageError, match="not the 7 classes"):
        convert(tmp_path / "model.pth", tmp_path / "made", "good, bad")


def test_two_orders_are_two_models(tmp_path: Path) -> None:
    """What was converted with one order is not handed out for another."""
    torch.save(EmotionLSTM(75), tmp_path / "model.pth")
    kinds = ("alphabetical", "scale", ",".join(reversed(CLASSES)))
    folders = [convert(tmp_path / "model.pth", tmp_path / "made", kind) for kind in kinds]
    assert len({load_model(folder).card.weights_hash for folder in folders}) == 3


def test_the_earlier_st_gcn_is_converted(tmp_path: Path) -> None:
    """Graph, blocks and the scrambled normalisation of its axes come along."""
    torch.manual_seed(0)
    network = EarlierStGcn(25, 2, 7).eval()
    network.A.copy_(torch.eye(25))
    torch.save(network.state_dict(), tmp_path / "model.pth")
    loaded = load_model(convert(tmp_path / "model.pth", tmp_path / "made", "scale"))
    values, lengths = torch.randn(2, 100, 25, 4), torch.tensor([100, 100])
    torch.testing.assert_close(loaded.network(values, lengths), network(values, lengths))
    assert loaded.card.model_type == "earlier_stgcn_2"


def test_a_network_over_other_numbers_is_refused_with_the_reason(tmp_path: Path) -> None:
    """A network over 51 numbers a frame fits nothing here, and the message says what it is."""
    torch.save(EmotionLSTM(51), tmp_path / "model.pth")
    with pytest.raises(ModelError, match="an LSTM over 51 numbers a frame"):
        convert(tmp_path / "model.pth", tmp_path / "made")


def test_the_class_of_the_network_is_not_needed(tmp_path: Path) -> None:
    """Tensors are read though the code of the network is nowhere."""
    buffer = io.BytesIO()
    torch.save(EmotionLSTM(4), buffer)
    data = buffer.getvalue().replace(b"EmotionLSTM", b"EmotionGone")
    (tmp_path / "model.pth").write_bytes(_mended(data))
    tensors, names = read_pickle(tmp_path / "model.pth")
    assert tensors["fc.weight"].shape == (7, 8)
    assert any(name.endswith("EmotionGone") for name in names)


def test_a_plain_pickle_of_a_wrapper(tmp_path: Path) -> None:
    """A network that another object holds is found, also in a pickle without torch.save."""
    (tmp_path / "python_model.pkl").write_bytes(pickle.dumps(Wrapper(EmotionLSTM(4))))
    tensors, _ = read_pickle(tmp_path / "python_model.pkl")
    assert tensors["lstm.weight_ih_l0"].shape == (32, 4)


def hostile(path: Path, sentinel: Path, how: str) -> None:
    payload: Any = {"state_dict": ours().state_dict(), "extra": Bomb(sentinel)}
    if how == "inside a tensor":
        inner = io.BytesIO()
        torch.save({"x": Bomb(sentinel)}, inner)
        payload = {"x": _Storage(inner.getvalue())}
    if how == "torch":
        torch.save(payload, path)
    else:
        path.write_bytes(pickle.dumps(payload))


class _Storage:
    """Asks torch to unpickle bytes, as a storage in a plain pickle does."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __reduce__(self) -> tuple[object, ...]:
        return torch.storage._load_from_bytes, (self.data,)


@pytest.mark.parametrize("how", ["torch", "plain", "inside a tensor"])
def test_nothing_runs_even_where_it_is_trusted(tmp_path: Path, how: str) -> None:
    """What a hostile pickle wants to call is not called, though the pickle was trusted."""
    path = tmp_path / ("model.pth" if how == "torch" else "model.pkl")
    sentinel = tmp_path / "ran"
    hostile(path, sentinel, how)
    with nullcontext() if how != "inside a tensor" else pytest.raises(ModelError):
        convert(path, tmp_path / "made")
    assert not sentinel.exists()


def test_the_hostile_pickles_are_hostile(tmp_path: Path) -> None:
    """Opened in the usual way they do write the file: the test above can fail."""
    for how in ("plain", "inside a tensor"):
        hostile(tmp_path / "model.pkl", tmp_path / how, how)
        pickle.loads((tmp_path / "model.pkl").read_bytes())
        assert (tmp_path / how).exists()


def test_rubbish_is_told(tmp_path: Path) -> None:
    """A file that is no pickle is an error that people understand."""
    (tmp_path / "model.pkl").write_bytes(b"not a pickle")
    with pytest.raises(ModelError, match="cannot be read"):
        convert(tmp_path / "model.pkl", tmp_path / "made")


def _mended(data: bytes) -> bytes:
    """Return a zip of torch with right checksums after its content was changed."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            member = before.open(info)
            member._expected_crc = None  # type: ignore[attr-defined]
            after.writestr(info.filename, member.read())
    return out.getvalue()
