"""What Data shows, made from scored captions and stored splits.

What it is: pure translation into the views' frozen values, and the wording.
What it is not: scoring, or a widget.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from emo7_core.errors import Emo7Error
from emo7_core.labels.caption_scores import CaptionScores, empty_classes, imbalance
from emo7_core.labels.silver import CONCENTRATED, UNIFORM, Cuts, class_of
from emo7_core.labels.split_leaks import SplitReport, report_split
from emo7_core.labels.splits import StoredSplit, read_split, split_names
from emo7_core.project import Project
from emo7_core.scale import CLASSES
from emo7_gui.data import data_view as view
from emo7_gui.data.data_view import (
    Bars,
    CorpusLine,
    Counted,
    CutsLine,
    LengthDots,
    NearCaption,
    NearCut,
    SplitLine,
    short_score,
)
from emo7_gui.desks.caption_reading import CaptionGroup, Reading

TITLES = {
    view.CONCENTRATED: "Concentrated",
    view.UNIFORM: "Uniform",
    view.PERCENTILE: "Percentile",
    view.OWN: "Own cuts",
}
_CORPORA = {
    "how2sign": "How2Sign",
    "asllrp": "ASLLRP",
    "emosign": "EmoSign",
    "demo": "Demo",
    "folder": "Folder of clips",
}
_SPLITS = {"train": "train", "val": "validation", "test": "test", "": ""}
_SCORE_STEP, _COARSE_STEP, _MOST_DOTS = 0.02, 0.05, 2500
NEAR = 12
_HIDDEN = (
    "A clip that you have not decided shows no picture, so that you can still judge it blind. "
    "Opening it here counts as having seen its caption."
)
_ON_A_CUT = "A value on a cut belongs to the lower class."


def corpus_lines(reading: Reading, on: Collection[str]) -> tuple[CorpusLine, ...]:
    """Return the corpora of a reading."""
    return tuple(_corpus_line(group, group.key in on) for group in reading.groups)


def cuts_lines(percentile: Cuts | None, own: Cuts | None) -> tuple[CutsLine, ...]:
    """Return the configurations, each with its cuts or what stands against it."""
    known = {
        view.CONCENTRATED: CONCENTRATED,
        view.UNIFORM: UNIFORM,
        view.PERCENTILE: percentile,
        view.OWN: own,
    }
    empty = {view.PERCENTILE: "no captions chosen", view.OWN: "drag a line"}
    lines = []
    for key, cuts in known.items():
        detail = empty.get(key, "") if cuts is None else cuts_words(cuts.values)
        warning = "" if cuts is None else degenerate_words(cuts.values)
        note = "" if cuts is None or not warning else cuts.note
        lines.append(CutsLine(key, TITLES[key], detail, warning, note))
    return tuple(lines)


def cuts_words(cuts: Sequence[float]) -> str:
    """Return cuts in short: "±.10 ±.40 ±.75" where they mirror each other."""
    if all(low == -high for low, high in zip(cuts, reversed(cuts), strict=True)):
        return " ".join(f"±{short_score(cut)}" for cut in cuts[len(cuts) // 2 :])
    return " ".join(short_score(round(cut, 3)) for cut in cuts)


def degenerate_words(cuts: Sequence[float]) -> str:
    """Return "3 cuts fall on 0.000" where cuts are equal, "" where none are."""
    equal = {cut: n for cut, n in Counter(cuts).items() if n > 1}
    told = [f"{n} cuts fall on {view.score_text(cut)}" for cut, n in equal.items()]
    return ", ".join(told)


def bars_of(scores: CaptionScores) -> Bars:
    """Return the histogram."""
    return Bars(scores.bars(), scores.zero_count)


def counted(key: str, cuts: Cuts, scores: CaptionScores) -> Counted:
    """Return the class counts of cuts."""
    counts = scores.counts(cuts.values)
    ratio = imbalance(counts)
    words = "" if ratio is None else f"{ratio:.0f} to 1" if ratio >= 10 else f"{ratio:.1f} to 1"
    return Counted(TITLES[key], counts, words)


def warning_of(cuts: Cuts, counts: Sequence[int]) -> str:
    """Say why classes stay empty, "" where all have captions."""
    if cuts.note:
        return cuts.note
    names = [CLASSES[value] for value in empty_classes(counts)]
    told = " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"no caption is {told}" if names and sum(counts) else ""


def facts_of(scores: CaptionScores) -> str:
    """Return the line under the title."""
    told = "VADER scores the English translation, not the signing."
    if not len(scores):
        return f"{told} No corpus is chosen."
    share = scores.zero_count / len(scores)
    zero = f"{scores.zero_count} of {len(scores)} captions ({share * 100:.0f}\u2009%)"
    return f"{told} {zero} score exactly 0."


def near_cut(
    scores: CaptionScores, cuts: Cuts, index: int, is_hidden: Callable[[int], bool]
) -> NearCut:
    """Return the captions on both sides of a cut."""
    cut = cuts.values[index]
    above = _captions(scores, scores.above(cut, NEAR), cuts, is_hidden)
    below = _captions(scores, scores.below(cut, NEAR), cuts, is_hidden)
    is_any_hidden = any(one.is_hidden for one in (*above, *below))
    note = f"{_ON_A_CUT} {_HIDDEN}" if is_any_hidden else _ON_A_CUT
    # Between equal cuts there is no class: the captions themselves say what is above and below.
    value_above = sum(other <= cut for other in cuts.values)
    value_below = sum(other < cut for other in cuts.values)
    return NearCut(cut, value_above, value_below, above, below, note)


def length_dots(scores: CaptionScores) -> LengthDots:
    """Return scores against words, captions of one place put together."""
    step = _SCORE_STEP
    lengths, steps, counts = scores.dots(step)
    if len(counts) > _MOST_DOTS:
        step = _COARSE_STEP
        lengths, steps, counts = scores.dots(step)
    return LengthDots(lengths, steps * step, counts, _length_words(scores))


def split_lines(project: Project) -> tuple[SplitLine, ...]:
    """Return what the newest stored split keeps apart and shares."""
    names = split_names(project)
    if not names:
        return (SplitLine("users", "no split yet", "Make one with: emo7 split --name NEW"),)
    try:
        split = read_split(project, names[-1])
    except Emo7Error as error:
        return (SplitLine("warning", str(error)),)
    return _split_lines(split, report_split(project, split), len(names))


def _split_lines(split: StoredSplit, report: SplitReport, count: int) -> tuple[SplitLine, ...]:
    kinds = dict.fromkeys(split.apart.values()) or (split.by,)
    apart = " and ".join("recording" if kind == "session" else kind for kind in kinds)
    parts = " / ".join(str(part.clips) for part in report.parts)
    detail = f"{split.name}, {split.hash[:12]}; {count} stored"
    lines = [
        SplitLine("users", f"By {apart}, seed {split.seed}", detail),
        SplitLine("users", f"{parts} clips", "train / validation / test"),
    ]
    shared = sum(len(leak.clips) for leak in report.held_out.values())
    if shared:
        lines.append(SplitLine("warning", f"{shared} clips on both sides"))
    if not report.golden_words:
        return (*lines, SplitLine("shield", "no golden set yet"))
    return (*lines, *_golden_lines(report))


def _golden_lines(report: SplitReport) -> list[SplitLine]:
    clips, signers, sessions = (
        report.golden.clips,
        report.golden.signers,
        report.golden.sessions,
    )
    names = ", ".join(report.names.get(key, key) for key in clips[:12])
    lines = [
        SplitLine(
            "warning" if clips else "shield",
            f"{_number(len(clips), 'golden clip')} shared",
            names or f"{report.golden_words}: none is trained on",
        )
    ]
    for noun, found in (("golden signer", signers), ("golden recording", sessions)):
        if found:
            more = "" if len(found) <= 3 else f" and {len(found) - 3} more"
            words = f"{_number(len(found), noun)} shared: {', '.join(found[:3])}{more}"
            lines.append(SplitLine("warning", words, ", ".join(found)))
    return lines


def _corpus_line(group: CaptionGroup, is_on: bool) -> CorpusLine:
    name = _CORPORA.get(group.corpus, group.corpus)
    title = f"{name} {_SPLITS.get(group.split, group.split)}".strip()
    parts = [
        _number(group.sessions, "recording") if group.sessions else "",
        _number(group.signers, "signer") if group.signers else "",
        f"{group.clips - group.captions} without caption" if group.clips > group.captions else "",
        f"{group.absent} without a picture here" if group.absent else "",
        f"{_number(group.rows, 'row')} without a clip" if group.rows else "",
    ]
    detail = ", ".join(part for part in parts if part)
    return CorpusLine(group.key, title, detail, group.captions, is_on)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _captions(
    scores: CaptionScores, places: list[int], cuts: Cuts, is_hidden: Callable[[int], bool]
) -> tuple[NearCaption, ...]:
    return tuple(
        NearCaption(
            int(scores.clip_ids[place]),
            scores.captions[place],
            float(scores.scores[place]),
            class_of(float(scores.scores[place]), cuts),
            is_hidden(int(scores.clip_ids[place])),
        )
        for place in places
    )


def _length_words(scores: CaptionScores) -> str:
    shares = scores.zero_shares_by_length()
    if shares is None:
        return ""
    words, short, long = shares
    return (
        f"Exactly 0: {short * 100:.0f}\u2009% up to {_number(words, 'word')}, "
        f"{long * 100:.0f}\u2009% beyond. Larger dots are more captions."
    )
