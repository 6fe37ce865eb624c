"""The screens of the tour in which several people have rated: Golden, and a second window.

What it is: the end of the rating, a case settled, versions and their difference, by keys.
What it is not: the raters (emo7_core/demo/raters.py), whose names say that they are made up.
Convention: as in screens.py.
"""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from emo7_core.clips.clip import BAD
from emo7_core.scale import digit_of
from emo7_gui.desks.golden_desk import GoldenDesk
from emo7_gui.golden.golden_workspace import GoldenWorkspace
from emo7_gui.settings import Settings
from emo7_gui.tour.guide import Guide

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def golden(guide: Guide) -> bool:
    """Agreement, coverage and the widest case, once the rating was ended."""
    view, desk = _come(guide)
    guide.wait_for(lambda: view.page == "blind", "the own counts")
    _press(guide, view.blind.close_button)
    guide.type("Everybody has rated the eight drawn clips.")
    guide.press(K.Key_Return, CTRL)
    guide.wait_for(lambda: view.page == "all", "the end of the rating")
    guide.wait_for(lambda: desk.has_figures, "the figures")
    guide.wait_for(lambda: desk.cases.playback.info is not None, "the clip of the case")
    guide.settle(1500)
    return True


def settled(guide: Guide) -> bool:
    """A result with its reason; the raters' values stay."""
    view, _ = _come(guide)
    guide.press(K.Key_N)
    guide.type("The mouth agrees with the brows.")
    guide.press(K.Key_Return)
    guide.settle()
    _settle(guide, view)
    guide.settle(800)
    return True


def promoting(guide: Guide) -> bool:
    """What a version would freeze, and whose labels."""
    view, _ = _come(guide)
    guide.wait_for(lambda: "decision" in view.heading.promote.text(), "something to promote")
    _press(guide, view.heading.promote)
    guide.settle(400)
    return True


def promote(guide: Guide) -> None:
    """Yes."""
    view, _ = _come(guide)
    before = view.heading.title.text()
    guide.press(K.Key_Return, CTRL)
    guide.wait_for(lambda: view.heading.title.text() != before, "the version")


def changes(guide: Guide) -> bool:
    """What a second version changed."""
    view, _ = _come(guide)
    guide.press(K.Key_Return)
    guide.settle(400)
    _settle(guide, view)
    promoting(guide)
    promote(guide)
    guide.wait_for(lambda: view.heading.changes.isVisible(), "the button of the changes")
    _press(guide, view.heading.changes)
    guide.settle(400)
    return True


def rating_again(guide: Guide) -> bool:
    """What a rater sees while the rating goes on: their own counts alone."""
    view, _ = _come(guide)
    _press(guide, view.heading.stage)
    guide.press(K.Key_Return, CTRL)
    guide.wait_for(lambda: view.page == "blind", "the own counts")
    guide.settle(400)
    return True


def second_window(guide: Guide) -> QPixmap:
    """The same project in another window: read only, and it says who holds it."""
    from emo7_gui.app import Studio

    store = QSettings(str(guide.project / "second.ini"), QSettings.Format.IniFormat)
    settings = Settings(store)
    settings.rater = "Robin Marsh"
    settings.scheme = guide.studio.settings.scheme
    second = Studio(settings)
    second.show()
    second.projects.open_project(guide.project)
    if second.session.current is not None and second.session.current.state == BAD:
        second.session.step(1)
    guide.wait_for(lambda: second.playback.info is not None, "the clip in the second window")
    guide.settle(800)
    picture = second.window.grab()
    second.window.close()
    second.close()
    return picture


def _come(guide: Guide) -> tuple[GoldenWorkspace, GoldenDesk]:
    if guide.studio.window.workspace != "golden":
        guide.press(K.Key_2, CTRL)
        guide.settle(600)
    room = guide.studio.rooms["golden"]
    desk: GoldenDesk = room.desks[0]
    assert isinstance(room.workspace, GoldenWorkspace)
    return room.workspace, desk


def _settle(guide: Guide, view: GoldenWorkspace) -> None:
    """Settle the open case as an outermost of its raters has it, so that the label changes."""
    case = view.pane.case
    assert case is not None
    values = sorted(one.value for one in case.opinions)
    is_middle = values[-1] == values[(len(values) - 1) // 2]
    guide.press(Qt.Key(K.Key_0 + digit_of(values[0 if is_middle else -1])))
    guide.wait_for(lambda: view.pane.case and view.pane.case.settled is not None, "the result")


def _press(guide: Guide, button: QWidget) -> None:
    """Press a button as somebody does who came to it with Tab."""
    button.setFocus(Qt.FocusReason.TabFocusReason)
    guide.press(K.Key_Space)
    guide.settle()
