"""The captions nearest to the chosen cut: walked with arrows, opened with Enter or a click.

What it is: a heading, a list, what a value on a cut means, and the keys.
What it is not: the player; it asks with `clip_opened`.
Convention: nearest first on both sides; as many as the height holds.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from emo7_gui.actions import LISTS
from emo7_gui.compare.key_hint import KeyHint
from emo7_gui.data.data_view import NearCut, cut_text
from emo7_gui.data.near_model import (
    CAPTION,
    CUT,
    HEADING,
    HEIGHTS,
    ROW_ROLE,
    NearDelegate,
    NearModel,
)
from emo7_gui.key_map import KeyMap
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

LEAST, MOST = 3, 12
_SETTLE_MS = 80
_TITLE = 160


class _List(QListView):
    """The list itself; letters are not a search."""

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class NearList(QWidget):
    """Captions at a cut.

    Signals:
        clip_opened(clip id): play this clip.
        thumbs_wanted(clip ids): these rows have no picture yet.
    """

    clip_opened = Signal(int)
    thumbs_wanted = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._near: NearCut | None = None
        self._rows = NearModel()
        self.title = text_label(face="strong")
        # Of a fixed size, so that a dragged cut lays out nothing.
        self.title.setFixedSize(_TITLE, theme().line("body"))
        self.view = _List()
        self._play_hint = KeyHint((), self.tr("play the clip"))
        self._move_hint = KeyHint((), self.tr("move the cut by .01"))
        self.note = text_label(face="small", tone="secondary", is_wrapping=True)
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask_for_thumbs)
        self._make_view()
        self._arrange()
        self.set_key_map(KeyMap())
        theme().changed.connect(self.view.viewport().update)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        play = key_map.cap("list_open")
        self._play_hint.set_caps("↵" if play == "Enter" else play)
        self._move_hint.set_caps(key_map.cap("cut_lower"), key_map.cap("cut_raise"))

    def set_near(self, near: NearCut | None) -> None:
        """Show the captions of a cut."""
        if near == self._near:
            return
        self._near = near
        at = "" if near is None else self.tr("At the cut {0}").format(cut_text(near.cut))
        self.title.setText(at)
        note = "" if near is None else near.note
        if note != self.note.text():
            self.note.setText(note)
        self.view.setAccessibleName(at or self.tr("Captions at a cut"))
        self._show()

    def set_thumbnail(self, clip_id: int, image: QImage) -> None:
        """Show the picture of a clip."""
        self._rows.set_image(clip_id, image)

    def forget_thumbnails(self) -> None:
        """Drop the pictures of a project that is left."""
        self._rows.forget_images()

    def step(self, by: int) -> None:
        """Walk up (-1) or down (+1) along the captions."""
        places = [place for place, row in enumerate(self._rows.rows) if row.kind == CAPTION]
        if not places:
            return
        here = self.view.currentIndex().row()
        if here not in places:
            target = places[0] if by > 0 else places[-1]
        else:
            target = places[min(max(places.index(here) + by, 0), len(places) - 1)]
        self.view.setCurrentIndex(self._rows.index(target))

    def open_current(self) -> None:
        """Ask to play the caption's clip that the list stands on, or the nearest one."""
        if not self.view.currentIndex().isValid():
            self.step(1)
        self._open(self.view.currentIndex())

    def _make_view(self) -> None:
        view = self.view
        view.setModel(self._rows)
        view.setItemDelegate(NearDelegate(view))
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setProperty("key_group", LISTS)
        view.clicked.connect(self._open)
        self.setFocusProxy(view)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(text_label(self.tr("nearest first"), "small", "secondary"))
        keys = QHBoxLayout()
        keys.setContentsMargins(8, 0, 8, 0)
        keys.addWidget(self._play_hint)
        keys.addStretch(1)
        keys.addWidget(self._move_hint)
        self.note.setContentsMargins(8, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addLayout(keys)

    @property
    def _most(self) -> int:
        spare = self.view.height() - 2 * HEIGHTS[HEADING] - HEIGHTS[CUT]
        return min(max(spare // (2 * HEIGHTS[CAPTION]), LEAST), MOST)

    def _show(self) -> None:
        self._rows.set_near(self._near, self._most)
        self._settle.start()

    def _ask_for_thumbs(self) -> None:
        told = (row.caption for row in self._rows.rows if row.caption is not None)
        shown = [one.clip_id for one in told if not one.is_hidden]
        if wanted := [clip_id for clip_id in shown if not self._rows.has_image(clip_id)]:
            self.thumbs_wanted.emit(wanted)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if row is not None and row.caption is not None:
            self.clip_opened.emit(row.caption.clip_id)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()
