"""The labels that a training or an evaluation used, frozen and hashed.

What it is: one value per clip for one target, in a stable order, with who signs.
What it is not: a golden version (those are numbered and kept in the store).
Convention: "human" takes a rater's value with the caption seen where there is one, else the
value from signing only; several raters' values are combined by their median, the lower
middle one where two stand in the middle. "consensus" and "adjudicated" take what sources of
these kinds say alone, and of several adjudicators the one who settled the clip last; "caption"
takes VADER's class of the caption. Hidden repeats never count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from emo7_core.clips.clip import TRACK_ONLY, Clip
from emo7_core.errors import UsageError
from emo7_core.labels.decision import STAGES
from emo7_core.labels.sources import ADJUDICATION, CONSENSUS, RATER
from emo7_core.project import Project
from emo7_core.storage.tables import decision, source

TARGETS = ("human", "caption", "adjudicated", "consensus")
KINDS = {"human": (), "adjudicated": (ADJUDICATION,), "consensus": (CONSENSUS,)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person says of one clip now.

    Attributes:
        clip_id: The clip.
        source_id: The person.
        value: Index 0..6.
        stage: The later one of those that the person decided.
        uuid: The entry of the log that says so.
        id: Its place in the log.
    """

    clip_id: int
    source_id: int
    value: int
    stage: str
    uuid: str
    id: int


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One clip and its label.

    Attributes:
        clip_id: Key within the project.
        clip_key: Content hash.
        name: The clip's name.
        value: Index 0..6.
        signer: None where unknown.
        session: None where unknown.
        split: The corpus's own split, None where it has none.
        shares: (7,) share of raters on each value, None in a snapshot of single values.
    """

    clip_id: int
    clip_key: str
    name: str
    value: int
    signer: str | None
    session: str | None
    split: str | None
    shares: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class LabelSnapshot:
    """All labels of one target at one moment.

    Attributes:
        target: One of TARGETS.
        rows: By clip key.
        hash: SHA-256 over target, keys and values, and the shares where there are some.
    """

    target: str
    rows: tuple[SnapshotRow, ...]
    hash: str

    @classmethod
    def from_json(cls, text: str) -> LabelSnapshot:
        """Return a snapshot as it was stored.

        Raises:
            ValueError: the text is not one.
        """
        try:
            values = json.loads(text)
            rows = [row | {"shares": _tuple_or_none(row.get("shares"))} for row in values["rows"]]
            return cls(values["target"], tuple(SnapshotRow(**row) for row in rows), values["hash"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a snapshot of labels: {error}") from error

    def to_json(self) -> str:
        """Return the snapshot as it is stored beside a run."""
        return json.dumps(asdict(self), indent=1)


def take_snapshot(
    project: Project, target: str, *, has_pictures_only: bool = False
) -> LabelSnapshot:
    """Freeze the labels of every identified clip that has one.

    Args:
        project: Whose labels.
        target: One of TARGETS.
        has_pictures_only: Leave out landmarks without a picture: nobody can look at them.

    Raises:
        UsageError: no such target.
    """
    if target not in TARGETS:
        raise UsageError(f"no target “{target}”", remedy=f"Choose one of {', '.join(TARGETS)}.")
    is_caption = target == "caption"
    values = caption_values(project) if is_caption else human_values(project, *KINDS[target])
    clips = [clip for clip in project.catalog.all() if clip.key and clip.id in values]
    if has_pictures_only:
        clips = [clip for clip in clips if clip.state != TRACK_ONLY]
    rows = sorted((_row(clip, values[clip.id]) for clip in clips), key=lambda row: row.clip_key)
    digest = labels_hash(target, {row.clip_key: row.value for row in rows})
    return LabelSnapshot(target, tuple(rows), digest)


def labels_hash(target: str, values: Mapping[str, int]) -> str:
    """Return the SHA-256 over a target and its values by content key, in any order."""
    text = json.dumps([target, sorted(values.items())])
    return hashlib.sha256(text.encode()).hexdigest()


def human_values(project: Project, *kinds: str) -> dict[int, int]:
    """Return the human value 0..6 of every clip that has one.

    An adjudicated value counts before a consensus, a consensus before raters; of several
    adjudicators the newest value.
    """
    return {clip: one.value for clip, one in human_carriers(project, *kinds).items()}


def human_carriers(project: Project, *kinds: str) -> dict[int, Standing]:
    """Return the statement that carries each clip's human value; the weights are as above.

    Of several people who state the value, the one who said it last.
    """
    found: dict[int, Standing] = {}
    for kind in kinds or (RATER, CONSENSUS, ADJUDICATION):
        by_clip: dict[int, list[Standing]] = {}
        for one in standings(project, kind):
            by_clip.setdefault(one.clip_id, []).append(one)
        pick = _newest if kind == ADJUDICATION else _carrier
        found |= {clip: pick(all_of_it) for clip, all_of_it in by_clip.items()}
    return found


def standings(project: Project, kind: str = RATER) -> list[Standing]:
    """Return what every source of a kind says of every clip now, by clip and source.

    The later stage counts, of an adjudicator the newer result; repeats and values that were
    taken back are left out.
    """
    # In the order of the fields of Standing: of 10,000 clips their names alone cost a while.
    names = ("clip_id", "source_id", "value", "stage", "uuid", "id")
    statement = _standing(*(decision.c[name] for name in names)).where(source.c.kind == kind)
    rank = _newness if kind == ADJUDICATION else _lateness
    latest: dict[tuple[int, int], Standing] = {}
    with project.database.read() as connection:
        for row in project.database.tuples(connection, statement):
            one = Standing(*row)
            known = latest.get((one.clip_id, one.source_id))
            if known is None or rank(one) > rank(known):
                latest[one.clip_id, one.source_id] = one
    return [latest[pair] for pair in sorted(latest)]


def kinds_with_values(project: Project) -> frozenset[str]:
    """Return the kinds of source that say something of at least one clip now."""
    with project.database.read() as connection:
        return frozenset(connection.execute(_standing(source.c.kind).distinct()).scalars())


def caption_values(project: Project) -> dict[int, int]:
    """Return VADER's class 0..6 of the first caption of every clip that has one."""
    from emo7_core.labels.silver import label

    return {clip: label(texts[0])[1] for clip, texts in project.catalog.captions().items()}


def _standing(*columns: ColumnElement[Any]) -> Select[Any]:
    """Return a query over the newest entry of each source, clip and stage that has a value."""
    newest = (
        select(func.max(decision.c.id))
        .where(decision.c.round == 0)
        .group_by(decision.c.source_id, decision.c.clip_id, decision.c.stage)
    )
    found = select(*columns).select_from(decision)
    found = found.join(source, source.c.id == decision.c.source_id)
    return found.where(decision.c.id.in_(newest), decision.c.value.is_not(None))


def middle(values: list[int]) -> int:
    """Return the median, the lower one of two that stand in the middle."""
    return sorted(values)[(len(values) - 1) // 2]


def _carrier(several: list[Standing]) -> Standing:
    value = middle([one.value for one in several])
    return max((one for one in several if one.value == value), key=lambda one: one.id)


def _newest(several: list[Standing]) -> Standing:
    return max(several, key=_newness)


def _newness(one: Standing) -> int:
    return one.id


def _lateness(one: Standing) -> int:
    return STAGES.index(one.stage)


def _tuple_or_none(values: list[float] | None) -> tuple[float, ...] | None:
    return None if values is None else tuple(values)


def _row(clip: Clip, value: int) -> SnapshotRow:
    return SnapshotRow(
        clip.id, clip.key or "", clip.name, value, clip.signer, clip.session, clip.split
    )
