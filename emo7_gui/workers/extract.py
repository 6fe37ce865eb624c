"""Finds landmarks off the GUI thread, in child processes.

Runs in: QThread "extract", made in app.py.
Owns: the ExtractionPool and through it the children.
Hears: extract (queued); cancel (direct, from any thread).
Says: stepped with each Progress, finished with the last Overall, failed with a sentence.
Stops when: cancelled; clips in hand are abandoned, finished ones are kept.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from emo7_core.clips.clip import Clip
from emo7_core.errors import Emo7Error
from emo7_core.extraction import extract_all
from emo7_core.landmarks.extract import ExtractionPool
from emo7_core.project import Project

# A child that is idle ends at once; one that does not has nothing to lose.
END_SECONDS = 0.5


class Extract(QObject):
    """One extraction at a time.

    Args:
        workers: Child processes at the same time.
    """

    stepped = Signal(object)  # Progress
    finished = Signal(object)  # Overall | None
    failed = Signal(str)

    def __init__(self, workers: int = 1) -> None:
        super().__init__()
        self._pool = ExtractionPool(workers)

    def cancel(self, *, is_hurried: bool = False) -> None:
        """Abandon the clips in hand; safe from any thread.

        Args:
            is_hurried: The window goes: no child is kept for later.
        """
        self._pool.cancel(is_hurried=is_hurried)

    @Slot(object, object)
    def extract(self, project: Project, clips: list[Clip]) -> None:
        """Extract these clips; those that have landmarks are left as they are."""
        overall = None
        try:
            for step in extract_all(project, self._pool, clips):
                overall = step.overall
                self.stepped.emit(step)
            self.finished.emit(overall)
        except Emo7Error as error:
            self.failed.emit(str(error))

    @Slot()
    def close(self) -> None:
        """End the children."""
        self._pool.close(END_SECONDS)
