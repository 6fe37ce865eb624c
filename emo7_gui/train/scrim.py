"""A dialog inside the window: a dimmed window with a panel in its middle.

What it is: a child overlay that follows its parent's size, keeps Tab and all keys to itself,
and gives the focus back when it closes.
What it is not: a window of its own.
Convention: the panel is as large as the token says, or as the parent allows.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from emo7_gui.key_router import DIALOG
from emo7_gui.theme import theme

MARGIN = 24


class Scrim(QWidget):
    """The overlay; put the content into `panel`.

    Signals:
        closed: it went away, whatever the reason.
    """

    closed = Signal()

    def __init__(self, parent: QWidget, size: QSize) -> None:
        super().__init__(parent)
        self.setProperty("key_group", DIALOG)
        self._size = size
        self._window = parent
        self._focus_before: QWidget | None = None
        self.panel = QWidget(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        parent.installEventFilter(self)
        theme().changed.connect(self.update)

    def open(self) -> None:
        """Show it over everything; the first field gets the focus."""
        self._focus_before = self._window.focusWidget()
        self._fit()
        self.show()
        self.raise_()
        stops = self._stops()
        (stops[0] if stops else self).setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Hide it; the widget that had the focus has it again, else the window."""
        if not self.isVisible():
            return
        self.hide()
        before, self._focus_before = self._focus_before, None
        # Its page may be gone; a hidden field of the dialog must not keep the keys.
        heir = before if before is not None and before.isVisible() else self._window
        heir.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())
        room = self._window.size() - QSize(2 * MARGIN, 2 * MARGIN)
        size = self._size.boundedTo(room)
        x, y = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        self.panel.setGeometry(x, y, size.width(), size.height())

    def _stops(self) -> list[QWidget]:
        """Return the widgets that Tab reaches, in order."""
        stops, widget = [], self.panel.nextInFocusChain()
        while widget is not None and widget is not self.panel:
            is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            is_ready = widget.isEnabled() and widget.isVisible()
            if is_stop and is_ready and self.panel.isAncestorOf(widget):
                stops.append(widget)
            widget = widget.nextInFocusChain()
        return stops

    # Qt overrides.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # The keys of the workspaces below must not work while the dialog is open.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:
        stops = self._stops()
        if not stops:
            return False
        focus = QApplication.focusWidget()
        place = stops.index(focus) if focus in stops else -1 if next else 0
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if next else -1)) % len(stops)].setFocus(reason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("scrim"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().colour("selected"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(theme().colour("window"))
        rect = QRectF(self.panel.geometry()).adjusted(-0.5, -0.5, 0.5, 0.5)
        painter.drawRoundedRect(rect, 8, 8)
