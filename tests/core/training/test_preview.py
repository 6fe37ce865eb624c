"""What is said of a config before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.clips.identify import identify_all
from emo7_core.config import TrainConfig
from emo7_core.corpora.imported import ImportedClip
from emo7_core.extraction import store_track
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_core.training.preview import Preview, preview
from tests.planted import track
from tests.synth import Recipe, write_clip


def preview_of(folder: Path, labels: tuple[int, ...]) -> Preview:
    """Return the preview of a project whose clips have these labels and known landmarks."""
    with Project.create(folder / "p") as project:
        for place in range(len(labels)):
            path = write_clip(folder / f"{place}.mp4", Recipe(count=6 + place))
            project.catalog.add([ImportedClip(path, str(place), "made", f"S{place % 4}")])
        identify_all(project.catalog)
        log = project.log(project.sources.ensure(RATER, "R"))
        for clip, label in zip(project.catalog.all(), labels, strict=True):
            log.append(Draft(clip.id, label))
            store_track(project, clip, track(label, clip.id))
        return preview(project, TrainConfig(num_classes=3))


@pytest.mark.parametrize(
    ("labels", "remark"),
    [
        ((0, 0, 0, 0, 3, 3, 3, 6, 6, 6, 6), ""),
        ((0, 0, 0, 3, 3, 6, 6), "Largest class is 1.5 times the smallest."),
        ((0, 0, 0, 0, 3, 3, 6, 6), "Largest class is 2 times the smallest."),
        ((0, 0, 0, 0, 6, 6, 6, 6), "No clip of Neutral."),
    ],
)
def test_imbalance_is_said_where_it_matters(
    tmp_path: Path, labels: tuple[int, ...], remark: str
) -> None:
    """Nearly even classes need no remark; empty ones always do."""
    assert preview_of(tmp_path, labels).remark == remark
