"""The matcher judged by a file: what it finds is counted, and every line that cannot be taken is named."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.errors import FileRefused
from rotation.record.evaluation import Judged, Share, evaluate, read
from tests.command import Command
from tests.record.texts_made import judged

LINES = [
    ("村口的路灯坏了", "路灯不亮，在村口", 1),
    ("垃圾没人清", "路灯不亮，在村口", 0),
    ("垃圾没人清", "河边垃圾", 1),
]


def spelt(lines, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_file_is_read_in_the_usual_encodings_and_separators(encoding, delimiter):
    found, faults = read(spelt(LINES, delimiter).encode(encoding), "judged.csv")
    assert faults == []
    assert found == [Judged(left, right, bool(same)) for left, right, same in LINES]


def test_a_header_and_blank_lines_are_passed_over():
    found, faults = read(f"text1,text2,same\n\n{spelt(LINES)}\n , ,\n".encode(), "judged.csv")
    assert (len(found), faults) == (3, [])


@pytest.mark.parametrize("word", ["1", "true", "Yes", "是", "相同"])
def test_the_same_can_be_said_in_several_words(word):
    line = f"路灯,路灯,{word}\n"
    assert read((line * 2).encode(), "judged.csv")[0] == [Judged("路灯", "路灯", same=True)] * 2


def test_every_line_that_cannot_be_taken_is_named():
    text = '路灯,灯,1\n路灯,灯\n路灯,,1\n"两\n行",灯,1\n路灯,灯,maybe\n路灯,灯,1,2\n路灯,"灯,0\n'
    found, faults = read(text.encode(), "judged.csv")
    assert [one.left for one in found] == ["路灯", "两\n行"]
    assert [fault.line for fault in faults] == [2, 3, 6, 7, 8]
    assert "here are 2" in str(faults[0].problem)
    assert "missing" in str(faults[1].problem)
    assert "maybe" in str(faults[2].problem)
    assert "not closed" in str(faults[4].problem)


def test_an_enormous_cell_is_a_fault_and_not_the_end():
    _found, faults = read(f"路灯,{'灯' * 200_000},1\n".encode(), "judged.csv")
    assert [fault.line for fault in faults] == [1]


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"\x00,\x00,1", "路灯,灯,1".encode("utf-16")])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(FileRefused, match="neither UTF-8 nor GB 18030"):
        read(data, "judged.csv")


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reading(data):
    try:
        found, faults = read(data, "judged.csv")
    except FileRefused:
        return
    evaluate(found[:3])
    assert all(fault.line >= 1 for fault in faults)


def test_what_is_found_is_counted():
    found = evaluate(Judged(left, right, bool(same)) for left, right, same in LINES)
    assert (found.judged, found.lefts, found.rights) == (3, 2, 2)
    assert found.recall_at_1 == found.recall_at_5 == found.recall == Share(2, 2)
    assert found.precision == Share(2, 2)


def test_generated_pairs_are_mostly_found_again():
    found = evaluate(Judged(left, right, bool(same)) for left, right, same in judged(300))
    assert found.recall_at_1.hits >= 0.75 * 300
    assert found.recall_at_5.hits >= 0.95 * 300
    assert found.precision.hits >= 0.85 * found.precision.of
    assert found.recall.hits >= 0.85 * 300


def test_a_pair_assigned_that_nobody_judged_counts_as_wrong_and_is_said():
    found = evaluate([Judged("路灯坏了", "垃圾成堆", same=True), Judged("垃圾臭", "路灯坏了", same=False)])
    assert (found.precision.hits, found.unjudged, found.recall) == (0, 2, Share(0, 1))


def test_a_pair_judged_twice_is_one_pair():
    assert evaluate([Judged("路灯", "灯", same=False), Judged("路灯", "灯", same=True)]).recall_at_1 == Share(1, 1)


@pytest.mark.parametrize("texts", [[], [("一样", "一样", 1)], [("一样", "一样", 0)] * 5, [("。", "！", 1)]])
def test_nothing_one_text_and_all_the_same_can_be_judged_too(texts):
    found = evaluate(Judged(left, right, bool(same)) for left, right, same in texts)
    assert found.precision.hits <= found.precision.of


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [(Share(0, 10), 0.0, 0.2775), (Share(5, 10), 0.2366, 0.7634), (Share(10, 10), 0.7225, 1.0), (Share(0, 0), 0, 1)],
)
def test_intervals_are_wilsons(share, low, high):
    assert share.interval == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(counts):
    share = Share(*counts)
    low, high = share.interval
    assert 0 <= low <= share.hits / share.of + 1e-12
    assert share.hits / share.of - 1e-12 <= high <= 1


def test_the_command_prints_shares_with_their_intervals(tmp_path):
    (tmp_path / "judged.csv").write_text(spelt(LINES), encoding="gb18030")
    done = Command(tmp_path)("matching", "evaluate", "judged.csv")
    assert done.returncode == 0
    assert "Recall at 5: 100.0% (2 of 2; in 95 of 100 cases between 34.2% and 100.0%)" in done.stdout


def test_the_command_names_the_lines_of_a_file_that_cannot_be_taken(tmp_path):
    (tmp_path / "judged.csv").write_text("a,b,1\nonly one cell\n", encoding="utf-8")
    done = Command(tmp_path)("matching", "evaluate", "judged.csv")
    assert done.returncode == 2
    assert "judged.csv: line 2: There must be three cells" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("data", [b"", b"\n\n", b"a,b,same\n"])
def test_a_file_with_nothing_in_it_is_said_to_have_nothing(tmp_path, data):
    (tmp_path / "judged.csv").write_bytes(data)
    done = Command(tmp_path)("matching", "evaluate", "judged.csv")
    assert (done.returncode, "no pair of texts" in done.stderr) == (2, True)
