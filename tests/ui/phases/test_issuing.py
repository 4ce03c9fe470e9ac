import csv
import re

import pytest

from moedeapp.model.commands import evening, slips
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Role, SlipState
from moedeapp.ui.phases.issuing import LIST
from tests.ui.conftest import issue
from tests.ui.phases.printed_words import words_of
from tests.ui.test_window import said


@pytest.fixture
def issuing(at):
    page = at(Phase.WELCOME).page
    page.tabs.turn_to(1)
    page.slips.form.setCurrentIndex(page.slips.form.findData(LIST))
    return page.slips


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def cells(issuing):
    model = issuing.rows
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_slips_are_made_and_their_codes_are_in_the_file_and_nowhere_else(
    qtbot, issuing, document, tmp_path
):
    issuing.count.setValue(3)
    issuing.at.setValue(4)
    issuing.role.setCurrentIndex(issuing.role.findData(Role.POLITICIAN))
    issuing.make_into(tmp_path / "koder.csv")
    head, *listed = rows(tmp_path / "koder.csv")
    assert head == ["Nr.", "Kode", "Hemmelighed", "Bord", "Rolle"]
    assert [(row[3], row[4]) for row in listed] == [("4", "politiker")] * 3
    for row in listed:
        assert slips.by_code(document.state, row[1]) in document.state.slips
        assert row[1].encode() not in document.path.read_bytes()
    assert "3 stemmesedler er lavet" in issuing.window().notices.sentence
    qtbot.waitUntil(lambda: cells(issuing) == [["1", "Politiker", "4", "3", "0"]])


def test_a_file_that_is_there_is_never_written_over(issuing, document, tmp_path):
    path = tmp_path / "koder.csv"
    path.write_text("noget andet", encoding="utf-8")
    issuing.make_into(path)
    assert path.read_text(encoding="utf-8") == "noget andet"
    assert not document.state.slips
    assert "koder.csv" in issuing.window().notices.sentence


def test_when_no_slips_could_be_made_no_file_is_left(qtbot, document, show, tmp_path):
    document.apply(evening.go_to(Phase.WELCOME))
    document.close()
    with Document.open(document.path, readonly=True) as read:
        window = show(read)
        issuing = window.page.slips
        for form, file in ((LIST, "koder.csv"), ("4", "sedler.pdf")):
            window.notices.clear()
            issuing.form.follow(form)
            issuing.make_into(tmp_path / file)
            qtbot.waitUntil(lambda: "kun åbnet til læsning" in window.notices.sentence)
            assert not (tmp_path / file).exists()
        window.close()


def test_slips_are_told_by_state_and_by_batch(qtbot, issuing, document):
    printed = issue(document, 40)
    issue(document, 10, spare=True)
    document.apply(slips.void(slips.by_code(document.state, printed[0].code)))
    qtbot.waitUntil(lambda: "39 uddelt · 10 i reserve · 1 annulleret" in said(issuing))
    assert cells(issuing) == [["2", "Borger", "", "0", "10"], ["1", "Borger", "", "39", "0"]]


def test_a_spare_slip_is_handed_out_by_its_code(qtbot, issuing, document):
    (printed,) = issue(document, 1, spare=True)
    issuing.code.setText(printed.code.lower())
    issuing.use.click()
    assert [slip.state for slip in document.state.slips.values()] == [SlipState.ISSUED]
    assert issuing.code.text() == ""


def test_a_lost_slip_is_made_void_only_after_a_yes(issuing, document):
    (printed,) = issue(document, 1)
    issuing.code.setText(printed.code)
    issuing.void.click()
    window = issuing.window()
    assert "Det kan ikke fortrydes" in window.notices.sentence
    assert [slip.state for slip in document.state.slips.values()] == [SlipState.ISSUED]
    window.notices._yes.click()
    assert [slip.state for slip in document.state.slips.values()] == [SlipState.VOID]


def test_a_code_with_a_slip_of_the_finger_is_refused_and_stays(issuing):
    issuing.code.setText("AAAA-AAAB")
    issuing.void.click()
    assert "Koden" in issuing.window().notices.sentence
    assert issuing.code.text() == "AAAA-AAAB"


