"""The pictures of a clip as a model wants them, read from its file.

What it is: exact frames of a clip, chosen by presentation time, cut by a checkpoint's recipe.
What it is not: scaled to floats; that is done where the network computes.
Convention: pictures are bytes, (T, H*W, 3); each frame is decoded and cut once while windows
overlap.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.closing import Closing
from emo7_core.models.picture_recipe import PictureRecipe
from emo7_core.video.reader import VideoReader
from emo7_core.video.sampling import ordinals_between

Bytes = npt.NDArray[np.uint8]
KEPT_BYTES = 96 * 2**20


class PictureReader(Closing):
    """An open clip; a context manager.

    Args:
        path: The clip's file.
        recipe: How its pictures are prepared.

    Raises:
        MediaError: it cannot be played.
    """

    def __init__(self, path: Path, recipe: PictureRecipe) -> None:
        self._video = VideoReader(path)
        self._recipe = recipe
        self._kept: OrderedDict[int, Bytes] = OrderedDict()
        self._keep_at_most = max(64, KEPT_BYTES // (recipe.height * recipe.width * 3))

    @property
    def duration(self) -> float:
        """Length of the clip, s."""
        return self._video.info.duration

    @property
    def times(self) -> npt.NDArray[Any]:
        """Presentation times, (T,) s."""
        return self._video.info.times

    def whole(self, count: int) -> Bytes:
        """Return pictures spread over the whole clip, (count, H*W, 3)."""
        return self.between(0.0, self.duration, count)

    def between(self, begin: float, end: float, count: int) -> Bytes:
        """Return pictures spread over a span of time in s, (count, H*W, 3).

        Raises:
            MediaError: the file is damaged there.
        """
        ordinals = ordinals_between(self._video.info.times, begin, end, count)
        pictures = np.stack([self._cut(int(ordinal)) for ordinal in ordinals])
        return pictures.reshape(count, -1, 3)

    def close(self) -> None:
        """Let go of the file."""
        self._video.close()
        self._kept.clear()

    def _cut(self, ordinal: int) -> Bytes:
        if ordinal not in self._kept:
            self._kept[ordinal] = self._recipe.cut(self._video.read(ordinal).rgb)
            while len(self._kept) > self._keep_at_most:
                self._kept.popitem(last=False)
        return self._kept[ordinal]
