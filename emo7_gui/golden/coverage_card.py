"""Coverage: clips per class in both golden sets against the wanted number, and by signer.

What it is: a card; every bar and number opens its clips, short classes offer likely clips.
What it is not: the search for likely clips, or a label: a person decides each of them.
Convention: 7 on top, as upright lists have it; people are filled bars, captions outlined ones,
what is missing is hatched up to the target line.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from emo7_core.scale import CLASSES, K, digit_of
from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.controls.painting import paint_hatch
from emo7_gui.golden.golden_view import ClassRow, ClipSet, CoverageView
from emo7_gui.golden.mark_field import Mark, MarkField
from emo7_gui.golden.set_legend import SetLegend
from emo7_gui.golden.signer_line import SignerLine
from emo7_gui.key_button import KeyButton
from emo7_gui.swatch import paint_badge
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

ROW, HEAD, WORDS, NUMBER, BUTTON = 40, 24, 188, 56, 172
MORE = 16  # px that a row may grow where the window is tall
_THICK, _THIN, _BADGE = 10.0, 6.0, 24.0


class CoveragePlot(MarkField):
    """Seven rows of bars with numbers and buttons.

    Signals:
        queue_requested(value, ClipSet): likely clips of a short class.
    """

    queue_requested = Signal(int, object)

    def __init__(self, parent: QWidget | None = None, row: int = ROW) -> None:
        super().__init__(self.tr("Coverage by class"), parent)
        self._least_row = self._row = row
        self._view: CoverageView | None = None
        self._buttons: dict[int, KeyButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(HEAD + K * row)
        self.setMaximumHeight(HEAD + K * (row + MORE))

    def set_coverage(self, view: CoverageView) -> None:
        """Show these counts."""
        self._view = view
        for button in self._buttons.values():
            button.deleteLater()
        self._buttons = {row.value: self._button(row) for row in view.rows if row.likely}
        self._place_buttons()
        self.refresh()

    @property
    def buttons(self) -> dict[int, KeyButton]:
        """The buttons of short classes, by value."""
        return self._buttons

    @property
    def has_caption(self) -> bool:
        """Whether the second set is shown."""
        return self._view is not None and bool(self._view.caption_name)

    def _button(self, row: ClassRow) -> KeyButton:
        words = (
            self.tr("Queue {0} likely clips")
            if len(row.likely) > 1
            else self.tr("Queue {0} likely clip")
        )
        button = KeyButton(words.format(len(row.likely)), icon="ph.list-plus", is_small=True)
        button.setParent(self)
        button.setToolTip(row.likely.title)
        button.setAccessibleName(f"{button.text()}, {CLASSES[row.value]}")
        button.clicked.connect(lambda: self.queue_requested.emit(row.value, row.likely))
        button.show()
        return button

    def _place_buttons(self) -> None:
        for value, button in self._buttons.items():
            width = button.sizeHint().width()
            top = HEAD + (K - 1 - value) * self._row + (self._row - button.height()) // 2
            button.setGeometry(self.width() - max(width, BUTTON), top, width, button.height())

    def _top(self, value: int) -> float:
        return HEAD + (K - 1 - value) * self._row

    def _numbers(self) -> tuple[float, ...]:
        """Return the right ends of the columns of numbers."""
        # The buttons keep their room, so that nothing moves when likely clips are found.
        end = self.width() - (BUTTON + 24 if self._view is not None and self._view.target else 0)
        return (end - NUMBER, end) if self.has_caption else (float(end),)

    def _scale(self) -> float:
        """Return px per clip."""
        room = max(60.0, self._numbers()[0] - NUMBER - WORDS)
        return room / max(1, self._most())

    def _most(self) -> int:
        if self._view is None:
            return 1
        sets = [s for row in self._view.rows for s in (row.people, row.caption) if s is not None]
        return max([1, self._view.target, *(len(one) for one in sets)])

    def _bar(self, value: int, count: int, is_caption: bool) -> QRectF:
        top = self._top(value) + ((self._row - _THICK) / 2 - (0 if not self.has_caption else 6))
        height = _THICK
        if is_caption:
            top, height = top + _THICK + 3, _THIN
        return QRectF(WORDS, top, count * self._scale(), height)

    def lay_out(self) -> tuple[Mark, ...]:
        if self._view is None:
            return ()
        return tuple(mark for row in reversed(self._view.rows) for mark in self._marks(row))

    def _marks(self, row: ClassRow) -> list[Mark]:
        assert self._view is not None
        name = f"{digit_of(row.value)} {CLASSES[row.value]}"
        target = self._view.target
        missing = max(0, target - len(row.people)) if target else 0
        lacks = self.tr(", {0} short of {1}").format(missing, target) if missing else ""
        words = f"{name}, {self._view.people_name}: {len(row.people)}{lacks}"
        end = self._numbers()[0] - NUMBER
        bar = self._bar(row.value, 0, is_caption=False)
        half = QRectF(WORDS - 4, bar.top() - 4, end - WORDS + 8, _THICK + 6)
        marks = [Mark(half, words, row.people), self._number_mark(row, row.people, 0, words)]
        if row.caption is not None and self.has_caption:
            told = f"{name}, {self._view.caption_name}: {len(row.caption)}"
            thin = self._bar(row.value, 0, is_caption=True)
            lower = QRectF(WORDS - 4, thin.top() - 1, end - WORDS + 8, _THIN + 6)
            marks += [Mark(lower, told, row.caption), self._number_mark(row, row.caption, 1, told)]
        return marks

    def _number_mark(self, row: ClassRow, clips: ClipSet, column: int, words: str) -> Mark:
        right = self._numbers()[column]
        rect = QRectF(right - NUMBER + 12, self._top(row.value) + 6, NUMBER - 8, self._row - 12)
        return Mark(rect, words, clips)

    def paint_marks(self, painter: QPainter) -> None:
        if self._view is None:
            return
        self._paint_heads(painter)
        for row in self._view.rows:
            self._paint_row(painter, row)
        self._paint_target(painter)

    def _paint_heads(self, painter: QPainter) -> None:
        assert self._view is not None
        painter.setFont(theme().font("small"))
        painter.setPen(theme().colour("text_secondary"))
        names = (self._view.people_short, self.tr("VADER"))
        for right, name in zip(self._numbers(), names, strict=False):
            box = QRectF(right - 80, 0, 80, HEAD - 4)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), name)

    def _paint_row(self, painter: QPainter, row: ClassRow) -> None:
        look, top = theme(), self._top(row.value)
        paint_badge(painter, QRectF(0, top + (self._row - _BADGE) / 2, _BADGE, _BADGE), row.value)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(36, top, WORDS - 36, self._row), middle, CLASSES[row.value])
        self._paint_bars(painter, row)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        columns = self._numbers()
        painter.setFont(look.font("strong"))
        painter.setPen(look.colour("text"))
        box = QRectF(columns[0] - NUMBER, top, NUMBER, self._row)
        painter.drawText(box, right, str(len(row.people)))
        if row.caption is not None and self.has_caption:
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("text_secondary"))
            painter.drawText(box.translated(NUMBER, 0), right, str(len(row.caption)))

    def _paint_bars(self, painter: QPainter, row: ClassRow) -> None:
        assert self._view is not None
        look, count = theme(), len(row.people)
        bar = self._bar(row.value, count, is_caption=False)
        if count < self._view.target:
            self._paint_shortfall(painter, bar)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.scale_fill(row.value))
        painter.drawRoundedRect(bar, 2, 2)
        if row.caption is None or not self.has_caption:
            return
        thin = self._bar(row.value, len(row.caption), is_caption=True)
        if row.caption:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.scale_fill(row.value), 1.25))
            painter.drawRoundedRect(thin.adjusted(0.6, 0.6, -0.6, -0.6), 2, 2)
            return
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("text_secondary"))
        painter.drawText(QPointF(thin.left(), thin.bottom() + 5), self.tr("no clip"))

    def _paint_shortfall(self, painter: QPainter, bar: QRectF) -> None:
        assert self._view is not None
        end = WORDS + self._view.target * self._scale()
        rest = QRectF(bar.right() + 1, bar.top(), end - bar.right() - 1, bar.height())
        paint_hatch(painter, rest, theme().colour("text_tertiary"))

    def _paint_target(self, painter: QPainter) -> None:
        assert self._view is not None
        if not self._view.target:
            return
        x = WORDS + self._view.target * self._scale()
        pen = QPen(theme().colour("text_secondary"), 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(x, HEAD - 6), QPointF(x, HEAD + K * self._row))
        painter.setFont(theme().font("small"))
        words = self.tr("target {0}").format(self._view.target)
        # Beside the numbers' heads the words end at the line instead of standing over it.
        is_tight = x + 40 > self._numbers()[0] - NUMBER + 16
        box = QRectF(x - 120, 0, 124, HEAD - 6) if is_tight else QRectF(x - 60, 0, 120, HEAD - 6)
        side = Qt.AlignmentFlag.AlignRight if is_tight else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(box, int(side), words)

    # Qt overrides.

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._row = max(self._least_row, (self.height() - HEAD) // K)
        super().resizeEvent(event)
        self._place_buttons()

    def minimumSizeHint(self) -> QSize:
        return QSize(WORDS + BUTTON + 2 * NUMBER + 100, HEAD + K * self._least_row)

    def sizeHint(self) -> QSize:
        return QSize(960, HEAD + K * self._least_row)


class CoverageCard(QFrame):
    """The card.

    Signals:
        clips_opened(ClipSet): a bar or a number was opened.
        queue_requested(value, ClipSet): likely clips of a short class.
    """

    clips_opened = Signal(object)
    queue_requested = Signal(int, object)

    def __init__(self, parent: QWidget | None = None, row: int = ROW) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.title = ElidedLabel("", "emphasis")
        self.legend = SetLegend()
        self.plot = CoveragePlot(row=row)
        self.signers = SignerLine()
        self.waiting = text_label(self.tr("looking for likely clips …"), "small", "tertiary")
        self.plot.clips_opened.connect(self.clips_opened)
        self.plot.queue_requested.connect(self.queue_requested)
        self.signers.clips_opened.connect(self.clips_opened)
        self._arrange()

    def set_coverage(self, view: CoverageView) -> None:
        """Show these counts."""
        self.title.setText(view.title)
        self.legend.set_names(view.people_name, view.caption_name)
        self.waiting.setVisible(view.is_waiting)
        self.plot.set_coverage(view)
        self.signers.set_signers(view.signers, view.note)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.legend)
        head.addStretch(1)
        head.addWidget(self.waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.plot, 1)
        column.addSpacing(8)
        column.addWidget(self.signers)
