"""A project with clips of several signers and sessions, and a rater who is quick to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Decision, Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project

CLIPS = 24
SIGNERS = ("Ann", "Bo", "Cy", "Di")

Decide = Callable[..., Decision]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Project]:
    """24 clips, ids 1..24: four signers in turn, two sessions each."""
    made = Project.create(tmp_path / "studio")
    clips = []
    for number in range(CLIPS):
        path = tmp_path / f"clip{number + 1}.mp4"
        path.write_bytes(f"clip {number + 1}".encode())
        signer = SIGNERS[number % 4]
        session = f"{signer}-{number // 4 % 2}"
        clips.append(ImportedClip(path, path.stem, "made", signer=signer, session=session))
    made.catalog.add(clips)
    identify_all(made.catalog)
    for clip in made.catalog.all():
        made.catalog.record(clip.id, state="ok", message="")
    yield made
    made.close()


@pytest.fixture
def decide(studio: Project) -> Decide:
    """Write what a person says of a clip."""

    def write(name: str, clip: int, value: int | None, kind: str = RATER, **more: Any) -> Decision:
        return studio.log(studio.sources.ensure(kind, name)).append(Draft(clip, value, **more))

    return write