# --- sheets


@pytest.mark.parametrize("form", ["8", "4", "2", "1"])
def test_slips_are_saved_as_sheets_with_the_codes_that_were_issued(
    qtbot, issuing, document, tmp_path, form
):
    issuing.form.setCurrentIndex(issuing.form.findData(form))
    issuing.count.setValue(9)
    issuing.make_into(tmp_path / "sedler.pdf")
    qtbot.waitUntil(lambda: "9 stemmesedler er lavet" in said_by(issuing))
    printed = words_of(tmp_path / "sedler.pdf")
    codes = set(re.findall(r"[2-9A-Z]{4}-[2-9A-Z]{4}", printed))
    assert {slips.by_code(document.state, code) for code in codes} == set(document.state.slips)
    assert len(codes) == 9


def said_by(issuing):
    return issuing.window().notices.sentence


def test_the_address_on_the_slips_is_the_one_phones_are_compared_with(
    qtbot, issuing, document, tmp_path
):
    issuing.form.setCurrentIndex(0)
    issuing.address.setText("http://192.168.8.2:8080/")
    issuing.make_into(tmp_path / "sedler.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "sedler.pdf").exists())
    assert document.state.facts.slip_address == "192.168.8.2:8080"
    document.apply(evening.describe(slip_address="192.168.8.3:8080"))
    qtbot.waitUntil(lambda: issuing.address.text() == "192.168.8.3:8080")


def test_an_address_that_is_none_makes_no_slips_and_no_file(qtbot, issuing, document, tmp_path):
    issuing.form.setCurrentIndex(0)
    issuing.address.setText("hallens netværk")
    issuing.make_into(tmp_path / "sedler.pdf")
    qtbot.waitUntil(lambda: "hallens netværk" in said_by(issuing))
    assert not document.state.slips
    assert not (tmp_path / "sedler.pdf").exists()


def test_slips_under_way_are_whole_when_the_window_closes(show, document, tmp_path):
    document.apply(evening.go_to(Phase.WELCOME))
    window = show(document)
    issuing = window.page.slips
    issuing.count.setValue(40)
    issuing.make_into(tmp_path / "sedler.pdf")
    window.close()
    assert len(document.state.slips) == 40
    assert words_of(tmp_path / "sedler.pdf").count("Din kode") == 40


def test_as_many_strips_can_be_asked_for_as_fit(issuing):
    from moedeapp.export.kit.slip import MEASURES

    for per_page, measure in MEASURES.items():
        issuing.form.setCurrentIndex(issuing.form.findData(str(per_page)))
        assert issuing.strips.maximum() == measure.strips


# --- how many are suggested


def test_as_many_are_suggested_as_people_lack_and_what_was_typed_stays(issuing, document):
    assert issuing.count.value() == 60
    document.apply(evening.count_heads(Role.CITIZEN, 43))
    issuing.follow(document.state)
    assert issuing.count.value() == 43
    issue(document, 40)
    issuing.follow(document.state)
    assert issuing.count.value() == 3
    issuing.spare.click()
    assert issuing.count.value() == 5
    issuing.count.setValue(17)
    issuing.spare.click()
    assert issuing.count.value() == 17


def test_one_file_has_as_many_slips_for_each_table(issuing, document, tmp_path):
    assert issuing.each.isHidden()
    document.apply(evening.set_tables(8))
    document.apply(evening.count_heads(Role.CITIZEN, 60))
    issuing.follow(document.state)
    issuing.each.click()
    assert (issuing.count.value(), issuing.at.isEnabled()) == (8, False)
    issuing.make_into(tmp_path / "koder.csv")
    _head, *listed = rows(tmp_path / "koder.csv")
    assert [row[3] for row in listed] == [str(n) for n in range(1, 9) for _ in range(8)]
    assert [row[0] for row in listed] == [str(n) for n in range(1, 65)]
    assert "64 stemmesedler er lavet" in said_by(issuing)
    issuing.follow(document.state)
    assert cells(issuing) == [["1", "Borger", "1–8", "64", "0"]]
