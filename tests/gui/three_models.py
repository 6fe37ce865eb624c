"""A demo project that three trained models answered: LSTM, ST-GCN, and a tiny ViViT.

What it is: drawn clips with captions and landmarks, labels of two raters, models that were
trained for a moment and asked by the real prediction.
What it is not: models that know anything; the ViViT's backbone has random weights and says so.
"""

from __future__ import annotations

from pathlib import Path

import torch

from emo7_core.clips.clip import Clip
from emo7_core.config import TrainConfig
from emo7_core.demo.clips import demo_clips
from emo7_core.inference.predict import predict_project
from emo7_core.labels.decision import Draft
from emo7_core.labels.golden import promote
from emo7_core.labels.sources import RATER
from emo7_core.models.vivit_tiny import write_tiny_vivit
from emo7_core.project import Project
from emo7_core.training.train import train
from tests.gui.demo_studio import RATER as ROBIN
from tests.gui.demo_studio import drawn_demo
from tests.planted import examples
from tests.shade_clips import shade_examples

CLIPS, FRAMES = 7, 24
MODELS = ("LSTM", "ST-GCN", "ViViT")
_QUICK = {"num_epochs": 2, "device": "cpu", "batch_size": 16}


def project_with_models(root: Path) -> Path:
    """Make the project in a folder and return its own folder."""
    torch.set_num_threads(1)
    folder = drawn_demo(root / "demo", CLIPS, FRAMES)
    trained = _trained(root)
    with Project.open(folder) as project:
        _label(project)
        promote(project, "human", "the first clips", "Robin Marsh")
        _label_last(project)
        promote(project, "human", "all clips", "Robin Marsh")
        for name, model in trained.items():
            predict_project(project, model, "cpu", name=name)
    return folder


def _trained(root: Path) -> dict[str, Path]:
    small = {"hidden_size": 8, "num_layers": 1, **_QUICK}
    lstm = TrainConfig(model_type="lstm", **small)
    stgcn = TrainConfig(model_type="stgcn", stgcn_preset="plain", **small)
    vivit = TrainConfig(
        model_type="vivit",
        backbone=str(write_tiny_vivit(root / "tiny")),
        split_by="clip",
        validation_share=0.5,
        **_QUICK,
    )
    (root / "shades").mkdir()
    shades = shade_examples(root / "shades", 2)
    return {
        "LSTM": train(examples(2), lstm, root / "lstm").model_folder,
        "ST-GCN": train(examples(2), stgcn, root / "stgcn").model_folder,
        "ViViT": train(shades, vivit, root / "vivit", features=root / "features").model_folder,
    }


def _drawn(project: Project) -> list[tuple[Clip, int]]:
    values = {clip.name: clip.value for clip in demo_clips(CLIPS)}
    return [(clip, values[clip.name]) for clip in project.catalog.all() if clip.name in values]


def _label(project: Project) -> None:
    first = project.log(project.sources.ensure(RATER, ROBIN))
    second = project.log(project.sources.ensure(RATER, "Kim Vale"))
    for place, (clip, value) in enumerate(_drawn(project)[:-1]):
        first.append(Draft(clip.id, value))
        second.append(Draft(clip.id, max(0, value - place % 2)))


def _label_last(project: Project) -> None:
    clip, value = _drawn(project)[-1]
    project.log(project.sources.ensure(RATER, ROBIN)).append(Draft(clip.id, value))
