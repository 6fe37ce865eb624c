"""Agreement and anchoring of a project: whose values count, repeats, control, clusters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import update

from emo7_core.clips.identify import identify_all
from emo7_core.corpora.imported import ImportedClip
from emo7_core.errors import UsageError
from emo7_core.evaluation.agreement_of import ratings_of_project, report_of
from emo7_core.evaluation.agreement_text import lines_of
from emo7_core.evaluation.anchoring_of import anchoring_of
from emo7_core.labels.decision import WITH_CAPTION, Draft, Guess
from emo7_core.labels.queue import Entry, store_queue
from emo7_core.labels.reveals import Reveals, ShownModel
from emo7_core.labels.sources import CONSENSUS, MODEL_RUN, RATER
from emo7_core.project import Project
from emo7_core.statistics.sample import Draw
from emo7_core.storage.tables import reveal

FEW = Draw(200)


@pytest.fixture
def project(tmp_path: Path):
    """Twelve clips, ids 1..12, of three signers and six sessions."""
    made = Project.create(tmp_path / "p")
    clips = []
    for number in range(12):
        path = tmp_path / f"c{number}.mp4"
        path.write_bytes(f"clip {number}".encode())
        signer, session = f"S{number % 3}", f"T{number % 6}"
        clips.append(ImportedClip(path, path.stem, "made", signer=signer, session=session))
    made.catalog.add(clips)
    identify_all(made.catalog)
    yield made
    made.close()


def decide(project: Project, rater: str, clip: int, value: int | None, **more: Any) -> None:
    kind = more.pop("kind", RATER)
    project.log(project.sources.ensure(kind, rater)).append(Draft(clip, value, **more))


def two_raters(project: Project) -> None:
    for clip in range(1, 13):
        decide(project, "MK", clip, clip % 7)
        decide(project, "JL", clip, min(clip % 7 + clip % 2, 6))


def test_the_blind_stage_counts(project: Project):
    """A later value with the caption seen, a repeat, and a consensus change nothing of it."""
    two_raters(project)
    before, _ = ratings_of_project(project)
    decide(project, "MK", 1, 6, stage=WITH_CAPTION)
    decide(project, "MK", 2, 6, round=1)
    decide(project, "EmoSign", 3, 6, kind=CONSENSUS)
    after, _ = ratings_of_project(project)
    np.testing.assert_array_equal(before.counts, after.counts)
    assert after.raters == ("MK", "JL")


def test_the_latest_word_may_count_instead(project: Project):
    """For the stage "latest" the value with the caption seen counts."""
    decide(project, "MK", 1, 2)
    decide(project, "MK", 1, 6, stage=WITH_CAPTION)
    assert ratings_of_project(project, "latest")[0].codes.tolist() == [[6]]


def test_a_retracted_value_is_no_rating(project: Project):
    """What was taken back is missing."""
    decide(project, "MK", 1, 2)
    decide(project, "MK", 1, None, kind=RATER)
    assert ratings_of_project(project)[0].total == 0


def test_hidden_repeats_are_compared(project: Project):
    """Each repeat stands beside the label that it repeats."""
    two_raters(project)
    for clip in range(1, 7):
        decide(project, "MK", clip, (clip + clip % 2) % 7, round=1)
    every, mk = report_of(project, draw=FEW).repeats
    assert (every.n, mk.rater, mk.exact.value) == (6, "MK", 0.5)


def test_a_repeat_after_a_reveal_is_left_out(project: Project):
    """Memory of a reveal is no agreement; a note tells the number."""
    two_raters(project)
    rater = project.sources.ensure(RATER, "MK")
    Reveals(project.database, rater.id).add(1, ("caption",))
    decide(project, "MK", 1, 1, round=1)
    report = report_of(project, draw=FEW)
    assert report.repeats == ()
    assert "1 repeats came after a reveal of the clip and are left out." in report.notes


def test_sessions_are_resampled_and_signers_are_too_few(project: Project):
    """Six sessions give an interval, three signers their single values."""
    two_raters(project)
    by_session = report_of(project, draw=FEW).row("alpha_ordinal")
    assert (by_session.interval.unit, by_session.interval.units) == ("session", 6)
    assert np.isfinite(by_session.interval.low)
    by_signer = report_of(project, cluster="signer", draw=FEW).row("alpha_ordinal")
    assert [name for name, _ in by_signer.singles] == ["S0", "S1", "S2"]


def test_items_are_clip_ids(project: Project):
    """Every number opens its clips."""
    two_raters(project)
    assert set(report_of(project, cluster="none", draw=FEW).row("exact").items) == {*range(1, 13)}


def test_an_empty_project_has_reasons(project: Project):
    """Nothing rated is no error."""
    assert report_of(project).row("exact").reason == "There are no ratings."


@pytest.mark.parametrize("words", [{"stage": "blind"}, {"cluster": "corpus"}])
def test_an_unknown_choice_is_refused(project: Project, words):
    """Stage and cluster are named."""
    with pytest.raises(UsageError, match="Choose one of"):
        report_of(project, **words)


def reveal_and_change(project: Project, clip: int, what: tuple[str, ...], value: int | None):
    rater = project.sources.ensure(RATER, "MK")
    Reveals(project.database, rater.id).add(clip, what)
    if value is not None:
        decide(project, "MK", clip, value, stage=WITH_CAPTION)


def anchored_project(project: Project) -> None:
    """MK says 2 of ten clips, the model 5; 1..5 are shown it, 6..9 are control, 10 is neither."""
    rater = project.sources.ensure(RATER, "MK")
    model = project.sources.ensure(MODEL_RUN, "LSTM")
    project.guesses.add(model, [Guess(clip, model.id, 5) for clip in range(1, 11)])
    entries = [Entry(i, i + 1, 0, "", "", is_control=6 <= i + 1 <= 9) for i in range(10)]
    store_queue(project.database, rater.id, "mixed", 1, {}, entries)
    for clip in range(1, 11):
        decide(project, "MK", clip, 2)
    for clip in range(1, 6):
        reveal_and_change(project, clip, ("guesses",), 5 if clip <= 3 else None)
    for clip in range(6, 10):
        reveal_and_change(project, clip, ("caption",), 5 if clip == 6 else None)
    reveal_and_change(project, 10, ("caption",), 5)


def test_moves_to_the_model_beside_control(project: Project):
    """Three of five moved, one of four control reviews; the clips are named."""
    anchored_project(project)
    found = anchoring_of(project)
    assert found is not None
    assert (found.model, found.moved, found.moved_control) == ("LSTM", (1, 2, 3), (6,))
    assert (found.figures.shown.hits, found.figures.shown.n) == (3, 5)
    assert (found.figures.control.hits, found.figures.control.n) == (1, 4)


def test_a_guess_made_after_the_reveal_was_not_seen(project: Project):
    """The model's value at the time of the reveal counts."""
    anchored_project(project)
    model = project.sources.ensure(MODEL_RUN, "LSTM")
    project.guesses.add(model, [Guess(clip, model.id, 0) for clip in range(1, 11)])
    found = anchoring_of(project)
    assert found is not None
    assert found.moved == (1, 2, 3)


