"""The commands of a study: raters, queues, adjudication, golden versions, splits."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import Draft
from emo7_core.labels.queue import newest_queue
from emo7_core.labels.sources import RATER
from emo7_core.project import Project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six clips of three signers; A and B agree on all but the first, which lies far apart."""
    root = tmp_path / "p"
    with Project.create(root) as project:
        for number in range(6):
            path = tmp_path / f"c{number}.mp4"
            path.write_bytes(f"c{number}".encode())
            signer = f"S{number % 3}"
            made = ImportedClip(path, path.stem, "made", signer=signer, session=f"{number}")
            (clip,) = project.catalog.add([made]).new
            project.catalog.record_identity(clip, f"{number:064x}", state="ok")
            for name in ("A", "B"):
                value = 6 if (name, number) == ("B", 0) else number
                project.log(project.sources.ensure(RATER, name)).append(Draft(clip, value))
    return root


def test_raters_are_added_and_listed(run, folder: Path):
    """A profile says what was stated, and the stage stands above it."""
    words = ("--add", "Mara Keller", "--deaf", "--asl", "--about", "native signer")
    code, out, complaint = run("raters", "--project", folder, *words)
    assert (code, complaint) == (0, "")
    assert out.splitlines()[0] == "stage: rating"
    assert "Mara Keller\tMK\tDeaf\tuses ASL\t0 values\tnative signer" in out
    assert "A\tA\tnot stated\tnot stated\t6 values\t" in out


def test_the_stage_is_closed_and_opened_by_somebody(run, folder: Path):
    """Each change is listed with its reason; nobody's change is refused."""
    assert run("raters", "-p", folder, "--close-stage")[0] == 2
    code, out, _ = run("raters", "-p", folder, "--close-stage", "--by", "A", "--note", "done")
    assert (code, out.splitlines()[0]) == (0, "stage: discussion")
    assert "A went to discussion: done" in out
    assert run("raters", "-p", folder, "--close-stage", "--by", "A")[0] == 2
    assert "stage: rating" in run("raters", "-p", folder, "--reopen-stage", "--by", "A")[1]


def test_a_queue_is_assigned(run, folder: Path):
    """The order is stored for the rater; its beginning is printed with reason and figures."""
    words = ("--order", "disagreement", "--random", "0", "--repeats", "0", "--control", "1")
    code, out, complaint = run("assign", "-p", folder, "-r", "MK", *words)
    assert (code, complaint) == (0, "")
    assert "1\tc0\traters compared\t2 raters, 6 steps apart\tcontrol" in out
    with Project.open(folder) as project:
        rater = project.sources.ensure(RATER, "MK")
        stored = newest_queue(project.database, rater.id)
    assert (stored.order, stored.seed, len(stored.entries)) == ("disagreement", 7, 6)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("assign", "-r", "MK", "--order", "best"), "rare classes"),
        (("assign", "-r", "MK", "--repeats", "2"), "between 0 and 1"),
        (("adjudicate", "c0"), "both the clip and its value"),
        (("adjudicate", "dog", "4", "--adjudicator", "A"), "no clip"),
        (("golden", "promote"), "--target TARGET or --restore NUMBER"),
        (("golden", "promote", "--target", "dogs"), "adjudicated"),
        (("golden", "diff", "1", "2"), "no golden version 1"),
        (("split",), "--name NEW or --show NAME"),
        (("split", "--name", "x", "--shares", "a,b"), "no shares"),
        (("split", "--name", "x", "--by", "hair"), "signer, session, clip"),
        (("split", "--show", "x"), "none yet"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run, folder: Path, words, says):
    """A person sees what to mend."""
    code, _, complaint = run(*words, "--project", folder)
    assert (code, complaint.count("\n")) == (2, 1)
    assert says in complaint


def test_disagreements_are_listed_and_settled(run, folder: Path):
    """The widest first; settled it is a value of its own, and the soft labels stay."""
    assert run("adjudicate", "-p", folder)[1] == "c0\t6\tA=1 B=7\n"
    words = ("adjudicate", "-p", folder, "c0", "4", "--note", "seen")
    code, out, _ = run(*words, "--adjudicator", "Ada Okoro")
    assert (code, out) == (0, "settled by Ada Okoro: c0 4 Neutral\n")
    listed = "c0\t6\tA=1 B=7\tsettled 4 Neutral by Ada Okoro\n"
    assert run("adjudicate", "-p", folder)[1] == listed
    target = folder / "soft.csv"
    run("export", "-p", folder, "--out", target, "--format", "soft")
    row = next(csv.DictReader(target.read_text().splitlines()))
    assert (row["soft_1"], row["soft_7"], row["emotion"]) == ("0.5", "0.5", "Neutral")


def test_a_result_without_a_name_is_refused(run, folder: Path):
    """An adjudication is somebody's."""
    code, _, complaint = run("adjudicate", "-p", folder, "c0", "4")
    assert code == 2
    assert "--adjudicator NAME" in complaint


def test_golden_versions_are_promoted_listed_compared_and_restored(run, folder: Path):
    """Numbers count on; a reversal is a further version."""
    code, out, complaint = run("golden", "promote", "-p", folder, "--target", "human", "--by", "A")
    assert (code, complaint) == (0, "")
    assert out.startswith("golden 1\thuman\t6 clips\t")
    run("adjudicate", "-p", folder, "c0", "4", "--adjudicator", "A")
    run("golden", "promote", "-p", folder, "--target", "human", "--note", "adjudicated")
    out = run("golden", "diff", "1", "2", "-p", folder)[1]
    assert "0 added, 0 removed, 1 changed, 5 same" in out
    assert "~ c0\t1 to 4" in out
    out = run("golden", "promote", "-p", folder, "--restore", "1")[1]
    assert out.startswith("golden 3\thuman, restored from 1\t6 clips\t")
    out = run("golden", "list", "-p", folder, "--count", "2")[1]
    assert [line.split("\t")[0] for line in out.splitlines()[:3]] == [
        "golden 1",
        "golden 2",
        "golden 3",
    ]
    assert "7 Extremely Positive\t0\t2\t0" in out


def test_a_project_without_versions_is_told_how_to_make_one(run, folder: Path):
    """The list is not just empty."""
    assert "emo7 golden promote" in run("golden", "list", "-p", folder)[1]


def test_a_split_is_made_and_shown(run, folder: Path):
    """What it holds and what its sides share; shown again it is the same."""
    run("golden", "promote", "-p", folder, "--target", "human")
    words = ("--name", "one", "--by", "signer", "--shares", ".34,.33,.33", "--seed", "3")
    code, made, complaint = run("split", "-p", folder, *words)
    assert (code, complaint) == (0, "")
    assert "split one, by signer, seed 3" in made
    assert "train\t2\t1\t2\t2" in made
    assert "leak: train holds golden 2 clips: " in made
    assert run("split", "-p", folder, "--show", "one")[1] == made
