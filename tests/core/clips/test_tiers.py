"""Tiers: stretches of a clip, in order, never twice."""

from __future__ import annotations

import pytest

from emo7_core.clips.tiers import Tier
from emo7_core.corpora.imported import ImportedClip
from emo7_core.project import Project

BROWS = Tier("eye brows", "raised", 1.0, 1.5)
SHAKE = Tier("head mvmt: shake", "rapid", 0.5, 2.0)


@pytest.fixture
def project(tmp_path):
    """A project with two clips."""
    with Project.create(tmp_path / "p") as made:
        for name in "ab":
            (tmp_path / f"{name}.mp4").write_bytes(name.encode())
            made.catalog.add([ImportedClip(tmp_path / f"{name}.mp4", name, "asllrp")])
        yield made


def test_tiers_come_back_in_order(project):
    """By their start."""
    assert project.tiers.add({1: (BROWS, SHAKE)}) == 2
    assert project.tiers.of_clip(1) == (SHAKE, BROWS)
    assert project.tiers.of_clip(2) == ()


def test_what_is_there_is_not_added_again(project):
    """Neither within one call nor in a later one."""
    assert project.tiers.add({1: (BROWS, BROWS)}) == 1
    assert project.tiers.add({1: (BROWS, SHAKE), 2: (BROWS,)}) == 2
    assert project.tiers.of_clip(1) == (SHAKE, BROWS)


def test_nothing_to_add_is_nothing(project):
    """An import without tiers."""
    assert project.tiers.add({}) == 0
