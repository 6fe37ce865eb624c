"""The project folder: what cannot be used is refused in words, and nothing half made stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from emo7_core.errors import ProjectError, StorageError
from emo7_core.project import Project


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path, monkeypatch):
    """A project on a disk for reading says so, instead of blaming its database."""
    Project.create(tmp_path / "p").close()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(ProjectError, match="nothing may be written"):
        Project.open(tmp_path / "p")


def test_a_project_that_could_not_be_made_can_be_made_again(tmp_path: Path, monkeypatch):
    """A disk that refuses while a project is made leaves no project."""

    def refuse(project: Project, name: str) -> None:
        raise StorageError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Project, "_write_facts", refuse)
        with pytest.raises(StorageError):
            Project.create(tmp_path / "p")
    with Project.create(tmp_path / "p", "Pilot") as made:
        assert made.name == "Pilot"
