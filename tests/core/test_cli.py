"""The commands: each works, wrong use is one clear line and exit 2, nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.decision import WITH_CAPTION, Draft
from emo7_core.labels.reveals import Reveals
from emo7_core.labels.snapshot import human_values
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from tests.synth import Recipe, write_clip


@pytest.fixture
def folder(tmp_path: Path, run) -> Path:
    """A project with one good clip, named as How2Sign names them, and one bad one."""
    clips = tmp_path / "clips"
    clips.mkdir()
    write_clip(clips / "-a_1-5-rgb_front.mp4")
    (clips / "broken.mp4").write_bytes(b"not a video")
    run("new", tmp_path / "p")
    code, out, _ = run("import", "folder", clips, "--project", tmp_path / "p")
    assert code == 0
    assert "2 new clips" in out
    return tmp_path / "p"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nonsense",), "nonsense"),
        (("queue",), "--project"),
        (("queue", "--project", "/nowhere"), "holds no emo7 project"),
        (("extract",), "--project FOLDER"),
        (("export", "--project", "/nowhere", "--out", "x", "--format", "pdf"), "pdf"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(run, words, says):
    """A person sees what to mend, not a trace."""
    code, _, complaint = run(*words)
    assert code == 2
    assert says in complaint
    assert complaint.count("\n") == 1


def test_a_folder_import_names_what_cannot_play(run, folder: Path, tmp_path: Path):
    """One line for every file that cannot play; the rest is imported."""
    code, out, _ = run("import", "folder", tmp_path / "clips", "--project", folder)
    assert (code, "0 new clips, 2 known" in out) == (0, True)
    _, listing, _ = run("queue", "--project", folder)
    states = {row.split("\t")[0]: row.split("\t")[1] for row in listing.splitlines()}
    assert states == {"-a_1-5-rgb_front": "ok", "broken": "bad"}


def test_label_undo_and_export(run, folder: Path, tmp_path: Path):
    """A clip is labelled, relabelled, taken back and exported in the earlier columns."""
    common = ("--project", folder, "--rater", "MK")
    name = "-a_1-5-rgb_front"
    assert run("label", *common, "--", name, "6")[0] == 0
    assert run("label", *common, "--", name, "extremely negative")[0] == 0
    code, out, _ = run("undo", *common)
    assert (code, out) == (0, f"taken back: {name} has Positive\n")
    target = tmp_path / "golden.csv"
    code, _, complaint = run("export", "--project", folder, "--out", target)
    assert (code, complaint) == (0, "")
    header, row = target.read_text().splitlines()
    assert header.startswith("video_name,caption,compound_score,emotion,")
    assert "Positive" in row
    run("export", "--project", folder, "--out", tmp_path / "all.json", "--format", "json")
    assert len(json.loads((tmp_path / "all.json").read_text())["rows"]) == 3


def test_a_label_after_the_reveal_is_of_the_later_stage_and_counts(run, folder: Path):
    """Who was shown the caption in the window is not blind in the terminal."""
    name = "-a_1-5-rgb_front"
    with Project.open(folder) as project:
        rater, clip = project.sources.ensure(RATER, "MK"), project.catalog.by_name(name)
        log = project.log(rater)
        log.append(Draft(clip.id, 3))
        Reveals(project.database, rater.id).add(clip.id, ("caption",))
        log.append(Draft(clip.id, 2, stage=WITH_CAPTION, visible=("caption",)))
    assert run("label", "--project", folder, "-r", "MK", "--", name, "6")[0] == 0
    with Project.open(folder) as project:
        assert human_values(project) == {clip.id: 5}
        stored = project.log(rater).history(clip.id)[-1]
        assert (stored.stage, stored.visible) == (WITH_CAPTION, ("caption",))


def test_a_clip_that_cannot_play_is_not_labelled(run, folder: Path):
    """Nobody saw it, as in the window."""
    code, _, complaint = run("label", "--project", folder, "-r", "MK", "--", "broken", "3")
    assert (code, "no readable file" in complaint) == (2, True)


def test_a_value_outside_the_scale_is_refused(run, folder: Path):
    """The classes are named in the complaint."""
    code, _, complaint = run("label", "--project", folder, "-r", "MK", "--", "broken", "8")
    assert code == 2
    assert "Extremely Negative" in complaint


def test_labelling_where_a_window_labels_is_refused(run, folder: Path):
    """The lock is respected and named."""
    with Project.open(folder) as project:
        lock = project.lock()
        lock.acquire()
        code, _, complaint = run("label", "--project", folder, "-r", "MK", "--", "broken", "1")
        lock.release()
    assert code == 2
    assert "another window" in complaint


def test_backup_and_doctor(run, folder: Path, tmp_path: Path):
    """A backup is a whole store; the doctor looks at it and writes a bundle."""
    code, out, _ = run("backup", "--project", folder)
    assert code == 0
    assert Path(out.strip()).is_file()
    code, out, _ = run("doctor", "--project", folder, "--bundle", tmp_path / "b.zip")
    assert "2 clips, store ok" in out
    assert (tmp_path / "b.zip").is_file()


def test_dashes_and_underscores_are_the_same(run, folder: Path):
    """Flags may be spelled as in the earlier scripts."""
    code, _, complaint = run("train", "--project", folder, "--batch_size", "none")
    assert code == 2
    assert "batch-size" in complaint


def test_how2sign_sheets_come_with_their_keypoints(run, tmp_path: Path):
    """Several sheets, a split that is said, and OpenPose folders beside MediaPipe's tracks."""
    name = "--7E2sU6zP4_10-5-rgb_front"
    write_clip(tmp_path / f"{name}.mp4")
    (tmp_path / "json" / name).mkdir(parents=True)
    people = json.dumps({"people": []})
    (tmp_path / "json" / name / f"{name}_000000000000_keypoints.json").write_text(people)
    for sheet, row in (("a.tsv", name), ("b.tsv", "../../etc/passwd")):
        (tmp_path / sheet).write_text(f"SENTENCE_NAME\tSENTENCE\n{row}\tHello.\n")
    run("new", tmp_path / "p")
    sheets = (tmp_path / "a.tsv", tmp_path / "b.tsv", "--clips", tmp_path, "--split", "val")
    common = ("--project", tmp_path / "p", "--keypoints", tmp_path)
    code, out, complaint = run("import", "how2sign", *sheets, *common)
    assert (code, complaint) == (0, "")
    assert "1 new clip" in out
    assert "1 rows without a clip on this disk: ../../etc/passwd" in out
    assert "keypoints of 1 clip stored" in out
    with Project.open(tmp_path / "p") as project:
        (clip,) = project.catalog.all()
        assert (clip.split, project.catalog.captions_of(clip.id)) == ("val", ["Hello."])
        assert project.load_track(clip) is not None


