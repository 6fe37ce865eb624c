"""Train: the queue of jobs at the left, the chosen run at the right.

What it is: panel, heading with actions, curves, confusion by epoch and log. It tells what a
person wants and is told what to show.
What it is not: the queue, the reading of job folders, or the dialog's answers.
Convention: jobs are named by their ids.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.empty_state import EmptyState
from emo7_gui.key_map import KeyMap
from emo7_gui.train.confusion_strip import ConfusionStrip
from emo7_gui.train.curve_legend import CurveLegend
from emo7_gui.train.curves import Curves
from emo7_gui.train.jobs_panel import JobsPanel
from emo7_gui.train.log_tail import LogTail
from emo7_gui.train.run_actions import KEYS, RunActions
from emo7_gui.train.study_pane import FoldsPane, TrialsPane
from emo7_gui.train.train_view import JobRow, RunView

PLOT_HEIGHT = 280


class TrainWorkspace(QWidget):
    """The Train tab.

    Signals:
        new_requested: open the dialog.
        job_chosen(job id): answer with `set_run`.
        remedy_requested(job id, key): a button of a failed job.
        act_requested(job id, name): an action of the chosen job, by its name in RunActions, or
            "folder".
        move_requested(job id, position): a waiting job shall start as the n-th, 0 the next.
        overlaid(tuple of job ids): these runs shall be drawn beside the chosen one.
    """

    new_requested = Signal()
    job_chosen = Signal(str)
    remedy_requested = Signal(str, str)
    act_requested = Signal(str, str)
    move_requested = Signal(str, int)
    overlaid = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: RunView | None = None
        self.jobs = JobsPanel()
        self.title = ElidedLabel("", "heading")
        self.facts = ElidedLabel("", "small", "secondary")
        self.actions_row = RunActions()
        self.curves = Curves()
        self.legend = CurveLegend()
        self.strip = ConfusionStrip()
        self.folds, self.trials = FoldsPane(), TrialsPane()
        self.log = LogTail()
        self.empty = EmptyState(
            "ph.chart-line",
            self.tr("No training yet"),
            self.tr(
                "A training learns from the labels of this project, in its own process; it goes "
                "on when the window closes. Its curves appear here from the first epoch."
            ),
            self.tr("New training"),
            "N",
        )
        self._connect()
        self._arrange()
        self.set_jobs(())

    def _connect(self) -> None:
        self.jobs.new_requested.connect(self.new_requested)
        self.empty.next_requested.connect(self.new_requested)
        self.jobs.job_chosen.connect(self._on_job_chosen)
        self.jobs.remedy_requested.connect(self.remedy_requested)
        self.jobs.move_requested.connect(self.move_requested)
        self.legend.overlaid.connect(self.overlaid)
        self.actions_row.requested.connect(self._act)
        self.trials.train_requested.connect(lambda: self._act("train_best"))
        self.log.folder_requested.connect(lambda: self._act("folder"))

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.actions_row)
        self.curves.setFixedHeight(PLOT_HEIGHT)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 8, 4, 8)
        column.setSpacing(16)
        column.addLayout(head)
        plots = QVBoxLayout()
        plots.setSpacing(4)
        plots.addWidget(self.curves)
        plots.addWidget(self.legend)
        column.addLayout(plots)
        column.addWidget(self.folds)
        column.addWidget(self.trials)
        column.addWidget(self.strip)
        column.addWidget(self.log, 1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.jobs)
        row.addWidget(area, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)

    def set_jobs(self, rows: tuple[JobRow, ...]) -> None:
        """Show the jobs; none shows that there was no training yet."""
        self._pages.setCurrentIndex(0 if rows else 1)
        self.jobs.set_jobs(rows)
        if self._view is not None and self._view.job.job_id not in {row.job_id for row in rows}:
            self.set_run(None)

    def set_run(self, view: RunView | None) -> None:
        """Show a run at the right; None clears it."""
        is_other = view is None or self.chosen_job != view.job.job_id
        self._view = view
        self.jobs.set_chosen(view.job.job_id if view is not None else None)
        self.title.setText(view.job.name if view is not None else "")
        self.facts.setText(view.facts if view is not None else "")
        self.actions_row.set_run(view)
        for part in (self.curves, self.legend):
            part.set_run(view)
            part.setVisible(view is None or view.has_curves)
        self.folds.set_view(view.folds if view is not None else None)
        self.trials.set_view(view.trials if view is not None else None)
        self.strip.set_run(view)
        self.strip.setVisible(view is not None and bool(view.confusions))
        self.log.set_lines(view.log if view is not None else ())
        self.log.setVisible(view is not None)
        if is_other:
            self.log.follow()

    @property
    def chosen_job(self) -> str | None:
        """Id of the job at the right."""
        return self._view.job.job_id if self._view is not None else None

    def _on_job_chosen(self, job_id: str) -> None:
        self.jobs.set_chosen(job_id)
        self.job_chosen.emit(job_id)

    def _act(self, name: str) -> None:
        if self._view is not None:
            self.act_requested.emit(self._view.job.job_id, name)

    def perform(self, action_id: str) -> bool:
        """Answer a key that only the view understands; True where it was one."""
        steps = {"job_earlier": -1, "job_later": 1}
        if action_id in steps:
            return self.jobs.shift(self.chosen_job, steps[action_id])
        if action_id == "overlay_runs":
            self.legend.open_menu()
            return True
        names = [name for name, key in KEYS.items() if key == action_id]
        can = self._view.can if self._view is not None else frozenset()
        if possible := [name for name in names if name in can]:
            self._act(possible[0])
        return bool(names)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Name the keys that hold."""
        self.actions_row.set_key_map(key_map)
        self.jobs.new_button.set_cap(key_map.cap("new_training"))
        self.legend.button.set_cap(key_map.cap("overlay_runs"))
        self.trials.best.train.set_cap(key_map.cap("train_again"))

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N and not event.modifiers():
            self.new_requested.emit()
        else:
            super().keyPressEvent(event)
