"""Pretrained weights by local folder or hub id: found, checked, never executed.

What it is: from a name to a folder with safetensors weights and their hash.
What it is not: the network (vivit.py, qwen.py).
Convention: only safetensors are read; a folder with pickled weights alone (pytorch_model.bin) is
refused, as opening a pickle runs it. Nothing in a folder is imported. A hub id is downloaded into
Hugging Face's own cache; what lies there already needs no network.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emo7_core import telemetry
from emo7_core.errors import ModelError

CONFIG = "config.json"
# What a config says of weights that were never trained; see vivit_tiny.py, qwen_tiny.py.
RANDOM_MARK = "emo7_random_weights"
_WANTED = ("*.json", "*.safetensors", "*.txt", "*.jinja")
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.h5", "*.msgpack")
_BLOCK = 2**20


@dataclass(frozen=True, slots=True)
class Pretrained:
    """Weights on this machine.

    Attributes:
        name: What the user called them: a folder or a hub id.
        folder: Where they lie.
        hash: SHA-256 over their files.
        config: Their config.json.
    """

    name: str
    folder: Path
    hash: str
    config: dict[str, Any]

    @property
    def is_random(self) -> bool:
        """Whether they were never trained."""
        return bool(self.config.get(RANDOM_MARK, False))


def find_pretrained(name: str, kinds: tuple[str, ...]) -> Pretrained:
    """Return the weights of a name.

    Args:
        name: A local folder, or a hub id like "google/vivit-b-16x2-kinetics400".
        kinds: Allowed values of model_type in config.json.

    Raises:
        ModelError: they are not there, of another kind, or no safetensors.
    """
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _from_hub(name)
    config = _config(folder)
    if config.get("model_type") not in kinds:
        raise ModelError(
            f"these are weights of “{config.get('model_type')}”, not of {' or '.join(kinds)}",
            where=folder,
        )
    return Pretrained(name, folder, _hash(folder), config)


def weight_files(folder: Path) -> tuple[Path, ...]:
    """Return the weights of a folder in the order of their names.

    Raises:
        ModelError: there are none, or only such as would have to be executed.
    """
    files = tuple(sorted(folder.glob("*.safetensors")))
    if files:
        return files
    pickles = [path.name for pattern in _PICKLES for path in folder.glob(pattern)]
    if pickles:
        raise ModelError(
            f"the weights are pickled ({pickles[0]}); opening a pickle runs whatever is in it",
            where=folder,
            remedy="Give weights in the safetensors format.",
        )
    raise ModelError("there are no weights (*.safetensors) in this folder", where=folder)


def _config(folder: Path) -> dict[str, Any]:
    path = folder / CONFIG
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError("there is no readable config.json", where=folder) from error
    if not isinstance(config, dict):
        raise ModelError("config.json is not a table of names and values", where=path)
    return config


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in (*sorted(folder.glob("*.json")), *weight_files(folder)):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def _from_hub(name: str) -> Path:
    telemetry.switch_off()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError

    remedy = "Give a local folder with config.json and *.safetensors."
    try:
        return Path(snapshot_download(name, allow_patterns=list(_WANTED), local_files_only=True))
    except HFValidationError as error:
        raise ModelError("there is no such folder", where=name, remedy=remedy) from error
    except OSError:
        pass  # Not in the cache: it must come over the network.
    try:
        return Path(snapshot_download(name, allow_patterns=list(_WANTED)))
    except Exception as error:  # The hub's client raises whatever its transport does.
        raise ModelError(
            f"“{name}” is no folder here, and the hub gives nothing: {_first_line(error)}",
            remedy=remedy,
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