def test_a_split_that_is_none_is_refused(run, tmp_path: Path):
    """The three are named."""
    run("new", tmp_path / "p")
    words = ("import", "earlier-csv", tmp_path / "x.csv", "-p", tmp_path / "p", "--split", "dev")
    code, _, complaint = run(*words)
    assert (code, "train, val or test" in complaint) == (2, True)


def test_a_name_that_two_clips_share_is_refused(run, folder: Path):
    """The complaint gives the beginnings of the keys, and one of them labels its clip."""
    with Project.open(folder) as project:
        for number, key in enumerate(("a" * 64, "b" * 64)):
            path = folder / str(number) / "same.mp4"
            path.parent.mkdir()
            path.write_bytes(key.encode())
            added = project.catalog.add([ImportedClip(path, "same", "folder")])
            project.catalog.record_identity(added.new[0], key, state="ok")
    code, _, complaint = run("label", "--project", folder, "-r", "MK", "same", "3")
    assert code == 2
    assert f"{'a' * 12}, {'b' * 12}" in complaint
    code, said, _ = run("label", "--project", folder, "-r", "MK", "b" * 12, "3")
    assert (code, said) == (0, "saved: same 3 Somewhat Negative\n")


def test_a_name_taken_for_an_option_is_explained(run, folder: Path):
    """How2Sign names begin with a dash: the complaint shows how they are given."""
    code, _, complaint = run("label", "--project", folder, "-r", "MK", "-d5dN54tH2E_14", "3")
    assert code == 2
    assert "-- -d5dN54tH2E_14" in complaint


def test_clips_that_share_a_name_are_read_so_that_their_keys_can_be_said(
    run, folder: Path, tmp_path: Path
):
    """Right after an import no key is known yet; the complaint names them all the same."""
    with Project.open(folder) as project:
        for number in (5, 6):
            (tmp_path / str(number)).mkdir()
            path = write_clip(tmp_path / str(number) / "same.mp4", Recipe(count=number))
            project.catalog.add([ImportedClip(path, "same", "made")])
    code, _, complaint = run("label", "same", "4", "--project", folder, "--rater", "R")
    assert code == 2
    with Project.open(folder) as project:
        keys = [clip.key[:12] for clip in project.catalog.named("same")]
    assert ", ".join(keys) in complaint
