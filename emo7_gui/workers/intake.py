"""Brings clips into the project off the GUI thread: reading, hashing, probing, drawing.

Runs in: QThread "intake", made in app.py.
Owns: nothing; it uses the store's own connections of this thread.
Hears: take_in, identify, make_demo (queued); stop (direct, from any thread).
Says: phase_started and progressed; then taken_in with a report or import_failed for an import,
    identified or demo_made, or failed, for the rest. Failures are one sentence.
Stops when: stop was called; it ends after the clip in hand, what was read is kept. A drawing
    ends at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from emo7_core import paths
from emo7_core.clips.clip import Clip
from emo7_core.clips.identify import identify_all
from emo7_core.errors import Emo7Error
from emo7_core.project import Project
from emo7_core.storage.backup import backup, is_due

if TYPE_CHECKING:
    from emo7_core.corpora.plan import ImportPlan

FILES, KEYPOINTS = "files", "keypoints"


class Stopped(Exception):
    """Raised inside to leave a drawing early."""


class Intake(QObject):
    """One import at a time."""

    phase_started = Signal(str)  # FILES or KEYPOINTS, after what came before
    progressed = Signal(int, int, str)  # done, total, name
    taken_in = Signal(object)  # ImportReport
    import_failed = Signal(str)
    identified = Signal()
    demo_made = Signal(object)  # Path
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the work in hand to end; safe from any thread."""
        self._stop.set()

    @Slot(object, object)
    def take_in(self, project: Project, plan: ImportPlan) -> None:
        """Read a corpus and store it."""
        self._run(lambda: self.taken_in.emit(self._take_in(project, plan)), self.import_failed.emit)

    @Slot(object)
    def identify(self, project: Project) -> None:
        """Read the files that no import came to yet."""
        self._run(lambda: self._identify(project))

    @Slot(object, int)
    def make_demo(self, folder: Path, count: int) -> None:
        """Draw the demo project."""
        self._run(lambda: self._make_demo(folder, count))

    @Slot(object)
    def complete_demo(self, project: Project) -> None:
        """Add the landmarks that the demo project trains on, where they are missing."""
        self._run(lambda: self._complete_demo(project))

    @Slot(object)
    def back_up(self, project: Project) -> None:
        """Copy the store, if the newest copy is older than a day."""
        self._run(lambda: self._back_up(project))

    def _take_in(self, project: Project, plan: ImportPlan) -> object:
        from emo7_core.corpora.intake import take_in
        from emo7_core.corpora.plan import read

        return take_in(
            project,
            read(plan),
            self._report_in(FILES),
            self._stop.is_set,
            keypoints=plan.keypoints,
            report_keypoints=self._report_in(KEYPOINTS),
        )

    def _identify(self, project: Project) -> None:
        identify_all(project.catalog, report=self._report, should_stop=self._stop.is_set)
        self.identified.emit()

    def _make_demo(self, folder: Path, count: int) -> None:
        from emo7_core.demo.project import make_demo

        make_demo(folder, count, self.progressed.emit, self._leave_if_stopped).close()
        self.demo_made.emit(folder)

    def _complete_demo(self, project: Project) -> None:
        from emo7_core.demo.project import add_tracks

        def advance(done: int, total: int, name: str) -> None:
            self.progressed.emit(done, total, name)
            self._leave_if_stopped()

        add_tracks(project, advance=advance)
        self.identified.emit()

    def _leave_if_stopped(self) -> None:
        if self._stop.is_set():
            raise Stopped

    def _back_up(self, project: Project) -> None:
        if is_due(project.root / paths.BACKUPS):
            backup(project.root / paths.DATABASE, project.root / paths.BACKUPS)

    def _report_in(self, phase: str) -> Callable[[int, int, Clip], None]:
        def report(done: int, total: int, clip: Clip) -> None:
            if done == 1:
                self.phase_started.emit(phase)
            self._report(done, total, clip)

        return report

    def _report(self, done: int, total: int, clip: Clip) -> None:
        self.progressed.emit(done, total, clip.name)

    def _run(self, work: Callable[[], None], failed: Callable[[str], None] | None = None) -> None:
        self._stop.clear()
        say = failed or self.failed.emit
        try:
            work()
        except Stopped:
            say(self.tr("stopped; what was made so far is kept"))
        except Emo7Error as error:
            say(str(error))
        except OSError as error:
            say(f"{error.filename or ''}: {error.strerror or error}.")
