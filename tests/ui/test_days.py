from datetime import date

import pytest

from moedeapp.ui.days import iso_date, iso_time, shown_day

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-23", "23.11.2026", "23-11-2026", "23/11-2026", " 23. 11. 2026 ", "23/11 2026",
        "23.11.26", "23/11-26", "23. november 2026", "23 nov 2026", "23. nov. 2026",
        "mandag den 23. november 2026", "Mandag d. 23. november 2026", "man. 23/11 2026",
        "den 23.11.2026", "23 November 2026", "23rd November 2026", "Monday, 23 November 2026",
    ],
)  # fmt: skip
def test_a_day_is_understood_the_way_people_type_it(typed):
    assert iso_date(typed) == "2026-11-23"


@pytest.mark.parametrize(
    "typed", ["", "snart", "32.13.2026", "23.11", "1.2.3.4", "23. brumaire 2026", "den", "mandag"]
)
def test_what_is_no_day_stays_as_it_is(typed):
    assert iso_date(typed) == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("23/11", "2026-11-23"), ("3. maj", "2027-05-03"), ("1. september", "2026-09-01")],
)
def test_a_day_without_a_year_is_the_next_one(typed, kept):
    assert iso_date(typed, TODAY) == kept


def test_a_day_no_year_has_stays_as_it_is():
    assert iso_date("31. juni", TODAY) == "31. juni"


@pytest.mark.parametrize("typed", ["19", "19:00", "19.00", "kl. 19", "kl 19.00", "1900", "Kl.19"])
def test_a_time_is_understood_the_way_people_type_it(typed):
    assert iso_time(typed) == "19:00"


@pytest.mark.parametrize(("typed", "kept"), [("7.05", "07:05"), ("snart", "snart"), ("", "")])
def test_an_early_time_gets_its_zero_and_other_words_stay(typed, kept):
    assert iso_time(typed) == kept


def test_a_kept_day_is_shown_the_danish_way():
    assert shown_day("2026-01-29") == "29.01.2026"
    assert shown_day("") == ""
