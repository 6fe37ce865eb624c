"""The kind of job and what only that kind knows: folds, or trials and workers.

What it is: three segments and, below them, the fields of a cross-validation or a tuning, made
from the fields of their configs.
What it is not: the knobs of the training itself (config_form.py).
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from emo7_core.config import TrainConfig
from emo7_core.config.studies import CrossValidation, Tuning, study_from
from emo7_core.knobs import Knob, knob_of
from emo7_gui.segmented import Segmented
from emo7_gui.text_label import text_label
from emo7_gui.train.asked import CROSS_VALIDATE, TRAIN, TUNE, Asked, kind_of
from emo7_gui.train.config_form import LABEL_WIDTH
from emo7_gui.train.knob_widgets import KnobWidget, knob_widget, show_value, value_of
from emo7_gui.train.number_field import NumberField

_STUDIES: dict[str, type[CrossValidation | Tuning]] = {
    CROSS_VALIDATE: CrossValidation,
    TUNE: Tuning,
}
_UNITS = {"folds": "folds; 0: one at a time", "trials": "trials", "workers": "at once"}
_ROWS = {
    CROSS_VALIDATE: (("Hold out", ("by",)), ("Folds", ("folds",))),
    TUNE: (("Try", ("trials", "workers")), ("Pruning", ("is_pruned",))),
}


class StudyForm(QWidget):
    """The kind of job.

    Signals:
        changed: the kind or one of its own fields is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = {
            TRAIN: self.tr("Train"),
            CROSS_VALIDATE: self.tr("Cross-validate"),
            TUNE: self.tr("Tune"),
        }
        self.kind = Segmented(tuple(words.items()), self.tr("Kind of job"))
        self.widgets: dict[str, KnobWidget] = {}
        self._rows: dict[str, list[QWidget]] = {TRAIN: [], CROSS_VALIDATE: [], TUNE: []}
        self.kind.chosen.connect(self._on_kind_chosen)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 16, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(0)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._add(text_label(self.tr("Job"), tone="secondary"), self.kind)
        for kind, rows in _ROWS.items():
            for title, names in rows:
                self._add_row(kind, title, names)
        self._show_rows()

    def asked(self, training: TrainConfig) -> Asked:
        """Return what is asked for, around a training.

        Raises:
            UsageError: a field holds what is not allowed; `problems` says it in words.
        """
        kind = str(self.kind.key)
        if kind == TRAIN:
            return training
        names = [name for _, row in _ROWS[kind] for name in row]
        values: dict[str, Any] = {name: value_of(self.widgets[name]) for name in names}
        values["training"] = training
        if kind == TUNE:
            return study_from(Tuning, values)
        return study_from(CrossValidation, values)

    def set_asked(self, asked: Asked) -> None:
        """Show a kind of job with its fields, without a signal."""
        self.blockSignals(True)
        self.kind.set_key(kind_of(asked))
        if not isinstance(asked, TrainConfig):
            for name in type(asked).model_fields:
                if name in self.widgets:
                    show_value(self.widgets[name], getattr(asked, name))
        self.blockSignals(False)
        self._show_rows()

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the fields of this kind."""
        names = [name for _, row in _ROWS.get(str(self.kind.key), ()) for name in row]
        fields = [self.widgets[name] for name in names]
        return tuple(p for f in fields if isinstance(f, NumberField) and (p := f.problem()))

    def _add(self, label: QWidget, field: QWidget) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, place, 1)

    def _add_row(self, kind: str, title: str, names: tuple[str, ...]) -> None:
        fields, line = QWidget(), QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        fields.setLayout(line)
        for name in names:
            knob: Knob = knob_of(name, _STUDIES[kind].model_fields[name])
            self.widgets[name] = knob_widget(knob, _UNITS.get(name, ""), self._on_changed)
            line.addWidget(self.widgets[name], 1)
        label = text_label(title, tone="secondary")
        self._rows[kind] += [label, fields]
        self._add(label, fields)

    def _show_rows(self) -> None:
        for kind, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(kind == self.kind.key)

    def _on_kind_chosen(self, _: object) -> None:
        self._show_rows()
        self._on_changed()

    def _on_changed(self, *_: object) -> None:
        self.changed.emit()
