"""The training dialog: what to learn and how, and what that would train on.

What it is: the form of the typed config at the left; its effect and its command at the right.
What it is not: counting of clips or starting of jobs; it asks and is told.
Convention: warnings do not block; errors disable "Add to queue" and stand beside it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from emo7_core.config import TrainConfig
from emo7_core.errors import UsageError
from emo7_gui.combo import Combo
from emo7_gui.key_button import KeyButton
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme
from emo7_gui.train.config_form import LABEL_WIDTH, ConfigForm
from emo7_gui.train.preview_pane import PreviewPane
from emo7_gui.train.scrim import Scrim
from emo7_gui.train.train_view import Preset, TrainPreview

FORM_WIDTH = 424
# What a preset leaves as it is: which clips, whose labels, where it runs.
KEPT = ("target", "num_classes", "split_by", "validation_share", "seed", "device")
_OWN = -1


class TrainingDialog(Scrim):
    """New training.

    Signals:
        config_changed(TrainConfig): answer with `set_preview` within 150 ms.
        queue_requested(TrainConfig): add it to the queue; the dialog has closed.
        remedy_requested(key): the button of a finding.
    """

    config_changed = Signal(object)
    queue_requested = Signal(object)
    remedy_requested = Signal(str)

    def __init__(self, parent: QWidget, project: Path | str) -> None:
        super().__init__(parent, theme().pair("dialog"))
        self._project = project
        self._config: TrainConfig | None = TrainConfig()
        self._preview: TrainPreview | None = None
        self._presets: tuple[Preset, ...] = ()
        self.setAccessibleName(self.tr("New training"))
        self.preset = Combo(name=self.tr("Preset"))
        self.form = ConfigForm()
        self.preview = PreviewPane()
        self._icon = QLabel()
        self.note = text_label(face="small", tone="secondary", is_wrapping=True)
        self.cancel = KeyButton(self.tr("Cancel"), self.tr("Esc"), kind="flat")
        self.add = KeyButton(self.tr("Add to queue"), self.tr("Ctrl Enter"), kind="primary")
        self.form.changed.connect(self._on_form_changed)
        self.preset.chosen.connect(self._on_preset_chosen)
        self.preview.remedy_requested.connect(self.remedy_requested)
        self.cancel.clicked.connect(self.dismiss)
        self.add.clicked.connect(self.submit)
        self._arrange()
        self.set_presets(())
        self._refresh()
        theme().changed.connect(self._refresh)

    def _arrange(self) -> None:
        self._preset_label = text_label(self.tr("Preset"), tone="secondary")
        self._preset_label.setFixedWidth(LABEL_WIDTH)
        preset = QHBoxLayout()
        preset.setContentsMargins(0, 0, 16, 0)
        preset.setSpacing(0)
        preset.addWidget(self._preset_label)
        preset.addWidget(self.preset, 1)
        area = QScrollArea()
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area = area
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._icon)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.add)
        grid = QGridLayout(self.panel)
        grid.setContentsMargins(24, 24, 24, 20)
        grid.setHorizontalSpacing(40)
        grid.setVerticalSpacing(16)
        grid.setColumnMinimumWidth(0, FORM_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(text_label(self.tr("New training"), "heading"), 0, 0)
        grid.addLayout(preset, 1, 0)
        grid.addWidget(area, 2, 0)
        grid.addWidget(self.preview, 0, 1, 3, 1)
        grid.addLayout(foot, 3, 0, 1, 2)
        grid.setRowStretch(2, 1)

    def open_with(self, config: TrainConfig) -> None:
        """Open it on a config, e.g. the last one, or that of a failed job."""
        self.form.set_config(config)
        self.open()
        self._area.verticalScrollBar().setValue(0)

    def set_presets(self, presets: tuple[Preset, ...]) -> None:
        """Offer named configs; none hides the choice."""
        self._presets = presets
        names = enumerate(preset.name for preset in presets)
        self.preset.set_choices([(_OWN, self.tr("Own settings")), *names])
        self._mark_preset()
        self.preset.setVisible(bool(presets))
        self._preset_label.setVisible(bool(presets))

    def set_preview(self, preview: TrainPreview) -> None:
        """Show what a config would train on; the answer to an older config is dropped."""
        if preview.config == self._config:
            self._preview = preview
            self.preview.set_preview(preview)
            self._refresh()

    def config(self) -> TrainConfig | None:
        """Return the config, None while a field is wrong."""
        return self._config

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it cannot be added, empty where it can."""
        errors = self._preview.errors if self._preview is not None else ()
        return (*self.form.problems(), *errors)

    @property
    def is_current(self) -> bool:
        """Whether the right side answers the form as it is."""
        return self._preview is not None and self._preview.config == self._config

    def submit(self) -> None:
        """Add the training to the queue, where nothing is wrong."""
        if self.add.isEnabled() and self._config is not None:
            config = self._config
            self.dismiss()
            self.queue_requested.emit(config)

    def _on_form_changed(self) -> None:
        try:
            self._config = None if self.form.problems() else self.form.config()
        except UsageError:
            self._config = None
        self._mark_preset()
        self._refresh()
        if self._config is not None and not self.is_current:
            self.config_changed.emit(self._config)

    def _on_preset_chosen(self, place: object) -> None:
        if isinstance(place, int) and place != _OWN:
            self.form.set_config(self._with_data(self._presets[place].config))
        self._mark_preset()

    def _with_data(self, config: TrainConfig) -> TrainConfig:
        """Return a preset's config with what the form says of the clips."""
        if self._config is None:
            return config
        return config.model_copy(update={name: getattr(self._config, name) for name in KEPT})

    def _mark_preset(self) -> None:
        """Name the preset that the form says, or that it says none."""
        places = (
            place
            for place, preset in enumerate(self._presets)
            if self._with_data(preset.config) == self._config
        )
        self.preset.set_key(next(places, _OWN))

    def _refresh(self) -> None:
        self.preview.set_stale(not self.is_current)
        if self._config is not None:
            self.preview.set_command(self._config.to_command(self._project))
        reasons = self.reasons
        self.add.setEnabled(not reasons and self.is_current)
        self._say(reasons)

    def _say(self, reasons: tuple[str, ...]) -> None:
        note = self._preview.queue_note if self._preview is not None else ""
        if not self.is_current and not reasons:
            note = self.tr("Counting the clips …")
        text = self.tr("Cannot be added: {0}").format("; ".join(reasons)) if reasons else note
        self.note.setText(text)
        set_tone(self.note, "error" if reasons else "secondary")
        self.add.setToolTip(text if reasons else "")
        self.add.setAccessibleDescription(text)
        icon = ("ph.warning-circle", "error") if reasons else ("ph.queue", "text_secondary")
        self._icon.setPixmap(theme().icon(*icon).pixmap(16))
        self._icon.setVisible(bool(text))

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
            event.accept()
        else:
            super().keyPressEvent(event)
