"""Wires the training dialog: what a config would train on, what it would cost.

What it is: one dialog at a time over the open project, its counting in a thread, its measuring in
a child process.
What it is not: the queue; what the person asks for is told.
Convention: the last thing that was asked for, or looked at, is where the next dialog begins. The
widgets are made once for a project, in small bits before they are needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from emo7_core.config import TrainConfig
from emo7_core.labels.splits import split_names
from emo7_core.project import Project
from emo7_gui.desks.previews import PRESETS, look_ahead
from emo7_gui.desks.probe_desk import ProbeDesk
from emo7_gui.train.asked import Asked, training_of
from emo7_gui.train.train_view import TrainPreview
from emo7_gui.train.training_dialog import TrainingDialog
from emo7_gui.workers.errand import ErrandRoom

DONE = object()


class DialogDesk(QObject):
    """The dialog of the open project.

    Args:
        probe: Measures the cost; one of its own unless given.
    """

    asked_for = Signal(object, bool)  # Asked, whether it shall start next

    def __init__(self, parent: QObject, probe: ProbeDesk | None = None) -> None:
        super().__init__(parent)
        self._dialog: TrainingDialog | None = None
        self._was_opened = False
        self._making: Iterator[None] | None = None
        self._bit = QTimer(self, interval=0)
        self._bit.timeout.connect(self._make_a_bit)
        self._project: Project | None = None
        self._last: Asked = TrainConfig()
        self._waiting = self._unfinished = 0
        self._room = ErrandRoom("preview", self)
        self.probe = probe or ProbeDesk(self)
        self._warm = ErrandRoom("folds", self)
        self._is_warm = False
        self._room.done.connect(self._on_counted)
        self._room.failed.connect(self._on_not_counted)
        self.probe.estimate_changed.connect(self._on_estimated)

    @property
    def dialog(self) -> TrainingDialog | None:
        """The dialog that was opened last, None before the first."""
        return self._dialog if self._was_opened else None

    def prepare(self, window: QWidget, project: Project) -> None:
        """Make the dialog in small bits, so that nobody waits for it when it is opened."""
        if self._dialog is None:
            self._project = project
            self._dialog = TrainingDialog(window, project.root, is_whole=False)
            self._making = self._dialog.making()
            self._bit.start()

    def open(self, window: QWidget, project: Project, asked: Asked | None = None) -> TrainingDialog:
        """Open the dialog on a config, or on the last one."""
        self._room.forget()
        self.probe.forget()
        self.prepare(window, project)
        self._make_the_rest()
        self._was_opened = True
        dialog = self._dialog
        assert dialog is not None
        dialog.close_card()
        dialog.set_splits(split_names(project))
        dialog.set_has_waiting(self._waiting > 0)
        dialog.open_with(asked or self._last)
        self._on_changed(dialog.asked())
        self._warm_up()
        return dialog

    def _make_a_bit(self) -> None:
        if self._making is not None and next(self._making, DONE) is DONE:
            self._making = None
            self._finish()
        if self._making is None:
            self._bit.stop()

    def _make_the_rest(self) -> None:
        while self._making is not None:
            self._make_a_bit()

    def _finish(self) -> None:
        dialog = self._dialog
        assert dialog is not None
        dialog.set_presets(PRESETS)
        dialog.changed.connect(self._on_changed)
        dialog.queue_requested.connect(lambda asked: self._leave(asked, is_next=False))
        dialog.next_requested.connect(lambda asked: self._leave(asked, is_next=True))
        dialog.measure_requested.connect(lambda _: self.probe.measure())
        dialog.remedy_requested.connect(self._on_remedy)
        dialog.closed.connect(self._on_closed)

    def close(self) -> None:
        """Put the dialog away, e.g. with its project."""
        self._room.forget()
        self.probe.forget()
        self._making, self._was_opened = None, False
        if self._dialog is not None:
            self._dialog.close_card()
            self._dialog.deleteLater()
            self._dialog = None

    def stop(self) -> None:
        """Join the thread, end the child."""
        self._making = None
        self.probe.stop()
        self._room.stop()
        self._warm.stop()

    def set_jobs(self, waiting: int, running: str) -> None:
        """Tell how many jobs wait, and which one runs ("" for none)."""
        self._waiting, self._unfinished = waiting, waiting + bool(running)
        words = self.tr("While {0} runs, nothing can be measured.").format(running)
        self.probe.set_blocked(words if running else "")
        if self._dialog is not None:
            self._dialog.set_has_waiting(waiting > 0)

    def _on_changed(self, asked: Asked | None) -> None:
        project, others = self._project, self._unfinished
        if asked is not None and project is not None:
            self._last = asked
            self._room.run(lambda: look_ahead(project, asked, others))

    def _warm_up(self) -> None:
        """Load what deals out folds before somebody asks for them: it takes a second."""
        if not self._is_warm:
            self._is_warm = True
            self._warm.run(lambda: import_module("sklearn.model_selection") is None)

    def _on_counted(self, found: TrainPreview) -> None:
        if self._dialog is None or self._project is None:
            return
        self._dialog.set_preview(found)
        if found.errors:
            self.probe.forget()
        elif found.asked == self._dialog.asked() and self._dialog.isVisible():
            self.probe.ask(found.asked, self._project.root, found.repeats)

    def _on_not_counted(self, reason: str) -> None:
        asked = self._dialog.asked() if self._dialog is not None else None
        if self._dialog is not None and asked is not None:
            self._dialog.set_preview(TrainPreview(asked, errors=(reason,)))

    def _on_estimated(self, estimate: object) -> None:
        if self._dialog is not None:
            self._dialog.set_estimate(estimate)  # type: ignore[arg-type]

    def _on_remedy(self, key: str) -> None:
        asked = self._dialog.asked() if self._dialog is not None else None
        if self._dialog is None or asked is None:
            return
        changes = {"keep_golden_out": True, "split_by": "signer"}
        config = training_of(asked).model_copy(update={key: changes[key]})
        self._dialog.form.set_config(config)

    def _on_closed(self) -> None:
        self.probe.forget()

    def _leave(self, asked: Asked, *, is_next: bool) -> None:
        self._last = asked
        self.asked_for.emit(asked, is_next)
