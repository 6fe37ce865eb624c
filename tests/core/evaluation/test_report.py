"""The report: every form holds the same, foreign text stays text, nothing is loaded or run."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from emo7_core.errors import StorageError
from emo7_core.evaluation.answers import Contender
from emo7_core.evaluation.compare import compare
from emo7_core.evaluation.contenders import gather
from emo7_core.evaluation.report import Report, make_report
from emo7_core.evaluation.report_files import write_report
from emo7_core.evaluation.report_formats import csv_of, escape_latex, json_of, latex_of
from emo7_core.evaluation.report_tables import merged, tables_of
from emo7_core.labels.golden import promote
from tests.compared import add_model, answers, key, studied, truth

EVIL = "<script>alert(1)</script> & $x_1$ 100% #{a}~^\\"
WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
VOID = {"meta"}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Three models, one leaky with a foreign name, on golden version 1, with foreign captions."""
    with studied(tmp_path_factory.mktemp("report") / "p") as project:
        promote(project, "consensus")
        seen = {"clips": [key(0)], "signers": ["Ann"], "sessions": []}
        add_model(project, EVIL, answers(truth(120), 1.0, 5), seen)
        found = gather(project, "consensus", 1).compare(resamples=200)
        captions = dict.fromkeys(found.clips, "=cmd|' /C calc'!A0 <b onload=x>")
        return make_report(found, "Demo <1>", captions, created=WHEN)


@pytest.fixture(scope="module")
def written(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the report."""
    folder = tmp_path_factory.mktemp("out")
    write_report(report, folder)
    return folder


class _Page(HTMLParser):
    """Collects tags, attributes and text, and that every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def page(written: Path) -> _Page:
    """The page, parsed."""
    parser = _Page()
    parser.feed((written / "report.html").read_text(encoding="utf-8"))
    parser.close()
    return parser


def test_the_page_is_well_formed(page: _Page):
    """Every element that is opened is closed, in order."""
    assert (page.wrong, page.open) == ([], [])


def test_foreign_text_is_text(page: _Page):
    """A name and a caption that look like code are read, not run."""
    assert not page.tags & {"script", "b", "iframe", "object", "img", "link", "form"}
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert EVIL in "".join(page.text)
    assert "<b onload=x>" in "".join(page.text)
    assert "Demo <1>" in "".join(page.text)


def test_the_page_loads_nothing(page: _Page, written: Path):
    """No address but the names of XML's own spaces; a policy that forbids requests."""
    text = (written / "report.html").read_text(encoding="utf-8")
    spaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\"'<> ]+", text)) <= spaces
    assert (
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    ) in page.attributes
    inside = [value for name, value in page.attributes if name in ("href", "xlink:href", "src")]
    assert all(value.startswith("#") for value in inside)


def test_pictures_inside_share_no_ids_and_take_the_pages_colours(page: _Page, written: Path):
    """Two pictures with the same id would borrow each other's clips and marks."""
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids)) > 100
    used = {value[1:] for name, value in page.attributes if name in ("href", "xlink:href")}
    assert used <= set(ids)
    text = (written / "report.html").read_text(encoding="utf-8")
    assert "var(--ink)" in text
    assert "#15181c" not in text.partition("</style>")[2]
    assert "prefers-color-scheme:dark" in text
    assert "@media print" in text


def test_the_mark_is_in_every_table_and_on_the_page(report: Report, page: _Page, written: Path):
    """Wherever the leaky model has a row."""
    mark = "saw 1 golden clip, 1 golden signer"
    assert f"⚠ {mark}" in "".join(page.text)
    for table in tables_of(report):
        rows = [row for row in table.rows if EVIL in row]
        assert all(mark in row for row in rows), table.key
        assert bool(rows) == (table.key not in ("clips", "ceiling", "suspects")), table.key
    assert f'"mark": "{mark}"' in (written / "report.json").read_text(encoding="utf-8")
    assert mark in (written / "tables" / "overview.tex").read_text(encoding="utf-8")
    assert "⚠ " in (written / "pictures" / "overview.svg").read_text(encoding="utf-8")