def test_a_change_before_the_model_came_into_sight_is_no_move(project: Project):
    """The rater had said 5 with the caption seen, before the model was shown."""
    anchored_project(project)
    rater = project.sources.ensure(RATER, "MK")
    reveals = Reveals(project.database, rater.id)
    decide(project, "MK", 11, 2)
    reveals.add(11, ("captions",))
    decide(project, "MK", 11, 5, stage=WITH_CAPTION)
    model = project.sources.ensure(MODEL_RUN, "LSTM")
    project.guesses.add(model, [Guess(11, model.id, 5)])
    reveals.add(11, ("captions", "guesses"))
    found = anchoring_of(project)
    assert found is not None
    assert found.moved == (1, 2, 3)
    (seen,) = (one for one in found.reviews if one.clip_id == 11)
    assert (seen.blind, seen.revealed) == (5, -1)


def test_without_a_model_there_is_nothing_to_tell(project: Project):
    """No model run, no anchoring."""
    two_raters(project)
    assert anchoring_of(project) is None


def test_a_rater_is_no_model(project: Project):
    """Anchoring is to a model run."""
    with pytest.raises(UsageError, match="not a model run"):
        anchoring_of(project, project.sources.ensure(RATER, "MK"))


def test_the_text_names_draws_only_where_something_was_drawn(project: Project):
    """Six sessions are resampled, three signers are not."""
    two_raters(project)
    heads = [
        list(lines_of(report_of(project, cluster=unit, draw=FEW)))[1]
        for unit in ("session", "signer")
    ]
    assert heads[0].startswith("intervals: 6 sessions, ")
    assert heads[1] == "no intervals over so few signers (3 of 6)"


