"""The project folder: hands out catalog, sources, logs, guesses, tracks and runs.

What it is: a folder with emo7.db and what belongs to it; it may be moved as a whole.
What it is not: a lock (lock.py): any number of commands may read, one window labels.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import insert, select

from emo7_core import paths
from emo7_core.clips.catalog import Catalog
from emo7_core.clips.clip import Clip
from emo7_core.clips.tiers import Tiers
from emo7_core.clips.views import Views
from emo7_core.closing import Closing
from emo7_core.errors import ProjectError, StorageError
from emo7_core.labels.decision import new_uuid, now
from emo7_core.labels.guesses import Guesses
from emo7_core.labels.log import DecisionLog
from emo7_core.labels.sources import Source, Sources
from emo7_core.landmarks.holistic import EXTRACTOR
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.lock import ProjectLock
from emo7_core.storage.database import Database
from emo7_core.storage.tables import fact


class Project(Closing):
    """An open project.

    Attributes:
        root: Its folder, absolute.
        database: Its store.
        catalog: Its clips.
        tiers: What its corpora annotated along the clips.
        views: The further cameras of its clips.
        sources: Who speaks in it.
        guesses: What machines said.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.database = Database(root / paths.DATABASE)
        self.catalog = Catalog(self.database, root)
        self.tiers = Tiers(self.database)
        self.views = Views(self.database, root)
        self.sources = Sources(self.database)
        self.guesses = Guesses(self.database)

    @classmethod
    def create(cls, root: Path | str, name: str | None = None) -> Project:
        """Make a project in a new or empty folder and open it.

        Raises:
            ProjectError: there is a project already, or the folder cannot be made.
        """
        folder = Path(root).absolute()
        if (folder / paths.DATABASE).exists():
            raise ProjectError("there is a project already", where=folder, remedy="Open it.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(
                f"the folder cannot be made: {error.strerror}", where=folder
            ) from error
        try:
            project = cls(folder)
            project._write_facts(name or folder.name)
        except StorageError:
            # Half a project would say that there is one already when this is tried again.
            (folder / paths.DATABASE).unlink(missing_ok=True)
            raise
        return project

    @classmethod
    def open(cls, root: Path | str) -> Project:
        """Open a project.

        Raises:
            ProjectError: the folder holds no project, or nothing may be written in it.
            StorageError: its database is damaged or from a newer emo7.
        """
        folder = Path(root).absolute()
        if not (folder / paths.DATABASE).is_file():
            raise ProjectError(
                "this folder holds no emo7 project",
                where=folder,
                remedy="Make one with: emo7 new FOLDER",
            )
        if not os.access(folder, os.W_OK):
            raise ProjectError(
                "nothing may be written in this folder",
                where=folder,
                remedy="Copy the project to a place of your own: its store needs files beside it.",
            )
        return cls(folder)

    @property
    def name(self) -> str:
        """The name people gave it."""
        return self._fact("name") or self.root.name

    @property
    def runs(self) -> Path:
        """The folder of jobs."""
        return self.root / paths.RUNS

    @property
    def mlflow_uri(self) -> str:
        """The tracking store of this project."""
        return f"sqlite:///{self.root / paths.MLFLOW_DATABASE}"

    def log(self, source: Source) -> DecisionLog:
        """Return the decision log of a human source.

        Raises:
            ProjectError: the source is a machine.
        """
        if not source.is_human:
            raise ProjectError(f"{source.name} is a {source.kind}: machines make guesses")
        return DecisionLog(self.database, source.id)

    def lock(self) -> ProjectLock:
        """Return the lock of this project, not yet taken."""
        return ProjectLock(self.root / paths.LOCK)

    def track_path(self, clip: Clip, extractor: str = EXTRACTOR) -> Path:
        """Return where one extractor's landmarks of a clip lie, whether they do or not.

        Raises:
            ProjectError: the clip's file was not read yet.
        """
        if clip.key is None:
            raise ProjectError(f"the file of {clip.name} was not read yet")
        return self.root / paths.LANDMARKS / f"{clip.key}-{extractor}.npz"

    def load_track(self, clip: Clip) -> LandmarkTrack | None:
        """Return the landmarks of a clip, None where there are none yet.

        MediaPipe's are preferred; imported keypoints stand in where it has not run.

        Raises:
            LandmarkError: the file is damaged.
        """
        path = self.find_track(clip)
        return None if path is None else LandmarkTrack.load(path)

    def find_track(self, clip: Clip) -> Path | None:
        """Return the file that `load_track` reads, None where there is none."""
        if clip.key is None:
            return None
        if self.track_path(clip).is_file():
            return self.track_path(clip)
        others = sorted((self.root / paths.LANDMARKS).glob(f"{clip.key}-*.npz"))
        return others[0] if others else None

    def keys_with_landmarks(self) -> set[str]:
        """Return the content keys of clips that have landmarks; one look at the folder."""
        return {path.name.partition("-")[0] for path in (self.root / paths.LANDMARKS).glob("*.npz")}

    def close(self) -> None:
        """Close the store."""
        self.database.close()

    def _write_facts(self, name: str) -> None:
        facts = {"name": name, "uuid": new_uuid(), "created_at": now().isoformat()}
        with self.database.write() as connection:
            connection.execute(
                insert(fact), [{"name": key, "value": value} for key, value in facts.items()]
            )

    def _fact(self, name: str) -> str | None:
        with self.database.read() as connection:
            return connection.execute(select(fact.c.value).where(fact.c.name == name)).scalar()
