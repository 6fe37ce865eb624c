"""The right column of Compare: the player, both traces, who says what, caption, and the lists.

What it is: a slot for the player, what A and B said along the clip, the values line, and three
lists behind segments: the clips of a cell or another row, only A right, only B right.
What it is not: the player itself, which is put in from outside (`set_player`).
Convention: the lists' keys are "cell", "a" and "b". Nothing is opened until somebody asks for a
list: seeing a clip here tells what others say of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from emo7_gui.compare.clip_list import ClipList
from emo7_gui.compare.comparison_view import CompareClip, OpenClip
from emo7_gui.compare.key_hint import KeyHint
from emo7_gui.compare.trace_lane import TraceLane
from emo7_gui.compare.values_line import ValuesLine
from emo7_gui.segmented import Segmented
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

PLAYER_HEIGHT = 336
Lists = dict[str, tuple[str, Sequence[CompareClip]]]


class ClipPane(QWidget):
    """Player and lists of clips."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_name = self.tr("Human")
        self._has_b = False
        self._lists: Lists = {}
        self.player: QWidget | None = None
        self._slot = QVBoxLayout()
        self.traces = TraceLane()
        self.values = ValuesLine()
        self._caption_icon = QLabel()
        self.caption = text_label(tone="secondary", is_wrapping=True)
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
        self._paint_icon()
        theme().changed.connect(self._paint_icon)

    def _paint_icon(self) -> None:
        self._caption_icon.setPixmap(theme().icon("ph.closed-captioning").pixmap(16))

    def _arrange(self) -> None:
        caption = QHBoxLayout()
        caption.setSpacing(8)
        caption.addWidget(self._caption_icon)
        caption.addWidget(self.caption, 1)
        hints = QHBoxLayout()
        hints.addWidget(KeyHint(("↑", "↓"), self.tr("walk the list")))
        hints.addStretch(1)
        hints.addWidget(KeyHint(("1", "7"), self.tr("relabel"), joint="–"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        column.addLayout(self._slot)
        column.addWidget(self.traces)
        column.addWidget(self.values)
        column.addLayout(caption)
        column.addWidget(self.tabs)
        column.addWidget(self._empty)
        column.addWidget(self.clips, 1)
        column.addStretch(0)
        column.addLayout(hints)

    def set_player(self, player: QWidget) -> None:
        """Put the player into its place."""
        self.player = player
        player.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        player.setFixedHeight(PLAYER_HEIGHT)
        self._slot.addWidget(player)

    def set_lists(self, lists: Lists, title: str = "", opens: bool = True) -> None:
        """Give the lists that can be shown: key ("cell", "a", "b") -> heading and clips.

        Args:
            lists: By key.
            title: What the first list is, in one word; a cell if empty.
            opens: Whether the first clip of the list is opened.
        """
        before = self.tabs.key
        self._lists = lists
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

    def show_list(self, key: str, opens: bool = True) -> None:
        """Show one of the lists, and open its first clip or none."""
        heading, clips = self._lists[key]
        self.tabs.set_key(key)
        columns = (self._label_name, "A", "B") if self._has_b else (self._label_name, "A")
        self.clips.set_clips(heading, clips, columns, opens)

    def set_names(self, label_name: str, has_b: bool) -> None:
        """Say whose label is the truth in one word, and whether there is a model B."""
        self._label_name, self._has_b = label_name, has_b

    def set_clip(self, clip: OpenClip | None) -> None:
        """Show who says what about the open clip, and its caption where it is revealed."""
        self.values.set_clip(clip, self._label_name, self._has_b)
        caption = clip.caption if clip is not None else None
        self.caption.setText(caption or "")
        self.caption.setVisible(caption is not None)
        self._caption_icon.setVisible(caption is not None)

    def set_thumbnail(self, clip_id: int, image: QImage) -> None:
        """Show the picture of a clip in the lists."""
        self.clips.set_thumbnail(clip_id, image)
