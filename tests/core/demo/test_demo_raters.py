"""Demo raters: named as such, drawn from a seed, and of different minds."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.demo.clips import demo_clips
from emo7_core.demo.raters import ABOUT, RATERS, add_raters, judge
from emo7_core.labels.adjudicate import cases
from emo7_core.labels.raters import profile_of
from emo7_core.labels.snapshot import standings
from emo7_core.labels.sources import RATER
from emo7_core.project import Project

CLIPS = demo_clips(24)


@pytest.fixture
def project(tmp_path: Path):
    with Project.create(tmp_path / "p") as made:
        for clip in (*CLIPS, None):
            name = "mine" if clip is None else clip.name
            path = tmp_path / f"{name}.mp4"
            path.write_bytes(name.encode())
            made.catalog.add([ImportedClip(path, name, "demo")])
        yield made


def test_their_names_and_profiles_say_what_they_are(project: Project):
    """Nobody can take them for people."""
    add_raters(project, CLIPS)
    raters = project.sources.all(RATER)
    assert [one.name for one in raters] == [one.name for one in RATERS]
    assert all(one.name.startswith("Demo rater ") for one in raters)
    assert {profile_of(one).about for one in raters} == {ABOUT}


def test_they_decide_the_drawn_clips_alone_and_once(project: Project):
    """A clip of somebody's own stays untouched; a second time adds nothing."""
    assert add_raters(project, CLIPS) == len(RATERS) * len(CLIPS)
    assert add_raters(project, CLIPS) == 0
    mine = project.catalog.by_name("mine")
    assert all(one.clip_id != mine.id for one in standings(project))


def test_they_follow_what_was_drawn_and_still_disagree(project: Project):
    """Within two steps of the planted value on average, with clips to settle."""
    add_raters(project, CLIPS)
    planted = {project.catalog.by_name(clip.name).id: clip.value for clip in CLIPS}
    errors = [abs(one.value - planted[one.clip_id]) for one in standings(project)]
    assert sum(errors) / len(errors) < 1.2
    assert len(cases(project)) > len(CLIPS) / 3


def test_a_draw_can_be_repeated():
    """The same rater says the same of the same clip; frames lie inside it."""
    for rater in RATERS:
        for clip in CLIPS:
            one, other = (judge(rater, clip, 1) for _ in range(2))
            assert (one.value, one.cues, one.note) == (other.value, other.cues, other.note)
            assert 0 <= one.decisive_frame < clip.frame_count
