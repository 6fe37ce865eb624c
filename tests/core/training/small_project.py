"""A small project to train on: 28 decided clips of 4 signers with a planted signal."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from tests.planted import SIGNERS, track

WITHOUT_TRACK = "c13"
CLIPS = 28


def make_project(folder: Path) -> Path:
    """Make the project; clip c13 has no landmarks, clip n was labelled n % 7 by MK."""
    clips = []
    for number in range(CLIPS):
        path = folder / f"c{number}.mp4"
        path.write_bytes(f"clip {number}".encode())
        signer = SIGNERS[number // 7]
        session = f"s{number}"
        clips.append(ImportedClip(path, f"c{number}", "folder", signer=signer, session=session))
    with Project.create(folder / "p") as made:
        made.catalog.add(clips)
        identify_all(made.catalog)
        log = made.log(made.sources.ensure(RATER, "MK"))
        for clip in made.catalog.all():
            log.append(Draft(clip.id, clip.id % 7))
            if clip.name != WITHOUT_TRACK:
                track(clip.id % 7, clip.id).save(made.track_path(clip))
        return made.root


def until(fact: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)
