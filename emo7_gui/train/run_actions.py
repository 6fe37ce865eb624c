"""The actions of the run at the right: what can be done with it as it stands.

What it is: buttons that come and go with the job's state; each has a key.
What it is not: the doing, or what is possible (desks/run_views.py).
Convention: an action has the name of its request: "stop" asks for `requested("stop")`.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from emo7_gui.key_button import KeyButton
from emo7_gui.key_map import KeyMap
from emo7_gui.train.train_view import RunView

# Names of the actions, and of the keys that do the same (actions.py). "train_best" has its
# button beside the settings themselves (tuning_cards.py).
KEYS = {
    "mlflow": "mlflow",
    "train_best": "train_again",
    "again": "train_again",
    "resume": "resume_job",
    "cancel": "cancel_job",
    "stop": "stop_early",
    "compare": "compare_golden",
    "use": "use_live",
}


class RunActions(QWidget):
    """Buttons for one run.

    Signals:
        requested(name): one of KEYS.
    """

    requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stop_words = self.tr("Stop early")
        self.buttons = {
            "mlflow": KeyButton("MLflow", icon="ph.arrow-square-out", kind="flat"),
            "again": KeyButton(self.tr("Change …"), icon="ph.arrow-clockwise", kind="flat"),
            "resume": KeyButton(self.tr("Resume"), icon="ph.play"),
            "cancel": KeyButton(self.tr("Cancel"), kind="flat"),
            "stop": KeyButton(self._stop_words, icon="ph.flag"),
            "compare": KeyButton(self.tr("Compare on golden"), icon="ph.chart-bar"),
            "use": KeyButton(self.tr("Use live"), icon="ph.activity"),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for name, button in self.buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _=False, name=name: self.requested.emit(name))
        self.set_key_map(KeyMap())
        self.set_run(None)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Say in the tool tips which keys do the same."""
        words = {
            "mlflow": self.tr("Open this run in MLflow"),
            "again": self.tr("A new job with these settings, to change"),
            "resume": self.tr("Go on where it was interrupted"),
            "cancel": self.tr("End it: first asked, after some seconds forced"),
            "stop": self.tr("Ask it to stop; what is best so far is kept"),
            "compare": self.tr("Answer all clips and compare with the golden labels"),
            "use": self.tr("Use this model for live predictions"),
        }
        for name, button in self.buttons.items():
            cap = key_map.cap(KEYS[name])
            button.setToolTip(f"{words[name]} ({cap})" if cap else words[name])
            button.setAccessibleDescription(button.toolTip())

    def set_run(self, view: RunView | None) -> None:
        """Show what can be done with a run."""
        can = view.can if view is not None else frozenset()
        for name, button in self.buttons.items():
            button.setVisible(name in can)
        if view is not None and view.stop_words:
            stop = self.buttons["stop"]
            stop.setText(view.stop_words)
            stop.setAccessibleName(view.stop_words)
            stop.updateGeometry()
