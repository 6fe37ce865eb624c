"""The right column of Compare: the open clips with who says what, and the lists.

What it is: one clip or two (clip_sides.py), and three lists behind segments: the clips of a cell or
another row, only A right, only B right.
What it is not: the player itself, which is put in from outside (`set_player`).
Convention: the lists' keys are "cell", "a" and "b". Nothing is opened until somebody asks for a
list: seeing a clip here tells what others say of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from emo7_gui.compare.clip_list import ClipList
from emo7_gui.compare.clip_sides import LEFT, ClipSides
from emo7_gui.compare.comparison_view import CompareClip, OpenClip
from emo7_gui.compare.key_hint import KeyHint
from emo7_gui.compare.trace_lane import TraceLane
from emo7_gui.compare.values_line import ValuesLine
from emo7_gui.key_map import KeyMap
from emo7_gui.segmented import Segmented
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

Lists = dict[str, tuple[str, Sequence[CompareClip]]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The lists of one side, and where they stand.

    Attributes:
        lists: By key.
        title: What the first list is, in one word; a cell if empty.
        key: The list that is shown.
        clip_id: The clip that it stands on, None for none.
    """

    lists: Lists = field(default_factory=dict)
    title: str = ""
    key: str = ""
    clip_id: int | None = None


class ClipPane(QWidget):
    """Open clips and lists of clips.

    Signals:
        left: another page is in front now.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_name = self.tr("Human")
        self._has_b = False
        self._lists: Lists = {}
        self._title = ""
        self.sides = ClipSides()
        self._beside_hint = KeyHint(("D",), self.tr("second clip"))
        self._other_hint = KeyHint(("S",), self.tr("other clip"))
        self.tabs = Segmented((("cell", self.tr("Cell")),), self.tr("Lists of clips"))
        self.clips = ClipList()
        self._empty = text_label(
            self.tr("Choose a cell of a matrix: Enter or a click opens its clips here."),
            tone="secondary",
            is_wrapping=True,
        )
        self.tabs.chosen.connect(lambda key: self.show_list(str(key)))
        self.setFixedWidth(theme().size("player_side"))
        self._arrange()
        self.set_lists({})
        self.set_double(False)

    @property
    def traces(self) -> TraceLane:
        """What A and B said along the clip, the left one of two."""
        return self.sides.traces[LEFT]

    @property
    def values(self) -> ValuesLine:
        """Who says what of the clip, the left one of two."""
        return self.sides.values[LEFT]

    @property
    def caption(self) -> QLabel:
        """The caption of the clip, the left one of two."""
        return self.sides.captions[LEFT].words

    def set_key_map(self, key_map: KeyMap) -> None:
        """Show the keys that hold now."""
        self.sides.set_key_map(key_map)
        self._beside_hint.set_caps(key_map.cap("beside"))
        self._other_hint.set_caps(key_map.cap("other_side"))

    def set_double(self, is_double: bool) -> None:
        """Show two clips beside each other, or one."""
        self.sides.set_double(is_double)
        self._beside_hint.setVisible(not is_double)
        self._other_hint.setVisible(is_double)

    def _arrange(self) -> None:
        hints = QHBoxLayout()
        hints.addWidget(KeyHint(("↑", "↓"), self.tr("walk the list")))
        hints.addStretch(1)
        hints.addWidget(self._beside_hint)
        hints.addWidget(self._other_hint)
        hints.addStretch(1)
        hints.addWidget(KeyHint(("1", "7"), self.tr("relabel"), joint="–"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        column.addWidget(self.sides)
        column.addWidget(self.tabs)
        column.addWidget(self._empty)
        column.addWidget(self.clips, 1)
        column.addStretch(0)
        column.addLayout(hints)

    def set_player(self, player: QWidget, side: int = LEFT) -> None:
        """Put a player into its place."""
        self.sides.set_player(player, side)

    def set_lists(self, lists: Lists, title: str = "", opens: bool = True) -> None:
        """Give the lists that can be shown: key ("cell", "a", "b") -> heading and clips.

        Args:
            lists: By key.
            title: What the first list is, in one word; a cell if empty.
            opens: Whether the first clip of the list is opened.
        """
        before = self.tabs.key
        self._lists, self._title = lists, title
        titles = {
            "cell": title or self.tr("Cell"),
            "a": self.tr("Only A right"),
            "b": self.tr("Only B right"),
        }
        self.tabs.set_choices([(key, titles[key]) for key in ("cell", "a", "b") if key in lists])
        for key, (_, clips) in lists.items():
            self.tabs.set_text(key, titles[key], len(clips))
        self.tabs.setVisible(bool(lists))
        self.clips.setVisible(bool(lists))
        self._empty.setVisible(not lists)
        if lists:
            self.show_list(str(before) if before in lists else next(iter(lists)), opens)

    def renew_lists(self, lists: Lists) -> None:
        """Show other values of the clips that are listed; the chosen list and row stay."""
        self._lists = lists
        if self.tabs.key in lists:
            self.clips.renew_clips(lists[str(self.tabs.key)][1])

    @property
    def lists(self) -> Lists:
        """The lists as they are."""
        return self._lists

    def shelf(self) -> Shelf:
        """Return the lists and where they stand."""
        clip = self.clips.current_clip if self._lists else None
        clip_id = None if clip is None else clip.clip_id
        return Shelf(self._lists, self._title, str(self.tabs.key or ""), clip_id)

    def put_shelf(self, shelf: Shelf) -> None:
        """Show lists where they stood before; nothing is opened."""
        self.tabs.set_key(shelf.key)
        self.set_lists(shelf.lists, shelf.title, opens=False)
        if shelf.key in shelf.lists:
            self.show_list(shelf.key, opens=False)
            self.clips.stand_on(shelf.clip_id)

    def show_list(self, key: str, opens: bool = True) -> None:
        """Show one of the lists, and open its first clip or none."""
        heading, clips = self._lists[key]
        self.tabs.set_key(key)
        columns = (self._label_name, "A", "B") if self._has_b else (self._label_name, "A")
        self.clips.set_clips(heading, clips, columns, opens)

    def set_names(self, label_name: str, has_b: bool) -> None:
        """Say whose label is the truth in one word, and whether there is a model B."""
        self._label_name, self._has_b = label_name, has_b

    def set_clip(self, clip: OpenClip | None, side: int = LEFT) -> None:
        """Show who says what about an open clip, and its caption where it is revealed."""
        self.sides.values[side].set_clip(clip, self._label_name, self._has_b)
        self.sides.captions[side].set_caption(clip.caption if clip is not None else None)

    def set_thumbnail(self, clip_id: int, image: QImage) -> None:
        """Show the picture of a clip in the lists."""
        self.clips.set_thumbnail(clip_id, image)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sides.set_room(self.height())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.left.emit()
