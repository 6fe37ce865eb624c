"""The look of the window: colours, sizes, fonts and icons by name, dark and light.

What it is: one object that every view asks, `theme()`. It follows the system's scheme unless
one is chosen, and says `changed` when it turned.
What it is not: a place for colours of its own; they are in resources/theme/tokens.json.
Convention: values of the scale are 0..6; sizes are px at 100 %. Colours and sizes can be asked
before a QApplication exists; fonts and icons need one.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyle

from emo7_gui.control_style import ControlStyle
from emo7_gui.icons import IconEngine
from emo7_gui.style_sheet import style_sheet
from emo7_gui.tokens import Scheme, load_tokens

PREFERRED_FAMILIES = ("Inter", "Inter Variable")
_HOVER_LIGHTER, _HOVER_DARKER = 108, 112

_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "input",
    QPalette.ColorRole.AlternateBase: "card",
    QPalette.ColorRole.Button: "input",
    QPalette.ColorRole.ToolTipBase: "card",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.PlaceholderText: "text_tertiary",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "selected",
    QPalette.ColorRole.Midlight: "selected",
    QPalette.ColorRole.Mid: "selected",
    QPalette.ColorRole.Dark: "hairline",
    QPalette.ColorRole.Shadow: "well",
}
_TEXT_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


class Theme(QObject):
    """Colours, sizes, fonts and icons of the scheme that is on now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = load_tokens()
        self._scheme: Scheme = "dark"
        self._fonts: dict[str, QFont] = {}
        self._chosen: Scheme | None = None
        self._dressed: Scheme | None = None
        self._style: ControlStyle | None = None

    @property
    def is_dark(self) -> bool:
        return self._scheme == "dark"

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    def colour(self, name: str) -> QColor:
        """Return a surface or text colour of the scheme by its token name."""
        return QColor(self.tokens.colour(self._scheme, name))

    def scale_fill(self, value: int) -> QColor:
        """Return the colour of a value 0..6; always shown with its digit."""
        return QColor(self.tokens.scale(self._scheme, value)[0])

    def scale_text(self, value: int) -> QColor:
        """Return the colour of the digit on the fill of a value 0..6."""
        return QColor(self.tokens.scale(self._scheme, value)[1])

    def overlay(self, name: str) -> QColor:
        """Return a colour on video: body, left_hand, right_hand, face, casing, missing."""
        return QColor(self.tokens.overlay(name))

    def overlay_width(self, name: str) -> float:
        """Return a length on video: body, hand, face, casing_extra, joint_body, joint_hand."""
        return self.tokens.overlay_width(name)

    def legend(self, name: str) -> QColor:
        """Return the dot of an overlay button: body, hands, face."""
        return QColor(self.tokens.legend(self._scheme, name))

    def size(self, name: str) -> int:
        """Return a length in px by its token name."""
        return self.tokens.size(name)

    def radius(self, name: str) -> int:
        """Return a corner radius in px: badge, control, panel, bar, avatar."""
        return self.tokens.radius(name)

    def motion(self, name: str) -> int:
        """Return the length of a fade in ms; 0 where the system asks for less motion."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        is_still = self._style is not None and self._style.styleHint(hint) == 0
        return 0 if is_still else self.tokens.motion(name)

    def pair(self, name: str) -> QSize:
        """Return a width and height by token name: thumb, dialog."""
        return QSize(*self.tokens.pair(name))

    def line(self, role: str) -> int:
        """Return the line height in px of a font role."""
        return self.tokens.face(role).line

    def font(self, role: str = "body") -> QFont:
        """Return heading, body, emphasis, strong, small, small_strong or mono; tabular figures."""
        if role in self._fonts:
            return QFont(self._fonts[role])
        face = self.tokens.face(role)
        font = QFont(_mono_font() if role == "mono" else _text_font())
        font.setPixelSize(face.px)
        font.setWeight(QFont.Weight(face.weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        # Whole-pixel advances make small text uneven; the outlines are good without hinting.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self._fonts[role] = font
        return QFont(font)

    def icon(self, name: str, role: str = "text_secondary", size: int = 16) -> QIcon:
        """Return a Phosphor icon that keeps the theme's colour `role` through changes."""

        def colour_of(mode: QIcon.Mode) -> QColor:
            if mode == QIcon.Mode.Disabled:
                return self.colour("text_disabled")
            is_quiet = role == "text_secondary" and mode != QIcon.Mode.Normal
            return self.colour("text" if is_quiet else role)

        return QIcon(IconEngine(name, colour_of, size))

    def set_scheme(self, scheme: Scheme | None) -> None:
        """Choose dark or light; None follows the system."""
        self._chosen = scheme
        self._refresh()

    def attach(self, app: QApplication) -> None:
        """Dress an application; a second call only refreshes."""
        if self._style is None:
            self._style = ControlStyle(self)
            app.setStyle(self._style)
            app.styleHints().colorSchemeChanged.connect(self._refresh)
            app.setFont(self.font("body"))
        self._refresh()

    def _refresh(self) -> None:
        before, self._scheme = self._scheme, self._chosen or _system_scheme()
        app = QApplication.instance()
        # Dressing walks over every widget there is, so it happens only on a change.
        if isinstance(app, QApplication) and self._dressed != self._scheme:
            self._dressed = self._scheme
            app.setPalette(self._palette())
            app.setStyleSheet(style_sheet(self.tokens, self._scheme, self._accent_hover()))
        if before != self._scheme:
            self.changed.emit()

    def _accent_hover(self) -> str:
        accent = self.colour("accent")
        hover = accent.lighter(_HOVER_LIGHTER) if self.is_dark else accent.darker(_HOVER_DARKER)
        return hover.name()

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.colour(name))
        for role in _TEXT_ROLES:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text_disabled"))
        return palette


@cache
def theme() -> Theme:
    """Return the one theme of the process."""
    return Theme()


def install(app: QApplication, scheme: Scheme | None = None) -> Theme:
    """Dress the application and follow the system's scheme, or keep to the one given."""
    current = theme()
    current._chosen = scheme
    current.attach(app)
    return current


def _system_scheme() -> Scheme:
    """Return what the system prefers; where it does not say, light."""
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        return "dark"
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


@cache
def _text_font() -> QFont:
    known = set(QFontDatabase.families())
    family = next((name for name in PREFERRED_FAMILIES if name in known), None)
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    return QFont(family) if family else system


@cache
def _mono_font() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
