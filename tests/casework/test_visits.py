"""When someone is next at a site."""

from datetime import date, timedelta

from schakel.casework.visits import Days, next_day
from schakel.rules.clock import FreeDays

MONDAY = date(2026, 11, 23)
MON_WED = Days(frozenset({1, 3}), date(2026, 8, 1))


def test_the_first_day_after_today() -> None:
    assert next_day([MON_WED], MONDAY) == date(2026, 11, 25)
    assert next_day([MON_WED], date(2026, 11, 25)) == date(2026, 11, 30)


def test_the_earliest_of_two_people() -> None:
    assert next_day([MON_WED, Days(frozenset({2}), MONDAY)], MONDAY) == date(2026, 11, 24)


def test_a_holiday_is_passed_over() -> None:
    holiday = FreeDays(date(2026, 12, 19), date(2027, 1, 3))
    assert next_day([MON_WED], date(2026, 12, 16), [holiday]) == date(2027, 1, 4)


def test_the_longest_holiday_is_within_sight() -> None:
    summer = FreeDays(date(2027, 7, 10), date(2027, 8, 22))
    assert next_day([MON_WED], date(2027, 7, 9), [summer]) == date(2027, 8, 23)


def test_who_has_left_or_has_yet_to_come_is_not_there() -> None:
    gone = Days(frozenset({1, 2, 3, 4, 5}), date(2020, 1, 1), date(2026, 11, 24))
    assert next_day([gone], MONDAY) == date(2026, 11, 24)
    assert next_day([gone], date(2026, 11, 24)) is None
    assert next_day([Days(frozenset({1}), date(2030, 1, 1))], MONDAY) is None
    assert next_day([], MONDAY) is None


def test_the_first_day_of_someone_counts_and_tomorrow_is_in_sight() -> None:
    new = Days(frozenset({2}), date(2026, 11, 24))
    assert next_day([new], MONDAY) == date(2026, 11, 24)


def test_ten_weeks_ahead_is_in_sight_and_a_day_more_is_not() -> None:
    def first(ahead: int) -> date | None:
        return next_day([Days(frozenset(range(1, 8)), MONDAY + timedelta(days=ahead))], MONDAY)

    assert first(70) == MONDAY + timedelta(days=70)
    assert first(71) is None
