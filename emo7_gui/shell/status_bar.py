"""The bar at the bottom: is it saved, facts of the clip, facts of the machine.

What it is: a view; the words come from outside.
Convention: facts are short phrases, shown side by side; what does not fit is cut at the end.
A sentence stands in their place for some seconds, an error until the next sentence.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSpacerItem, QWidget

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.key_cap import KeyCap
from emo7_gui.key_map import KeyMap
from emo7_gui.text_label import set_tone, text_label
from emo7_gui.theme import theme

_ICON = 14
_AFTER_SAVED = 12
_NOTICE_MS = 6000
NOTHING, SAVING, SAVED, FAILED = "nothing", "saving", "saved", "failed"
_ICONS = {
    SAVED: ("ph.check-circle-fill", "accent"),
    SAVING: ("ph.circle-dashed", "text_secondary"),
    FAILED: ("ph.warning-circle", "error"),
}
_BETWEEN = "\u2003"


class StatusBar(QWidget):
    """Saved state, facts, machine, keys.

    Signals:
        keys_requested: "all keys" was pressed.
    """

    keys_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._saved = text_label("", "small", "secondary")
        self._warning = QLabel()
        self._warning.hide()
        self._facts = ElidedLabel("", "small", "secondary")
        self._facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._machine = ElidedLabel("", "small", "secondary")
        self._cap = KeyCap("?")
        self._keys = QPushButton(self.tr("all keys"))
        self._space = QSpacerItem(0, 0)
        self._kind = NOTHING
        self._has_error = False
        self._fact_list: tuple[str, ...] = ()
        self._notice = QTimer(self, interval=_NOTICE_MS, singleShot=True)
        self._notice.timeout.connect(self._end_notice)
        self.setFixedHeight(theme().size("status_bar"))
        self._build()
        self.set_saved(NOTHING)
        theme().changed.connect(self._paint_icons)

    def set_saved(self, kind: str, at: datetime | None = None, reason: str = "") -> None:
        """Show whether the last decision is on the disk.

        Args:
            kind: NOTHING, SAVING, SAVED or FAILED.
            at: Local time of the last durable decision.
            reason: Why it failed, for the tool tip.
        """
        if self._kind == FAILED and kind == SAVED:
            self._end_notice()  # what the error said is over
        self._kind = kind
        self._saved.setText(self._words(kind, at))
        self._saved.setToolTip(reason)
        self._saved.setFont(theme().font("small_strong" if kind == FAILED else "small"))
        set_tone(self._saved, "error" if kind == FAILED else "secondary")
        for widget in (self._icon, self._saved):
            widget.setVisible(kind != NOTHING)
        self._space.changeSize(_AFTER_SAVED if kind != NOTHING else 0, 0)
        self._row.invalidate()
        self._paint_icons()

    def saved_text(self) -> str:
        """Return what it says about saving."""
        return self._saved.text()

    def set_facts(self, facts: tuple[str, ...]) -> None:
        """Show facts of what is open."""
        self._fact_list = facts
        if not self._notice.isActive() and not self._has_error:
            self._end_notice()

    def say(self, text: str, tone: str = "") -> None:
        """Show a short sentence in the place of the facts for a few seconds."""
        self._say(text, tone)
        self._notice.start()

    def say_error(self, text: str) -> None:
        """Show what went wrong in the place of the facts until the next sentence."""
        self._notice.stop()
        self._say(text, "error")

    @property
    def shown(self) -> str:
        """What stands in the place of the facts."""
        return self._facts.text()

    def _end_notice(self) -> None:
        self._say(_BETWEEN.join(self._fact_list), "secondary")

    def _say(self, text: str, tone: str) -> None:
        self._has_error = tone == "error"
        self._warning.setVisible(self._has_error)
        set_tone(self._facts, tone)
        self._facts.setText(text)
        self._facts.setToolTip(text if self._has_error else "")

    def set_machine(self, facts: tuple[str, ...]) -> None:
        """Show facts of the machine at the right."""
        self._machine.setText(_BETWEEN.join(facts))

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the key of the key sheet."""
        self._cap.set_text(key_map.cap("keys"))

    def _words(self, kind: str, at: datetime | None) -> str:
        if kind == SAVED:
            return self.tr("saved {}").format(f"{at:%H:%M:%S}") if at else self.tr("saved")
        words = {SAVING: self.tr("saving"), FAILED: self.tr("not saved, trying again")}
        return words.get(kind, "")

    def _paint_icons(self) -> None:
        pictures = [(self._warning, *_ICONS[FAILED])]
        if self._kind in _ICONS:
            pictures.append((self._icon, *_ICONS[self._kind]))
        for label, name, role in pictures:
            icon, size = theme().icon(name, role, _ICON), QSize(_ICON, _ICON)
            label.setPixmap(icon.pixmap(size, self.devicePixelRatio()))

    def _build(self) -> None:
        self._keys.setProperty("kind", "flat")
        self._keys.setFont(theme().font("small"))
        self._keys.setProperty("tone", "secondary")
        self._keys.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._keys.clicked.connect(self.keys_requested)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self._icon)
        row.addWidget(self._saved)
        row.addItem(self._space)
        row.addWidget(self._warning)
        row.addWidget(self._facts, 1)
        row.addWidget(self._machine)
        row.addSpacing(12)
        row.addWidget(self._cap)
        row.addWidget(self._keys)
