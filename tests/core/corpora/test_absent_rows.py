"""Rows of tables without a clip are remembered until their clip comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.corpora.absent_rows import absent_rows
from emo7_core.corpora.imported import CorpusReading, ImportedClip
from emo7_core.corpora.intake import take_in
from emo7_core.project import Project
from tests.synth import write_clip


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p") as made:
        yield made


def sheet(**paths: Path | None) -> CorpusReading:
    """Rows by name, each with a caption and its file."""
    return CorpusReading(
        tuple(
            ImportedClip(path, name, "how2sign", caption=f"{name}.", split="val")
            for name, path in paths.items()
        )
    )


def test_rows_without_a_clip_are_counted(project):
    """Twice the same sheet counts each row once."""
    take_in(project, sheet(a=None, b=None))
    take_in(project, sheet(b=None, c=None))
    assert absent_rows(project) == {("how2sign", "val"): 3}


def test_a_row_leaves_when_its_clip_comes(project, tmp_path):
    """The sheet again, now with one file: one row less."""
    take_in(project, sheet(a=None, b=None))
    write_clip(tmp_path / "a.mp4")
    take_in(project, sheet(a=tmp_path / "a.mp4", b=None))
    assert absent_rows(project) == {("how2sign", "val"): 1}


def test_a_row_without_a_caption_is_not_kept(project):
    """Only captions are missed."""
    take_in(project, CorpusReading((ImportedClip(None, "a", "how2sign"),)))
    assert absent_rows(project) == {}
