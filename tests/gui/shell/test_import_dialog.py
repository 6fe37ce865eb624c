"""The import dialog: it asks, shows what is answered, and starts only what it has shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from emo7_core.corpora.plan import (
    ASLLRP,
    EARLIER,
    EMOSIGN,
    FOLDER,
    HOW2SIGN,
    ImportPlan,
    ImportPreview,
)
from emo7_core.errors import TableError, UsageError
from emo7_gui.shell.import_dialog import ImportDialog
from emo7_gui.shell.path_field import PathField
from emo7_gui.theme import install

K, M = Qt.Key, Qt.KeyboardModifier
SEEN = ImportPreview(2, 1, without_clip=("gone",))


@pytest.fixture
def dialog(qapp: QApplication, qtbot: QtBot) -> ImportDialog:
    install(qapp, "dark")
    parent = QWidget()
    parent.resize(1440, 900)
    qtbot.addWidget(parent)
    made = ImportDialog(parent)
    parent.show()
    made.open_with((), None)
    return made


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "val.csv"
    path.write_text("x")
    return path


def plan_of(sheet: Path) -> ImportPlan:
    return ImportPlan(HOW2SIGN, sheet, sheet.parent)


def show(dialog: ImportDialog, plan: ImportPlan, seen: ImportPreview = SEEN) -> None:
    dialog.set_plan(plan)
    dialog.set_preview(plan, seen)


def drop(widget: QWidget, *paths: Path) -> None:
    """Let go of files over a widget, as Qt delivers it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    point = QPointF(5, 5)
    enter = QDragEnterEvent(point.toPoint(), copy, data, left, M.NoModifier)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(point, copy, data, left, M.NoModifier))


def test_it_opens_empty_and_cannot_import(dialog: ImportDialog) -> None:
    """It says what to do first."""
    assert not dialog.start.isEnabled()
    assert "Choose a folder or a table" in dialog.note.text()


def test_a_typed_table_is_looked_at(dialog: ImportDialog, qtbot: QtBot, sheet: Path) -> None:
    """Its kind is guessed from its columns, not from the choice above it."""
    with qtbot.waitSignal(dialog.paths_given) as asked:
        qtbot.keyClicks(dialog.form.path.line, str(sheet))
    assert asked.args == [(sheet,)]
    assert not dialog.start.isEnabled()


def test_a_plan_fills_the_fields_and_asks_for_its_preview(
    dialog: ImportDialog, qtbot: QtBot, sheet: Path
) -> None:
    """What is shown is what is asked."""
    plan = replace(plan_of(sheet), split="val", with_unlisted=True, keypoints=sheet.parent)
    with qtbot.waitSignal(dialog.plan_changed) as asked:
        dialog.set_plan(plan)
    assert asked.args == [plan]
    assert dialog.form.plan() == plan


def test_the_preview_stands_in_plain_words(dialog: ImportDialog, sheet: Path) -> None:
    """Then Import is open."""
    show(dialog, plan_of(sheet))
    assert dialog.facts.titles() == ("1 clip comes in", "1 row without a clip")
    assert dialog.start.isEnabled()


def test_an_answer_to_an_older_plan_is_dropped(dialog: ImportDialog, sheet: Path) -> None:
    """The form has moved on."""
    dialog.set_plan(plan_of(sheet))
    dialog.set_preview(replace(plan_of(sheet), split="val"), SEEN)
    assert not dialog.start.isEnabled()


def test_a_change_closes_import_until_it_is_answered(
    dialog: ImportDialog, qtbot: QtBot, sheet: Path
) -> None:
    """What starts is what was previewed."""
    show(dialog, plan_of(sheet))
    with qtbot.waitSignal(dialog.plan_changed) as asked:
        dialog.form.unlisted.click()
    assert not dialog.start.isEnabled()
    assert asked.args[0].with_unlisted
    dialog.set_preview(asked.args[0], SEEN)
    assert dialog.start.isEnabled()


def test_ctrl_enter_imports_from_a_field(dialog: ImportDialog, qtbot: QtBot, sheet: Path) -> None:
    """Enter alone does not."""
    show(dialog, plan_of(sheet))
    qtbot.keyClick(dialog.form.path.line, K.Key_Return)
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.import_requested) as asked:
        qtbot.keyClick(dialog.form.path.line, K.Key_Return, M.ControlModifier)
    assert asked.args == [plan_of(sheet), None]
    assert dialog.isHidden()


def test_escape_cancels(dialog: ImportDialog, qtbot: QtBot, sheet: Path) -> None:
    """Nothing is asked for."""
    show(dialog, plan_of(sheet))
    with qtbot.assertNotEmitted(dialog.import_requested):
        qtbot.keyClick(dialog.form.path.line, K.Key_Escape)
    assert dialog.isHidden()


def test_a_table_error_stands_below_the_table(dialog: ImportDialog, sheet: Path) -> None:
    """File, row and column are in it, and Import is shut."""
    dialog.set_plan(plan_of(sheet))
    error = TableError("“x” is not a number", where="val.csv, row 2, column compound_score")
    dialog.set_error(plan_of(sheet), error)
    assert dialog.form.path.problem() == (
        "“x” is not a number (val.csv, row 2, column compound_score)."
    )
    assert not dialog.start.isEnabled()
    assert dialog.facts.titles() == ()


def test_a_folder_that_is_not_there_is_said_at_its_field(dialog: ImportDialog, sheet: Path) -> None:
    """The field it is about, not the first one."""
    plan = replace(plan_of(sheet), keypoints=Path("/nowhere"))
    dialog.set_plan(plan)
    dialog.set_error(plan, UsageError("there is no such folder of keypoints", where="/nowhere"))
    assert "no such folder" in dialog.form.keypoints.problem()
    assert dialog.form.path.problem() == ""


