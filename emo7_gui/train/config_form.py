"""The form of a training, made from the knobs of the typed config.

What it is: one widget per knob, in the rows of form_rows.py, under their headings.
What it is not: the preview at the right, or the dialog around both.
Convention: a knob that does not matter keeps its value, hidden or disabled.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from emo7_core.config import TrainConfig, config_from
from emo7_core.knobs import KNOBS, Knob
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme
from emo7_gui.train.form_rows import Row, changed_rarely, rows_of_knobs, why_idle
from emo7_gui.train.knob_widgets import KnobWidget, NameChoice, knob_widget, show_value, value_of
from emo7_gui.train.number_field import NumberField

LABEL_WIDTH = 108


class ConfigForm(QWidget):
    """Widgets for every knob.

    Args:
        parent: Where it stands.
        is_whole: Whether all rows are made at once; otherwise `filling` makes them.

    Signals:
        changed: a value or a text is another one.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_whole: bool = True) -> None:
        super().__init__(parent)
        self._knobs = {knob.name: knob for knob in KNOBS}
        self.widgets: dict[str, KnobWidget] = {}
        self._rows: list[tuple[Row, QLabel, QWidget]] = []
        self._headings: dict[str, QLabel] = {}
        self._tried: dict[str, str] = {}
        self.more = QPushButton()
        self.more.setProperty("kind", "flat")
        self.more.setCheckable(True)
        self.more.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.more.toggled.connect(lambda _: self._show_rows())
        # First: what is put into a layout that nothing owns is moved once more with all its style.
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        self._grid = QGridLayout()
        column.addLayout(self._grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(0)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        column.addWidget(self.more)
        column.addStretch(1)
        theme().changed.connect(self._say_more)
        if is_whole:
            deque(self.filling(), maxlen=0)

    def config(self) -> TrainConfig:
        """Return the config that the widgets say.

        Raises:
            UsageError: a widget holds what is not allowed; `problems` says it in words.
        """
        return config_from({name: value_of(self.widgets[name]) for name in self._knobs})

    def set_config(self, config: TrainConfig) -> None:
        """Show a config; says `changed` once."""
        self.blockSignals(True)
        for name in self._knobs:
            show_value(self.widgets[name], getattr(config, name))
        self.blockSignals(False)
        self._on_changed()

    def set_splits(self, names: Sequence[str]) -> None:
        """Offer the project's stored splits."""
        choice = self.widgets["stored_split"]
        assert isinstance(choice, NameChoice)
        choice.set_names(names)
        self._refresh()

    def set_tried(self, ranges: Mapping[str, str]) -> None:
        """Say which knobs a tuning tries, with their ranges in words; none for other jobs."""
        self._tried = dict(ranges)
        self._refresh()

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong, one sentence per field."""
        fields = [w for w in self.widgets.values() if isinstance(w, NumberField)]
        return tuple(problem for field in fields if (problem := field.problem()))

    def filling(self) -> Iterator[None]:
        """Make the rows, one each time; the form can be used when it is through."""
        for row in rows_of_knobs():
            first = self._knobs[row.knobs[0]]
            if first.group not in self._headings:
                self._add_heading(first.group)
            self._add_row(row, first)
            yield
        self._on_changed()

    def _add_heading(self, text: str) -> None:
        heading = self._headings[text] = text_label(text, "strong")
        line = self._grid.rowCount()
        heading.setContentsMargins(0, 8 if line > 1 else 0, 0, 0)
        self._grid.addWidget(heading, line, 0, 1, 2)

    def _add_row(self, row: Row, first: Knob) -> None:
        label = text_label(row.title or first.title, tone="secondary")
        label.setToolTip(first.description)
        fields = QWidget(self)
        line = QHBoxLayout(fields)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        units = row.units or ("",) * len(row.knobs)
        for name, unit in zip(row.knobs, units, strict=True):
            self.widgets[name] = self._widget(self._knobs[name], unit)
            line.addWidget(self.widgets[name], 1)
        if "backbone" in row.knobs:
            line.addWidget(self._folder_button())
        place = self._grid.rowCount()
        self._grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(fields, place, 1)
        label.setBuddy(self.widgets[row.knobs[0]])
        self._rows.append((row, label, fields))

    def _widget(self, knob: Knob, unit: str) -> KnobWidget:
        if knob.name != "stored_split":
            return knob_widget(knob, unit, self._on_changed)
        choice = NameChoice(
            knob.title, self.tr("Drawn for this training"), self.tr("{0} (not in this project)")
        )
        choice.setObjectName(knob.name)
        choice.setAccessibleDescription(knob.description)
        choice.chosen.connect(self._on_changed)
        return choice

    def _folder_button(self) -> QPushButton:
        self.browse = QPushButton()
        self.browse.setIcon(theme().icon("ph.folder-open"))
        self.browse.setFixedWidth(theme().size("row_table"))
        self.browse.setAccessibleName(self.tr("Folder of the backbone"))
        self.browse.setToolTip(self.tr("Choose a folder"))
        self.browse.clicked.connect(self._on_browse)
        return self.browse

    def _on_browse(self) -> None:
        words = self.tr("The folder of a pretrained ViViT")
        line = self.widgets["backbone"]
        assert isinstance(line, QLineEdit)
        if folder := QFileDialog.getExistingDirectory(self.window(), words, line.text()):
            line.setText(folder)

    def _on_changed(self, *_: object) -> None:
        if self.signalsBlocked() or len(self.widgets) < len(self._knobs):
            return
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        """Show what matters beside the other values, and say why the rest does not."""
        values = {name: value_of(widget) for name, widget in self.widgets.items()}
        for name, widget in self.widgets.items():
            reason = self._tried.get(name, "") or self._why_idle(name, values)
            widget.setEnabled(not reason)
            widget.setToolTip(reason or self._knobs[name].description)
        for row, label, _ in self._rows:
            idle = all(not self.widgets[name].isEnabled() for name in row.knobs)
            label.setEnabled(not idle)
            set_tone(label, "disabled" if idle else "secondary")
        self._show_rows()

    def _why_idle(self, name: str, values: Mapping[str, object]) -> str:
        choice = self.widgets[name]
        if isinstance(choice, NameChoice) and choice.count() == 1:
            return self.tr("This project has no stored split; emo7 split makes one.")
        return why_idle(name, values)

    def _show_rows(self) -> None:
        model = value_of(self.widgets["model_type"])
        shown = set()
        for row, label, fields in self._rows:
            is_shown = not row.models or model in row.models
            is_shown = is_shown and (self.more.isChecked() or not row.is_rare)
            label.setVisible(is_shown)
            fields.setVisible(is_shown)
            if is_shown:
                shown.add(self._knobs[row.knobs[0]].group)
        for group, heading in self._headings.items():
            heading.setVisible(group in shown)
        self._say_more()

    def _say_more(self) -> None:
        if len(self.widgets) < len(self._knobs):
            return
        values = {name: value_of(widget) for name, widget in self.widgets.items()}
        known = {name: value for name, value in values.items() if value is not None}
        changed = changed_rarely(TrainConfig.model_construct(**known))
        words = self.tr("Fewer settings") if self.more.isChecked() else self.tr("More settings")
        self.more.setText(self.tr("{0} ({1} changed)").format(words, changed) if changed else words)
        icon = "ph.caret-up" if self.more.isChecked() else "ph.caret-down"
        self.more.setIcon(theme().icon(icon, size=14))
