"""What is told of a training on pictures before it starts."""

from __future__ import annotations

from pathlib import Path

from emo7_core.clips.identify import identify_all
from emo7_core.config import TrainConfig
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_core.training.preview import preview
from tests.shade_clips import write_shade

CONFIG = TrainConfig(model_type="vivit", split_by="clip", validation_share=0.5)


def labelled(folder: Path) -> Project:
    """Return a project of four labelled clips without landmarks; the file of one cannot play."""
    clips = []
    for number in range(4):
        path = write_shade(folder / f"{number}.mp4", 50 * number, frames=5, seed=number)
        clips.append(ImportedClip(path, path.stem, "folder"))
    (folder / "3.mp4").write_bytes(b"nothing that plays")
    project = Project.create(folder / "p")
    project.catalog.add(clips)
    identify_all(project.catalog)
    log = project.log(project.sources.ensure(RATER, "MK"))
    for clip in project.catalog.all():
        log.append(Draft(clip.id, clip.id % 7))
    return project


def test_files_count_not_landmarks(tmp_path: Path) -> None:
    """ViViT is offered the clips that play; without landmarks nothing is missing."""
    with labelled(tmp_path) as project:
        told = preview(project, CONFIG)
        landmarks = preview(project, CONFIG.model_copy(update={"model_type": "lstm"}))
    assert sum(told.training) + sum(told.validation) == 3
    assert told.skipped == (("no file that plays", 1),)
    assert landmarks.errors


def test_what_is_about_landmarks_is_told_before(tmp_path: Path) -> None:
    """The preview names the option; nothing starts."""
    with labelled(tmp_path) as project:
        told = preview(project, CONFIG.model_copy(update={"augment": True}))
    assert "--augment is about landmarks" in told.errors[0]
