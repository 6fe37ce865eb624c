"""What was dropped on a widget: local files and folders, nothing else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """Return the local files and folders, in the order they came."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def has_paths(data: QMimeData) -> bool:
    """Return whether there is at least one."""
    return any(url.isLocalFile() for url in data.urls())
