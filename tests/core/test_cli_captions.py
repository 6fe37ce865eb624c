"""label-captions, golden find, import asllrp and emosign, as a person types them."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.corpora.made_asllrp import (
    BEN,
    CORY,
    write_emosign,
    write_sheet,
    write_two_collections,
)
from tests.synth import Recipe, write_clip

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def asllrp(tmp_path: Path, run) -> Path:
    """A project with two utterances of ASLLRP, one of them from two cameras."""
    clips = tmp_path / "clips"
    clips.mkdir()
    for name in ("1014088.mp4", "1014088_side.mp4", "24363254.mp4"):
        write_clip(clips / name, Recipe(count=12, rate=24, first=len(name)))
    project, xml = tmp_path / "p", write_two_collections(tmp_path / "two.xml")
    sheet = write_sheet(tmp_path / "signs.csv")
    run("new", project)
    code, out, err = run("import", "asllrp", sheet, xml, "--clips", clips, "--project", project)
    assert (code, err) == (0, "")
    for line in ("2 new clips", "1 further view linked", "2 stretches of non-manual tiers"):
        assert line in out
    assert "note: signs.csv: quotation marks" in out
    return project


def tweets(shared_data: Path, path: Path) -> int:
    """Write the tweets as a table and return how many they are."""
    source = shared_data / "vader" / "tweets_GroundTruth.txt"
    lines = source.read_text("utf-8", "replace").rstrip("\n").split("\n")
    texts = [line.split("\t")[2] for line in lines]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("video_name", "caption"))
        out.writerows((number, text) for number, text in enumerate(texts))
    return len(texts)


def test_4200_tweets_are_labelled(shared_data, tmp_path, run):
    """Same rows, same order, with their counts."""
    count = tweets(shared_data, tmp_path / "in.csv")
    code, out, err = run("label-captions", tmp_path / "in.csv", "--out", tmp_path / "out.csv")
    assert (code, err, count) == (0, "", 4200)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        names = [row["video_name"] for row in csv.DictReader(file)]
    assert names == [str(number) for number in range(count)]
    assert "captions: 4200" in out
    assert "exactly zero: 5.7%" in out


def test_a_terminal_sees_progress(tmp_path):
    """Long work shows how far it is; a pipe sees none."""
    path = tmp_path / "in.csv"
    path.write_text("video_name,caption\n" + "1,Good.\n" * 3000)
    code = (
        "import sys; from emo7_core.cli.main import main; sys.stderr.isatty = lambda: True;"
        f"main(['label-captions', {str(path)!r}, '--out', {str(tmp_path / 'o.csv')!r}])"
    )
    environment = {"FORCE_COLOR": "1", "TERM": "xterm", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "scoring captions" in done.stderr
    assert "3000/3000" in done.stderr


def test_degenerate_percentiles_are_explained_not_fatal(tmp_path, run):
    """The note names the classes that stay empty."""
    path = tmp_path / "in.csv"
    path.write_text("video_name,caption\n" + "1,The box.\n" * 9 + "2,Good.\n")
    code, out, _ = run("label-captions", path, "--cuts", "percentile", "--out", tmp_path / "o.csv")
    assert code == 0
    assert "note: 6 cuts at 0: no caption can be" in out
    assert "imbalance: 9.0 to 1 (Extremely Negative over Extremely Positive; 5 classes" in out


def test_own_cuts_may_start_with_a_minus(tmp_path, run):
    """With a space or an equals sign."""
    path, cuts = tmp_path / "in.csv", "-0.75,-0.4,-0.1,0.1,0.4,0.75"
    path.write_text("video_name,caption\n1,Good.\n")
    for words in (("--cuts", cuts), (f"--cuts={cuts}",)):
        code, out, _ = run("label-captions", path, *words, "--out", tmp_path / "o.csv")
        assert (code, out.splitlines()[0]) == (0, f"own cuts: {cuts.replace(',', ', ')}")
        assert "all in one class" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("in.csv",), "TABLE --out FILE, or --project FOLDER"),
        (("in.csv", "--out", "o.csv", "--project", "p"), "TABLE --out FILE"),
        (("in.csv", "--out", "o.csv", "--cuts", "1,2"), "6 numbers"),
        (("in.csv", "--out", "o.csv", "--cuts", "some"), "concentrated, uniform, percentile"),
        (("absent.csv", "--out", "o.csv"), "no such file"),
        (("in.csv", "--out", "o.csv", "--clips", "absent"), "no such folder"),
    ],
)
def test_wrong_use_is_one_line(tmp_path, run, monkeypatch, words, says):
    """Exit 2, nothing is written."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("video_name,caption\n1,Good.\n")
    code, _, complaint = run("label-captions", *words)
    assert (code, complaint.count("\n")) == (2, 1)
    assert says in complaint
    assert not Path("o.csv").exists()


def test_a_project_is_labelled(asllrp, tmp_path, run):
    """As guesses of a rule that carries its cuts; with --out also as a table."""
    words = ("label-captions", "--project", asllrp, "--out", tmp_path / "o.csv")
    code, out, _ = run(*words)
    assert code == 0
    assert "2 new guesses of “caption-VADER, concentrated cuts -0.75" in out
    assert (tmp_path / "o.csv").read_text().splitlines()[1].startswith("1014088.mp4,I love it!,")
    assert "0 new guesses" in run(*words)[1]


def test_emosign_joins_a_project(asllrp, tmp_path, run):
    """Both name forms; a row without a clip is named."""
    rows = ((f"{CORY}_1014088", "2"), (f"{BEN}_24363254", "-3"), (f"{BEN}_77", "0"))
    table = write_emosign(tmp_path / "e.csv", rows)
    code, out, _ = run("import", "emosign", table, "--project", asllrp)
    assert code == 0
    assert "0 new clips, 2 known, 2 labels" in out
    assert "1 rows without a clip on this disk: 77" in out


def test_golden_find_says_what_it_found(tmp_path, run):
    """Joined, missing, counts of both, six scores with three decimals, three files."""
    xml = write_two_collections(tmp_path / "two.xml")
    rows = ((f"{CORY}_1014088", "2"), (f"{BEN}_24363254", "-2"), (f"{BEN}_77", "0"))
    table = write_emosign(tmp_path / "e.csv", rows, is_whole=False)
    out_folder = tmp_path / "golden"
    code, out, err = run(
        "golden", "find", "--captions", xml, "--emosign", table, "--out", out_folder
    )
    assert (code, err) == (0, "")
    assert "2 of 3 utterances joined, 0 captions without golden" in out
    assert f"1 without a caption: {BEN}_77" in out
    for line in ("Deaf annotators: 2", "caption-VADER: 2", "n = 2"):
        assert line in out
    scores = out[out.index("n = 2") :].splitlines()[1:7]
    figures = ["1.000", "1.000", "0.286", "1.000", "1.000", "0.000"]
    assert [line.split()[-1] for line in scores] == figures
    assert len(list(out_folder.glob("*.csv"))) == 3
