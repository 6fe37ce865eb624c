"""SignStream XML: one pair of quotes, the 30-a-second timeline, and nothing from outside."""

from __future__ import annotations

from time import perf_counter

import pytest

from emo7_core.clips.tiers import Tier
from emo7_core.corpora import signstream
from emo7_core.corpora.signstream import read_signstream, session_stretch, unwrapped
from emo7_core.errors import TableError
from tests.core.corpora.made_asllrp import (
    BEN,
    CORY,
    collection,
    non_manual,
    utterance,
    write_two_collections,
    write_xml,
)

LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(12)
)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("'Hello.'", "Hello."),
        (" 'Hello.'\n", "Hello."),
        ("''Tis good.'", "'Tis good."),
        ("'He said ''no''.'", "He said ''no''."),
        ("'The dogs''", "The dogs'"),
        ("''", ""),
        ("'", "'"),
        ("Don't", "Don't"),
        (None, ""),
    ],
)
def test_exactly_one_pair_of_quotes_is_taken_off(text, bare):
    """Apostrophes of the sentence itself stay."""
    assert unwrapped(text) == bare


def test_an_export_is_read_whole(tmp_path):
    """Id, collection, participant of the tier, number, translation; UTTERANCE-NUMBER is none."""
    cory, ben = read_signstream(write_two_collections(tmp_path / "x.xml"), [])
    assert (cory.id, cory.collection, cory.participant) == ("1014088", CORY, "Cory")
    assert (cory.number, cory.translation) == ("U1", "I love it!")
    assert (ben.id, ben.collection, ben.translation) == ("24363254", BEN, "That was ''awful''.")


def test_tiers_are_seconds_from_the_utterance(tmp_path):
    """Session frames 1030 to 1044 of an utterance from 1000: 1.0 to 1.5 s, last frame included."""
    cory, _ = read_signstream(write_two_collections(tmp_path / "x.xml"), [])
    assert cory.tiers[0] == Tier("eye brows", "raised", 1.0, 1.5)


def test_a_tier_ends_with_its_utterance(tmp_path):
    """A shake that runs into the next utterance is cut at the last frame, 2.0 s."""
    cory, _ = read_signstream(write_two_collections(tmp_path / "x.xml"), [])
    assert cory.tiers[1] == Tier("head mvmt: shake", "rapid", 50 / 30, 2.0)


@pytest.mark.parametrize(
    ("frames", "seconds"),
    [
        ((1000, 1000), (0.0, 1 / 30)),
        ((990, 1002), (0.0, 0.1)),
        ((1059, 1059), (59 / 30, 2.0)),
        ((900, 999), None),
        ((1060, 1070), None),
        ((1020, 1010), None),
    ],
)
def test_session_frames_become_seconds(frames, seconds):
    """One frame is a thirtieth of a second; what lies outside has no place."""
    assert session_stretch(*frames, 1000, 1059) == seconds


def test_what_has_no_place_is_counted(tmp_path):
    """Outside the utterance, without frames, without a label: left out, with the first row."""
    outside = non_manual("eye brows", "raised", 10, 20)
    nameless = non_manual("", "raised", 1010, 1020)
    no_frames = outside.replace("START_FRAME='10'", "START_FRAME='?'")
    good = non_manual("nose", "wrinkle", 1000, 1001)
    text = collection(CORY, "Cory", utterance("1", "''", outside, nameless, no_frames, good))
    repairs: list[str] = []
    (one,) = read_signstream(write_xml(tmp_path / "x.xml", text), repairs)
    assert [tier.name for tier in one.tiers] == ["nose"]
    assert "3 non-manual(s)" in repairs[0]
    assert "x.xml, row 4" in repairs[0]


def test_billion_laughs_are_refused_soon(tmp_path):
    """Entities in a text are not resolved, and the DOCTYPE is refused."""
    text = collection(CORY, "Cory", utterance("1", "'&l11;'"))
    path = write_xml(tmp_path / "x.xml", text, prolog=f"<!DOCTYPE S [{LAUGHS}]>\n")
    begun = perf_counter()
    with pytest.raises(TableError, match=r"DOCTYPE|entit"):
        read_signstream(path, [])
    assert perf_counter() - begun < 5


def test_billion_laughs_in_an_attribute_are_refused_soon(tmp_path):
    """Attributes resolve entities by themselves; libxml2's own limit ends it."""
    text = collection("&l11;", "Cory", utterance("1", "'x'"))
    path = write_xml(tmp_path / "x.xml", text, prolog=f"<!DOCTYPE S [{LAUGHS}]>\n")
    begun = perf_counter()
    with pytest.raises(TableError) as error:
        read_signstream(path, [])
    assert perf_counter() - begun < 5
    assert str(error.value).count("\n") == 0


def test_a_file_is_not_pulled_in(tmp_path):
    """An external entity does not read another file."""
    (tmp_path / "secret.txt").write_text("top secret")
    prolog = f"<!DOCTYPE S [<!ENTITY x SYSTEM '{(tmp_path / 'secret.txt').as_uri()}'>]>\n"
    text = collection(CORY, "Cory", utterance("1", "'&x;'"))
    with pytest.raises(TableError) as error:
        read_signstream(write_xml(tmp_path / "x.xml", text, prolog=prolog), [])
    assert "secret" not in str(error.value)


def test_a_file_beyond_the_size_limit_is_refused(tmp_path, monkeypatch):
    """It is not read at all."""
    monkeypatch.setattr(signstream, "MOST_BYTES", 100)
    with pytest.raises(TableError, match="larger"):
        read_signstream(write_two_collections(tmp_path / "x.xml"), [])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no XML"),
        (b"<A><B></A>", "(x.xml, row 1)"),
        (b"<?xml version='1.0' encoding='utf-8'?>\n<A>caf\xe9</A>", "(x.xml, row 2)"),
        (b"<A/>", "no UTTERANCE"),
        (b"video_name,caption\n1,x\n", "no XML"),
    ],
)
def test_bad_xml_is_one_clear_line(tmp_path, data, says):
    """Empty, broken, of another encoding than it says, another XML, no XML."""
    (tmp_path / "x.xml").write_bytes(data)
    with pytest.raises(TableError) as error:
        read_signstream(tmp_path / "x.xml", [])
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_an_utterance_without_an_id_is_named(tmp_path):
    """It could not be joined with any clip."""
    path = write_xml(tmp_path / "x.xml", collection(CORY, "Cory", utterance("", "'x'")))
    with pytest.raises(TableError, match=r"no ID \(x.xml, row 4\)"):
        read_signstream(path, [])