def test_nothing_to_import_says_why(dialog: ImportDialog, sheet: Path) -> None:
    """A sheet none of whose clips is there."""
    show(dialog, plan_of(sheet), ImportPreview(1, 0, without_clip=("gone",)))
    assert dialog.note.text() == "Nothing to import. No row has its clip in that folder."
    assert not dialog.start.isEnabled()


def test_what_does_not_belong_to_a_kind_is_not_in_its_plan(
    dialog: ImportDialog, qtbot: QtBot, sheet: Path
) -> None:
    """A folder has no split and no clips folder of its own."""
    show(dialog, replace(plan_of(sheet), split="val", with_unlisted=True))
    dialog.form.kind.segment(FOLDER).click()
    assert dialog.form.plan() == ImportPlan(FOLDER, sheet)
    dialog.form.kind.segment(EARLIER).click()
    assert dialog.form.plan() == ImportPlan(EARLIER, sheet, sheet.parent, split="val")


def test_asllrp_shows_sheet_xml_and_clips(dialog: ImportDialog, sheet: Path) -> None:
    """Three fields, one plan; further sheets are named."""
    more = sheet.with_name("other.csv")
    plan = ImportPlan(ASLLRP, sheet, sheet.parent, also=(sheet.parent / "a.xml", more))
    show(dialog, plan)
    assert dialog.form.xml.path() == sheet.parent / "a.xml"
    assert dialog.form.more.text() == "and 1 more: other.csv"
    assert dialog.form.plan() == plan
    shown = [f for f in dialog.form.findChildren(PathField) if f.isVisible()]
    assert shown == [dialog.form.path, dialog.form.xml, dialog.form.clips, dialog.form.keypoints]


def test_emosign_is_one_table(dialog: ImportDialog, sheet: Path) -> None:
    """No clips, no keypoints, no split: it judges clips that are here."""
    show(dialog, plan_of(sheet))
    dialog.form.kind.segment(EMOSIGN).click()
    assert dialog.form.plan() == ImportPlan(EMOSIGN, sheet)
    assert [f for f in dialog.form.findChildren(PathField) if f.isVisible()] == [dialog.form.path]


def test_an_error_in_the_xml_stands_below_the_xml(dialog: ImportDialog, sheet: Path) -> None:
    """The message names the file in its folder, and the row."""
    plan = ImportPlan(ASLLRP, sheet, also=(sheet.parent,))
    dialog.set_plan(plan)
    dialog.set_error(plan, TableError("this is no XML", where="Cory.xml, row 12"))
    assert dialog.form.xml.problem() == "This is no XML (Cory.xml, row 12)."
    assert dialog.form.path.problem() == ""


def test_dropped_files_are_looked_at_together(
    dialog: ImportDialog, qtbot: QtBot, sheet: Path
) -> None:
    """On the card, or on the first field; on another field they fill that one."""
    for target in (dialog, dialog.form.path):
        with qtbot.waitSignal(dialog.paths_given) as asked:
            drop(target, sheet, sheet.parent)
        assert asked.args == [(sheet, sheet.parent)]
    show(dialog, plan_of(sheet))
    with qtbot.waitSignal(dialog.plan_changed) as changed:
        drop(dialog.form.keypoints, sheet.parent)
    assert changed.args[0].keypoints == sheet.parent


def test_further_files_are_named_and_imported(dialog: ImportDialog, sheet: Path) -> None:
    """Two sheets of one folder."""
    plan = replace(plan_of(sheet), also=(sheet.with_name("test.csv"),))
    show(dialog, plan)
    assert dialog.form.more.text() == "and 1 more: test.csv"
    assert dialog.form.plan() == plan


def test_a_guessed_clips_folder_goes_with_its_table(dialog: ImportDialog, sheet: Path) -> None:
    """One that a person gave stays."""
    dialog.set_plan(plan_of(sheet))
    other = sheet.with_name("other.csv")
    dialog.set_plan(ImportPlan(HOW2SIGN, other))
    assert dialog.form.plan() == ImportPlan(HOW2SIGN, other)
    dialog.form.clips.set_path(Path("/mine"))
    dialog.set_plan(ImportPlan(HOW2SIGN, sheet))
    assert dialog.form.plan() == ImportPlan(HOW2SIGN, sheet, Path("/mine"))


def test_without_a_project_it_asks_where_one_shall_lie(
    dialog: ImportDialog, qtbot: QtBot, sheet: Path, tmp_path: Path
) -> None:
    """The folder is suggested, and handed over with the plan."""
    dialog.close_card()
    dialog.open_with((), tmp_path / "project")
    show(dialog, plan_of(sheet))
    with qtbot.waitSignal(dialog.import_requested) as asked:
        dialog.submit()
    assert asked.args == [plan_of(sheet), tmp_path / "project"]


def test_it_opens_clean_again(dialog: ImportDialog, sheet: Path) -> None:
    """Nothing of the last import stays in the fields."""
    show(dialog, plan_of(sheet))
    dialog.close_card()
    dialog.open_with((), None)
    assert dialog.form.plan() is None
    assert dialog.facts.titles() == ()


def test_tab_stays_inside_and_every_field_has_a_name(dialog: ImportDialog) -> None:
    """A screen reader says what each field is for."""
    fields = dialog.form.findChildren(PathField)
    assert all(field.line.accessibleName() and field.browse.accessibleName() for field in fields)
    for _ in range(30):
        dialog.focusNextPrevChild(True)
        focus = dialog.window().focusWidget()
        assert focus is dialog or dialog.isAncestorOf(focus)
