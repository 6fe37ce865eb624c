"""A small labelled project with one model's answers, and one that three people rated."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft, Guess
from emo7_core.labels.sources import MODEL_RUN, RATER
from emo7_core.labels.stage import close_stage
from emo7_core.project import Project
from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.desks.compare_desk import CompareDesk
from emo7_gui.session import Session
from emo7_gui.theme import install
from tests.gui.desks.golden_bench import Desk, make_rated
from tests.gui.waiting import until
from tests.synth import Recipe, write_clip

MODEL = "LSTM #1 · abc123"
LABELS = (0, 0, 3, 3, 6, 6)
ANSWERS = (0, 3, 3, 3, 6, 0)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six clips by three signers, labelled by R, answered by a model."""
    folder = tmp_path_factory.mktemp("labelled") / "p"
    with Project.create(folder) as project:
        for place in range(len(LABELS)):
            path = write_clip(folder.parent / f"clip-{place}.mp4", Recipe(count=6 + place))
            signer, session = f"S{place // 2}", f"session {place}"
            clip = ImportedClip(path, f"clip-{place}", "made", signer, session, "A caption.")
            project.catalog.add([clip])
        identify_all(project.catalog)
        log = project.log(project.sources.ensure(RATER, "R"))
        model = project.sources.ensure(MODEL_RUN, MODEL, {"num_classes": 7})
        for clip, label, answer in zip(project.catalog.all(), LABELS, ANSWERS, strict=True):
            log.append(Draft(clip.id, label))
            project.guesses.add(model, [Guess(clip.id, model.id, answer)])
    return folder


@pytest.fixture
def session(qapp: QApplication, labelled: Path, tmp_path: Path) -> Iterator[Session]:
    """The project, open by R, in a copy of its own."""
    install(qapp, "dark")
    copy = tmp_path / "p"
    shutil.copytree(labelled, copy, ignore=shutil.ignore_patterns("*.lock"))
    made = Session()
    made.open(Project.open(copy), "R")
    yield made
    made.close()


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that three people rated."""
    return make_rated(tmp_path_factory.mktemp("golden"))


@pytest.fixture
def golden_folder(rated: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(rated, tmp_path / "p"))


@pytest.fixture
def opened(qtbot: QtBot, golden_folder: Path) -> Iterator[Desk]:
    """Golden on it, after the rating is over."""
    with Project.open(golden_folder) as project:
        close_stage(project, "MK", "all done")
    made = Desk(qtbot, golden_folder)
    made.open_all()
    yield made
    made.close()


@pytest.fixture
def compare_desk(session: Session, qtbot: QtBot) -> Iterator[CompareDesk]:
    """The desk of Compare over a comparison that stands."""
    workspace = CompareWorkspace()
    qtbot.addWidget(workspace)
    made = CompareDesk(session, workspace)
    workspace.resize(1440, 824)
    workspace.show()
    session.opened.emit()
    until(lambda: made.comparison, "the comparison")
    yield made
    made.stop()
