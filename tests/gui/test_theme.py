"""The theme and its tokens."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtGui import QColor, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emo7_gui.theme import install, theme
from emo7_gui.tokens import SCHEMES, Scheme, load_tokens

TEXTS = ("text", "text_secondary", "text_tertiary", "accent", "warning", "error")
SURFACES = ("window", "card", "input")


def luminance(name: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("surface", SURFACES)
def test_text_is_readable_on_every_surface(scheme: Scheme, text: str, surface: str) -> None:
    """Text has at least 4.5:1 on window, card and input."""
    tokens = load_tokens()
    found = contrast(tokens.colour(scheme, text), tokens.colour(scheme, surface))
    assert found >= 4.5, f"{text} on {surface} is {found:.2f}:1"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_readable_on_a_chosen_row(scheme: Scheme) -> None:
    """Main and secondary text have 4.5:1 on `selected` and `accent_soft`."""
    tokens = load_tokens()
    for text in ("text", "text_secondary"):
        for surface in ("selected", "accent_soft"):
            found = contrast(tokens.colour(scheme, text), tokens.colour(scheme, surface))
            assert found >= 4.5, f"{text} on {surface} is {found:.2f}:1"
    primary = contrast(tokens.colour(scheme, "accent_text"), tokens.colour(scheme, "accent"))
    assert primary >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("value", range(7))
def test_digit_is_readable_on_its_swatch(scheme: Scheme, value: int) -> None:
    """Swatch text is 4.75:1 or better."""
    fill, text = load_tokens().scale(scheme, value)
    assert contrast(fill, text) >= 4.74


def test_schemes_have_the_same_names() -> None:
    """Every colour exists in dark and light."""
    tokens = load_tokens()
    assert set(tokens.colours("dark")) == set(tokens.colours("light"))


def test_colours_can_be_asked_without_an_application() -> None:
    """Colour look-ups work before a QApplication exists."""
    code = "from emo7_gui.theme import theme; print(theme().colour('accent').name())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "#5fd3b5"


def test_change_of_scheme_is_told(qapp: QApplication, qtbot: QtBot) -> None:
    """Turning the look changes palette and colours, and says so."""
    look = install(qapp, "dark")
    assert qapp.palette().window().color() == QColor("#16181B")
    with qtbot.waitSignal(look.changed):
        look.set_scheme("light")
    assert not look.is_dark
    assert qapp.palette().window().color() == QColor("#F7F8FA")
    look.set_scheme("dark")


def test_icon_takes_the_colour_of_the_scheme(qapp: QApplication) -> None:
    """An icon made in dark is painted in light's colour after the change."""
    look = install(qapp, "dark")
    icon = look.icon("ph.square-fill", "error")
    for scheme in SCHEMES:
        look.set_scheme(scheme)
        middle = icon.pixmap(32, 32).toImage().pixelColor(16, 16)
        assert middle == look.colour("error")
    disabled = icon.pixmap(32, 32, QIcon.Mode.Disabled).toImage().pixelColor(16, 16)
    assert disabled == look.colour("text_disabled")
    look.set_scheme("dark")


def test_fonts_have_the_sizes_of_the_tokens(qapp: QApplication) -> None:
    """Two text sizes and one heading."""
    install(qapp, "dark")
    sizes = {
        role: QFontInfo(theme().font(role)).pixelSize() for role in ("heading", "body", "small")
    }
    assert sizes == {"heading": 20, "body": 13, "small": 11}


def test_style_sheet_has_no_hole(qapp: QApplication, qtbot: QtBot) -> None:
    """Every placeholder of the sheet was filled."""
    install(qapp, "dark")
    assert "{" in qapp.styleSheet()
    assert "{{" not in qapp.styleSheet()
    assert "#AA" not in qapp.styleSheet()
