"""The actions of the run at the right: what can be done with it as it stands.

What it is: buttons that come and go with the job's state.
What it is not: the doing.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.train.train_view import RunView


class RunActions(QWidget):
    """Buttons for one run.

    Signals:
        mlflow_requested, cancel_requested, stop_requested: of a run that works or waits.
        use_requested, compare_requested: of a run that kept a model.
    """

    mlflow_requested = Signal()
    cancel_requested = Signal()
    stop_requested = Signal()
    use_requested = Signal()
    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mlflow = KeyButton("MLflow", icon="ph.arrow-square-out", kind="flat")
        self.cancel = KeyButton(self.tr("Cancel"), kind="flat")
        self.stop = KeyButton(self.tr("Stop early"), icon="ph.flag")
        self.compare = KeyButton(self.tr("Compare"), icon="ph.chart-bar")
        self.use = KeyButton(self.tr("Use for live predictions"), icon="ph.activity")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for button, signal in (
            (self.mlflow, self.mlflow_requested),
            (self.cancel, self.cancel_requested),
            (self.stop, self.stop_requested),
            (self.compare, self.compare_requested),
            (self.use, self.use_requested),
        ):
            row.addWidget(button)
            button.clicked.connect(signal)
        self.set_run(None)

    def set_run(self, view: RunView | None) -> None:
        """Show what can be done with a run."""
        is_live = view is not None and view.job.is_live
        is_waiting = view is not None and view.job.state == "waiting"
        has_model = view is not None and view.live.best_epoch is not None
        is_over = view is not None and not is_live and not is_waiting
        self.mlflow.setVisible(view is not None and view.has_curves and not is_waiting)
        self.cancel.setVisible(is_live or is_waiting)
        self.stop.setVisible(is_live and has_model)
        self.compare.setVisible(is_over and has_model)
        self.use.setVisible(is_over and has_model)
        self.stop.setEnabled(view is not None and view.job.state == "running")
        if view is not None and has_model:
            words = self.tr("Stop early, keep epoch {0}").format(view.live.best_epoch)
            self.stop.setText(words)
            self.stop.setAccessibleName(words)
            self.stop.updateGeometry()