def test_the_text_holds_every_figure(project: Project):
    """What is printed names n, raters, intervals, moves and findings."""
    two_raters(project)
    anchored_project(project)
    text = "\n".join(lines_of(report_of(project, draw=FEW), anchoring_of(project)))
    assert "24 ratings of 12 clips by 2 raters, signing only" in text
    assert "moved to LSTM: 3 of 5" in text
    assert "what it means" in text


def seen(project: Project, clip: int, *models: ShownModel) -> None:
    """MK says 3, sees these models, and says 2."""
    rater = project.sources.ensure(RATER, "MK")
    decide(project, "MK", clip, 3)
    reveals = Reveals(project.database, rater.id)
    reveals.add(clip, ("captions", "guesses"))
    reveals.add(clip, ("guesses",), models)
    decide(project, "MK", clip, 2, stage=WITH_CAPTION)


def test_a_model_that_was_only_live_is_named(project: Project):
    """Its value as it was seen counts, though it has stored no answer."""
    for clip in range(1, 4):
        seen(project, clip, ShownModel("abcdef99", "ST-GCN #7", 2))
    found = anchoring_of(project)
    assert found is not None
    assert (found.model, found.identity) == ("ST-GCN #7 · abcdef", "abcdef99")
    assert (found.moved, found.assumed) == ((1, 2, 3), 0)
    text = "\n".join(lines_of(report_of(project, draw=FEW), found))
    assert "moved to ST-GCN #7 · abcdef: 3 of 3" in text
    assert "do not record" not in text


def test_a_live_model_speaks_for_its_stored_run(project: Project):
    """Weights tell which model it was, whatever it was called live; the run's name is told."""
    run = project.sources.ensure(MODEL_RUN, "LSTM · aa", {"weights": "aa"})
    project.guesses.add(run, [Guess(clip, run.id, 5) for clip in range(1, 4)])
    seen(project, 1, ShownModel("aa", "mine", 2))
    seen(project, 2, ShownModel("bb", "another", 6))
    found = anchoring_of(project, run)
    assert found is not None
    assert (found.model, found.moved) == ("LSTM · aa", (1,))
    assert [one.clip_id for one in found.reviews] == [1]


def test_an_answer_that_was_growing_counts_once_it_is_whole(project: Project):
    """The first sight gives the moment, the whole answer the value."""
    seen(project, 1, ShownModel("aa", "A"), ShownModel("aa", "A", 2))
    (review,) = anchoring_of(project).reviews
    assert (review.blind, review.revealed, review.model) == (3, 2, 2)


def test_reviews_of_earlier_versions_say_so(project: Project):
    """Their reveals hold no models: the newest runs are assumed, and that is told."""
    run_of(project, "newest", 2)
    reviewed(project)
    with project.database.write() as connection:
        connection.execute(update(reveal).values(models=None))
    found = anchoring_of(project)
    assert (found.model, found.assumed) == ("newest", 4)
    text = "\n".join(lines_of(report_of(project, draw=FEW), found))
    assert "4 reviews do not record which models were in sight" in text


def reviewed(project: Project) -> None:
    """One review of four clips: 3 alone, then the models in sight, then 2."""
    rater = project.sources.ensure(RATER, "MK")
    for clip in range(1, 5):
        decide(project, "MK", clip, 3)
        Reveals(project.database, rater.id).add(clip, ("guesses",))
        decide(project, "MK", clip, 2, stage=WITH_CAPTION)


def run_of(project: Project, name: str, value: int, k: int = 7) -> None:
    """Let a model answer the first four clips with one value."""
    model = project.sources.ensure(MODEL_RUN, name, {"num_classes": k})
    sure = tuple(np.eye(k)[value].tolist())
    project.guesses.add(model, [Guess(clip, model.id, value, sure) for clip in range(1, 5)])


def test_a_model_of_three_classes_anchors_nobody(project: Project):
    """It is never shown, and its 2 is another 2 than the raters'."""
    run_of(project, "three", 2, k=3)
    reviewed(project)
    assert anchoring_of(project) is None
    with pytest.raises(UsageError, match="never shown"):
        anchoring_of(project, project.sources.all(MODEL_RUN)[0])


def test_a_model_that_was_not_in_sight_anchors_nobody(project: Project):
    """Of three models the newest two are shown; a move to the third is no move to it."""
    for name, value in (("oldest", 2), ("middle", 5), ("newest", 6)):
        run_of(project, name, value)
    reviewed(project)
    oldest, middle, _ = project.sources.all(MODEL_RUN)
    assert anchoring_of(project, oldest) is None
    assert anchoring_of(project, middle).figures.shown.hits == 0
    assert anchoring_of(project).model == "middle"
