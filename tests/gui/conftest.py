"""Fixtures for tests with widgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.gui.box_watch import BoxWatch


@pytest.fixture(autouse=True)
def no_widget_left() -> Iterator[None]:
    """Delete closed widgets now: without an event loop they would pile up from test to test."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def no_box_unanswered(qapp: QApplication, no_widget_left: None) -> Iterator[None]:
    """A box that nobody answers fails its test: inside its event loop the run would stand still."""
    watch = BoxWatch()
    yield
    watch.stop()
    assert not watch.found, f"nobody answered: {'; '.join(watch.found)}"
