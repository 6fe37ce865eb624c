"""Every screen of the tour, in both themes and two sizes, is looked at by the checks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from emo7_core.scale import K
from emo7_gui.app import Studio
from emo7_gui.theme import install
from emo7_gui.tour.__main__ import prepared
from emo7_gui.tour.guide import Guide
from emo7_gui.tour.screens import SCREENS, Screen, leave_popup
from tests.gui import screen_checks as checks
from tests.gui.demo_studio import drawn_demo, studio_on

USUAL, LEAST = QSize(1440, 900), QSize(1180, 720)
LOOKS = [("dark", USUAL), ("light", LEAST), ("light", USUAL), ("dark", LEAST)]
# The widest plain rectangle that a screen may have, as a share of the window.
MOST_BLANK = {
    "first-start": 0.45,
    "train-first": 0.45,
    "review-cannot-play": 0.45,
    "keys": 0.35,
    "import": 0.5,
    # Until the rating is over there is nothing of others to see.
    "golden-blind": 0.5,
}
USUAL_BLANK = 0.25
# These train a model first, which takes minutes; tests/gui/test_thin_line.py walks through it.
LONG = {
    "train",
    "compare",
    "review-live",
    "model-picker",
    "review-growing",
    "train-folds",
    "train-tuning",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_demo(tmp_path_factory.mktemp("screens") / "demo")


def opened(demo: Path, folder: Path, size: QSize) -> Guide:
    project = folder / "project"
    if not project.exists():
        prepared(demo, project)
    guide = Guide(studio_on(folder / "settings.ini"), project)
    guide.show(size)
    return guide


def surfaces(studio: Studio) -> list[QWidget]:
    """What lies on top: an open pop-up, else the window."""
    popup = QApplication.activePopupWidget()
    return [popup] if popup is not None else [studio.window]


def findings(studio: Studio, screen: Screen) -> list[str]:
    """Everything the checks have against what is seen now."""
    found: list[str] = []
    kinds: dict[str, Callable[[QWidget], list[str]]] = {
        "clipped": checks.clipped_text,
        "outside": checks.outside_parents,
        "nameless": checks.nameless,
        "faint": checks.low_contrast,
    }
    for surface in surfaces(studio):
        for kind, check in kinds.items():
            found += [f"{screen.name}: {kind}: {one}" for one in check(surface)]
    return found + blank_findings(studio, screen)


def blank_findings(studio: Studio, screen: Screen) -> list[str]:
    """Where content is expected but nothing is painted."""
    share = checks.largest_blank(studio.window)
    most = MOST_BLANK.get(screen.name, USUAL_BLANK)
    found = [f"{screen.name}: {share:.0%} of the window is blank"] if share > most else []
    expected = {
        "review-blind": (studio.playback.player.canvas, studio.review.panel, studio.review.queue),
        "review-revealed": (studio.playback.player.canvas, studio.playback.player.timeline),
        "keys": (studio.window.key_sheet.card,),
    }
    for widget in expected.get(screen.name, ()):
        filled = checks.filled_share(widget)
        if filled < 0.12:
            found.append(f"{screen.name}: {checks.name_of(widget)} is {filled:.0%} filled")
    return found


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=lambda v: getattr(v, "width", lambda: v)())
def test_every_screen_passes_the_checks(
    qapp: QApplication, demo: Path, tmp_path: Path, scheme: str, size: QSize
):
    """No clipped text, no faint text, nothing cut off, nameless or blank."""
    install(qapp, scheme)  # type: ignore[arg-type]
    guide = opened(demo, tmp_path, size)
    found: list[str] = []
    seen = []
    try:
        for screen in SCREENS:
            if screen.name in LONG:
                continue
            if screen.name == "first-start-drawing":
                guide.studio.projects.open_project(guide.project)
                continue
            if screen.drive(guide) is True:
                seen.append(screen.name)
                found += findings(guide.studio, screen)
                leave = leave_popup if screen.name == "training-dialog" else screen.leave
                leave(guide)
    finally:
        guide.close()
    assert len(seen) >= 10, seen
    assert not found, "\n".join(sorted(set(found)))


def test_the_seven_rows_say_digit_and_word(qapp: QApplication, demo: Path, tmp_path: Path):
    """A screen reader hears the digit and the word of every row of the scale."""
    install(qapp, "dark")
    guide = opened(demo, tmp_path, USUAL)
    try:
        rows = guide.studio.review.panel.rows
        for value in range(K):
            assert str(value + 1) in rows[value].accessibleName()
    finally:
        guide.close()


def test_the_tour_leaves_the_given_project_alone(demo: Path, tmp_path: Path):
    """A tour works on a copy; the broken file it adds is in the copy alone."""
    before = sorted(path.name for path in demo.rglob("*"))
    prepared(demo, tmp_path / "copy")
    assert sorted(path.name for path in demo.rglob("*")) == before
    shutil.rmtree(tmp_path / "copy")
