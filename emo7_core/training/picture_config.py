"""Which configs are about pictures, and what they cannot ask for. No torch.

What it is: what preview, probe and training agree on before anything is read.
What it is not: the pictures (pictures.py).
"""

from __future__ import annotations

from emo7_core.clips.clip import OK
from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.project import Project


def sees_pictures(config: TrainConfig) -> bool:
    """Whether a config trains a model of pictures."""
    return config.model_type == "vivit"


def check_pictures(config: TrainConfig) -> None:
    """Raise JobError where a model of pictures is asked for what only landmarks have."""
    asked = {"normalize-data": config.normalize_data, "augment": config.augment}
    for flag in (name for name, is_on in asked.items() if is_on and sees_pictures(config)):
        raise JobError(
            f"--{flag} is about landmarks, ViViT sees pictures", remedy=f"Leave out --{flag}."
        )


def keys_with_files(project: Project) -> set[str]:
    """Return the content keys of clips whose file plays; the files are not read."""
    return {
        clip.key
        for clip in project.catalog.all()
        if clip.key is not None and clip.path is not None and clip.state == OK
    }
