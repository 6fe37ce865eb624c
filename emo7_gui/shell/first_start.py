"""The first screen, while no project is open: what this is, and three ways in.

What it is: a view that says which way was chosen, and shows the progress of making the demo.
What it is not: dropping; the window takes drops anywhere (main_window.py).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from emo7_gui.controls.progress_bar import ProgressBar
from emo7_gui.key_map import KeyMap
from emo7_gui.shell.picture_card import PictureCard
from emo7_gui.shell.scale_strip import ScaleStrip
from emo7_gui.shell.way_in import WayIn
from emo7_gui.text_label import text_label

WIDTH = 656
_PICTURE = 264


class FirstStart(QWidget):
    """Screen 9.

    Signals:
        demo_requested, import_requested, open_requested: a way in was chosen.
        cancel_requested: the work shown by set_work should stop.
    """

    demo_requested = Signal()
    import_requested = Signal()
    open_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = PictureCard(self.tr("A signer with landmarks"), _PICTURE)
        self._demo = WayIn(
            "ph.play-circle",
            self.tr("Open the demo project"),
            self.tr("Clips of a drawn signer, made on this computer"),
            "Enter",
            is_primary=True,
        )
        self._import = WayIn(
            "ph.film-strip",
            self.tr("Start from your clips"),
            self.tr("Videos, tables of How2Sign, ASLLRP or EmoSign, earlier CSVs"),
            "I",
        )
        self._open = WayIn(
            "ph.folder-open",
            self.tr("Open a project"),
            self.tr("A folder that holds emo7.db"),
            "O",
        )
        self._hint = text_label(
            self.tr("or drop a folder or a video anywhere in this window"), "small", "secondary"
        )
        self._bar = ProgressBar(self.tr("Work"))
        self._work = text_label("", "small", "secondary")
        self._cancel = QPushButton(self.tr("Cancel"))
        self._demo.clicked.connect(self.demo_requested)
        self._import.clicked.connect(self.import_requested)
        self._open.clicked.connect(self.open_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self._build()
        self.set_work("", None)

    def set_picture(self, image: QImage | None) -> None:
        """Show a picture above the heading, or none."""
        self._picture.set_image(image)

    def set_demo_detail(self, text: str) -> None:
        """Say what the demo project is, e.g. how many clips and how long they take."""
        self._demo.set_detail(text)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        ways = (("start_demo", self._demo), ("start_import", self._import))
        for action_id, way in (*ways, ("start_open", self._open)):
            way.set_cap(key_map.cap(action_id))

    def set_work(self, text: str, share: float | None) -> None:
        """Show long work with its share 0..1 and Cancel; an empty text ends it."""
        is_working = bool(text)
        self._work.setText(text)
        self._bar.set_share(share or 0.0)
        for widget in (self._bar, self._work, self._cancel):
            widget.setVisible(is_working)
        self._hint.setVisible(not is_working)
        for way in (self._demo, self._import, self._open):
            way.setEnabled(not is_working)

    def perform(self, action_id: str) -> bool:
        """Answer a key; True where it was one of ours."""
        ways = {"start_demo": self._demo, "start_import": self._import, "start_open": self._open}
        if action_id not in ways:
            return False
        ways[action_id].click()
        return True

    def _build(self) -> None:
        line = self.tr("Play a clip, press one key, see the next. ") + self.tr(
            "Each decision is saved at once, on this computer."
        )
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._picture, 100)
        column.addSpacing(12)
        column.addWidget(text_label(self.tr("Put signing on the scale"), "heading"))
        column.addWidget(text_label(line, "body", "secondary"))
        column.addSpacing(24)
        column.addWidget(ScaleStrip())
        column.addSpacing(8)
        for way in (self._demo, self._import, self._open):
            column.addWidget(way)
        column.addSpacing(8)
        column.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._bar)
        below = QHBoxLayout()
        below.addWidget(self._work, 1)
        below.addWidget(self._cancel)
        column.addLayout(below)
        column.addStretch(2)
        holder = QWidget()
        holder.setLayout(column)
        holder.setMaximumWidth(WIDTH)
        column.setContentsMargins(0, 8, 0, 8)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(holder, 1000)
        row.addStretch(1)
        self._picture.setMaximumHeight(_PICTURE)
