"""The training dialog: what to learn and how, and what that would train on.

What it is: the form of the typed config at the left; its effect and its command at the right.
What it is not: counting of clips or starting of jobs; it asks and is told.
Convention: warnings do not block; errors disable "Add to queue" and stand beside it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QWidget

from emo7_core.config import TrainConfig
from emo7_core.errors import UsageError
from emo7_core.knobs import KNOBS
from emo7_core.training.spaces import space_of
from emo7_gui.combo import Combo
from emo7_gui.key_button import KeyButton
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme
from emo7_gui.train.asked import CROSS_VALIDATE, TRAIN, TUNE, Asked, kind_of, training_of
from emo7_gui.train.config_form import LABEL_WIDTH, ConfigForm
from emo7_gui.train.number_field import number_text
from emo7_gui.train.preview_pane import PreviewPane
from emo7_gui.train.study_form import StudyForm
from emo7_gui.train.train_view import Estimate, Preset, TrainPreview

FORM_WIDTH = 424
# What a preset leaves as it is: which clips, whose labels, where it runs.
KEPT = (
    "target",
    "keep_golden_out",
    "stored_split",
    "split_by",
    "validation_share",
    "seed",
    "backbone",
    "device",
    "devices",
    "num_nodes",
)
_OWN = -1


class TrainingDialog(Overlay):
    """New training.

    Signals:
        changed(Asked): answer with `set_preview` within 150 ms.
        queue_requested(Asked): add it to the queue; the dialog has closed.
        next_requested(Asked): add it before the jobs that wait; the dialog has closed.
        measure_requested(Asked): answer with `set_estimate`.
        remedy_requested(key): the button of a finding.
    """

    changed = Signal(object)
    queue_requested = Signal(object)
    next_requested = Signal(object)
    measure_requested = Signal(object)
    remedy_requested = Signal(str)

    def __init__(self, parent: QWidget, project: Path | str, *, is_whole: bool = True) -> None:
        super().__init__(parent, "")
        self._project = project
        self._asked: Asked | None = TrainConfig()
        self._preview: TrainPreview | None = None
        self._presets: tuple[Preset, ...] = ()
        self.heading = text_label(face="heading")
        # In their places from the start: a whole form that is moved is styled once more.
        self.study = StudyForm(self.card)
        self.preset = Combo(name=self.tr("Preset"))
        self._area = _scroll_area(self.card)
        self.form = ConfigForm(self._area.viewport(), is_whole=False)
        self.preview = PreviewPane(self.card)
        self._icon = QLabel()
        self.note = text_label(face="small", tone="secondary", is_wrapping=True)
        self.cancel = KeyButton(self.tr("Cancel"), self.tr("Esc"), kind="flat")
        self.next = KeyButton(self.tr("Start next"), self.tr("Ctrl Shift Enter"))
        self.add = KeyButton(self.tr("Add to queue"), self.tr("Ctrl Enter"), kind="primary")
        self._arrange()
        self.set_has_waiting(False)
        if is_whole:
            deque(self.making(), maxlen=0)

    def making(self) -> Iterator[None]:
        """Make what takes long, a bit each time; the dialog can be opened when it is through."""
        yield from self.form.filling()
        self._connect()
        self.set_presets(())
        self._refresh()
        theme().changed.connect(self._refresh)

    def _connect(self) -> None:
        self.form.changed.connect(self._on_form_changed)
        self.study.changed.connect(self._on_form_changed)
        self.preset.chosen.connect(self._on_preset_chosen)
        self.preview.remedy_requested.connect(self.remedy_requested)
        self.preview.measure_requested.connect(self._on_measure_requested)
        self.cancel.clicked.connect(self.close_card)
        self.next.clicked.connect(lambda: self._leave_with(self.next_requested))
        self.add.clicked.connect(self.submit)

    def _arrange(self) -> None:
        self._area.setWidget(self.form)
        grid = QGridLayout(self.card)
        grid.setContentsMargins(24, 20, 24, 20)
        grid.setHorizontalSpacing(40)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, FORM_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.heading, 0, 0)
        grid.addWidget(self.study, 1, 0)
        grid.addLayout(self._preset_line(), 2, 0)
        grid.addWidget(self._area, 3, 0)
        grid.addWidget(self.preview, 0, 1, 4, 1)
        grid.addLayout(self._foot(), 4, 0, 1, 2)
        grid.setRowStretch(3, 1)

    def _preset_line(self) -> QHBoxLayout:
        self._preset_label = text_label(self.tr("Preset"), tone="secondary")
        self._preset_label.setFixedWidth(LABEL_WIDTH)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 16, 0)
        line.setSpacing(0)
        line.addWidget(self._preset_label)
        line.addWidget(self.preset, 1)
        return line

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._icon)
        foot.addWidget(self.note, 1)
        for button in (self.cancel, self.next, self.add):
            foot.addWidget(button)
        return foot

    def open_with(self, asked: Asked) -> None:
        """Open it on a config, e.g. the last one, or that of a failed job."""
        # What was counted when it was open last may not be so any more.
        self._preview = None
        self.preview.estimate.set_estimate(Estimate())
        self.form.more.setChecked(False)
        self.study.set_asked(asked)
        self.form.set_config(training_of(asked))
        self._refresh()
        self.open_card()
        self.study.kind.segment(kind_of(asked)).setFocus(Qt.FocusReason.PopupFocusReason)
        # Where the fields stand is known once they are laid out.
        QTimer.singleShot(0, self, lambda: self._area.verticalScrollBar().setValue(0))

    def set_presets(self, presets: tuple[Preset, ...]) -> None:
        """Offer named configs; none hides the choice."""
        self._presets = presets
        names = enumerate(preset.name for preset in presets)
        self.preset.set_choices([(_OWN, self.tr("Own settings")), *names])
        self._mark_preset()
        self.preset.setVisible(bool(presets))
        self._preset_label.setVisible(bool(presets))

    def set_splits(self, names: Sequence[str]) -> None:
        """Offer the project's stored splits."""
        self.form.set_splits(names)

    def set_has_waiting(self, has_waiting: bool) -> None:
        """Offer to start before the jobs that wait, if any do."""
        self.next.setVisible(has_waiting)

    def set_preview(self, preview: TrainPreview) -> None:
        """Show what a config would train on; the answer to an older config is dropped."""
        if preview.asked == self._asked:
            self._preview = preview
            self.preview.set_preview(preview)
            self._refresh()

    def set_estimate(self, estimate: Estimate) -> None:
        """Show what is known of time and memory."""
        self.preview.estimate.set_estimate(estimate)

    def config(self) -> TrainConfig | None:
        """Return the config of the training, None while a field is wrong."""
        return None if self._asked is None else training_of(self._asked)

    def asked(self) -> Asked | None:
        """Return what is asked for, None while a field is wrong."""
        return self._asked

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it cannot be added, empty where it can."""
        errors = self._preview.errors if self._preview is not None and self.is_current else ()
        return (*self.study.problems(), *self.form.problems(), *errors)

    @property
    def is_current(self) -> bool:
        """Whether the right side answers the form as it is."""
        return self._preview is not None and self._preview.asked == self._asked

    def submit(self) -> None:
        """Add it to the queue, where nothing is wrong."""
        self._leave_with(self.queue_requested)

    def _leave_with(self, signal: SignalInstance) -> None:
        if self.add.isEnabled() and self._asked is not None:
            asked = self._asked
            self.close_card()
            signal.emit(asked)

    def _on_form_changed(self) -> None:
        has_problem = self.form.problems() or self.study.problems()
        try:
            self._asked = None if has_problem else self.study.asked(self.form.config())
        except UsageError:
            self._asked = None
        self._mark_preset()
        self._mark_tried()
        self._refresh()
        if self._asked is not None and not self.is_current:
            self.changed.emit(self._asked)

    def _on_preset_chosen(self, place: object) -> None:
        if isinstance(place, int) and place != _OWN:
            self.form.set_config(self._with_data(self._presets[place].config))
        self._mark_preset()

    def _on_measure_requested(self) -> None:
        if self._asked is not None:
            self.measure_requested.emit(self._asked)

    def _with_data(self, config: TrainConfig) -> TrainConfig:
        """Return a preset's config with what the form says of the clips."""
        own = self.config()
        if own is None:
            return config
        return config.model_copy(update={name: getattr(own, name) for name in KEPT})

    def _mark_preset(self) -> None:
        """Name the preset that the form says, or that it says none."""
        own = self.config()
        same = (
            n for n, preset in enumerate(self._presets) if self._with_data(preset.config) == own
        )
        self.preset.set_key(next(same, _OWN))

    def _mark_tried(self) -> None:
        """Say which knobs a tuning tries."""
        config = self.config()
        if config is None:
            return
        is_tuning = self.study.kind.key == TUNE
        self.form.set_tried(_ranges(config) if is_tuning else {})

    def _refresh(self) -> None:
        words = {
            TRAIN: self.tr("New training"),
            CROSS_VALIDATE: self.tr("New cross-validation"),
            TUNE: self.tr("New tuning"),
        }
        heading = words[str(self.study.kind.key)]
        self.heading.setText(heading)
        self.setAccessibleName(heading)
        self.card.setAccessibleName(heading)
        self.preview.set_stale(not self.is_current)
        if self._asked is not None:
            self.preview.set_command(self._asked.to_command(self._project))
        reasons = self.reasons
        for button in (self.add, self.next):
            button.setEnabled(not reasons and self.is_current)
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
        held = event.modifiers()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and held & Qt.KeyboardModifier.ControlModifier:
            is_first = bool(held & Qt.KeyboardModifier.ShiftModifier) and self.next.isVisible()
            self._leave_with(self.next_requested if is_first else self.queue_requested)
            event.accept()
        else:
            super().keyPressEvent(event)


def _scroll_area(parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _ranges(config: TrainConfig) -> Mapping[str, str]:
    """Return the knobs that a tuning of this config tries, and between what."""
    titles = {knob.name: knob.title for knob in KNOBS}
    return {
        one.name: f"{titles[one.name]}: the tuning tries {number_text(one.low)} "
        f"to {number_text(one.high)}."
        for one in space_of(config)
    }
