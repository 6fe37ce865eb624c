"""Whole traces on disk, so that no clip is judged twice by the same model.

What it is: one file per model, clip and input; read by commands and live predictions alike.
What it is not: answers that people compare (labels/guesses.py).
Convention: the name is the hash of everything the answer depends on, which is also inside the
file; a file that cannot be read counts as absent and is written anew. Nothing is executed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

from emo7_core.inference.trace import TracePrediction

FOLDER = "traces"
_ARRAYS = ("times", "probabilities", "saw_face", "saw_hands", "clip_probabilities")
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error)


class TraceStore:
    """Traces of one project.

    Args:
        folder: Where they lie; made when the first is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, identity: str, clip_key: str, input_name: str) -> TracePrediction | None:
        """Return what a model said of a clip and input, None where it was never kept."""
        about = _about(identity, clip_key, input_name)
        try:
            with self._path(about).open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if json.loads(str(stored["about"][()])) != about:
                    return None
                facts = json.loads(str(stored["facts"][()]))
                return TracePrediction(**{name: stored[name] for name in _ARRAYS}, **facts)
        except _UNREADABLE:
            return None

    def save(self, identity: str, clip_key: str, input_name: str, trace: TracePrediction) -> bool:
        """Keep a trace; return whether it could be written."""
        about = _about(identity, clip_key, input_name)
        path = self._path(about)
        facts = {
            "window_seconds": trace.window_seconds,
            "weights_hash": trace.weights_hash,
            "extractor": trace.extractor,
            "knows_seen": trace.knows_seen,
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(suffix=".part", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                arrays = {name: getattr(trace, name) for name in _ARRAYS}
                np.savez(file, about=json.dumps(about), facts=json.dumps(facts), **arrays)
            Path(draft).replace(path)
        except OSError:
            # What could not be kept is judged again next time.
            return False
        return True

    def _path(self, about: dict[str, str]) -> Path:
        name = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
        return self._folder / name[:2] / f"{name[:40]}.npz"


def _about(identity: str, clip_key: str, input_name: str) -> dict[str, str]:
    return {"model": identity, "clip": clip_key, "input": input_name}
