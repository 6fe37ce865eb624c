"""Cells of a CSV that are safe in a spreadsheet and come back as they were.

What it is: the guard against formula injection (OWASP, "CSV Injection") and its inverse, and
clip names that are no paths.
What it is not: quoting, which the csv module does.

Rule: text that a spreadsheet would take for a formula, because it starts with = + - @, their
full-width forms, a tab or a line end, gets one leading apostrophe. Text that starts with
apostrophes before such a mark gets one more, so `unguard` gives back every text exactly.
Numbers are not text: a score of -0.5 stays a number.

Exception, names of clips: How2Sign names start with "-" and must join with other tables, so a name
of only letters, digits, "_", "-" and "." is written as it is. It cannot call a function or a
command, which needs one of ( ! | " or a space: at worst a spreadsheet shows #NAME?. Open such a
file with that column as text. All other names are guarded like text.
"""

from __future__ import annotations

import re

_FORMULA = re.compile("^'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("^'+[=+\\-@\t\r\n＝＋－＠]")
_PLAIN_NAME = re.compile(r"^-*[A-Za-z0-9_][A-Za-z0-9_.\-]*$")
_NOT_IN_NAMES = re.compile(r"[/\\:\x00-\x1f\x7f]")


def guard(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet would calculate."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


def guard_name(name: str) -> str:
    """Return a clip's name for a table: joinable as it is where it is plain, else guarded."""
    name = portable_name(name)
    return name if _PLAIN_NAME.match(name) else guard(name)


def portable_name(name: str) -> str:
    """Return a name that leads to no other folder when somebody joins it to a path.

    Slashes of both kinds, ":" and control characters become "_", as do the names "", "." and
    "..". Every other name stays as it is, so that it joins.
    """
    return "_" if name in ("", ".", "..") else _NOT_IN_NAMES.sub("_", name)
