"""Spares Qt's binding from reading the source of every module that is loaded.

What it is: one answer given to shibokensupport, before the libraries are loaded. The binding
reads each module's source for a word, to learn whether `__feature__` may be in use there; with
several hundred modules that is a tenth of the start, and keeps all those sources in memory.
What it is not: needed by anything. Nothing here uses `__feature__`, for which "it may be" and
"it is not" are the same; a binding without this place is left as it is.
"""

from __future__ import annotations

import sys

_FEATURE, _QUESTION = "shibokensupport.feature", "_mod_uses_pyside"


def spare_source_reading() -> bool:
    """Answer for every module from now on; return whether the binding asks at all."""
    feature = sys.modules.get(_FEATURE)
    if feature is None or not hasattr(feature, _QUESTION):
        return False
    setattr(feature, _QUESTION, _may_use_qt)
    return True


def _may_use_qt(_module: object) -> bool:
    return True
