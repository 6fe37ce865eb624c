"""What a frozen backbone makes of clips, on disk, so that it is computed once.

What it is: one file per clip, under the hash of the backbone and the way pictures are taken.
What it is not: the backbone (models/vivit.py), or a cache that anything else needs: it may be
deleted.
Convention: a file is written whole or not at all, so an interrupted run goes on where it was; a
file that cannot be read or has another shape is made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.errors import StorageError
from emo7_core.models.pictures import Pictures

FOLDER = "features"
Array = npt.NDArray[Any]


class FeatureStore:
    """Arrays of one kind for many clips.

    Args:
        root: The folder of all features, e.g. of a project.
        pictures: Backbone and sampling.
        shape: Of each array.
        dtype: Of each array.
    """

    def __init__(
        self, root: Path, pictures: Pictures, shape: tuple[int, ...], dtype: npt.DTypeLike
    ) -> None:
        settings = f"{pictures.sampling} {pictures.recipe.model_dump_json()}"
        taken = hashlib.sha256(settings.encode()).hexdigest()
        kind = "pictures" if dtype == np.uint8 else pictures.backbone_hash[:24]
        self.folder = root / kind / taken[:16]
        self._shape, self._dtype = shape, np.dtype(dtype)

    def load(self, clip_key: str) -> Array | None:
        """Return the array of a clip, mapped from its file; None where there is none.

        What is changed in it stays in memory.
        """
        try:
            found = np.load(self._path(clip_key), mmap_mode="c", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return found if (found.shape, found.dtype) == (self._shape, self._dtype) else None

    def save(self, clip_key: str, values: Array) -> Array:
        """Write the array of a clip and return it as `load` does.

        Raises:
            StorageError: the disk refused.
        """
        path = self._path(clip_key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(suffix=".part", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                np.save(file, values.astype(self._dtype, copy=False), allow_pickle=False)
            Path(draft).replace(path)
        except OSError as error:
            raise StorageError(
                f"features cannot be kept: {error.strerror or error}",
                where=path.parent,
                remedy="Check the free space and the rights of the folder.",
            ) from error
        loaded = self.load(clip_key)
        return values if loaded is None else loaded

    def _path(self, clip_key: str) -> Path:
        name = hashlib.sha256(clip_key.encode()).hexdigest()
        return self.folder / name[:2] / f"{name}.npy"
