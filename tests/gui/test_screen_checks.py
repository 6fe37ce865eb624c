"""Each check of the screens finds a widget that was broken on purpose, and passes a sound one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.controls.elided_label import ElidedLabel
from emo7_gui.review.scale_panel import ScalePanel
from emo7_gui.theme import install, theme
from emo7_gui.tokens import SCHEMES
from tests.gui import screen_checks as checks

WORDS = "What does the signing express?"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    install(qapp, "dark")


@pytest.fixture
def place(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(400, 300)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def put(place: QWidget, widget: QWidget, size: QSize | None = None) -> QWidget:
    widget.setParent(place)
    widget.move(10, 10)
    widget.resize(size or widget.sizeHint())
    widget.show()
    return widget


def test_narrow_label_is_found(place: QWidget):
    """A label narrower than its words is clipped."""
    put(place, QLabel(WORDS), QSize(60, 20))
    assert len(checks.clipped_text(place)) == 1


def test_low_label_is_found(place: QWidget):
    """A label lower than its lines is clipped."""
    put(place, QLabel(WORDS), QSize(300, 8))
    assert len(checks.clipped_text(place)) == 1


def test_wrapping_label_without_room_is_found(place: QWidget):
    """A wrapping label that needs more lines than it has is clipped."""
    label = QLabel(WORDS)
    label.setWordWrap(True)
    put(place, label, QSize(80, 20))
    assert len(checks.clipped_text(place)) == 1


def test_narrow_button_is_found(place: QWidget):
    """A button narrower than it asks for is clipped."""
    put(place, QPushButton(WORDS), QSize(60, 32))
    assert len(checks.clipped_text(place)) == 1


def test_roomy_and_elided_texts_pass(place: QWidget):
    """What fits, or ends in an ellipsis on purpose, is no finding."""
    put(place, QLabel(WORDS))
    put(place, QPushButton(WORDS))
    put(place, ElidedLabel(WORDS), QSize(60, 20))
    assert checks.clipped_text(place) == []


def test_widget_beyond_its_parent_is_found(place: QWidget):
    """A widget that reaches out of its parent is cut off there."""
    put(place, QLabel(WORDS)).move(350, 10)
    assert len(checks.outside_parents(place)) == 1


def test_widget_inside_its_parent_passes(place: QWidget):
    """A widget in its place is no finding."""
    put(place, QLabel(WORDS))
    assert checks.outside_parents(place) == []


def test_nameless_field_is_found(place: QWidget):
    """A field that says nothing to a screen reader is found; with a name it passes."""
    field = put(place, QLineEdit())
    assert len(checks.nameless(place)) == 1
    field.setAccessibleName("Note")
    assert checks.nameless(place) == []


def test_faint_text_is_found(place: QWidget):
    """Ink close to its ground is measured from the pixels."""
    label = put(place, QLabel(WORDS))
    label.setStyleSheet("color: #4A4D52;")
    found = checks.low_contrast(place)
    assert len(found) == 1
    label.setStyleSheet("color: #E6E8EB;")
    assert checks.low_contrast(place) == []


def test_disabled_text_may_be_faint(place: QWidget):
    """What cannot be used now need not stand out."""
    label = put(place, QLabel(WORDS))
    label.setStyleSheet("color: #4A4D52;")
    label.setEnabled(False)
    assert checks.low_contrast(place) == []


def test_large_text_may_be_fainter():
    """Bold text of 20 px is large, plain text of 13 px is not."""
    heading, body = QFont(), QFont()
    heading.setPixelSize(20)
    heading.setWeight(QFont.Weight.DemiBold)
    body.setPixelSize(13)
    assert checks.least_contrast(heading) == 3.0
    assert checks.least_contrast(body) == 4.5


def test_contrast_of_black_and_white():
    """The ends of the scale are 21 : 1 and 1 : 1."""
    black, white = np.zeros(3), np.full(3, 255)
    assert checks.contrast(black, white) == pytest.approx(21.0)
    assert checks.contrast(white, white) == pytest.approx(1.0)


def test_empty_widget_is_blank(place: QWidget):
    """Nothing on a widget is one blank rectangle; a full panel is not."""
    assert checks.filled_share(place) == 0.0
    assert checks.largest_blank(place) == 1.0
    column = QVBoxLayout(place)
    column.addWidget(ScalePanel())
    place.resize(320, 800)
    QApplication.processEvents()
    assert checks.filled_share(place) > 0.2
    assert checks.largest_blank(place) < 0.6


def test_blank_half_is_measured(place: QWidget):
    """The largest blank rectangle is a share of the area."""
    half = put(place, Stripes(), QSize(400, 160))
    half.move(0, 0)
    assert checks.largest_blank(place) == pytest.approx(8 / 18, abs=0.06)


class Stripes(QWidget):
    """A widget full of lines."""

    def paintEvent(self, event: object) -> None:
        from PySide6.QtGui import QPainter

        painter = QPainter(self)
        for x in range(0, self.width(), 4):
            painter.drawLine(x, 0, x, self.height())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("ink", "grounds"),
    [
        ("text", ("window", "card", "input", "selected")),
        ("text_secondary", ("window", "card", "input", "selected")),
        ("text_tertiary", ("window", "card", "input")),
        ("error", ("window", "card")),
        ("warning", ("window", "card")),
        ("accent_text", ("accent",)),
    ],
)
def test_text_tokens_stand_out(scheme: str, ink: str, grounds: tuple[str, ...]):
    """Every text colour has 4.5 : 1 on every surface it may stand on."""
    look = theme()
    look.set_scheme(scheme)  # type: ignore[arg-type]
    try:
        for ground in grounds:
            assert ratio(look.colour(ink), look.colour(ground)) >= 4.5, (ink, ground)
    finally:
        look.set_scheme("dark")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("value", range(7))
def test_digits_stand_out_on_their_swatch(scheme: str, value: int):
    """Digits of the scale have 4.5 : 1 on their colour."""
    look = theme()
    look.set_scheme(scheme)  # type: ignore[arg-type]
    try:
        assert ratio(look.scale_text(value), look.scale_fill(value)) >= 4.5
    finally:
        look.set_scheme("dark")


def test_placeholder_is_readable(qapp: QApplication):
    """The words in an empty field are text as well."""
    for scheme in SCHEMES:
        theme().set_scheme(scheme)
        palette = qapp.palette()
        ink = palette.color(QPalette.ColorRole.PlaceholderText)
        assert ratio(ink, palette.color(QPalette.ColorRole.Base)) >= 4.5
    theme().set_scheme("dark")


def ratio(ink: QColor, ground: QColor) -> float:
    one, other = (np.array(colour.getRgb()[:3]) for colour in (ink, ground))
    return checks.contrast(one, other)
