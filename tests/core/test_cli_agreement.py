"""The command of agreement: a table, a project, JSON, and wrong use in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from emo7_core.labels.decision import Draft
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from tests.core.statistics.published import KRIPPENDORFF


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    rows = [
        f"u{unit},{rater},{value}\n"
        for rater, values in enumerate(KRIPPENDORFF)
        for unit, value in enumerate(values)
        if value is not None
    ]
    path = tmp_path / "k.csv"
    path.write_text("unit,coder,code\n" + "".join(rows), encoding="utf-8")
    return path


def test_a_table_is_printed_and_written(run, csv: Path, tmp_path: Path):
    """Krippendorff's table: the published figures on the screen and in the JSON."""
    out = tmp_path / "a.json"
    columns = ("--item", "unit", "--rater", "coder", "--value", "code")
    code, text, complaint = run("agreement", "--csv", csv, *columns, "--out", out)
    assert (code, complaint) == (0, "")
    assert "Krippendorff alpha, ordinal                0.815" in text
    found = json.loads(out.read_text())
    assert {row["key"]: row["value"] for row in found["rows"]}["alpha_nominal"] == pytest.approx(
        0.743, abs=5e-4
    )
    assert found["units"] == 11


def test_a_project_of_nobody_prints_reasons(run, tmp_path: Path):
    """An empty project says why there is no figure."""
    Project.create(tmp_path / "p").close()
    code, text, _ = run("agreement", "--project", tmp_path / "p")
    assert code == 0
    assert "There are no ratings." in text


def test_one_rater_of_a_project(run, tmp_path: Path):
    """One rater is named in the reason."""
    with Project.create(tmp_path / "p") as project:
        clip = project.catalog.add_track_only(_clip(), 3)
        project.log(project.sources.ensure(RATER, "MK")).append(Draft(clip.id, 4))
    assert "Only one rater (MK)" in run("agreement", "--project", tmp_path / "p")[1]


def _clip():
    from emo7_core.corpora.imported import ImportedClip

    return ImportedClip(None, "c", "made")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "either --project FOLDER or --csv FILE"),
        (("--csv", "nowhere.csv"), "there is no such file"),
        (("--project", ".", "--item", "x"), "belong to --csv"),
        (("--csv", "x", "--cluster", "corpus"), "corpus"),
    ],
)
def test_wrong_use_is_one_line(run, words, says):
    """A person sees what to mend, not a trace."""
    code, _, complaint = run("agreement", *words)
    assert code == 2
    assert says in complaint
    assert complaint.count("\n") == 1
