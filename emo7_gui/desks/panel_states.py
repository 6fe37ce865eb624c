"""What the scale panel and the queue show of a clip, made from the session.

What it is: pure translation of facts into the views' frozen values.
What it is not: a decision; nothing is changed here.
Convention: while a clip is not revealed, captions, models and raters are left out here, so
that a view cannot show them by accident.
"""

from __future__ import annotations

from datetime import datetime

from emo7_core.clips.clip import Clip
from emo7_core.labels.decision import STAGES, Decision
from emo7_core.video.info import VideoInfo
from emo7_gui.review.panel_state import DecisionLine, Hidden, ModelBars, PanelState, RaterMark
from emo7_gui.review.queue_row import QueueRow
from emo7_gui.session import Session

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
    if clip.key is None:
        return PanelState(clip.id, locked_reason=clip.message or "the file cannot be read")
    is_revealed = session.is_revealed(clip.id)
    own, marks = session.latest(clip.id), session.marks(clip.id)
    hidden = session.hidden(clip.id)
    others = session.others(clip.id) if is_revealed else []
    names = {source.id: source.name for source in session.project.sources.all()} if others else {}
    captions = session.project.catalog.captions_of(clip.id) if is_revealed else []
    return PanelState(
        clip_id=clip.id,
        stage=session.stage(clip.id),
        is_revealed=is_revealed,
        value=None if own is None else own.value,
        is_unsure=own is not None and own.is_unsure,
        cues=marks.cues,
        note=marks.note,
        decisive_time=_time(info, marks.decisive_frame),
        hidden=Hidden(hidden["caption"], hidden["guesses"], hidden["raters"]),
        models=models if is_revealed else (),
        raters=tuple(_mark(one, names[one.source_id]) for one in others),
        captions=tuple(captions),
        decisions=_decisions(session, clip, others, names),
        history=tuple(_entry(one) for one in reversed(session.history(clip.id))),
        next_enabled=is_revealed or not session.has_reveal,
        locked_reason=session.read_only_reason if session.is_read_only else "",
    )


def queue_row(session: Session, clip: Clip, captions: dict[int, list[str]]) -> QueueRow:
    """Return what the queue shows of a clip."""
    own = session.latest(clip.id)
    return QueueRow(
        clip.id,
        clip.name,
        clip.duration,
        clip.signer or "",
        clip.corpus,
        None if own is None else own.value,
        own is not None and own.is_unsure,
        clip.state,
        clip.message if clip.state not in ("ok", "new") else "",
        clip.face_share,
        clip.hands_share,
        " ".join(captions.get(clip.id, ())),
    )


def _decisions(
    session: Session, clip: Clip, others: list[Decision], names: dict[int, str]
) -> tuple[DecisionLine, ...]:
    own = [session.decision(clip.id, stage) for stage in STAGES]
    lines = [_line(one, "You") for one in own if one is not None]
    return (*lines, *(_line(one, names[one.source_id]) for one in others))


def _line(one: Decision, who: str) -> DecisionLine:
    detail = f"{one.stage} · {_when(one.created_at)}"
    return DecisionLine(one.uuid, who, one.value, one.is_unsure, detail)


def _entry(one: Decision) -> DecisionLine:
    return DecisionLine(
        one.uuid,
        "You",
        one.value,
        one.is_unsure,
        f"{one.stage} · {_when(one.created_at)}",
        KIND_WORDS[one.kind],
        can_revert=one.value is not None,
    )


def _mark(one: Decision, name: str) -> RaterMark:
    words = name.replace("-", " ").split()
    initials = "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else name[:2]
    assert one.value is not None
    return RaterMark(initials.upper(), name, one.value, one.is_unsure)


def _when(moment: datetime) -> str:
    local = moment.astimezone()
    is_today = local.date() == datetime.now().astimezone().date()
    return f"{local:%H:%M}" if is_today else f"{local:%d %b %H:%M}"


def _time(info: VideoInfo | None, ordinal: int | None) -> float | None:
    if info is None or ordinal is None or not 0 <= ordinal < info.frame_count:
        return None
    return float(info.times[ordinal])
