"""Pretrained weights are found, checked, never executed."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from emo7_core.errors import ModelError
from emo7_core.models.pretrained import find_pretrained
from emo7_core.models.vivit_tiny import write_tiny_vivit


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_vivit(tmp_path_factory.mktemp("tiny"))


class _Harm:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)

    def __reduce__(self) -> tuple[object, ...]:
        return Path(self._path).touch, ()


def test_pickled_weights_are_refused(tiny: Path, tmp_path: Path) -> None:
    """A folder with pytorch_model.bin alone is refused with the reason, and not opened."""
    (tmp_path / "config.json").write_text((tiny / "config.json").read_text())
    (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps(_Harm(tmp_path / "witness")))
    with pytest.raises(ModelError, match=r"pickled \(pytorch_model.bin\)"):
        find_pretrained(str(tmp_path), ("vivit",))
    assert not (tmp_path / "witness").exists()


def test_another_kind_is_refused(tiny: Path) -> None:
    """Weights of ViViT are none of Qwen2-VL."""
    with pytest.raises(ModelError, match="vivit"):
        find_pretrained(str(tiny), ("qwen2_vl",))


def test_a_hub_id_without_a_network_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline the remedy is a local folder."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError) as told:
        find_pretrained("nobody/no-such-model", ("vivit",))
    assert "local folder" in (told.value.remedy or "")


def test_a_mistyped_folder_is_said(tmp_path: Path) -> None:
    """A path that is not there is not taken for a hub id."""
    with pytest.raises(ModelError, match="no such folder"):
        find_pretrained(str(tmp_path / "a" / "b"), ("vivit",))


def test_the_hash_tells_weights_apart(tiny: Path, tmp_path: Path) -> None:
    """The same seed is the same hash, another seed is another."""
    hashes = [
        find_pretrained(str(write_tiny_vivit(tmp_path / str(n), seed)), ("vivit",)).hash
        for n, seed in enumerate((0, 1))
    ]
    assert hashes[0] == find_pretrained(str(tiny), ("vivit",)).hash
    assert hashes[0] != hashes[1]


def test_random_weights_say_so(tiny: Path) -> None:
    """The mark is in the config."""
    assert find_pretrained(str(tiny), ("vivit",)).is_random
    assert json.loads((tiny / "config.json").read_text())["emo7_name"] == "tiny-random-vivit"
