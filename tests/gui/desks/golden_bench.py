"""Golden's desk over a project that three people rated: what its tests ask of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import SIGNING_ONLY, Draft
from emo7_core.labels.sources import ADJUDICATION, RATER
from emo7_core.project import Project
from emo7_gui.desks.golden_desk import GoldenDesk
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.review.queue_panel import QueuePanel
from emo7_gui.session import Session
from tests.gui.waiting import until
from tests.synth import Recipe, write_clip

# Clip by clip: what MK, JL and AO put there; None where nothing.
VALUES = ((0, 3, None), (5, 5, 5), (1, 2, 6), (6, 6, 5), (2, None, None))


def make_rated(folder: Path) -> Path:
    """Five clips, three raters, three clips that they disagree on; a sixth nobody decided."""
    with Project.create(folder / "p") as project:
        clips = []
        for number in range(len(VALUES) + 1):
            path = write_clip(folder / f"c{number}.mp4", Recipe(count=12, first=number))
            caption = "I am so happy, this is wonderful!"
            clips.append(ImportedClip(path, path.stem, "x", "S1", f"s{number}", caption))
        project.catalog.add(clips)
        identify_all(project.catalog)
        ids = [clip.id for clip in project.catalog.all()]
        for place, name in enumerate(("MK", "JL", "AO")):
            log = project.log(project.sources.ensure(RATER, name))
            for clip_id, row in zip(ids, VALUES, strict=False):
                if (value := row[place]) is not None:
                    log.append(Draft(clip_id, value, note=f"{name} says", decisive_frame=place + 3))
    return folder / "p"


class Desk:
    """A window with Golden alone, over a session."""

    def __init__(self, qtbot: QtBot, folder: Path, rater: str = "MK") -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1440, 824)
        self.queue = QueuePanel()
        qtbot.addWidget(self.queue)
        self.session = Session()
        self.workspace = GoldenWorkspace(self.window)
        self.workspace.resize(1440, 824)
        self.desk = GoldenDesk(self.session, self.workspace, self.queue)
        self.window.show()
        self.folder = folder
        self.session.open(Project.open(folder), rater, order="as imported")
        self.until(lambda: self.desk.facts is not None, "the facts")

    def until(self, is_so: Callable[[], object], what: str) -> None:
        until(is_so, what, 20)

    def open_all(self) -> None:
        """Wait for the whole page, after the rating is over."""
        self.until(lambda: self.workspace.page == "all", "the page")

    def settled(self, value: int) -> None:
        """Settle the open case and wait until it shows."""
        clip_id = self.clip_id
        self.workspace.value_pressed.emit(value)
        self.until(
            lambda: any(
                one.clip_id == clip_id and one.settled is not None and one.settled.value == value
                for one in self.desk.cases.cases
            ),
            "the result",
        )

    @property
    def clip_id(self) -> int:
        assert self.desk.cases.case is not None
        return self.desk.cases.case.clip_id

    def close(self) -> None:
        self.desk.finish()
        self.session.close()
        self.desk.stop()


def result(folder: Path, clip_id: int, by: str = "MK") -> object:
    """Return the adjudicated entry of one person as another connection sees it."""
    with Project.open(folder) as project:
        adjudicator = project.sources.ensure(ADJUDICATION, by)
        return project.log(adjudicator).current(clip_id, SIGNING_ONLY)