def test_tables_come_back_from_csv(report: Report, written: Path):
    """Every number in full, missing cells empty, formulas disarmed."""
    for table in tables_of(report):
        text = (written / "tables" / f"{table.key}.csv").read_text(encoding="utf-8")
        header, *rows = list(csv.reader(io.StringIO(text)))
        assert len(header) == len(table.columns)
        assert len(rows) == len(table.rows)
        for row, cells in zip(rows, table.rows, strict=True):
            for told, cell in zip(row, cells, strict=True):
                if isinstance(cell, float):
                    assert float(told) == cell
                elif cell is None:
                    assert told == ""
    clips = (written / "tables" / "clips.csv").read_text(encoding="utf-8")
    assert "'=cmd" in clips
    assert not re.search(r"(?:^|,)\"?=cmd", clips, re.M)


@pytest.mark.parametrize("name", ["overview", "pairs", "classes", "slices", "suspects", "ceiling"])
def test_latex_has_no_bare_special_characters(written: Path, name: str):
    """Every special character is escaped; each row has as many cells as the tabular."""
    text = (written / "tables" / f"{name}.tex").read_text(encoding="utf-8")
    body = text.partition("\\midrule")[2].partition("\\bottomrule")[0].strip()
    columns = len(re.search(r"\\begin\{tabular\}\{([lr]+)\}", text)[1])
    for line in body.splitlines():
        bare = re.sub(r"\\[&%$#_{}]|\\text[a-z]+\{\}|\$(?:-|\\[a-z]+)\$|\\,|\\\\$", "", line)
        assert bare.count("&") == columns - 1
        assert not re.search(r"[\\%$#_{}~^<>|\"]", bare), bare
    assert text.count("\\begin{tabular}") == text.count("\\end{tabular}") == 1


def test_latex_escapes_and_keeps_what_it_means():
    """Line ends and control characters become spaces: a comment or a command cannot begin."""
    assert escape_latex("50% & a_b\n\\end{x}") == r"50\% \& a\_b \textbackslash{}end\{x\}"
    assert escape_latex("−0.1\x00") == "$-$0.1 "


def test_json_has_ids_hashes_versions_and_seeds(report: Report, written: Path):
    """And no NaN, which is no JSON."""
    told = json.loads(
        (written / "report.json").read_text(encoding="utf-8"), parse_constant=pytest.fail
    )
    assert told == json.loads(json_of(report))
    assert [clip["id"] for clip in told["clips"]] == list(report.comparison.clips)
    assert told["clips"][3]["key"] == key(3)
    assert told["golden"]["hash"] == report.comparison.golden.hash
    assert (told["seed"], told["resamples"], told["unit"], told["units"]) == (0, 200, "session", 12)
    assert set(told["versions"]) >= {"emo7", "python", "numpy", "matplotlib"}
    assert {len(one["answers"]) for one in told["contenders"]} == {120}
    assert all(one["weights"] for one in told["contenders"] if one["kind"] == "model")
    assert told["created"] == "2026-01-02T03:04:05+00:00"


def test_pictures_are_whole(written: Path):
    """Each is drawn twice: vectors that parse, and a picture of some size."""
    vectors = sorted((written / "pictures").glob("*.svg"))
    names = {path.stem for path in vectors}
    assert {"overview", "reliability", "matrix-1", "matrix-5", "slices-1"} <= names
    for path in vectors:
        root = etree.fromstring(path.read_bytes())
        assert root.tag.endswith("}svg")
        raster = path.with_suffix(".png").read_bytes()
        assert raster.startswith(b"\x89PNG")
        assert int.from_bytes(raster[16:20], "big") > 400
    text = "".join(etree.fromstring((written / "pictures/matrix-4.svg").read_bytes()).itertext())
    assert "<script>alert(1)</script> &" in text


