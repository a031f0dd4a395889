"""The town has the size that was promised and the published figures, each within a tolerance that is stated here."""

import numpy as np
import pytest

from schakel.demo import care, clock, make, plan, truth
from schakel.demo.care import Roll, Spells
from tests.demo import towns
from tests.demo.towns import town

YEARS = 5


@pytest.fixture(scope="module")
def spells() -> tuple[Roll, Spells, int, int]:
    """Five years of youth care, and their first and last month."""
    last = care.month_of(town().plan.today) - 1
    first = last - 12 * YEARS + 1
    return *care.simulate(town(), first, last), first, last


def test_the_town_is_as_large_as_promised() -> None:
    tables = town().book.tables
    pupils = [site.pupils for site in tables.sites if site.pupils]
    assert len(tables.sites) == 24
    assert sum(pupils) == pytest.approx(5_400, rel=0.05)
    assert np.mean(pupils) == pytest.approx(truth.PUPILS_PER_SITE, rel=0.12)
    assert {site.sort for site in tables.sites} == {"school", "childcare", "child_centre"}


def test_eight_supporters_work_at_nine_sites_since_different_dates() -> None:
    duties = town().crew.later_duties
    assert len({duty.user_id for duty in duties}) == 8
    assert len({duty.site_id for duty in duties}) == 9
    assert len({duty.from_on for duty in duties}) >= 3


def test_each_age_has_the_published_share_in_care(spells: tuple[Roll, Spells, int, int]) -> None:
    """One point in a hundred children: about two standard errors of this number of children over five years."""
    roll, found, first, last = spells
    for place, number in enumerate(truth.IN_CARE_BY_AGE):
        share = _in_care(roll, found, truth_age=place + care.FIRST_AGE, months=range(first, last, 3))
        assert share == pytest.approx(number / truth.PUPILS_OF_AN_AGE, abs=0.015)


def _in_care(roll: Roll, found: Spells, *, truth_age: int, months: range) -> float:
    there = cared = 0
    for month in months:
        of_age = ((month - roll.birth) // 12 == truth_age) & (month < roll.until_month)
        running = (found.start <= month) & (month < found.end)
        in_care = np.zeros(len(roll.birth), dtype=bool)
        in_care[found.child[running]] = True
        there += int(of_age.sum())
        cared += int((of_age & in_care).sum())
    return cared / there


def test_ended_trajectories_last_as_published(spells: tuple[Roll, Spells, int, int]) -> None:
    """Three points: the longest ones are rarer in a town where children have only just grown up."""
    _roll, found, first, last = spells
    ended = found.months[(found.end - 1 >= first) & (found.end - 1 <= last)]
    for low, high, share in truth.DURATIONS:
        assert np.mean((ended >= low) & (ended < high)) == pytest.approx(share, abs=0.035)


def test_referrers_and_forms_are_as_published(spells: tuple[Roll, Spells, int, int]) -> None:
    _roll, found, first, _last = spells
    started = found.start >= first
    for code, share in truth.REFERRERS:
        assert np.mean(found.referrer[started] == code) == pytest.approx(share, abs=0.02)
    for place, (_name, share) in enumerate(truth.FORMS):
        assert np.mean(found.form[started] >> place & 1) == pytest.approx(share, abs=0.025)


def test_repeat_use_is_as_published(spells: tuple[Roll, Spells, int, int]) -> None:
    """Of youth care, and of the supports of the last two years, where supporters are there long enough to be asked again."""
    _roll, found, first, _last = spells
    assert np.mean(found.repeat[found.start >= first]) == pytest.approx(truth.REPEAT_USE, abs=0.03)
    recent = [one for one in town().book.tables.supports if one.started_on > town().plan.today - 730]
    assert np.mean([one.previous_id is not None for one in recent]) == pytest.approx(
        truth.REPEAT_USE, abs=0.05
    )


def test_waiting_for_care_takes_about_fourteen_weeks(spells: tuple[Roll, Spells, int, int]) -> None:
    _roll, found, _first, _last = spells
    assert found.wait_days.mean() == pytest.approx(14 * 7, rel=0.05)


def test_most_questions_are_answered_without_a_referral() -> None:
    answers = town().book.tables.answers
    assert np.mean([answer.kind == "referral" for answer in answers]) < 0.5


def test_sites_with_a_supporter_ask_more_and_wait_less() -> None:
    """The planted waits: a desk between asker and supporter costs days."""
    supported = {duty.site_id: duty.from_on for duty in town().crew.later_duties}
    waits: dict[bool, list[float]] = {True: [], False: []}
    for request in town().book.tables.requests:
        if request.picked_up_at is not None:
            there = supported.get(request.site_id, 10**9) + 7 <= request.due_on
            waits[there].append((request.picked_up_at - request.received_at) / 86_400)
    assert np.mean(waits[True]) < np.mean(waits[False])
    assert 0.9 < np.mean([wait < 8 for wait in waits[True] + waits[False]]) < 1.0


def test_who_worked_lately_was_lately_logged_in() -> None:
    made = town()
    last = made.book.trail.last_of_each()
    now = clock.at(made.plan.today, 23)
    for account in made.book.tables.accounts:
        assert account.last_login is not None
        assert account.created_at < account.last_login < now
        assert account.last_login == last.get(account.id, account.last_login)
    unused = [one for one in made.book.tables.accounts if now - (one.last_login or 0) > 90 * clock.SECONDS]
    assert 0.2 < len(unused) / len(made.book.tables.accounts) < 0.6
    assert {one.role for one in unused} <= {"teacher", "childcare_worker", "care_coordinator"}


def test_everybody_has_an_own_address_in_a_town_and_in_a_region() -> None:
    for scale in ("town", "region"):
        made = make.settled(plan.plan(scale, today=towns.TODAY.toordinal()))
        emails = [account.email for account in made.book.tables.accounts]
        assert len(set(emails)) == len(emails)
