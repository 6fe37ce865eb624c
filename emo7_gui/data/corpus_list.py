"""The corpora with check marks: which captions count.

What it is: one painted row per corpus and split, with what it holds and its number.
What it is not: an import.
Convention: corpora are named by keys.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from emo7_gui.control_style import draw_ring
from emo7_gui.controls.painting import paint_plate
from emo7_gui.data.data_view import CorpusLine
from emo7_gui.theme import theme

ROW, LINE = 48, 16
_MARK, _INSET, _TEXT = 16, 8, 32


class CorpusRow(QAbstractButton):
    """One corpus."""

    def __init__(self, line: CorpusLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_line(line)

    def set_line(self, line: CorpusLine) -> None:
        """Show other facts of the corpus, without a signal."""
        self.line = line
        self.setChecked(line.is_on)
        self.setAccessibleName(self.tr("{0}, {1} captions").format(line.title, line.count))
        self.setAccessibleDescription(line.detail)
        self.setToolTip(f"{line.title}\n{line.detail}" if line.detail else line.title)
        self.updateGeometry()
        self.update()

    def _room(self) -> int:
        metrics = QFontMetrics(theme().font("body"))
        taken = metrics.horizontalAdvance(f"{self.line.count}") + _INSET
        return self.width() - _TEXT - taken - 8

    def _detail_lines(self) -> list[str]:
        """Return the detail in as many lines as its facts need; none is cut."""
        metrics, lines = QFontMetrics(theme().font("small")), [""]
        for fact in self.line.detail.split(", "):
            longer = f"{lines[-1]}, {fact}".removeprefix(", ")
            if lines[-1] and metrics.horizontalAdvance(longer) > self._room():
                lines.append(fact)
            else:
                lines[-1] = longer
        return lines

    def _paint_mark(self, painter: QPainter) -> None:
        option = QStyleOptionButton()
        option.initFrom(self)
        option.rect = QRect(_INSET, (self.height() - _MARK) // 2, _MARK, _MARK)
        on, off = QStyle.StateFlag.State_On, QStyle.StateFlag.State_Off
        option.state |= on if self.isChecked() else off
        mark = QStyle.PrimitiveElement.PE_IndicatorCheckBox
        self.style().drawPrimitive(mark, option, painter, self)

    # Qt overrides.

    def sizeHint(self) -> QSize:
        return QSize(200, ROW + LINE * (len(self._detail_lines()) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            paint_plate(painter, self.rect(), look.colour("input"), look.radius("control"))
        self._paint_mark(painter)
        is_on = self.isChecked()
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text" if is_on else "text_secondary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | middle
        count = f"{self.line.count}"
        painter.drawText(self.rect().adjusted(0, 0, -_INSET, 0), right, count)
        room = self._room()
        elide = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(self.line.title, elide, room)
        top = 5 if self.line.detail else (self.height() - 20) // 2
        painter.drawText(QRect(_TEXT, top, room, 20), middle, title)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        for place, words in enumerate(self._detail_lines()):
            painter.drawText(QRect(_TEXT, 25 + LINE * place, room, LINE), middle, words)
        if self.hasFocus():
            draw_ring(painter, self.rect(), look.colour("accent"), look.radius("control"))


class CorpusList(QWidget):
    """All corpora.

    Signals:
        chosen(keys): which corpora count now.
    """

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.setAccessibleName(self.tr("Corpora"))
        theme().changed.connect(self.update)

    def set_lines(self, lines: tuple[CorpusLine, ...]) -> None:
        """Show corpora; the same ones again keep their widgets and the focus."""
        if [line.key for line in lines] == [row.line.key for row in self.rows]:
            for row, line in zip(self.rows, lines, strict=True):
                row.set_line(line)
            return
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        for line in lines:
            row = CorpusRow(line)
            row.clicked.connect(self._on_clicked)
            self._column.addWidget(row)

    def row(self, key: str) -> CorpusRow:
        """Return the row of a corpus."""
        return next(row for row in self.rows if row.line.key == key)

    @property
    def rows(self) -> list[CorpusRow]:
        """All rows, from the top."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, CorpusRow)]

    def _on_clicked(self) -> None:
        self.chosen.emit(tuple(row.line.key for row in self.rows if row.isChecked()))
