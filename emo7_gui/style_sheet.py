"""The one style sheet of the window, written from the tokens.

What it is: text. Widgets choose a look by dynamic properties: `kind` on buttons (primary,
flat, tab, chip, lane, danger), `tone` on labels (secondary, tertiary, disabled, accent, warning,
error), `face` on labels (heading, emphasis, strong, small, small_strong, mono), `surface` on
frames (card, input, well, selected).
What it is not: colours of plots, pictures and delegates; they ask the theme themselves.
Convention: focus of buttons and views is painted by ControlStyle, of text fields here.
"""

from __future__ import annotations

from emo7_gui.tokens import Scheme, Tokens

_TONES = {
    "secondary": "text_secondary",
    "tertiary": "text_tertiary",
    "disabled": "text_disabled",
    "accent": "accent",
    "warning": "warning",
    "error": "error",
}
_FACES = ("heading", "body", "emphasis", "strong", "small", "small_strong")
_SURFACES = ("window", "card", "input", "selected", "well", "accent_soft")

_BASE = """
* {{ outline: 0; }}
QWidget {{ color: {text}; selection-background-color: {accent};
  selection-color: {accent_text}; }}
QMainWindow, QDialog {{ background: {window}; }}
QLabel {{ background: transparent; }}
QToolTip {{ background: {card}; color: {text}; border: 1px solid {selected};
  padding: 4px 8px; }}
QFrame[surface] {{ border-radius: {panel}px; }}
QSplitter::handle {{ background: transparent; }}
QStatusBar::item {{ border: 0; }}
"""

_BUTTONS = """
QPushButton, QToolButton {{ background: {input}; color: {text}; border: 0;
  border-radius: {control}px; padding: 0 12px; min-height: 32px; }}
QPushButton:hover, QToolButton:hover {{ background: {selected}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {selected}; }}
QPushButton:checked, QToolButton:checked {{ background: {selected}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {text_disabled}; }}
QToolButton {{ padding: 0 8px; }}
QToolButton[kind="flat"], QPushButton[kind="flat"] {{ background: transparent; }}
QToolButton[kind="flat"]:hover, QPushButton[kind="flat"]:hover {{ background: {input}; }}
QToolButton[kind="flat"]:checked, QPushButton[kind="flat"]:checked {{
  background: {selected}; }}
QPushButton[kind="tab"] {{ background: transparent; color: {text_secondary}; }}
QPushButton[kind="tab"]:hover {{ background: {input}; }}
QPushButton[kind="tab"]:checked {{ background: {input}; color: {text}; }}
QPushButton[kind="tab"]:disabled {{ color: {text_secondary}; background: transparent; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {accent_text}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {input}; color: {text_disabled}; }}
QPushButton[tone="secondary"] {{ color: {text_secondary}; min-height: 20px;
  padding: 0 4px; }}
QPushButton[kind="danger"] {{ color: {error}; }}
QPushButton[kind="chip"], QToolButton[kind="chip"] {{ min-height: 24px; max-height: 24px;
  padding: 0 8px; font-size: {small_px}px; color: {text_secondary}; }}
QPushButton[kind="lane"] {{ min-height: 24px; max-height: 24px; padding: 0 8px;
  font-size: {small_px}px; background: {selected}; }}
QPushButton[kind="lane"]:hover {{ background: {window}; }}
QPushButton[kind="chip"]:checked, QToolButton[kind="chip"]:checked {{
  background: {accent_soft}; color: {text}; }}
QToolButton::menu-indicator, QPushButton::menu-indicator {{ image: none; width: 0; }}
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox {{
  background: {input}; color: {text}; border: 2px solid {input};
  border-radius: {control}px; padding: 0 8px; min-height: 28px;
  placeholder-text-color: {text_tertiary}; }}
QPlainTextEdit, QTextEdit {{ padding: 4px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus,
QDoubleSpinBox:focus {{ border-color: {accent}; }}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {{
  color: {text_disabled}; }}
QLineEdit[state="error"], QSpinBox[state="error"], QDoubleSpinBox[state="error"] {{
  border-color: {error}; }}
QSpinBox, QDoubleSpinBox {{ padding: 0 4px; }}
QComboBox QAbstractItemView {{ background: {card}; border: 1px solid {selected};
  selection-background-color: {selected}; selection-color: {text}; padding: 4px; }}
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button,
QDoubleSpinBox::down-button {{ border: 0; background: transparent; width: 16px; }}
QCheckBox, QRadioButton {{ spacing: 8px; min-height: 24px; background: transparent; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {text_disabled}; }}
QProgressBar {{ background: {input}; border: 0; border-radius: {bar}px;
  min-height: 4px; max-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: {bar}px; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {input}; }}
QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -4px 0; border-radius: 6px;
  background: {text}; }}
"""

