"""What changed since an earlier golden version, over the window.

What it is: a dialog with the difference, and the way back: an earlier version under a new number.
What it is not: the way back itself; that is asked once more (confirm_card.py).
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from emo7_gui.combo import Combo
from emo7_gui.golden.changes_body import ChangesBody
from emo7_gui.golden.golden_view import ChangesView
from emo7_gui.key_button import KeyButton
from emo7_gui.shell.overlay import Overlay
from emo7_gui.text_label import text_label

SIZE = QSize(800, 560)


class ChangesCard(Overlay):
    """The difference.

    Signals:
        version_chosen(number): the version to compare with; answer with set_changes.
        restore_requested(number): bring that version back under a new number.
        clips_opened(ClipSet): a clip was opened; the card has closed.
    """

    version_chosen = Signal(int)
    restore_requested = Signal(int)
    clips_opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("Changes between golden versions"), SIZE)
        self.title = text_label("", "heading")
        self.since = Combo(name=self.tr("Compare with"))
        self.body = ChangesBody()
        self.restore = KeyButton("", icon="ph.arrow-u-up-left", kind="flat")
        self.close_button = KeyButton(self.tr("Close"), self.tr("Esc"), kind="primary")
        self.since.chosen.connect(lambda number: self.version_chosen.emit(int(str(number))))
        self.restore.clicked.connect(self._on_restore)
        self.close_button.clicked.connect(self.close_card)
        self.body.clips_opened.connect(self._on_clips_opened)
        self._arrange()

    def open_on(self, view: ChangesView, earlier: tuple[tuple[int, str], ...], chosen: int) -> None:
        """Show a difference, with the versions (number, words) it can be made to."""
        self.since.set_choices([(str(number), words) for number, words in earlier])
        self.since.set_key(str(chosen))
        self.set_changes(view, chosen)
        self.open_card()
        self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_changes(self, view: ChangesView, chosen: int) -> None:
        """Show the difference to another version."""
        self.title.setText(view.title)
        self.body.set_changes(view)
        self.restore.setText(self.tr("Bring v{0} back …").format(chosen))
        self.restore.setAccessibleName(self.restore.text())
        self.restore.updateGeometry()

    def _on_restore(self) -> None:
        number = int(str(self.since.key))
        self.close_card()
        self.restore_requested.emit(number)

    def _on_clips_opened(self, clips: object) -> None:
        self.close_card()
        self.clips_opened.emit(clips)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.since)
        foot = QHBoxLayout()
        foot.addWidget(self.restore)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.body, 1)
        column.addLayout(foot)
