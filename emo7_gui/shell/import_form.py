"""The left side of the import dialog: what kind, which files, what beside them.

What it is: fields that make an ImportPlan and show one.
What it is not: the guess of a plan from a path, or its check; it asks and is told.
Convention: what does not belong to a kind is hidden and not in its plan.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from emo7_core.corpora.how2sign import SPLITS
from emo7_core.corpora.plan import (
    ASLLRP,
    EARLIER,
    EMOSIGN,
    FOLDER,
    HOW2SIGN,
    ImportPlan,
    Kind,
    is_table,
)
from emo7_core.errors import Emo7Error
from emo7_gui.segmented import Segmented
from emo7_gui.shell.path_field import PathField, Wanted
from emo7_gui.text_label import text_label
from emo7_gui.theme import theme

BY_NAME = "by name"
XML = ".xml"
_WITH_CLIPS = (HOW2SIGN, ASLLRP, EARLIER)
_WITH_SPLIT = (HOW2SIGN, EARLIER)


class ImportForm(QWidget):
    """What to import.

    Signals:
        changed: a person changed something.
        given(tuple of Path): a person browsed to or dropped the first path; guess its plan.
    """

    changed = Signal()
    given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kinds = (
            (FOLDER, self.tr("Videos")),
            (HOW2SIGN, self.tr("How2Sign")),
            (ASLLRP, self.tr("ASLLRP")),
            (EMOSIGN, self.tr("EmoSign")),
            (EARLIER, self.tr("Earlier CSV")),
        )
        self.kind = Segmented(kinds, self.tr("What to import"))
        self.path = PathField("", Wanted.FOLDER)
        self.xml = PathField(self.tr("Folder of SignStream XML (translations)"), Wanted.FOLDER)
        self.clips = PathField(self.tr("Folder of its clips"), Wanted.FOLDER)
        self.keypoints = PathField(self.tr("OpenPose or .pose keypoints (optional)"), Wanted.FOLDER)
        self.split = Segmented(self._splits(HOW2SIGN), self.tr("Split"))
        self._split_label = text_label(self.tr("Split"), "small", "secondary")
        self.unlisted = QCheckBox(self.tr("Also the clips that no row names"))
        self.project = PathField(self.tr("Folder for the new project"), Wanted.FOLDER)
        self._also: tuple[Path, ...] = ()
        self._guessed: Path | None = None
        self._looked_at: Path | None = None
        self.more = text_label("", "small", "secondary")
        self._arrange()
        self._connect()
        self._fit_kind()

    def plan(self) -> ImportPlan | None:
        """Return what the fields say, None while the first path is empty."""
        path = self.path.path()
        if path is None:
            return None
        kind: Kind = self.kind.key  # type: ignore[assignment]
        said = self.split.key if kind in _WITH_SPLIT and self.split.key != BY_NAME else None
        xml = self.xml.path() if kind == ASLLRP else None
        return ImportPlan(
            kind=kind,
            path=path,
            clips=self.clips.path() if kind in _WITH_CLIPS else None,
            keypoints=self.keypoints.path() if kind != EMOSIGN else None,
            split=None if said is None else str(said),
            with_unlisted=kind == HOW2SIGN and self.unlisted.isChecked(),
            also=self._also if xml is None else (xml, *self._also),
        )

    @property
    def is_unguessed(self) -> bool:
        """Whether a table or XML was typed whose kind nobody has looked at yet."""
        path = self.path.path()
        if path is None or path == self._looked_at:
            return False
        return (is_table(path) or path.suffix.casefold() == XML) and path.is_file()

    def set_plan(self, plan: ImportPlan) -> None:
        """Show a plan; clips and keypoints that a person gave stay where it says nothing."""
        self.kind.set_key(plan.kind)
        self._fit_kind()
        self.show_path(plan.path)
        self._set_also(self._take_xml(plan))
        if plan.clips is not None or self.clips.path() == self._guessed:
            self.clips.set_path(plan.clips)
            self._guessed = plan.clips
        if plan.keypoints is not None:
            self.keypoints.set_path(plan.keypoints)
        self.split.set_key(plan.split or BY_NAME)
        self.unlisted.setChecked(plan.with_unlisted)

    def show_path(self, path: Path) -> None:
        """Show the first path, which is being looked at or has been."""
        self._looked_at = path
        self.path.set_path(path)

    def clear(self) -> None:
        """Empty every field."""
        self._looked_at = None
        for field in (self.path, self.xml, self.clips, self.keypoints):
            field.set_path(None)
        self._set_also(())
        self.split.set_key(BY_NAME)
        self.unlisted.setChecked(False)
        self.clear_problems()

    def set_new_project(self, folder: Path | None) -> None:
        """Ask for a project's folder, suggesting one; None where a project is open."""
        self.project.setVisible(folder is not None)
        self.project.set_path(folder)

    def set_problem(self, error: Emo7Error) -> None:
        """Say what is wrong at the field it is about."""
        self.clear_problems()
        text = str(error)
        self._field_of(error).set_problem(text[:1].upper() + text[1:])

    def clear_problems(self) -> None:
        """Take all messages away."""
        for field in (self.path, self.xml, self.clips, self.keypoints, self.project):
            field.set_problem("")

    def _field_of(self, error: Emo7Error) -> PathField:
        for field in (self.xml, self.clips, self.keypoints, self.project):
            path = field.path()
            if path is not None and error.where in (str(path), str(path.absolute())):
                return field
        # A message of an XML file names it without its folder: "Cory.xml, row 12".
        is_of_xml = not self.xml.isHidden() and XML in (error.where or "").split(",")[0].casefold()
        return self.xml if is_of_xml and self.xml.path() is not None else self.path

    def _take_xml(self, plan: ImportPlan) -> tuple[Path, ...]:
        """Show the first XML that stands beside a sign sheet; return the other files."""
        within = [one for one in plan.also if plan.kind == ASLLRP and _is_xml(one)]
        self.xml.set_path(within[0] if within else None)
        return tuple(one for one in plan.also if one not in within[:1])

    def _set_also(self, also: tuple[Path, ...]) -> None:
        self._also = also
        names = ", ".join(path.name for path in also[:3])
        dots = " …" if len(also) > 3 else ""
        self.more.setText(self.tr("and {0} more: {1}").format(len(also), names + dots))
        self.more.setVisible(bool(also))

    def _splits(self, kind: str) -> tuple[tuple[str, str], ...]:
        unsaid = self.tr("As its name says") if kind == HOW2SIGN else self.tr("Not said")
        return ((BY_NAME, unsaid), *((name, name) for name in SPLITS))

    def _fit_kind(self) -> None:
        kind = str(self.kind.key)
        captions = {
            FOLDER: (self.tr("Folder of videos"), self.tr("or drop it here, with subfolders")),
            HOW2SIGN: (self.tr("Sheet"), self.tr("how2sign_realigned_val.csv, or .xlsx")),
            ASLLRP: (self.tr("Sign sheet"), self.tr("asllrp_sentence_signs_….csv, or the XML")),
            EMOSIGN: (self.tr("Table"), self.tr("emosign_dataset.csv: video_name, Sentiment")),
            EARLIER: (self.tr("Table"), self.tr("video_name, caption, compound_score, emotion")),
        }
        self.path.set_caption(*captions[kind])
        self.path.wanted = Wanted.FOLDER if kind == FOLDER else Wanted.TABLE
        folders = {
            EARLIER: self.tr("Folder of its clips (optional: rows join clips by name)"),
            ASLLRP: self.tr("Folder of utterance videos, all views"),
        }
        self.clips.set_caption(folders.get(kind, self.tr("Folder of its clips")))
        key = self.split.key
        self.split.set_choices(self._splits(kind))
        self.split.set_key(key)
        self.clips.setVisible(kind in _WITH_CLIPS)
        for widget in (self.split, self._split_label):
            widget.setVisible(kind in _WITH_SPLIT)
        self.xml.setVisible(kind == ASLLRP)
        self.keypoints.setVisible(kind != EMOSIGN)
        self.unlisted.setVisible(kind == HOW2SIGN)

    def _on_kind(self, _: object) -> None:
        self._fit_kind()
        self.changed.emit()

    def _on_path_edited(self) -> None:
        self._set_also(())
        self.changed.emit()

    def _connect(self) -> None:
        self.kind.chosen.connect(self._on_kind)
        self.path.edited.connect(self._on_path_edited)
        self.path.chosen.connect(self.given)
        for field in (self.xml, self.clips, self.keypoints, self.project):
            field.edited.connect(self.changed)
            field.chosen.connect(lambda paths, field=field: self._take(field, paths))
        self.split.chosen.connect(lambda _: self.changed.emit())
        self.unlisted.toggled.connect(lambda _: self.changed.emit())

    def _take(self, field: PathField, paths: tuple[Path, ...]) -> None:
        field.set_path(paths[0])
        self.changed.emit()

    def _arrange(self) -> None:
        self.unlisted.setFixedHeight(theme().size("control"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.kind)
        column.addWidget(self.path)
        column.addWidget(self.more)
        column.addWidget(self.xml)
        column.addWidget(self.clips)
        column.addWidget(self.keypoints)
        split = QVBoxLayout()
        split.setSpacing(4)
        split.addWidget(self._split_label)
        split.addWidget(self.split)
        column.addLayout(split)
        column.addWidget(self.unlisted)
        column.addWidget(self.project)
        column.addStretch(1)


def _is_xml(path: Path) -> bool:
    return path.suffix.casefold() == XML or path.is_dir()
