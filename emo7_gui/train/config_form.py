"""The form of a training, made from the knobs of the typed config.

What it is: one widget per knob, in rows; a knob that no row names gets a row of its own, so
that nothing of the config can be missing here.
What it is not: the preview at the right, or the dialog around both.
Convention: a knob that does not matter for the others' values is disabled and keeps its value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from emo7_core.config import TrainConfig, config_from
from emo7_core.knobs import KNOBS, Knob
from emo7_gui.combo import Combo
from emo7_gui.segmented import Segmented
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme
from emo7_gui.train.number_field import NumberField

LABEL_WIDTH = 108
FEW_CHOICES, FEW_LETTERS = 3, 26
KnobWidget = Segmented | Combo | NumberField | QCheckBox | QLineEdit


@dataclass(frozen=True, slots=True)
class Row:
    """Knobs that stand side by side.

    Attributes:
        title: Words at the left; the first knob's title if empty.
        knobs: Names of the knobs.
        units: Grey words inside number fields; the knob's own unit if empty.
        is_rare: Whether it is behind "More settings".
    """

    title: str
    knobs: tuple[str, ...]
    units: tuple[str, ...] = ()
    is_rare: bool = False


ROWS: tuple[Row, ...] = (
    Row("", ("model_type",)),
    Row("", ("target",)),
    Row("Labels", ("soft_labels",), is_rare=True),
    Row("", ("num_classes",)),
    Row("Sampling", ("rate", "window_seconds"), ("frames/s", "s window"), is_rare=True),
    Row("Normalize", ("normalize_data", "normalization_type"), is_rare=True),
    Row("", ("stored_split",), is_rare=True),
    Row("Golden", ("keep_golden_out",)),
    Row("", ("split_by",)),
    Row("Validation", ("validation_share", "seed"), ("of the clips", "seed")),
    Row("", ("downsample_ratio",), ("x the second largest",), is_rare=True),
    Row("Vary clips", ("augment", "augment_rare")),
    Row("Mirror, drop", ("augment_mirror", "augment_drop"), ("probability", "share"), is_rare=True),
    Row("Warp, jitter", ("augment_warp", "augment_jitter"), ("share", "shoulders"), is_rare=True),
    Row("", ("augment_rotation",), is_rare=True),
    Row("Size", ("hidden_size", "num_layers"), ("wide", "layers")),
    Row("", ("pooling",), is_rare=True),
    Row("", ("stgcn_preset",), is_rare=True),
    Row("", ("streams",), is_rare=True),
    Row("", ("backbone",), is_rare=True),
    Row("Fine-tune", ("unfreeze_backbone",), is_rare=True),
    Row("", ("dropout",), is_rare=True),
    Row("", ("loss",)),
    Row("", ("balance",)),
    Row("Focal", ("focal_alpha", "focal_gamma"), ("alpha", "gamma"), is_rare=True),
    Row("Batch, rate", ("batch_size", "learning_rate"), ("clips", "")),
    Row("", ("weight_decay",), is_rare=True),
    Row("Length", ("num_epochs", "patience"), ("epochs", "patience")),
    Row("", ("monitor",), is_rare=True),
    Row("", ("device",)),
    Row("Several", ("devices", "num_nodes"), ("devices", "computers"), is_rare=True),
    Row("", ("precision",), is_rare=True),
    Row("Compiler", ("compile_network",), is_rare=True),
)
_AUGMENT: dict[str, tuple[str, tuple[Any, ...]]] = {
    f"augment_{name}": ("augment", (True,))
    for name in ("rare", "mirror", "warp", "drop", "jitter", "rotation")
}
# A knob matters only where another has one of these values.
DEPENDS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "normalization_type": ("normalize_data", (True,)),
    "focal_alpha": ("loss", ("focal",)),
    "focal_gamma": ("loss", ("focal",)),
    "pooling": ("model_type", ("lstm",)),
    "stgcn_preset": ("model_type", ("stgcn",)),
    "streams": ("model_type", ("stgcn",)),
    "backbone": ("model_type", ("vivit",)),
    "unfreeze_backbone": ("model_type", ("vivit",)),
    **_AUGMENT,
}


def rows_of_knobs(knobs: tuple[Knob, ...] = KNOBS, rows: tuple[Row, ...] = ROWS) -> tuple[Row, ...]:
    """Return rows that name every knob once, unknown names left out, new knobs added."""
    known = {knob.name for knob in knobs}
    kept = tuple(row for row in rows if set(row.knobs) <= known)
    named = {name for row in kept for name in row.knobs}
    return kept + tuple(Row("", (knob.name,)) for knob in knobs if knob.name not in named)


class ConfigForm(QWidget):
    """Widgets for every knob.

    Signals:
        changed: a value or a text is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._knobs = {knob.name: knob for knob in KNOBS}
        self.widgets: dict[str, KnobWidget] = {}
        self._rare: list[QWidget] = []
        self.more = QPushButton()
        self.more.setProperty("kind", "flat")
        self.more.setCheckable(True)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.more.toggled.connect(self._show_rare)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(0)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(self._grid)
        column.addWidget(self.more)
        column.addStretch(1)
        self._on_changed()
        self._show_rare(False)
        theme().changed.connect(self._say_more)

    def config(self) -> TrainConfig:
        """Return the config that the widgets say.

        Raises:
            UsageError: a widget holds what is not allowed; `problems` says it in words.
        """
        return config_from({name: self._value(name) for name in self._knobs})

    def set_config(self, config: TrainConfig) -> None:
        """Show a config; says `changed` once."""
        self.blockSignals(True)
        for name in self._knobs:
            self._show(name, getattr(config, name))
        self.blockSignals(False)
        self._on_changed()

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong, one sentence per field."""
        fields = [w for w in self.widgets.values() if isinstance(w, NumberField)]
        return tuple(problem for field in fields if (problem := field.problem()))

    def _value(self, name: str) -> Any:
        widget = self.widgets[name]
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(widget, QLineEdit) and not isinstance(widget, NumberField):
            return widget.text().strip()
        return widget.value() if isinstance(widget, NumberField) else widget.key

    def _show(self, name: str, value: Any) -> None:
        widget = self.widgets[name]
        if isinstance(widget, QCheckBox):
            widget.setChecked(value)
        elif isinstance(widget, NumberField):
            widget.set_value(value)
        elif isinstance(widget, QLineEdit):
            widget.setText(value)
            widget.setCursorPosition(0)
        else:
            widget.set_key(value)

    def _fill(self) -> None:
        group = ""
        for row in rows_of_knobs():
            first = self._knobs[row.knobs[0]]
            if first.group != group:
                group = first.group
                self._add_heading(group)
            self._add_row(row, first)

    def _add_heading(self, text: str) -> None:
        heading = text_label(text, "strong")
        line = self._grid.rowCount()
        heading.setContentsMargins(0, 8 if line > 1 else 0, 0, 0)
        self._grid.addWidget(heading, line, 0, 1, 2)

    def _add_row(self, row: Row, first: Knob) -> None:
        label = text_label(row.title or first.title, tone="secondary")
        label.setToolTip(first.description)
        fields, line = QWidget(), QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        fields.setLayout(line)
        units = row.units or ("",) * len(row.knobs)
        for name, unit in zip(row.knobs, units, strict=True):
            self.widgets[name] = self._widget(self._knobs[name], unit)
            line.addWidget(self.widgets[name], 1)
        place = self._grid.rowCount()
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(fields, place, 1)
        label.setBuddy(self.widgets[row.knobs[0]])
        if row.is_rare:
            self._rare += [label, fields]

    def _widget(self, knob: Knob, unit: str) -> KnobWidget:
        widget: KnobWidget
        if knob.kind == "bool":
            widget = QCheckBox(knob.title)
            widget.setFixedHeight(theme().size("control"))
            widget.toggled.connect(self._on_changed)
        elif knob.kind == "text":
            widget = QLineEdit()
            widget.textChanged.connect(self._on_changed)
        elif knob.kind != "choice":
            widget = NumberField(knob, unit or knob.unit)
            widget.textChanged.connect(self._on_changed)
        else:
            widget = self._choice(knob)
            widget.chosen.connect(self._on_changed)
        self._set_up(widget, knob)
        return widget

    def _choice(self, knob: Knob) -> Segmented | Combo:
        choices = tuple(zip(knob.choices, knob.labels, strict=True))
        letters = sum(len(label) for label in knob.labels)
        is_few = 1 < len(choices) <= FEW_CHOICES and letters <= FEW_LETTERS
        kind = Segmented if is_few and knob.name not in DEPENDS else Combo
        return kind(choices, knob.title)

    def _set_up(self, widget: KnobWidget, knob: Knob) -> None:
        widget.setObjectName(knob.name)
        widget.setAccessibleName(knob.title)
        widget.setAccessibleDescription(knob.description)
        widget.setToolTip(knob.description)
        self.widgets[knob.name] = widget
        self._show(knob.name, knob.default)

    def _on_changed(self, *_: object) -> None:
        if self.signalsBlocked() or len(self.widgets) < len(self._knobs):
            return
        for name, (other, values) in DEPENDS.items():
            matters = self._value(other) in values
            self.widgets[name].setEnabled(matters)
            about = self._knobs[name].description
            reason = self.tr("Only with {0}.").format(self._knobs[other].title)
            self.widgets[name].setToolTip(about if matters else reason)
        self._say_more()
        self.changed.emit()

    def _show_rare(self, is_shown: bool) -> None:
        for widget in self._rare:
            widget.setVisible(is_shown)
        self._say_more()

    def _say_more(self) -> None:
        rare = [name for row in rows_of_knobs() if row.is_rare for name in row.knobs]
        changed = sum(self._value(name) != self._knobs[name].default for name in rare)
        words = self.tr("Fewer settings") if self.more.isChecked() else self.tr("More settings")
        self.more.setText(self.tr("{0} ({1} changed)").format(words, changed) if changed else words)
        icon = "ph.caret-up" if self.more.isChecked() else "ph.caret-down"
        self.more.setIcon(theme().icon(icon, size=14))
