"""Evidence: why a clip is here, and what speaks for its value as far as a rater may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from emo7_core.corpora.imported import ImportedClip
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.reasons import RARE
from emo7_core.labels.sources import RATER
from emo7_core.project import Project
from emo7_gui.desks.evidence_lines import evidence_lines
from emo7_gui.review.panel_state import ModelBars, RaterMark
from emo7_gui.session import Session

SHARES = (0.0, 0.0, 0.0, 0.1, 0.5, 0.4, 0.0)
MODEL = ModelBars("A", "LSTM #1", SHARES, 5.3, 0.6)
RATERS = (RaterMark("AO", "Ada Okoro", 3), RaterMark("JL", "Jo Lee", 5))


@pytest.fixture
def session(qtbot: object, tmp_path: Path) -> Iterator[Session]:
    """Two clips; the first is in a queue for a reason that names a class only in its figures."""
    with Project.create(tmp_path / "p") as project:
        for name in ("a", "b"):
            path = tmp_path / f"{name}.mp4"
            path.write_bytes(name.encode())
            project.catalog.add([ImportedClip(path, name, "x")])
        for clip in project.catalog.all():
            project.catalog.record(clip.id, key=f"{clip.id:064}", state="ok")
        rater = project.sources.ensure(RATER, "MK")
        why = Entry(0, 1, 0, "may fill a rare class", "Neutral .62 by M", False)
        store_queue(project.database, rater.id, RARE, 7, {}, [why])
    made = Session()
    made.open(Project.open(tmp_path / "p"), "MK")
    yield made
    made.close()


def told(session: Session, row: int = 1, **given: object) -> dict[str, str]:
    words: dict[str, object] = {"models": (), "raters": ()} | given
    clip = words.pop("clip", session.clips[1])
    lines = evidence_lines(session, row, clip, **words)  # type: ignore[arg-type]
    return {line.title: line.text for line in lines}


def test_while_blind_nothing_tells_a_class(session: Session) -> None:
    """The reason stands without its figures, and there is no model or rater."""
    assert told(session) == {
        "Why it is here": "may fill a rare class · place 1 of 1",
        "Landmarks": "none yet",
        "Shown to you": "the signing alone",
    }


def test_the_figures_of_the_reason_come_with_the_reveal(session: Session) -> None:
    """So does what was shown."""
    session.saw(1, ("captions", "guesses"))
    lines = told(session)
    assert lines["Why it is here"] == "may fill a rare class: Neutral .62 by M · place 1 of 1"
    assert lines["Shown to you"] == "the signing, caption, model guesses"


def test_a_clip_without_a_queue_says_its_order(session: Session) -> None:
    """Every clip comes then."""
    session.set_order("mixed")
    assert told(session)["Why it is here"] == "mixed order: every clip of the project comes"


def test_a_model_names_its_two_likeliest_classes(session: Session) -> None:
    """Nearly equal ones are told so, with the expected value and its spread."""
    lines = told(session, models=(MODEL,))
    assert lines["A LSTM #1"] == (
        "5 Somewhat Positive .50, nearly as much 6 Positive .40; expected 5.3 ± 0.6"
    )
    sure = replace(MODEL, probabilities=(0.0, 0.0, 0.0, 0.1, 0.8, 0.1, 0.0))
    assert (
        "5 Somewhat Positive .80, then 4 Neutral .10" in told(session, models=(sure,))["A LSTM #1"]
    )


def test_raters_and_landmarks_are_in_words(session: Session) -> None:
    """Initials with digits, the steps between them, shares of frames."""
    clip = replace(session.clips[1], face_share=1.0, hands_share=0.8)
    lines = told(session, raters=RATERS, clip=clip)
    assert lines["Other raters"] == "AO 4, JL 6; 2 steps apart"
    assert lines["Landmarks"] == "face in 100\u2009% of frames, hands in 80\u2009% of frames"
