import pytest

from moedeapp.ui.days import iso_date, shown_day


@pytest.mark.parametrize(
    "typed", ["2026-11-23", "23.11.2026", "23-11-2026", "23/11-2026", " 23. 11. 2026 "]
)
def test_a_day_is_understood_the_way_people_type_it(typed):
    assert iso_date(typed) == "2026-11-23"


@pytest.mark.parametrize("typed", ["", "snart", "32.13.2026", "23.11", "1.2.3.4"])
def test_what_is_no_day_stays_as_it_is(typed):
    assert iso_date(typed) == typed


def test_a_kept_day_is_shown_the_danish_way():
    assert shown_day("2026-01-29") == "29.01.2026"
    assert shown_day("") == ""
