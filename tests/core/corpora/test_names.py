"""What names tell, by the traps of real names."""

from __future__ import annotations

import pytest

from emo7_core.corpora import names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("83664512.mp4", "83664512"),
        (" 83664512.MP4 ", "83664512"),
        ("-06_nJnhORg_1-5-rgb_front", "-06_nJnhORg_1-5-rgb_front"),
        ("Dr. No", "Dr. No"),
        ("a.b.mp4", "a.b"),
    ],
)
def test_clip_name_drops_only_a_video_suffix(text, name):
    """Both name forms of the earlier tables are one clip."""
    assert names.clip_name(text) == name


@pytest.mark.parametrize(
    ("name", "video"),
    [
        ("-06_nJnhORg_1-5-rgb_front", "-06_nJnhORg"),
        ("--7E2sU6zP4_10-5-rgb_front", "--7E2sU6zP4"),
        ("_20g7MG8K1U_14-8-rgb_front", "_20g7MG8K1U"),
        ("00dWJ4YRRSI_0_1-2-rgb_front", "00dWJ4YRRSI"),
        ("-06_nJnhORg_1-5-rgb_side", "-06_nJnhORg"),
        ("83664512", None),
    ],
)
def test_video_id_of_how2sign(name, video):
    """Ids start with "-" or "--", hold "_", or are merged sentences."""
    assert names.how2sign_video_id(name) == video


@pytest.mark.parametrize(
    ("name", "utterance", "signer", "collection"),
    [
        ("Cory_2013-6-25_sc0106_1014088", "1014088", "Cory", "Cory_2013-6-25_sc0106"),
        ("10-Ben-Conclusion_24363254", "24363254", "Ben", "10-Ben-Conclusion"),
        ("83664512", "83664512", None, None),
        ("my_clip_7", None, None, None),
    ],
)
def test_emosign_names(name, utterance, signer, collection):
    """The number after the last "_" is the ASLLRP utterance."""
    assert names.utterance_id(name) == utterance
    assert names.asllrp_signer(name) == signer
    assert names.asllrp_collection(name) == collection
