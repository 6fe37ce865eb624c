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


def test_the_end_is_told_once() -> None:
    """What the last line says is not said by the event before it."""
    assert told_of({"event": "ended", "message": "epoch 1 of 2 was kept"}) == ""
    assert told_of({"event": "notice", "message": "resampled"}) == "resampled"
