"""The clips of a cell, or of a win / loss list: walked with arrows, relabelled with digits.

What it is: a heading with the columns' names and a list; the row that is walked to is opened.
What it is not: the player, or the log of decisions; it asks with `relabel_requested`.
Convention: values are 0..6; digits 1..7 on the row and on the number pad.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from emo7_core.scale import K
from emo7_gui.actions import LISTS
from emo7_gui.compare.clip_model import (
    BADGE_STEP,
    CLIP_ROLE,
    ROW_HEIGHT,
    ClipDelegate,
    ClipModel,
    ids_of,
)
from emo7_gui.compare.comparison_view import CompareClip
from emo7_gui.theme import theme

_SETTLE_MS = 60


def value_of_key(event: QKeyEvent) -> int | None:
    """Return the value 0..6 of a digit key 1..7, None for any other key."""
    value = event.key() - Qt.Key.Key_1.value
    return value if 0 <= value < K else None


class ListHeading(QWidget):
    """What the list shows, and the names over its badges."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.columns: tuple[str, ...] = ("Human", "A", "B")
        self.setFixedHeight(24)
        theme().changed.connect(self.update)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(120, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        room = self.width() - len(self.columns) * BADGE_STEP - 24
        elide = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(self.text, elide, room)
        painter.drawText(QRectF(4, 0, room, self.height()), middle, text)
        for place, name in enumerate(reversed(self.columns)):
            centre = self.width() - 12 - 10 - place * BADGE_STEP
            box = QRectF(centre - 24, 0, 48, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


class _List(QListView):
    """The list itself; digits are not a search."""

    digit_pressed = Signal(int, bool)

    # Qt overrides.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value = value_of_key(event)
        if value is not None and self.currentIndex().isValid():
            is_unsure = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.digit_pressed.emit(value, is_unsure)
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class ClipList(QWidget):
    """A list of clips under a heading.

    Signals:
        clip_opened(clip id): the arrows or the mouse went to a clip.
        relabel_requested(clip id, value, is unsure): a digit was pressed on it.
        thumbs_wanted(clip ids): these rows are in sight and have no picture yet.
    """

    clip_opened = Signal(int)
    thumbs_wanted = Signal(list)
    relabel_requested = Signal(int, int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clips = ClipModel()
        self.heading = ListHeading()
        self.view = _List()
        self.view.setModel(self._clips)
        self.view.setItemDelegate(ClipDelegate(self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(self.tr("Clips"))
        self.view.setProperty("key_group", LISTS)
        self._is_quiet = False
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask_for_thumbs)
        self.view.verticalScrollBar().valueChanged.connect(self._settle.start)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.view.digit_pressed.connect(self._on_digit)
        self.setFocusProxy(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.view, 1)
        theme().changed.connect(self.view.viewport().update)

    def set_clips(
        self,
        heading: str,
        clips: Sequence[CompareClip],
        columns: tuple[str, ...],
        opens: bool = True,
    ) -> None:
        """Show clips, and open the first.

        Args:
            heading: What the list is, e.g. "Human Positive, A Extremely Positive".
            clips: Rows in their order.
            columns: Names over the badges: label and A, or label, A and B.
            opens: False opens none until somebody walks.
        """
        self.heading.text, self.heading.columns = heading, columns
        self.heading.setAccessibleName(heading)
        self.heading.update()
        self._clips.set_clips(clips, has_b=len(columns) > 2)
        self._settle.start()
        if len(clips) and opens:
            self.view.setCurrentIndex(self._clips.index(0))

    def renew_clips(self, clips: Sequence[CompareClip]) -> None:
        """Show other values of the same clips; the list stays where it stands.

        Raises:
            ValueError: these are other clips.
        """
        if ids_of(clips) != ids_of(self._clips.clips):
            raise ValueError("only values can be renewed, not which clips are listed")
        self._clips.renew_clips(clips)

    def set_thumbnail(self, clip_id: int, image: QImage) -> None:
        """Show the picture of a clip."""
        self._clips.set_image(clip_id, image)

    def forget_thumbnails(self) -> None:
        """Drop all pictures: the project closes."""
        self._clips.forget_images()

    def step(self, by: int) -> None:
        """Walk up (-1) or down (+1)."""
        row = self.view.currentIndex().row() + by
        if 0 <= row < self._clips.rowCount():
            self.view.setCurrentIndex(self._clips.index(row))

    def stand_on(self, clip_id: int | None) -> None:
        """Go to the row of a clip, if it is listed, without opening it again."""
        ids = ids_of(self._clips.clips)
        if clip_id in ids:
            self._is_quiet = True
            self.view.setCurrentIndex(self._clips.index(ids.index(clip_id)))
            self._is_quiet = False

    @property
    def current_clip(self) -> CompareClip | None:
        """The clip that the list stands on."""
        index = self.view.currentIndex()
        return index.data(CLIP_ROLE) if index.isValid() else None

    def relabel(self, value: int, is_unsure: bool = False) -> None:
        """Ask for a new label of the current clip."""
        if (clip := self.current_clip) is not None:
            self.relabel_requested.emit(clip.clip_id, value, is_unsure)

    def _ask_for_thumbs(self) -> None:
        first = self.view.verticalScrollBar().value() // ROW_HEIGHT
        stop = first + self.view.viewport().height() // ROW_HEIGHT + 3
        ids = ids_of(self._clips.clips)[first:stop]
        if wanted := [clip_id for clip_id in ids if not self._clips.has_image(clip_id)]:
            self.thumbs_wanted.emit(wanted)

    def _on_digit(self, value: int, is_unsure: bool) -> None:
        self.relabel(value, is_unsure)

    def _on_current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.isValid() and not self._is_quiet:
            self.clip_opened.emit(current.data(CLIP_ROLE).clip_id)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()
        if (current := self.view.currentIndex()).isValid():
            self.view.scrollTo(current)
