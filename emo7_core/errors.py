"""The exceptions that people see. Everything else is a defect.

    Emo7Error
    ├── UsageError          a command or a request that makes no sense
    ├── ProjectError        the project folder cannot be used
    │   └── ProjectLockedError   another window holds it
    ├── StorageError        the database or the disk refused
    ├── MediaError          a clip that cannot be played
    ├── TableError          a CSV, sheet or XML that cannot be read
    ├── LandmarkError       landmarks cannot be found, read or converted
    ├── VocabularyError     names that are not the scale in its order
    ├── ModelError          a model that cannot be loaded or does not fit
    └── JobError            a job that cannot start, or failed

A message says what happened, where (file, row, column), and what to do.
"""

from __future__ import annotations

from pathlib import Path


class Emo7Error(Exception):
    """Something that a person can understand and mend.

    Attributes:
        what: What happened, one sentence without a full stop.
        where: The file, row or column it happened at, if there is one.
        remedy: What to do about it, a full sentence, if there is something.
    """

    def __init__(
        self, what: str, *, where: str | Path | None = None, remedy: str | None = None
    ) -> None:
        self.what = what
        self.where = None if where is None else str(where)
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        todo = f" {self.remedy}" if self.remedy else ""
        return f"{self.what}{place}.{todo}"

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only fields would be lost when the error crosses a process border.
        return _rebuild, (type(self), self.what, self.where, self.remedy)


def _rebuild(kind: type[Emo7Error], what: str, where: str | None, remedy: str | None) -> Emo7Error:
    return kind(what, where=where, remedy=remedy)


class UsageError(Emo7Error):
    """A command or a request that makes no sense."""


class ProjectError(Emo7Error):
    """The project folder cannot be used."""


class ProjectLockedError(ProjectError):
    """Another window or command holds the project."""


class StorageError(Emo7Error):
    """The database or the disk refused."""


class MediaError(Emo7Error):
    """A clip that cannot be played."""


class TableError(Emo7Error):
    """A CSV, sheet or XML that cannot be read."""


class LandmarkError(Emo7Error):
    """Landmarks that cannot be found, read or converted."""


class VocabularyError(Emo7Error):
    """Names that are not the scale in its order."""


class ModelError(Emo7Error):
    """A model that cannot be loaded or does not fit."""


class JobError(Emo7Error):
    """A job that cannot start, or failed."""
