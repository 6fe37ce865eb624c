"""Fixtures for tests with widgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def no_widget_left() -> Iterator[None]:
    """Delete closed widgets now: without an event loop they would pile up from test to test."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
