"""Raw GFE files are read as they are meant, whatever is odd about them."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.errors import TableError
from tests.benchmarks.gfe_files import CLASSES, read_folder
from tests.benchmarks.gfe_made import HEADER, stamp, write_recording

NAME = "a_negative"
MARKS = np.array([0] * 4 + [1] * 6 + [0] * 4)


@pytest.fixture
def points():
    """Points (14, 100, 3) of which none is 0."""
    return np.random.default_rng(0).uniform(100, 300, (14, 100, 3)).round(3)


@pytest.fixture
def folder(tmp_path, points):
    """One recording without a fault."""
    write_recording(tmp_path, NAME, points, MARKS)
    return tmp_path


def lines_of(folder, part="datapoints"):
    return (folder / part / f"{NAME}.txt").read_text("utf-8").splitlines()


def put(folder, lines, part="datapoints"):
    (folder / part / f"{NAME}.txt").write_text("\r\n".join(lines), "utf-8")


def only(folder):
    (recording,) = read_folder(folder)
    return recording


def test_points_marks_class_and_signer_arrive(folder, points):
    """What was written is read; z is left out."""
    recording = only(folder)
    np.testing.assert_allclose(recording.points, points[..., :2])
    np.testing.assert_array_equal(recording.is_expression, MARKS > 0)
    assert (recording.signer, CLASSES[recording.target]) == ("a", "negative")
    assert recording.notes == ()


def test_milliseconds_are_not_zero_padded(folder):
    """20.24 is 24 milliseconds after 20 seconds, not 240."""
    lines = lines_of(folder)
    for number, time in enumerate(("19.977", "20.24", "20.86", "20.133"), start=1):
        lines[number] = f"13903853{time} " + lines[number].partition(" ")[2]
    put(folder, lines[:5])
    put(folder, ["0", "0", "1", "1"], "targets")
    np.testing.assert_allclose(only(folder).times, [0.0, 0.047, 0.109, 0.156], atol=1e-6)


def test_the_made_stamps_have_the_trap():
    """The files that tests write are not better than the real ones."""
    assert stamp(1.007).endswith("20.7")


def test_zero_means_missing(folder, points):
    """A point at 0 is missing in both numbers; its neighbours are not."""
    points[3, 7, 0] = 0.0
    write_recording(folder, NAME, points, MARKS)
    found = only(folder).points
    assert np.isnan(found[3, 7]).all()
    assert np.isfinite(found).sum() == found.size - 2


def test_a_header_with_one_name_too_many_shifts_nothing(folder, points):
    """Columns are counted in the rows."""
    put(folder, [HEADER.replace("FrameId ", "FrameId 0.0 "), *lines_of(folder)[1:]])
    np.testing.assert_allclose(only(folder).points, points[..., :2])


def test_a_file_without_a_header_loses_no_frame(folder, points):
    """The first line is a frame if it begins with a number."""
    put(folder, lines_of(folder)[1:])
    np.testing.assert_allclose(only(folder).points, points[..., :2])


@pytest.mark.parametrize("bad", ["1390385319.5 1.0 2.0", "", "1390385319.5 x" + " 1.0" * 299])
def test_a_line_that_cannot_be_read_keeps_its_place(folder, points, bad):
    """Its frame is missing, the others stay where their targets are, and a note says so."""
    lines = lines_of(folder)
    lines[6] = bad
    put(folder, lines)
    recording = only(folder)
    assert np.isnan(recording.points[5]).all()
    np.testing.assert_allclose(recording.points[6:], points[6:, :, :2])
    assert "1 lines cannot be read" in recording.notes[0]


def test_times_never_fall(folder):
    """A stamp that goes back or is broken does not turn time round."""
    lines = lines_of(folder)
    lines[4] = "1390385310.5 " + lines[4].partition(" ")[2]
    lines[6] = "once " + lines[6].partition(" ")[2]
    put(folder, lines)
    times = only(folder).times
    assert np.isfinite(times).all()
    assert (np.diff(times) >= 0).all()


def test_one_target_too_few_is_noted(folder):
    """The frames that have a target are kept."""
    put(folder, lines_of(folder, "targets")[:-1], "targets")
    recording = only(folder)
    assert len(recording.points) == len(recording.is_expression) == 13
    assert "14 frames, 13 targets" in recording.notes[0]


def test_many_targets_too_few_are_refused(folder):
    """Nobody can say which frames they mean."""
    put(folder, lines_of(folder, "targets")[:-3], "targets")
    with pytest.raises(TableError, match="14 frames but 11 targets"):
        read_folder(folder)


def test_an_empty_target_keeps_its_place(folder):
    """It counts as not marked, and a note says so."""
    lines = lines_of(folder, "targets")
    lines[6] = ""
    put(folder, lines, "targets")
    recording = only(folder)
    assert recording.is_expression.sum() == 5
    assert "1 empty lines" in recording.notes[0]


def test_a_target_that_is_no_mark_is_refused(folder):
    """The message names file and line."""
    put(folder, [*lines_of(folder, "targets")[:-1], "2"], "targets")
    with pytest.raises(TableError, match=r"neither 0 nor 1 .*line 14"):
        read_folder(folder)


def test_targets_without_points_are_left_alone(folder):
    """The data set's signer A has such a file."""
    (folder / "targets" / "a_topics.txt").write_text("0\n1\n")
    assert len(read_folder(folder)) == 1


def test_other_classes_are_left_alone(folder, points):
    """Conditional and relative clauses are not among the seven."""
    write_recording(folder, "a_conditional", points, MARKS)
    assert len(read_folder(folder)) == 1


def test_the_names_of_the_original_download_are_known(folder):
    """a_negative_datapoints.txt belongs to a_negative_targets.txt."""
    for part in ("datapoints", "targets"):
        path = folder / part / f"{NAME}.txt"
        path.rename(path.with_name(f"{NAME}_{part}.txt"))
    assert CLASSES[only(folder).target] == "negative"


def test_a_folder_without_recordings_is_refused(tmp_path):
    """The message says what the folder must hold."""
    with pytest.raises(TableError, match="datapoints/ and targets/"):
        read_folder(tmp_path)


def test_the_real_files_are_read(shared_data, tmp_path):
    """Signer A: seven recordings, of the frames that the data set counts, and no complaint."""
    import tarfile

    with tarfile.open(shared_data / "gfe" / "gfe_signer_a.tgz") as archive:
        archive.extractall(tmp_path, filter="data")
    found = read_folder(tmp_path / "raw")
    counts = {CLASSES[r.target]: (r.is_expression.sum(), len(r.points)) for r in found}
    assert counts["negative"] == (528, 528 + 596)
    assert counts["topics"] == (360, 360 + 1436)
    assert len(found) == 7
    assert not any(recording.notes for recording in found)
