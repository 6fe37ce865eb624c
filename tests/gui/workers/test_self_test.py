"""The self-test of a clip ends when nobody waits for it, and says what it found otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from emo7_core.video.self_test import SelfTest
from emo7_gui.workers.self_test import SelfTester
from tests.synth import ONE_KEY, Recipe, write_clip


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "clip.mp4", Recipe(count=12, options=ONE_KEY))


def test_the_open_clip_is_tested(qapp, clip: Path) -> None:
    """The answer carries the clip's id."""
    tester, said = SelfTester(), []
    tester.checked.connect(lambda clip_id, found: said.append((clip_id, found)))
    tester.ask(7)
    tester.check(7, clip, None)
    ((clip_id, found),) = said
    assert clip_id == 7
    assert isinstance(found, SelfTest)
    assert found.is_exact


def test_a_clip_that_was_left_before_is_not_tested(qapp, clip: Path) -> None:
    """Only the latest one counts."""
    tester, said = SelfTester(), []
    tester.checked.connect(lambda *found: said.append(found))
    tester.ask(7)
    tester.ask(8)
    tester.check(7, clip, None)
    assert said == []


def test_leaving_a_clip_ends_its_test(qapp, clip: Path, monkeypatch) -> None:
    """At the next picture; nothing is said, and nothing fails."""
    tester, said, rests = SelfTester(), [], []
    tester.checked.connect(lambda *found: said.append(found))

    def rest(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 3:
            tester.ask(8)

    monkeypatch.setattr("emo7_gui.workers.self_test.time.sleep", rest)
    tester.ask(7)
    tester.check(7, clip, None)
    assert said == []
    assert len(rests) == 3


def test_it_rests_longer_than_it_works(qapp, clip: Path, monkeypatch) -> None:
    """The clip plays meanwhile: each rest follows the piece of work before it."""
    tester, rests, now = SelfTester(), [], [0.0]

    def clock() -> float:
        now[0] += 0.01
        return now[0]

    monkeypatch.setattr("emo7_gui.workers.self_test.time.sleep", rests.append)
    monkeypatch.setattr("emo7_gui.workers.self_test.time.perf_counter", clock)
    tester.ask(7)
    tester.check(7, clip, None)
    assert rests
    assert min(rests) == pytest.approx(0.03)
