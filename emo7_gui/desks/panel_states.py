"""What the scale panel shows of a clip, made from the session.

What it is: pure translation of facts into the views' frozen values.
What it is not: a decision; nothing is changed here.
Convention: while a clip is not revealed, captions, models and raters are left out here, so
that a view cannot show them by accident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import numpy as np

from emo7_core.clips.clip import BAD, Clip
from emo7_core.inference.trace import expectation
from emo7_core.labels.decision import STAGES, Decision, Guess
from emo7_core.labels.raters import profile_of
from emo7_core.labels.reveals import ShownModel
from emo7_core.labels.sources import Source
from emo7_core.video.info import VideoInfo
from emo7_gui.desks.evidence_lines import evidence_lines
from emo7_gui.opinions import Opinions
from emo7_gui.review.panel_state import DecisionLine, Hidden, ModelBars, PanelState, RaterMark
from emo7_gui.session import Session

# The banner says who holds it; here is room for one short line.
READ_ONLY = "Read only: open in another window"
KIND_WORDS = {
    "decide": "decided",
    "annotate": "marks changed",
    "retract": "retracted",
    "undo": "undone",
    "redo": "redone",
    "revert": "went back",
}


def panel_state(
    session: Session, clip: Clip | None, info: VideoInfo | None, models: tuple[ModelBars, ...] = ()
) -> PanelState:
    """Return what the panel shows of the open clip."""
    if clip is None or session.project is None:
        return PanelState()
    if clip.key is None or clip.state == BAD:
        return PanelState(clip.id, locked_reason=clip.message or "the file cannot be read")
    row = clip.id if session.row is None else session.row
    is_revealed, is_control = session.is_revealed(row), session.is_control(row)
    said = session.opinions(clip.id)
    models = () if is_control else models or stored_bars(said.guesses)
    own, marks = session.latest(row), session.marks(row)
    others = said.values if is_revealed else ()
    seen = models if is_revealed else ()
    raters = tuple(_mark(one, rater) for rater, one in others)
    return PanelState(
        clip_id=row,
        stage=session.stage(row),
        is_revealed=is_revealed,
        value=None if own is None else own.value,
        is_unsure=own is not None and own.is_unsure,
        cues=marks.cues,
        note=marks.note,
        decisive_time=_time(info, marks.decisive_frame),
        hidden=_hidden(session, row, len(models), said),
        models=seen,
        raters=raters,
        captions=said.captions if is_revealed else (),
        decisions=_decisions(session, row, others),
        history=_history(session.history(row)),
        next_enabled=is_revealed or not session.has_reveal or own is not None,
        is_control=is_control,
        evidence=evidence_lines(session, row, clip, seen, raters),
        locked_reason=READ_ONLY if session.is_read_only else "",
    )


def stored_bars(guesses: Iterable[tuple[Source, Guess]]) -> tuple[ModelBars, ...]:
    """Return the stored answers of models as bars, for when no model answers live."""
    found = []
    for letter, (source, one) in zip("AB", guesses, strict=False):
        shares = tuple(float(p) for p in one.probabilities or ())
        mean = expectation(np.array(shares))
        bars = ModelBars(letter, source.name, shares, float(mean.value) + 1, float(mean.spread))
        found.append(replace(bars, identity=str(source.details.get("weights", ""))))
    return tuple(found)


def models_in_sight(state: PanelState) -> tuple[ShownModel, ...]:
    """Return which models' answers the panel shows, as they are recorded."""
    return tuple(_in_sight(one) for one in state.models if one.probabilities)


def _in_sight(one: ModelBars) -> ShownModel:
    value = None if one.note else int(np.argmax(one.probabilities))
    return ShownModel(one.identity, one.name, value)


def _hidden(session: Session, row: int, models: int, said: Opinions) -> Hidden:
    is_later = session.is_held_back(row)
    return Hidden(len(said.captions), models, len(said.values), not said.is_over, is_later)


def _decisions(
    session: Session, row: int, others: Iterable[tuple[Source, Decision]]
) -> tuple[DecisionLine, ...]:
    own = [session.decision(row, stage) for stage in STAGES]
    lines = [_line(one, "You") for one in own if one is not None]
    return (*lines, *(_line(one, rater.name) for rater, one in others))


def _line(one: Decision, who: str) -> DecisionLine:
    detail = f"{one.stage} · {_when(one.created_at)}"
    return DecisionLine(one.uuid, who, one.value, one.is_unsure, detail)


def _history(entries: list[Decision]) -> tuple[DecisionLine, ...]:
    """Return the entries, newest first; those that count now are no way back."""
    current = {one.stage: one.uuid for one in entries}.values()
    return tuple(_entry(one, one.uuid in current) for one in reversed(entries))


def _entry(one: Decision, is_current: bool) -> DecisionLine:
    return DecisionLine(
        one.uuid,
        "You",
        one.value,
        one.is_unsure,
        f"{one.stage} · {_when(one.created_at)}",
        KIND_WORDS[one.kind],
        can_revert=one.value is not None and not is_current,
        is_current=is_current,
    )


def _mark(one: Decision, rater: Source) -> RaterMark:
    assert one.value is not None
    return RaterMark(profile_of(rater).short, rater.name, one.value, one.is_unsure)


def _when(moment: datetime) -> str:
    local = moment.astimezone()
    is_today = local.date() == datetime.now().astimezone().date()
    return f"{local:%H:%M}" if is_today else f"{local:%d %b %H:%M}"


def _time(info: VideoInfo | None, ordinal: int | None) -> float | None:
    if info is None or ordinal is None or not 0 <= ordinal < info.frame_count:
        return None
    return float(info.times[ordinal])