_VIEWS = """
QAbstractItemView {{ background: transparent; alternate-background-color: {card};
  border: 0; selection-background-color: {selected}; selection-color: {text}; }}
QAbstractScrollArea {{ background: transparent; border: 0; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{ background: transparent; color: {text_secondary}; border: 0;
  padding: 4px 8px; font-size: {small_px}px; }}
QTableView {{ gridline-color: transparent; }}
QTableCornerButton::section {{ background: transparent; border: 0; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 8px; }}
QScrollBar:horizontal {{ height: 8px; }}
QScrollBar::handle {{ background: {selected}; border-radius: 3px; margin: 1px;
  min-height: 32px; min-width: 32px; }}
QScrollBar::handle:hover {{ background: {text_disabled}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{ background: {card}; border: 1px solid {selected}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; min-height: 20px; border-radius: {badge}px; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {text_disabled}; }}
QMenu::separator {{ height: 1px; background: {hairline}; margin: 4px 8px; }}
QTabWidget::pane {{ border: 0; }}
QTabBar {{ qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {text_secondary}; padding: 6px 12px;
  border-radius: {control}px; margin-right: 4px; }}
QTabBar::tab:hover {{ background: {input}; }}
QTabBar::tab:selected {{ background: {selected}; color: {text}; }}
"""


def style_sheet(tokens: Tokens, scheme: Scheme, accent_hover: str) -> str:
    """Return the whole sheet; `accent_hover` is the primary button under the mouse."""
    names: dict[str, str | int] = dict(tokens.colours(scheme))
    names |= {name: tokens.radius(name) for name in ("badge", "control", "panel", "bar")}
    names |= {"accent_hover": accent_hover, "small_px": tokens.face("small").px}
    text = (_BASE + _BUTTONS + _FIELDS + _VIEWS).format(**{k: _css(v) for k, v in names.items()})
    return text + _label_rules(tokens, scheme) + _surface_rules(tokens, scheme)


def _css(value: str | int) -> str | int:
    """Write #AARRGGBB the way a style sheet reads it."""
    if isinstance(value, str) and len(value) == 9:
        alpha, red, green, blue = (int(value[i : i + 2], 16) for i in (1, 3, 5, 7))
        return f"rgba({red}, {green}, {blue}, {alpha})"
    return value


def _label_rules(tokens: Tokens, scheme: Scheme) -> str:
    tones = [
        f'QLabel[tone="{tone}"] {{ color: {tokens.colour(scheme, name)}; }}'
        for tone, name in _TONES.items()
    ]
    faces = [
        f'QLabel[face="{role}"] {{ font-size: {tokens.face(role).px}px; '
        f"font-weight: {tokens.face(role).weight}; }}"
        for role in _FACES
    ]
    return "\n".join(["", *tones, *faces])


def _surface_rules(tokens: Tokens, scheme: Scheme) -> str:
    return "\n" + "\n".join(
        f'QFrame[surface="{name}"] {{ background: {tokens.colour(scheme, name)}; }}'
        for name in _SURFACES
    )
