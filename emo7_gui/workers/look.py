"""Looks at what could be imported, off the GUI thread: tables and folders, never a video.

Runs in: QThread "look", made by desks/import_desk.py when the dialog first opens.
Owns: nothing.
Hears: guess, preview (queued).
Says: guessed or guess_failed, previewed or preview_failed, each with what was asked.
Stops when: its thread ends; a look in hand is finished.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from emo7_core.corpora.plan import ImportPlan, preview
from emo7_core.corpora.plan_guess import plan_for
from emo7_core.errors import Emo7Error, UsageError


class Look(QObject):
    """One question at a time."""

    guessed = Signal(object, object)  # tuple of Path, ImportPlan
    guess_failed = Signal(object, object)  # tuple of Path, Emo7Error
    previewed = Signal(object, object)  # ImportPlan, ImportPreview
    preview_failed = Signal(object, object)  # ImportPlan, Emo7Error

    @Slot(object)
    def guess(self, paths: tuple[Path, ...]) -> None:
        """Answer with the plan that these paths make."""
        try:
            self.guessed.emit(paths, plan_for(*paths))
        except Emo7Error as error:
            self.guess_failed.emit(paths, error)
        except OSError as error:
            self.guess_failed.emit(paths, unreadable(error))

    @Slot(object, object)
    def preview(self, plan: ImportPlan, known: Iterable[str]) -> None:
        """Answer with what a plan would bring in."""
        try:
            self.previewed.emit(plan, preview(plan, known))
        except Emo7Error as error:
            self.preview_failed.emit(plan, error)
        except OSError as error:
            self.preview_failed.emit(plan, unreadable(error))


def unreadable(error: OSError) -> Emo7Error:
    """Return what the system refused, as an error that people see."""
    return UsageError(f"it cannot be read: {error.strerror or error}", where=error.filename)
