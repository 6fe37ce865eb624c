"""What a person reads of a job on the command line."""

from __future__ import annotations

from emo7_core.cli.following import told_of

SCORE = {"value": 0.4, "low": 0.3, "high": 0.5, "note": ""}
POOLED = {
    "event": "pooled",
    "target": "human",
    "n": 1200,
    "unit": "signer",
    "units": 8,
    "scores": {"macro_f1": SCORE, "quadratic_kappa": SCORE | {"value": None, "low": None}},
    "floors": [{"title": "Majority class", "note": "always Neutral", "scores": {"macro_f1": 0.03}}],
}


def test_held_out_scores_name_target_n_unit_and_floors() -> None:
    """No number stands alone: whose labels, how many clips, over what, and what it must beat."""
    head, macro, kappa, floor = told_of(POOLED).splitlines()
    assert head == "held out: human target, 1,200 clips, 95 % intervals over 8 signers"
    assert macro.split() == ["Macro-F1", "(all", "classes)", "0.400", "0.300", "to", "0.500"]
    assert kappa.endswith("not defined")
    assert floor.strip() == "Majority class: macro-F1 0.030 (floor, always Neutral)"


def test_scores_without_limits_say_why() -> None:
    """Below six units the reason stands where the limits would."""
    few = SCORE | {"low": None, "high": None, "note": "too few to generalise"}
    assert "too few to generalise" in told_of(POOLED | {"scores": {"macro_f1": few}})


def test_few_units_have_no_intervals_in_the_head() -> None:
    """Three signers are not resampled, so the head promises no intervals."""
    head = told_of(POOLED | {"units": 3}).splitlines()[0]
    assert head == "held out: human target, 1,200 clips, no intervals over so few signers (3 of 6)"


def test_limits_without_spread_say_so() -> None:
    """1.000 to 1.000 is no news of other signers."""
    perfect = SCORE | {"value": 1.0, "low": 1.0, "high": 1.0, "note": "all resamples are alike"}
    told = told_of(POOLED | {"scores": {"macro_f1": perfect}})
    assert "1.000 to 1.000 (all resamples are alike)" in told


def test_the_end_is_told_once() -> None:
    """What the last line says is not said by the event before it."""
    assert told_of({"event": "ended", "message": "epoch 1 of 2 was kept"}) == ""
    assert told_of({"event": "notice", "message": "resampled"}) == "resampled"
