"""A dialog inside the window: a scrim over everything and a card in the middle.

What it is: the base of every dialog of the studio. It keeps the keys to itself, Esc closes it,
and the focus goes back where it was.
What it is not: a window of its own; it moves and scales with its parent.
Convention: the content goes into `card`, a frame in the window's colour.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from emo7_gui.controls.painting import paint_outline, paint_plate
from emo7_gui.key_router import DIALOG
from emo7_gui.theme import theme

_MARGIN = 24


class OverlayCard(QWidget):
    """The surface of a dialog: window colour, radius 8, a line of 1 px."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, radius = QPainter(self), theme().radius("panel")
        paint_plate(painter, self.rect(), theme().colour("window"), radius)
        paint_outline(painter, self.rect(), theme().colour("selected"), radius, 1.0)


class Overlay(QWidget):
    """Scrim and card over a parent.

    Signals:
        closed: it went away, by Esc, by a click beside the card, or by close_card().
    """

    closed = Signal()

    def __init__(self, parent: QWidget, name: str, size: QSize | None = None) -> None:
        super().__init__(parent)
        self._wanted = size or theme().pair("dialog")
        self._parent = parent
        self._focus_before: QWidget | None = None
        self.card = OverlayCard(self)
        self.card.setAccessibleName(name)
        self.setAccessibleName(name)
        self.setProperty("key_group", DIALOG)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        parent.installEventFilter(self)
        self.hide()

    def open_card(self) -> None:
        """Cover the parent and take the focus."""
        self._focus_before = self.window().focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        """Go away; the widget that had the focus has it again, else the parent."""
        if self.isHidden():
            return
        self.hide()
        before, self._focus_before = self._focus_before, None
        # Its page may be gone; a hidden field of the dialog must not keep the keys.
        heir = before if before is not None and before.isVisible() else self._parent
        heir.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def _stops(self) -> list[QWidget]:
        """Return the widgets that Tab reaches, in order."""
        stops, widget = [], self.card.nextInFocusChain()
        while widget is not None and widget is not self.card:
            is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            is_ready = widget.isEnabled() and widget.isVisible()
            if is_stop and is_ready and self.card.isAncestorOf(widget):
                stops.append(widget)
            widget = widget.nextInFocusChain()
        return stops

    def _place(self) -> None:
        parent = self._parent
        self.setGeometry(parent.rect())
        room = parent.size() - QSize(2 * _MARGIN, 2 * _MARGIN)
        size = self._wanted.boundedTo(room)
        rect = QRect(0, 0, size.width(), size.height())
        rect.moveCenter(self.rect().center())
        self.card.setGeometry(rect)

    # Qt overrides.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # The keys of the workspaces below must not work while the dialog is open.
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the card: behind the last stop comes the first."""
        stops = self._stops()
        if not stops:
            return False
        focus = QApplication.focusWidget()
        place = stops.index(focus) if focus in stops else -1 if forward else 0
        kind = Qt.FocusReason
        reason = kind.TabFocusReason if forward else kind.BacktabFocusReason
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_card()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("scrim"))
