"""Adjudicate: the looping clip, what people said of it, and the result.

What it is: the right column of the Golden workspace. It tells what is pressed and is told what
stands, and names whose result a key makes.
What it is not: the player, which is put in from outside, or the writing of a result.
Convention: the result is a layer of its own; what the raters said stays, and the pane says so.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from emo7_core.scale import CLASSES, digit_of
from emo7_gui.controls.cap_field import CapField
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.empty_state import EmptyState
from emo7_gui.golden.golden_view import CaseView
from emo7_gui.golden.opinion_row import OpinionRow
from emo7_gui.golden.picture_slot import PictureSlot
from emo7_gui.golden.result_keys import ResultKeys
from emo7_gui.golden.values_scale import ValuesScale
from emo7_gui.key_button import KeyButton
from emo7_gui.key_map import KeyMap
from emo7_gui.text_label import set_tone, text_label

WIDTH = 400


class AdjudicationPane(QFrame):
    """One case at a time.

    Signals:
        value_pressed(value): the result.
        reason_changed(text): it was typed and left.
        skip_requested: the next open case.
        moment_pressed(frame): show it.
        loop_pressed, play_pressed: the plates on the picture.
    """

    value_pressed = Signal(int)
    reason_changed = Signal(str)
    skip_requested = Signal()
    moment_pressed = Signal(int)
    loop_pressed = Signal()
    play_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setFixedWidth(WIDTH)
        self._case: CaseView | None = None
        self.place = ElidedLabel("", "small", "secondary")
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.picture = PictureSlot()
        self.scale = ValuesScale()
        self._list = QWidget()
        self._opinions = QVBoxLayout(self._list)
        self.rows: tuple[OpinionRow, ...] = ()
        self.layer = ElidedLabel("", "small", "secondary")
        self.layer.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.keys = ResultKeys()
        self.reason = CapField(self.tr("Reason, kept with the result"))
        self.skip = KeyButton(self.tr("Skip"), kind="flat")
        self.set_key_map(KeyMap())
        self.soft = ElidedLabel("", "small", "secondary")
        self.soft.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.state = text_label("", "small", "secondary", is_wrapping=True)
        self.empty = EmptyState(
            "ph.users-three",
            self.tr("Nothing to settle"),
            self.tr("Clips that people disagree on come here."),
            width=WIDTH - 80,
        )
        self._connect()
        self._arrange()
        self.set_case(None)

    @property
    def case(self) -> CaseView | None:
        """The case that is shown."""
        return self._case

    def set_player(self, player: QWidget) -> None:
        """Put the player into its place."""
        self.picture.set_player(player)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.reason.set_cap(key_map.cap("reason"))
        self.skip.set_cap(key_map.cap("next"))

    def set_empty(self, title: str, detail: str) -> None:
        """Say what is missing while there is no case."""
        self.empty.set_words(title, detail)

    def set_case(self, case: CaseView | None) -> None:
        """Show a case; None shows that there is nothing to settle."""
        is_new = case is None or self._case is None or self._case.clip_id != case.clip_id
        before, self._case = self._case, case
        self._pages.setCurrentIndex(0 if case is not None else 1)
        if case is None:
            return
        if is_new or before is None or before.opinions != case.opinions:
            self._fill(case)
        if is_new or not self.reason.hasFocus():
            self.reason.setText(case.note)
        done = self.tr(", {0} settled").format(case.settled_total) if case.settled_total else ""
        first = self.tr("{0} of {1}, widest spread first").format(case.place, case.total)
        self.place.setText(first + done)
        self.scale.set_opinions(case.opinions, case.settled)
        self.keys.set_settled(case.settled)
        people = _word(len(case.opinions))
        self.layer.setText(self.tr("as {0}; the {1} stay").format(case.adjudicator, people))
        self.soft.setText(self.tr("Soft label kept: {0}").format(case.soft) if case.soft else "")
        self._show_state(case)

    def set_writable(self, reason: str) -> None:
        """Say why nothing can be settled, or "" where it can."""
        self.keys.setEnabled(not reason)
        self.reason.setEnabled(not reason)
        self.keys.setToolTip(reason)

    def edit_reason(self) -> None:
        """Go into the field of the reason."""
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave_reason(self) -> bool:
        """Leave the field; True where the focus was in it."""
        # The window's focus, not the screen's: it is left also while another window is in front.
        was_in = self.window().focusWidget() is self.reason
        if was_in:
            self.reason.clearFocus()
        return was_in

    def _show_state(self, case: CaseView) -> None:
        words = ""
        if case.settled is not None:
            result = f"{digit_of(case.settled)} {CLASSES[case.settled]}"
            words = self.tr("{0} settled it: {1}, {2}.").format(case.settled_by, result, case.saved)
        if case.their_note:
            words += f" “{case.their_note}”."
        if case.earlier:
            before = ", ".join(f"{name} {digit_of(value)}" for name, value in case.earlier)
            words += self.tr(" Before: {0}.").format(before)
        if case.is_outdated:
            words += self.tr(" Somebody changed their value since.")
        set_tone(self.state, "warning" if case.is_outdated else "secondary")
        self.state.setText(words)
        self.skip.setText(self.tr("Next") if case.settled is not None else self.tr("Skip"))
        self.skip.setAccessibleName(self.skip.text())
        self.skip.updateGeometry()

    def _fill(self, case: CaseView) -> None:
        while item := self._opinions.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.rows = tuple(OpinionRow(one) for one in case.opinions)
        for row in self.rows:
            row.moment_pressed.connect(self.moment_pressed)
            self._opinions.addWidget(row)
        self._opinions.addStretch(1)

    def _on_reason_left(self) -> None:
        if self._case is not None and self.reason.text().strip() != self._case.note:
            self.reason_changed.emit(self.reason.text().strip())

    def _connect(self) -> None:
        self.keys.value_pressed.connect(self.value_pressed)
        self.skip.clicked.connect(self.skip_requested)
        self.reason.editingFinished.connect(self._on_reason_left)
        # Left after the key: else the same Enter would go on to the next case.
        self.reason.returnPressed.connect(lambda: QTimer.singleShot(0, self.leave_reason))
        self.picture.loop.clicked.connect(self.loop_pressed)
        self.picture.play.clicked.connect(self.play_pressed)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(text_label(self.tr("Adjudicate"), "emphasis"))
        head.addWidget(self.place, 1)
        self._opinions.setContentsMargins(0, 0, 0, 0)
        self._opinions.setSpacing(0)
        result = QHBoxLayout()
        result.addWidget(text_label(self.tr("Result"), "emphasis"))
        result.addWidget(self.layer, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.skip)
        foot.addWidget(self.soft, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.picture, 3)
        column.addWidget(self.scale)
        column.addWidget(_scrolling(self._list), 2)
        column.addLayout(result)
        column.addWidget(self.keys)
        column.addWidget(self.reason)
        column.addWidget(self.state)
        column.addLayout(foot)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    # A scroll area fills its viewport and content in the window's colour.
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setMinimumHeight(88)
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    return area


def _word(count: int) -> str:
    return {2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
