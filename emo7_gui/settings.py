"""What the window remembers for a person, across projects and starts.

What it is: typed properties over QSettings. A value that cannot be read is its default.
What it is not: anything about a project; that lies in the project's folder.
Convention: every setter writes at once and says `changed(name)` when the value differs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from emo7_gui.tokens import SCHEMES, Scheme

OVERLAYS = ("body", "hands", "face", "trails", "closeups")
SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)
_MOST_RECENT = 10


class Settings(QObject):
    """Typed settings.

    Signals:
        changed(name): a property got another value.
    """

    changed = Signal(str)

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store or QSettings("emo7", "emo7")

    @property
    def scheme(self) -> Scheme | None:
        """Dark, light, or None to follow the system."""
        found = self._store.value("look/scheme", "")
        return next((scheme for scheme in SCHEMES if scheme == found), None)

    @scheme.setter
    def scheme(self, scheme: Scheme | None) -> None:
        self._write("scheme", "look/scheme", scheme or "")

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """Remapped keys by action id."""
        found = self._json("keys", {})
        if not isinstance(found, dict):
            return {}
        return {str(k): tuple(map(str, v)) for k, v in found.items() if isinstance(v, list)}

    @keys.setter
    def keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        self._write("keys", "keys", json.dumps({k: list(v) for k, v in keys.items()}))

    @property
    def is_reveal_on(self) -> bool:
        """Whether a clip stays after the commit and shows what was hidden."""
        return self._flag("review/reveal", True)

    @is_reveal_on.setter
    def is_reveal_on(self, is_on: bool) -> None:
        self._write("is_reveal_on", "review/reveal", is_on)

    @property
    def is_blind_first(self) -> bool:
        """Whether caption, guesses and raters are hidden until the commit."""
        return self._flag("review/blind_first", True)

    @is_blind_first.setter
    def is_blind_first(self, is_on: bool) -> None:
        self._write("is_blind_first", "review/blind_first", is_on)

    @property
    def overlays(self) -> frozenset[str]:
        """What is drawn over the picture, names of OVERLAYS."""
        found = self._json("player/overlays", ["body", "hands", "face", "closeups"])
        return frozenset(OVERLAYS) & frozenset(found if isinstance(found, list) else ())

    @overlays.setter
    def overlays(self, overlays: frozenset[str]) -> None:
        self._write("overlays", "player/overlays", json.dumps(sorted(overlays)))

    @property
    def speed(self) -> float:
        """Playback speed, one of SPEEDS."""
        found = self._json("player/speed", 1.0)
        return found if found in SPEEDS else 1.0

    @speed.setter
    def speed(self, speed: float) -> None:
        self._write("speed", "player/speed", json.dumps(speed))

    @property
    def rater(self) -> str:
        """The name under which decisions are written; "" before one was given."""
        return str(self._store.value("rater", ""))

    @rater.setter
    def rater(self, name: str) -> None:
        self._write("rater", "rater", name.strip())

    @property
    def recent_projects(self) -> tuple[Path, ...]:
        """Project folders that were open, the latest first."""
        found = self._json("recent_projects", [])
        return tuple(Path(str(path)) for path in found) if isinstance(found, list) else ()

    def add_recent(self, path: Path) -> None:
        """Put a project folder first among the recent ones."""
        others = [known for known in self.recent_projects if known != path]
        paths = [str(known) for known in (path, *others)][:_MOST_RECENT]
        self._write("recent_projects", "recent_projects", json.dumps(paths))

    def layout(self, name: str) -> bytes:
        """Return the place of splitters or the window, b"" before it was kept."""
        found = self._store.value(f"layout/{name}")
        return bytes(found.data()) if isinstance(found, QByteArray) else b""

    def keep_layout(self, name: str, state: bytes) -> None:
        """Keep the place of splitters or the window."""
        self._store.setValue(f"layout/{name}", QByteArray(state))

    def _flag(self, key: str, default: bool) -> bool:
        found = self._store.value(key, default)
        return found == "true" if isinstance(found, str) else bool(found)

    def _json(self, key: str, default: Any) -> Any:
        try:
            return json.loads(str(self._store.value(key, json.dumps(default))))
        except ValueError:
            return default

    def _write(self, name: str, key: str, value: object) -> None:
        if self._store.value(key) != value:
            self._store.setValue(key, value)
            self.changed.emit(name)
