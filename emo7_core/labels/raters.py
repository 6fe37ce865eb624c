"""Who rates: a profile per rater, kept with the source that speaks for them.

What it is: name, initials and what a reader of the labels needs to know of the rater.
What it is not: an account or a permission; no profile leaves the project in an export.
Convention: a fact that nobody stated is None, which is not the same as no.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from emo7_core.errors import UsageError
from emo7_core.labels.sources import RATER, Source
from emo7_core.project import Project

MOST_INITIALS = 4


@dataclass(frozen=True, slots=True)
class Profile:
    """One rater.

    Attributes:
        name: Unique within the project.
        initials: Shown where there is little room; made from the name if empty.
        is_deaf: None where not stated.
        uses_asl: None where not stated.
        about: Free text.
    """

    name: str
    initials: str = ""
    is_deaf: bool | None = None
    uses_asl: bool | None = None
    about: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise UsageError("a rater needs a name")
        if len(self.initials) > MOST_INITIALS:
            raise UsageError(f"“{self.initials}” is longer than {MOST_INITIALS} letters")

    @property
    def short(self) -> str:
        """The initials given, or those of the name."""
        return self.initials or initials_of(self.name)


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word, in capitals."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()


def save_profile(project: Project, profile: Profile) -> Source:
    """Store a profile, for a new rater or in the place of the known one's; return the source."""
    source = project.sources.ensure(RATER, profile.name.strip())
    facts: dict[str, Any] = {
        "initials": profile.initials,
        "is_deaf": profile.is_deaf,
        "uses_asl": profile.uses_asl,
        "about": profile.about,
    }
    return project.sources.describe(source.id, source.details | facts)


def profile_of(source: Source) -> Profile:
    """Return the profile of a rater; one who never gave any has a name alone."""
    details = source.details
    return Profile(
        source.name,
        str(details.get("initials") or ""),
        details.get("is_deaf"),
        details.get("uses_asl"),
        str(details.get("about") or ""),
    )


def profiles(project: Project) -> list[tuple[Source, Profile]]:
    """Return every rater, oldest first."""
    return [(source, profile_of(source)) for source in project.sources.all(RATER)]
