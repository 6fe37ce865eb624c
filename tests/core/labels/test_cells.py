"""Cells that a spreadsheet cannot run, and that come back as they were."""

from __future__ import annotations

import itertools

import pytest

from emo7_core.labels.cells import guard, guard_name, portable_name, unguard


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_formula_marks_get_an_apostrophe(mark):
    """Every mark that starts a formula is guarded, and given back."""
    text = f"{mark}cmd|'/c calc'!A1"
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "Hello", "it's 1+1", "'tis", "5", " =1"])
def test_other_text_is_left_alone(text):
    """Only the first character counts."""
    assert guard(text) == text
    assert unguard(text) == text


def test_every_text_comes_back():
    """All 4,681 texts of up to four of these marks: guarded, none is a formula; each comes back."""
    texts = ["".join(p) for n in range(5) for p in itertools.product("'=+-@\t\ra", repeat=n)]
    assert len(texts) == 4681
    for text in texts:
        assert unguard(guard(text)) == text
        assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    "name", ["-06_nJnhORg_1-5-rgb_front", "--7E2sU6zP4_10-5-rgb_front", "83664512.mp4"]
)
def test_plain_names_are_written_as_they_are(name):
    """How2Sign names must join: a name of letters, digits, _ - . cannot call anything."""
    assert guard_name(name) == name


@pytest.mark.parametrize("name", ["-1+cmd|'x'!A1", "=HYPERLINK(1)", "-a(b)", "+1", "@x", "-a b"])
def test_other_names_are_guarded(name):
    """A name that could be a formula is text like any other."""
    assert guard_name(name) == "'" + name
    assert unguard(guard_name(name)) == name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("..\\evil", ".._evil"),
        ("C:evil", "C_evil"),
        ("a\0b", "a_b"),
        ("..", "_"),
        ("", "_"),
        ("What? (take 2).x", "What? (take 2).x"),
    ],
)
def test_names_lead_to_no_other_folder(name, safe):
    """Whoever joins a name to a folder stays in it."""
    assert portable_name(name) == safe