def test_the_same_comparison_makes_the_same_files(report: Report, written: Path, tmp_path: Path):
    """Byte for byte, pictures too."""
    for path in write_report(report, tmp_path):
        assert path.read_bytes() == (written / path.relative_to(tmp_path)).read_bytes(), path.name


def _small() -> Report:
    model = Contender("a", {i: i % 7 for i in range(14)})
    return make_report(compare({i: i // 2 for i in range(14)}, [model], target="t"), created=WHEN)


def test_what_an_earlier_report_left_goes_and_the_rest_stays(tmp_path: Path):
    """A picture of a model that is no longer compared; a table of somebody else."""
    (tmp_path / "pictures").mkdir()
    (tmp_path / "tables").mkdir()
    (tmp_path / "pictures" / "matrix-9.svg").write_text("old")
    (tmp_path / "tables" / "mine.csv").write_text("mine")
    write_report(_small(), tmp_path)
    assert not (tmp_path / "pictures" / "matrix-9.svg").exists()
    assert (tmp_path / "tables" / "mine.csv").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path):
    """One clear error."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot write"):
        write_report(_small(), tmp_path / "file")


def test_merged_tables_hold_scores_with_their_limits(report: Report):
    """One cell, keys as words, tiny p-values as people read them."""
    tables = {one.key: merged(one) for one in tables_of(report)}
    assert "macro_f1_low" not in tables["overview"].columns
    place = tables["overview"].columns.index("macro_f1")
    assert re.fullmatch(r"0\.\d{3} \(0\.\d{3} to 0\.\d{3}\)", tables["overview"].rows[0][place])
    assert tables["pairs"].rows[0][2] == "Macro-F1 (all classes)"
    assert "< 0.001" in {row[4] for row in tables["pairs"].rows}


def test_nothing_to_compare_is_a_report_too(tmp_path: Path):
    """No common clips: words on the page, valid JSON, no pictures."""
    models = [Contender("a", {1: 0}), Contender("b", {2: 1})]
    report = make_report(compare({1: 0, 2: 1}, models, target="humans"), created=WHEN)
    paths = write_report(report, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "There is no clip that has a target and an answer of every model." in page
    assert not [path for path in paths if path.suffix == ".png"]
    json.loads((tmp_path / "report.json").read_text(), parse_constant=pytest.fail)


def test_one_class_only_is_a_report_too(tmp_path: Path):
    """Scores that are not defined are dashes with their reason."""
    model = Contender("a", dict.fromkeys(range(8), 5))
    report = make_report(
        compare(dict.fromkeys(range(8), 5), [model], target="humans"), created=WHEN
    )
    write_report(report, tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "All targets and all predictions are one and the same class" in page


def test_few_signers_are_a_report_too(tmp_path: Path):
    """No limits, no p-value, and the words on the page."""
    with studied(tmp_path / "p", 80, 8, 4) as project:
        found = gather(project, "consensus").compare(cluster_by="signer", resamples=200)
    report = make_report(found, created=WHEN)
    write_report(report, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Too few signers to generalise" in page
    assert not re.search(r"p [=<] ", page)
    pairs = next(one for one in tables_of(report) if one.key == "pairs")
    assert {row[pairs.columns.index("p")] for row in pairs.rows} == {None}


def test_only_pictures_load_matplotlib():
    """The window reads comparisons without it."""
    code = (
        "import emo7_core.evaluation.report_formats, emo7_core.evaluation.report_files, "
        "emo7_core.evaluation.pairs, emo7_core.evaluation.suspect_queue, sys; "
        "print({'matplotlib', 'torch', 'mlflow'} & {name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_csv_and_latex_of_numbers(report: Report):
    """Integers stay integers, missing ones are empty or a dash."""
    overview = next(one for one in tables_of(report) if one.key == "overview")
    floor = csv_of(overview).splitlines()[-1]
    assert floor.startswith("Stratified random,floor,120,,0.")
    assert re.search(r"^Stratified random & floor & 120 & .* & -- & ", latex_of(overview), re.M)
    assert np.isfinite(float(floor.split(",")[4]))
