"""Stored splits: groups stay apart, the seed decides, leaks are named."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.errors import UsageError
from emo7_core.labels.golden import promote
from emo7_core.labels.sources import CONSENSUS
from emo7_core.labels.split_leaks import report_split
from emo7_core.labels.splits import (
    PARTS,
    StoredSplit,
    assign,
    groups_of,
    make_split,
    read_split,
    split_names,
)
from emo7_core.project import Project
from tests.core.labels.conftest import Decide


def sides(project: Project, split: StoredSplit, fact: str) -> list[set[str]]:
    clips = {clip.id: clip for clip in project.catalog.all()}
    return [
        {getattr(clips[i], fact) for i, part in split.parts.items() if part == name}
        for name in PARTS
    ]


@pytest.mark.parametrize("by", ["signer", "session"])
def test_no_group_is_on_two_sides(studio: Project, by: str):
    """Signers or sessions are kept apart, every clip is somewhere, no part is empty."""
    made = make_split(studio, "one", by, (0.6, 0.2, 0.2))
    train, val, test = sides(studio, made, by)
    assert train
    assert val
    assert test
    assert len(train | val | test) == len(train) + len(val) + len(test)
    assert sorted(made.parts) == list(range(1, 25))


def test_shares_are_met_where_clips_are_free(studio: Project):
    """By clip, 24 clips at .5, .25, .25 are 12, 6 and 6."""
    made = make_split(studio, "one", "clip", (0.5, 0.25, 0.25))
    assert [sum(p == part for p in made.parts.values()) for part in PARTS] == [12, 6, 6]


def test_the_seed_decides_and_the_split_is_stored(studio: Project):
    """The same seed gives the same hash under another name, another seed another one."""
    first = make_split(studio, "one", "session", seed=1)
    again = make_split(studio, "two", "session", seed=1)
    hashes = {make_split(studio, f"n{n}", "session", seed=n).hash for n in range(2, 8)}
    assert first.hash == again.hash
    assert hashes != {first.hash}
    assert read_split(studio, "one") == first
    assert split_names(studio)[:2] == ["one", "two"]


def test_a_part_can_be_left_out(studio: Project):
    """A share of 0 makes no such part."""
    made = make_split(studio, "one", "signer", (0.75, 0, 0.25))
    assert set(made.parts.values()) == {"train", "test"}


def test_classes_are_spread(studio: Project, decide: Decide):
    """Of a class that two sessions show, training keeps one wherever it can."""
    for clip in (1, 5):
        decide("A", clip, 3)
    for seed in range(5):
        made = make_split(studio, f"s{seed}", "session", (0.7, 0.15, 0.15), seed)
        assert "train" in {made.parts[1], made.parts[5]}


def test_a_corpus_without_signers_keeps_sessions_apart(studio: Project, tmp_path):
    """What nobody knows cannot be kept apart: the next finer kind is, and the split says so."""
    clips = []
    for number in range(6):
        path = tmp_path / f"h{number}.mp4"
        path.write_bytes(f"h{number}".encode())
        clips.append(ImportedClip(path, path.stem, "how2sign", session=f"v{number // 2}"))
    studio.catalog.add(clips)
    for clip in studio.catalog.unidentified():
        studio.catalog.record_identity(clip.id, f"{clip.id:064x}", state="ok")
    made = make_split(studio, "one", "signer", (0.5, 0.25, 0.25))
    assert made.apart == {"made": "signer", "how2sign": "session"}
    parts = [{made.parts[clip.id] for clip in pair} for pair in _pairs(studio)]
    assert all(len(pair) == 1 for pair in parts)


def _pairs(project: Project) -> list[list]:
    clips = [clip for clip in project.catalog.all() if clip.corpus == "how2sign"]
    return [[c for c in clips if c.session == name] for name in ("v0", "v1", "v2")]


def test_a_signer_of_two_corpora_is_one_group(studio: Project):
    """The same signer's clips from a sheet and from a folder never part."""
    for number, clip in enumerate(studio.catalog.all()):
        studio.catalog.record(clip.id, corpus="folder" if number % 2 else "how2sign")
    made = make_split(studio, "one", "signer", (0.5, 0.25, 0.25))
    train, val, test = sides(studio, made, "signer")
    assert len(train | val | test) == len(train) + len(val) + len(test)


