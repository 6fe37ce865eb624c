"""The benchmark of grammatical facial expressions runs from raw files to its table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.benchmarks import gfe
from tests.benchmarks.gfe_features import segments_of
from tests.benchmarks.gfe_files import CLASSES, read_folder
from tests.benchmarks.gfe_made import write_folder
from tests.benchmarks.gfe_references import CLASSIFIERS, floors, score, summed_up, targets_of
from tests.benchmarks.gfe_training import (
    RECIPES,
    Recipe,
    answers,
    batch_of,
    evened_out,
    network_of,
    train,
)

SHORT = {"lstm": Recipe("lstm", steps=3), "stgcn": Recipe("stgcn", steps=3, hidden_size=16)}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two made signers, six segments of each class."""
    folder = tmp_path_factory.mktemp("gfe")
    return [write_folder(folder / name, name, seed=number) for number, name in enumerate("ab")]


@pytest.fixture(scope="module")
def segments(folders):
    """The segments of both."""
    return [segments_of(read_folder(folder)) for folder in folders]


@pytest.fixture(autouse=True)
def one_thread():
    """Two threads on a busy core wait for each other longer than they work."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def quick(monkeypatch):
    """Fewer steps."""
    monkeypatch.setattr(gfe, "RECIPES", SHORT)


def test_a_network_learns_a_made_signer_and_knows_the_other(segments):
    """Seven movements of one made face are found in another."""
    learned, tested = segments
    scores = answers(train(learned, Recipe("lstm", steps=60), 0), tested)
    assert score(targets_of(tested), scores)[0] > 0.7


def test_a_seed_gives_the_same_network_again(segments):
    """Two trainings of one seed say the same."""
    first, second = (answers(train(segments[0], SHORT["lstm"], 5), segments[1]) for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("model", list(RECIPES))
def test_padding_and_company_change_no_answer(segments, model):
    """A segment alone is answered as among longer ones."""
    torch.manual_seed(0)
    network = network_of(RECIPES[model]).eval()
    short = replace(segments[1][0], values=segments[1][0].values[:7])
    alone, among = answers(network, [short]), answers(network, [short, *segments[1][:5]])
    np.testing.assert_allclose(alone[0], among[0], atol=1e-5)


@pytest.mark.parametrize("model", list(RECIPES))
def test_missing_points_are_answered(segments, model):
    """NaN in a segment leaves no NaN in its answer."""
    values = segments[1][0].values.copy()
    values[:, 3], values[2] = np.nan, np.nan
    network = network_of(RECIPES[model]).eval()
    assert np.isfinite(answers(network, [replace(segments[1][0], values=values)])).all()


def test_what_is_missing_is_not_present(segments):
    """The last channel says so."""
    values = segments[0][0].values.copy()
    values[:, 3] = np.nan
    batch, lengths, _ = batch_of([replace(segments[0][0], values=values)])
    assert (batch[0, :, 3, -1] == 0).all()
    assert (batch[0, : lengths[0], 4, -1] == 1).all()


@pytest.mark.parametrize("name", list(CLASSIFIERS))
def test_the_references_know_the_other_made_signer(segments, name):
    """Both classifiers see enough in the same features."""
    scores = CLASSIFIERS[name](*segments, 0)
    assert score(targets_of(segments[1]), scores)[0] > 0.7


def test_the_references_see_no_missing_number(segments):
    """A point that is gone stands at the mean."""
    values = segments[0][0].values.copy()
    values[:, 3] = np.nan
    assert np.isfinite(summed_up([replace(segments[0][0], values=values)])).all()


def test_floors_are_those_of_the_classes():
    """Seven classes alike: one in seven."""
    found = floors(np.arange(7).repeat(3), np.arange(7).repeat(10))
    assert found["majority of the training"][0] == pytest.approx(1 / 7)
    assert found["majority of the test"][1] == pytest.approx(2 / 8 / 7)
    assert found["stratified random"][0] == pytest.approx(1 / 7, abs=0.01)


def test_evened_out_answers_are_as_frequent_as_asked():
    """A network that sees one class everywhere sees all of them afterwards."""
    rng = np.random.default_rng(0)
    targets = np.arange(7).repeat(20)
    scores = np.eye(7)[targets] * 4 + rng.normal(0, 0.5, (140, 7)) + np.eye(7)[2] * 6
    even = evened_out(scores, np.full(7, 20))
    assert score(targets, scores)[0] < 0.3
    assert score(targets, even)[0] > 0.9
    np.testing.assert_allclose(np.exp(even).sum(1), 1.0)
    np.testing.assert_allclose(np.exp(even).sum(0), 20.0, rtol=0.01)


def test_a_random_split_asks_each_segment_once(segments):
    """No segment is in training and test at once."""
    asked = []

    def answer(learned, tested, seed):
        assert not {id(one) for one in learned} & {id(one) for one in tested}
        asked.extend(tested)
        return np.eye(len(CLASSES))[targets_of(tested)]

    task = gfe.Task(segments[0], segments[0], is_random=True)
    scores = task.ask(answer, 0)
    assert {id(one) for one in asked} == {id(one) for one in segments[0]}
    assert len(asked) == len(segments[0])
    assert score(targets_of(segments[0]), scores) == (1.0, 1.0)


@pytest.mark.parametrize("model", list(RECIPES))
def test_the_command_prints_the_table(folders, quick, capsys, model):
    """Floors, references, each seed, their mean and what they say together."""
    words = ["--train", folders[0], "--test", folders[1], "--model", model, "--seeds", "2"]
    assert gfe.main([str(word) for word in words]) == 0
    said = capsys.readouterr().out
    for row in ("majority", "stratified random", "support vector", "random forest", "seed 1"):
        assert row in said
    assert "n = 42 segments" in said
    assert "evened out" in said


def test_a_random_split_says_that_it_leaks(folders, quick, capsys):
    """It needs no second folder, and is never taken for the real thing."""
    words = ["--train", str(folders[0]), "--model", "lstm", "--seeds", "1", "--split", "random"]
    assert gfe.main(words) == 0
    said = capsys.readouterr().out
    assert "LEAKS" in said
    assert "evened out" not in said


def test_a_signer_in_both_folders_is_named(folders, quick, capsys):
    """The score of a signer against themselves is not one of a signer apart."""
    words = ["--train", folders[0], "--test", folders[0], "--model", "lstm", "--seeds", "1"]
    assert gfe.main([str(word) for word in words]) == 0
    assert "signer a is in both folders" in capsys.readouterr().out


def test_an_empty_folder_exits_2(tmp_path, folders, capsys):
    """One clear line."""
    words = ["--train", str(tmp_path), "--test", str(folders[0]), "--model", "lstm"]
    assert gfe.main(words) == 2
    assert "datapoints/ and targets/" in capsys.readouterr().err


def test_without_a_test_folder_it_exits_2(folders, capsys):
    """Unless the split is random."""
    with pytest.raises(SystemExit) as stopped:
        gfe.main(["--train", str(folders[0]), "--model", "lstm"])
    assert stopped.value.code == 2
    assert "--test is missing" in capsys.readouterr().err
