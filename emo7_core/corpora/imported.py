"""What reading a corpus yields, before anything is stored.

What it is: plain frozen values that every corpus reader returns.
What it is not: a clip of a project (clips/clip.py): nothing here is hashed or checked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from emo7_core.clips.tiers import Tier
from emo7_core.corpora.names import clip_name


@dataclass(frozen=True, slots=True)
class ImportedLabel:
    """A value that a table gives to a clip.

    Attributes:
        source_kind: One of labels.sources.KINDS; "caption rule" and "model run" make guesses.
        source_name: Who speaks, for example "caption-VADER (earlier CSV)".
        value: Index 0..6 on the scale.
        score: The figure behind the value (VADER compound, -1..1), None where there is none.
        details: Further columns, kept as they were.
    """

    source_kind: str
    source_name: str
    value: int
    score: float | None = None
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedClip:
    """One clip as its corpus describes it.

    Attributes:
        path: The video file; None where the row has no clip on this disk (normal, reported).
        name: The name that tables use, without the suffix of the file.
        corpus: "folder", "how2sign", "asllrp", "emosign" or "demo".
        signer: Who signs, None where unknown.
        session: The recording it was cut from (How2Sign VIDEO_ID), None where unknown.
        caption: The English translation, None where there is none.
        split: "train", "val" or "test" as the corpus says, None where it does not.
        view: "front", "side" or "face".
        labels: Values that came with it.
        views: Further cameras of the same clip, each with its view.
        tiers: What its corpus annotated along it.
    """

    path: Path | None
    name: str
    corpus: str
    signer: str | None = None
    session: str | None = None
    caption: str | None = None
    split: str | None = None
    view: str = "front"
    labels: tuple[ImportedLabel, ...] = ()
    views: tuple[tuple[str, Path], ...] = ()
    tiers: tuple[Tier, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names by which it may be known: its own, then the long ones that its labels keep."""
        kept = (label.details.get("video_name", "") for label in self.labels)
        return (self.name, *(clip_name(name) for name in kept if name))


@dataclass(frozen=True, slots=True)
class CorpusReading:
    """All that one reading of a corpus found.

    Attributes:
        clips: One entry per row or file, in their order; path is None where the file is missing.
        repairs: What was mended while reading, one sentence each.
        unlisted: Names of files in the clips folder that no row names.
        other_views: Names of side and face views of sentences that a row names.
    """

    clips: tuple[ImportedClip, ...]
    repairs: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    other_views: tuple[str, ...] = ()

    @property
    def without_file(self) -> tuple[str, ...]:
        """Names of rows whose clip is not on this disk."""
        return tuple(clip.name for clip in self.clips if clip.path is None)
