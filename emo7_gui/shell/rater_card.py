"""Who is labelling: a rater's profile, and the change to another rater.

What it is: a small form over a profile (emo7_core/labels/raters.py).
What it is not: an account; another name is another rater, and nothing of the first one is lost.
Convention: what nobody stated is None and stays so; a name that is not known begins empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from emo7_core.labels.raters import MOST_INITIALS, Profile, initials_of
from emo7_gui.controls.chip import Chip
from emo7_gui.controls.flow_layout import FlowLayout
from emo7_gui.key_button import KeyButton
from emo7_gui.segmented import Segmented
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import text_label

_SIZE = QSize(520, 440)
_ANSWERS = {"": None, "yes": True, "no": False}
_MOST_KNOWN = 12


class RaterCard(Overlay):
    """The form.

    Signals:
        profile_given(Profile): keep it and label as this rater; the card has closed.
    """

    profile_given = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("Rater"), _SIZE)
        self._known: dict[str, Profile] = {}
        self._raters: dict[str, Chip] = {}
        self._current = self._shown_facts_of = ""
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.name = _line(self.tr("Name"))
        self.initials = _line(self.tr("Initials"))
        self.initials.setMaxLength(MOST_INITIALS)
        self.is_deaf = _choice(self.tr("Is Deaf"))
        self.uses_asl = _choice(self.tr("Uses ASL"))
        self.about = _line(self.tr("About"))
        self.note = text_label("", "small", "secondary", is_wrapping=True)
        self.cancel = KeyButton(self.tr("Cancel"), self.tr("Esc"), kind="flat")
        self.save = KeyButton(self.tr("Save"), self.tr("Ctrl Enter"), kind="primary")
        self.cancel.clicked.connect(self.close_card)
        self.save.clicked.connect(self.submit)
        self.name.textEdited.connect(self._on_named)
        self._arrange()

    def open_for(self, current: Profile, known: Sequence[Profile]) -> None:
        """Open it on the rater at work, with all that the project knows."""
        self._known = {one.name: one for one in (*known, current)}
        self._current = current.name
        self._fill_chips()
        self._show(current)
        self.open_card()
        self.name.setFocus(Qt.FocusReason.PopupFocusReason)

    def profile(self) -> Profile | None:
        """Return what the form says, None without a name."""
        name = self.name.text().strip()
        if not name:
            return None
        facts = (_ANSWERS[str(field.key or "")] for field in (self.is_deaf, self.uses_asl))
        is_deaf, uses_asl = facts
        about = self.about.text().strip()
        return Profile(name, self.initials.text().strip(), is_deaf, uses_asl, about)

    def submit(self) -> None:
        """Give the profile, where it has a name."""
        profile = self.profile()
        if profile is not None:
            self.close_card()
            self.profile_given.emit(profile)

    def _show(self, profile: Profile) -> None:
        self.name.setText(profile.name)
        self._show_facts(profile)

    def _show_facts(self, profile: Profile) -> None:
        self.initials.setText(profile.initials)
        for field, fact in ((self.is_deaf, profile.is_deaf), (self.uses_asl, profile.uses_asl)):
            field.set_key("" if fact is None else "yes" if fact else "no")
        self.about.setText(profile.about)
        self._shown_facts_of = profile.name
        self._refresh()

    def _on_named(self, text: str) -> None:
        """What is stated of one rater is never taken over for another."""
        known = self._known.get(text.strip())
        if known is not None:
            self._show_facts(known)
        elif self._shown_facts_of in self._known:
            self._show_facts(Profile("?"))
        self._refresh()

    def _refresh(self) -> None:
        name = self.name.text().strip()
        is_other = bool(name) and name != self._current
        self.save.setText(self.tr("Label as {0}").format(name) if is_other else self.tr("Save"))
        self.save.setAccessibleName(self.save.text())
        self.save.setEnabled(bool(name))
        self.save.updateGeometry()
        self.initials.setPlaceholderText(initials_of(name) if name else "")
        self.note.setText(self._note(name, is_other))
        for known, chip in self._raters.items():
            chip.setChecked(known == name)

    def _note(self, name: str, is_other: bool) -> str:
        if not name:
            return self.tr("A rater needs a name.")
        if not is_other:
            return self.tr("It stays in the project; an export never holds it.")
        if name in self._known:
            return self.tr("All that {0} decided is kept and stays theirs.").format(self._current)
        return self.tr("A new rater. All that {0} decided is kept.").format(self._current)

    def _fill_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._raters = {}
        for name in list(self._known)[:_MOST_KNOWN]:
            chip = self._raters[name] = Chip(name)
            chip.clicked.connect(lambda _=False, n=name: self._show(self._known[n]))
            self._flow.addWidget(chip)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(16)
        grid.setColumnMinimumWidth(0, 96)
        grid.setColumnStretch(1, 1)
        fields = (self.name, self.initials, self.is_deaf, self.uses_asl, self.about)
        for place, field in enumerate(fields):
            title = text_label(field.accessibleName(), "body", "secondary")
            grid.addWidget(title, place, 0)
            grid.addWidget(field, place, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(text_label(self.tr("Who is labelling?"), "heading"))
        column.addWidget(self._chips)
        column.addLayout(grid)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(foot)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
        super().keyPressEvent(event)


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    return line


def _choice(name: str) -> Segmented:
    return Segmented((("", "Not stated"), ("yes", "Yes"), ("no", "No")), name)
