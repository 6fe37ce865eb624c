"""A vision-language model as a predictor: the likelihood of each class for a clip as a whole.

What it is: pictures of a clip, with or without its caption, to probabilities of the seven classes.
What it is not: a free text that somebody would have to read.
Convention: reading the caption makes it another predictor with another name, as it judges other
things. Calibrated, the scores of the same question on grey pictures are taken away first (Zhao et
al. 2021, "Calibrate before use"): what the model would say of nothing does not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.errors import UsageError
from emo7_core.inference.clip_input import ClipInput, Needs
from emo7_core.inference.picture_work import PictureWork
from emo7_core.inference.trace import Floats, TracePrediction
from emo7_core.inference.work import ModelFacts, OnChunk, run_to_end
from emo7_core.models.devices import device_name, resolve_device
from emo7_core.models.pictures import RANDOM
from emo7_core.models.pretrained import find_pretrained
from emo7_core.models.qwen import (
    CAPTION,
    KINDS,
    MOST_PIXELS,
    QUESTION,
    TITLES,
    AnswerScorer,
    Scoring,
)
from emo7_core.scale import CLASSES
from emo7_core.video.reader import VideoReader
from emo7_core.video.sampling import ordinals_between

GREY = 127
NO_CAPTION = "N/A"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a clip is asked about.

    Attributes:
        frames: Pictures of a clip, spread evenly by presentation time.
        with_caption: Whether the model reads the clip's caption.
        scoring: "sum" or "mean" over the tokens of an answer.
        is_calibrated: Whether the scores on grey pictures are taken away.
    """

    frames: int = 8
    with_caption: bool = False
    scoring: Scoring = "sum"
    is_calibrated: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.frames <= 256:
            raise UsageError(f"{self.frames} pictures cannot be asked about: 1 to 256 can")
        if self.scoring not in ("sum", "mean"):
            raise UsageError(f"no scoring “{self.scoring}”", remedy="Choose sum or mean.")

    @property
    def words(self) -> str:
        """What it adds to the model's name, "" where nothing is unusual."""
        told = ["with caption"] * self.with_caption
        told += ["mean of tokens"] * (self.scoring == "mean")
        told += ["calibrated"] * self.is_calibrated
        told += [f"{self.frames} pictures"] * (self.frames != Asking().frames)
        return ", ".join(told)

    @property
    def fingerprint(self) -> str:
        """Everything here and in the question that decides an answer, as a hash."""
        asked = (QUESTION, CAPTION, CLASSES, MOST_PIXELS, self.frames, self.with_caption)
        told = repr((*asked, self.scoring, self.is_calibrated))
        return hashlib.sha256(told.encode()).hexdigest()


class LikelihoodPredictor:
    """A model and how it is asked.

    Args:
        scorer: The model.
        asking: How clips are asked about.
    """

    needs: Needs = "pictures"

    def __init__(self, scorer: AnswerScorer, asking: Asking) -> None:
        self._scorer = scorer
        self.asking = asking
        self._prior: dict[tuple[int, ...], Floats] = {}

    @classmethod
    def load(cls, name: str, asking: Asking, device: str = "auto") -> LikelihoodPredictor:
        """Load a model by local folder or hub id.

        Raises:
            ModelError: it is not there, cannot be used, or there is no such device.
        """
        return cls(AnswerScorer(find_pretrained(name, KINDS), resolve_device(device)), asking)

    @property
    def facts(self) -> ModelFacts:
        """What is known of it; another way of asking is another identity."""
        found = self._scorer.found
        told = [TITLES[str(found.config["model_type"])]]
        told += [f"({RANDOM})"] * found.is_random + [self.asking.words] * bool(self.asking.words)
        identity = hashlib.sha256(f"{found.hash} {self.asking.fingerprint}".encode()).hexdigest()
        return ModelFacts(" ".join(told), identity, CLASSES, 0.0, found.is_random)

    @property
    def details(self) -> dict[str, Any]:
        """What a source says of it."""
        asking = self.asking
        return {
            "weights": self.facts.identity,
            "backbone": self._scorer.found.name,
            "backbone_hash": self._scorer.found.hash,
            "is_random": self._scorer.found.is_random,
            "frames": asking.frames,
            "with_caption": asking.with_caption,
            "scoring": asking.scoring,
            "is_calibrated": asking.is_calibrated,
            "question": QUESTION,
        }

    @property
    def device_name(self) -> str:
        """Where it computes, for people."""
        return device_name(self._scorer.device)

    @property
    def device_type(self) -> str:
        """Where it computes: "cpu", "cuda" or "mps"."""
        return self._scorer.device.type

    def move_to(self, device: str) -> None:
        """Compute elsewhere from now on."""
        self._scorer.move_to(resolve_device(device))

    def input_name(self, clip: ClipInput) -> str:
        """Return how many pictures are taken, and which words are read."""
        words = self._caption(clip)
        read = "" if words is None else f", caption {hashlib.sha256(words.encode()).hexdigest()}"
        return f"{self.asking.frames} pictures, even in time{read}"

    def begin(self, clip: ClipInput, around: float = 0.0) -> PictureWork:
        """Begin an answer.

        Raises:
            MediaError: there is no file, or it cannot be played.
            UsageError: its caption is to be read and there is none.
        """
        caption = self._caption(clip)
        return PictureWork(
            _Frames(clip.needed_video()),
            lambda pictures: self._judge(pictures, caption),
            self.asking.frames,
            0.0,
            len(CLASSES),
            self.facts.identity,
            f"{self.asking.frames} pictures, even in time",
            None if clip.is_growing else clip.landmarks(),
            around,
        )

    def predict_clip(
        self, clip: ClipInput, on_chunk: OnChunk | None = None, around: float = 0.0
    ) -> TracePrediction:
        """Return what the model says of a clip; see ClipPredictor."""
        return run_to_end(self.begin(clip, around), on_chunk)

    def _caption(self, clip: ClipInput) -> str | None:
        if not self.asking.with_caption:
            return None
        if not (clip.caption or "").strip():
            raise UsageError("this clip has no caption that could be read")
        return clip.caption

    def _judge(self, pictures: Sequence[npt.NDArray[np.uint8]], caption: str | None) -> Floats:
        scores = self._scorer.log_probabilities(pictures, caption, self.asking.scoring)
        if self.asking.is_calibrated:
            scores = scores - self._of_nothing(pictures[0].shape)
        likelihood = np.exp(scores - scores.max())
        return np.asarray(likelihood / likelihood.sum(), dtype=np.float64)

    def _of_nothing(self, shape: tuple[int, ...]) -> Floats:
        if shape not in self._prior:
            grey = [np.full(shape, GREY, np.uint8)] * self.asking.frames
            caption = NO_CAPTION if self.asking.with_caption else None
            self._prior[shape] = self._scorer.log_probabilities(grey, caption, self.asking.scoring)
        return self._prior[shape]


class _Frames:
    """Whole pictures of an open clip."""

    def __init__(self, path: Path) -> None:
        self._video = VideoReader(path)

    @property
    def duration(self) -> float:
        return self._video.info.duration

    def whole(self, count: int) -> list[npt.NDArray[np.uint8]]:
        return self.between(0.0, self.duration, count)

    def between(self, begin: float, end: float, count: int) -> list[npt.NDArray[np.uint8]]:
        ordinals = ordinals_between(self._video.info.times, begin, end, count)
        return [self._video.read(int(ordinal)).rgb for ordinal in ordinals]

    def close(self) -> None:
        self._video.close()