def test_some_unknown_signers_stand_together(studio: Project):
    """They may be one person: one group of their own, never mixed into a known one."""
    for clip in (1, 2, 3):
        studio.catalog.record(clip, signer=None)
    groups, apart = groups_of(studio.catalog.all(), "signer")
    assert apart == {"made": "signer"}
    assert groups[0] == groups[1] == groups[2]
    assert len(set(groups)) == 5


def test_too_few_groups_are_told(studio: Project):
    """Two groups cannot fill three parts; nothing is stored."""
    for clip in studio.catalog.all():
        studio.catalog.record(clip.id, signer="Ann" if clip.id % 2 else "Bo")
    with pytest.raises(UsageError, match="2 groups are too few"):
        make_split(studio, "one", "signer")
    assert split_names(studio) == []


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"name": " "}, "needs a name"),
        ({"by": "colour"}, "signer, session, clip"),
        ({"shares": (0.5, 0.5)}, "three numbers"),
        ({"shares": (0.9, 0.2, -0.1)}, "three numbers"),
        ({"shares": (1, 0, 0)}, "held out"),
    ],
)
def test_wrong_wishes_are_refused(studio: Project, wish: dict, says: str):
    """One clear line each."""
    with pytest.raises(UsageError, match=says):
        make_split(studio, **({"name": "one"} | wish))


def test_a_name_is_taken_once_and_an_unknown_one_is_told(studio: Project):
    """A stored split is never replaced; known names are listed."""
    make_split(studio, "one", "session")
    with pytest.raises(UsageError, match="already"):
        make_split(studio, "one", "clip")
    with pytest.raises(UsageError, match="Known: one"):
        read_split(studio, "two")


def test_a_split_by_clip_leaks_signers_and_sessions(studio: Project):
    """What stands on both sides is named."""
    made = make_split(studio, "one", "clip", (0.5, 0, 0.5))
    lines = report_split(studio, made).lines()
    assert any(line.startswith("train and test share") and "signer" in line for line in lines)
    assert any("session" in line for line in lines)


def test_a_split_by_signer_leaks_nothing(studio: Project):
    """Without a golden set and with whole signers apart there is nothing to name."""
    report = report_split(studio, make_split(studio, "one", "signer", (0.5, 0.25, 0.25)))
    assert (report.lines(), report.golden_words) == ([], "")
    assert sum(part.clips for part in report.parts) == 24


def test_golden_clips_in_training_are_named(studio: Project, decide: Decide):
    """The newest golden version is looked for: its clips, sessions and signers."""
    made = make_split(studio, "one", "signer", (0.5, 0.25, 0.25))
    inside = next(clip for clip, part in made.parts.items() if part == "train")
    outside = next(clip for clip, part in made.parts.items() if part == "test")
    decide("A", outside, 3)
    promote(studio, "human")
    report = report_split(studio, made)
    assert (report.lines(), report.golden_words) == ([], "golden 1")
    decide("A", inside, 3)
    promote(studio, "human")
    report = report_split(studio, made)
    clip = studio.catalog.get(inside)
    assert report.lines() == [
        f"train holds golden 1 clip: {clip.name}",
        f"train holds golden 1 session: {clip.session}",
        f"train holds golden 1 signer: {clip.signer}",
    ]
    assert {part.part: part.golden for part in report.parts} == {"train": 1, "val": 0, "test": 1}


def test_a_consensus_is_golden_before_any_version(studio: Project, decide: Decide):
    """Deaf annotators' clips are looked for where nothing was promoted yet."""
    made = make_split(studio, "one", "signer", (0.5, 0.25, 0.25))
    inside = next(clip for clip, part in made.parts.items() if part == "train")
    decide("Deaf annotators", inside, 3, kind=CONSENSUS)
    assert report_split(studio, made).golden.is_leaky


def test_a_large_corpus_meets_its_shares():
    """2,200 sessions of 31,000 clips: each share within a hundredth, no session twice."""
    rng = np.random.default_rng(0)
    groups = np.array([f"v{n}" for n in rng.integers(0, 2200, 31_000)])
    parts = assign(groups, rng.integers(0, 8, 31_000), (0.8, 0.1, 0.1), 7)
    assert abs((parts == "test").mean() - 0.1) < 0.01
    assert not set(groups[parts == "test"]) & set(groups[parts == "train"])
