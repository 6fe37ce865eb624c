"""The menu under the project's name: projects, import, export, look, keys.

What it is: a QMenu whose entries are actions of the registry, with their keys.
What it is not: what they do; it says `action_requested(id)` and what was chosen.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.actions import BY_ID
from emo7_gui.key_map import KeyMap
from emo7_gui.tokens import Scheme

_PROJECT = ("new_project", "open_project")
_RATING = ("rater", "make_queue", "exemplars")
_WORK = ("import_clips", "export_labels", "back_up")
_LOOKS: tuple[tuple[str, str], ...] = (("", "As the system"), ("dark", "Dark"), ("light", "Light"))


class ProjectMenu(QMenu):
    """Everything about the project as a whole.

    Signals:
        action_requested(id): an entry of the registry was chosen.
        recent_chosen(path): a recent project was chosen.
        scheme_chosen(scheme): "dark", "light" or "" for the system's.
        reveal_toggled(is on): whether a clip stays after the commit.
        exemplar_chosen(value | None): the open clip stands for a value, or for none.
    """

    action_requested = Signal(str)
    recent_chosen = Signal(str)
    scheme_chosen = Signal(str)
    reveal_toggled = Signal(bool)
    exemplar_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, QAction] = {}
        self._add_entries(_PROJECT)
        self._recent = self.addMenu(self.tr("Recent projects"))
        self.addSeparator()
        self._add_entries(_WORK)
        self.addSeparator()
        self._add_entries(_RATING)
        self._exemplar = self._add_exemplars()
        self.addSeparator()
        self._looks = self._add_looks()
        self._reveal = self.addAction(BY_ID["reveal"].text)
        self._reveal.setCheckable(True)
        self._reveal.triggered.connect(self.reveal_toggled)
        self.addSeparator()
        self._add_entries(("keys", "quit"))
        self.set_recent(())

    def set_key_map(self, key_map: KeyMap) -> None:
        """Write the keys that hold now beside the entries."""
        for action_id, entry in self._entries.items():
            cap = key_map.cap(action_id)
            entry.setText(f"{BY_ID[action_id].text}\t{cap}" if cap else BY_ID[action_id].text)

    def set_recent(self, paths: tuple[Path, ...]) -> None:
        """List recent project folders."""
        self._recent.clear()
        for path in paths:
            entry = self._recent.addAction(str(path))
            entry.triggered.connect(lambda _=False, p=str(path): self.recent_chosen.emit(p))
        self._recent.setEnabled(bool(paths))

    def set_project_open(self, is_open: bool) -> None:
        """Import, export, backup and all that concerns raters need a project."""
        for action_id in (*_WORK, *_RATING):
            self._entries[action_id].setEnabled(is_open)
        self._exemplar.setEnabled(is_open)

    def set_scheme(self, scheme: Scheme | None) -> None:
        """Mark the chosen look."""
        self._looks[scheme or ""].setChecked(True)

    def set_reveal(self, is_on: bool) -> None:
        """Mark whether a clip stays after the commit."""
        self._reveal.setChecked(is_on)

    def _add_entries(self, ids: tuple[str, ...]) -> None:
        for action_id in ids:
            entry = self.addAction(BY_ID[action_id].text)
            entry.triggered.connect(lambda _=False, i=action_id: self.action_requested.emit(i))
            self._entries[action_id] = entry

    def _add_exemplars(self) -> QMenu:
        menu = self.addMenu(self.tr("Use this clip as exemplar for"))
        for value in reversed(range(K)):
            entry = menu.addAction(f"{digit_of(value)} {self.tr(CLASSES[value])}")
            entry.triggered.connect(lambda _=False, v=value: self.exemplar_chosen.emit(v))
        menu.addSeparator()
        none = menu.addAction(self.tr("No value"))
        none.triggered.connect(lambda: self.exemplar_chosen.emit(None))
        return menu

    def _add_looks(self) -> dict[str, QAction]:
        menu, group = self.addMenu(self.tr("Look")), QActionGroup(self)
        looks = {}
        for name, text in _LOOKS:
            entry = menu.addAction(self.tr(text))
            entry.setCheckable(True)
            entry.triggered.connect(lambda _=False, n=name: self.scheme_chosen.emit(n))
            group.addAction(entry)
            looks[name] = entry
        looks[""].setChecked(True)
        return looks
