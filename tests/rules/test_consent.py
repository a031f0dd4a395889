"""R2: who must agree before help for a child may start."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.rules.age import birthday
from schakel.rules.clock import ONE_DAY
from schakel.rules.consent import (
    CONSENT,
    Act,
    ConsentAnswer,
    ConsentRule,
    Decision,
    Exception12To15,
    Ground,
    Missing,
    NextChange,
    Party,
    Presumption,
    Said,
    Way,
    consent_for,
    next_change,
)
from schakel.rules.errors import EmptyReasonError, EndBeforeStartError, FutureBirthDateError
from schakel.rules.family import Authority, Child, Holder, holders_on

BORN = date(2012, 5, 10)
ANNA = Child("anna", BORN)
MOTHER = Authority("mother", BORN)
FATHER = Authority("father", BORN)
BOTH = (MOTHER, FATHER)

AT_11 = date(2024, 3, 1)
AT_12 = date(2024, 9, 1)
AT_16 = date(2028, 9, 1)


def yes(person: str, on: date) -> Said:
    return Said(person, Decision.GIVEN, on)


def no(person: str, on: date) -> Said:
    return Said(person, Decision.REFUSED, on)


def ask(
    on: date,
    *said: Said,
    child: Child = ANNA,
    authority: tuple[Authority, ...] = BOTH,
    act: Act = Act.CHILD_HELP,
    exception: Exception12To15 | None = None,
    presumption: Presumption | None = None,
    rule: ConsentRule = CONSENT,
) -> ConsentAnswer:
    return consent_for(
        act,
        child=child,
        authority=authority,
        said=said,
        on=on,
        exception=exception,
        presumption=presumption,
        rule=rule,
    )


def people(answer: ConsentAnswer) -> set[str]:
    return {gap.person for gap in answer.missing}


@pytest.mark.parametrize(
    ("on", "consenting", "missing"),
    [
        (AT_11, (), {"mother", "father"}),
        (AT_11, ("mother",), {"father"}),
        (AT_11, ("mother", "father"), set()),
        (AT_11, ("anna", "mother"), {"father"}),
        (AT_12, ("mother", "father"), {"anna"}),
        (AT_12, ("anna",), {"mother", "father"}),
        (AT_12, ("anna", "mother"), {"father"}),
        (AT_12, ("anna", "mother", "father"), set()),
        (AT_16, ("anna",), set()),
        (AT_16, ("mother", "father"), {"anna"}),
        (AT_16, (), {"anna"}),
    ],
)
def test_who_must_agree_depends_on_age_and_authority(
    on: date, consenting: tuple[str, ...], missing: set[str]
) -> None:
    answer = ask(on, *(yes(person, on) for person in consenting))
    assert people(answer) == missing
    assert answer.allowed is (not missing)
    assert answer.way is (Way.BLOCKED if missing else Way.GIVEN)


def test_with_one_parent_who_has_authority_that_parent_is_enough() -> None:
    assert ask(AT_11, yes("mother", AT_11), authority=(MOTHER,)).allowed


def test_a_guardian_agrees_in_the_place_of_parents() -> None:
    guardian = (Authority("institution", BORN, quality=Holder.GUARDIAN),)
    assert people(ask(AT_11, authority=guardian)) == {"institution"}
    assert ask(AT_11, yes("institution", AT_11), authority=guardian).allowed


@pytest.mark.parametrize(
    ("day", "band", "needed"),
    [
        (birthday(BORN, 12) - ONE_DAY, "under-12", {"mother", "father"}),
        (birthday(BORN, 12), "12-15", {"anna", "mother", "father"}),
        (birthday(BORN, 16) - ONE_DAY, "12-15", {"anna", "mother", "father"}),
        (birthday(BORN, 16), "16-and-older", {"anna"}),
    ],
)
def test_a_birthday_changes_who_must_agree_that_very_day(day: date, band: str, needed: set[str]) -> None:
    answer = ask(day)
    assert people(answer) == needed
    assert answer.rule.key == f"R2:{band}"


def test_the_yes_of_a_child_under_12_is_asked_again_at_12() -> None:
    said = (yes("anna", AT_11), yes("mother", AT_11), yes("father", AT_11))
    assert ask(AT_11, *said).allowed
    answer = ask(AT_12, *said)
    assert answer.missing == (Missing(Party.CHILD, "anna", birthday(BORN, 12)),)


def test_a_yes_on_the_12th_birthday_counts_and_stays_good_at_16() -> None:
    twelve = birthday(BORN, 12)
    assert ask(twelve, yes("anna", twelve), yes("mother", twelve), yes("father", twelve)).allowed
    assert ask(AT_16, yes("anna", twelve)).allowed


def test_the_last_word_counts_and_consent_can_be_taken_back() -> None:
    gone = Said("mother", Decision.WITHDRAWN, AT_11)
    said = (yes("mother", AT_11 - ONE_DAY), yes("father", AT_11), gone)
    answer = ask(AT_11, *said)
    assert answer.missing == (Missing(Party.HOLDER, "mother", BORN, gone),)
    assert ask(AT_11 + ONE_DAY, *said, yes("mother", AT_11 + ONE_DAY)).allowed


def test_words_are_ordered_by_day_whatever_the_order_of_the_records() -> None:
    said = (yes("mother", AT_11), no("mother", AT_11 - ONE_DAY), yes("father", AT_11))
    assert ask(AT_11, *said).allowed


def test_of_two_words_on_one_day_the_one_recorded_last_counts() -> None:
    assert not ask(AT_11, yes("father", AT_11), yes("mother", AT_11), no("mother", AT_11)).allowed


def test_what_is_said_tomorrow_does_not_count_today() -> None:
    tomorrow = AT_11 + ONE_DAY
    assert not ask(AT_11, yes("mother", tomorrow), yes("father", AT_11)).allowed
    assert ask(tomorrow, yes("mother", tomorrow), yes("father", AT_11)).allowed


def test_a_parent_with_new_authority_is_asked_from_that_day() -> None:
    later = Authority("father", AT_11)
    answer = ask(AT_11, yes("mother", BORN), yes("father", AT_11 - ONE_DAY), authority=(MOTHER, later))
    assert answer.missing == (Missing(Party.HOLDER, "father", AT_11),)


@pytest.mark.parametrize("act", [Act.REQUEST, Act.PICK_UP, Act.ADVICE_WITHOUT_NAME, Act.GROUP_ANSWER])
def test_a_request_its_pick_up_and_unnamed_advice_need_nobody(act: Act) -> None:
    answer = ask(AT_11, no("mother", AT_11), act=act)
    assert answer.allowed
    assert (answer.way, answer.rule.key, answer.missing) == (Way.NOT_NEEDED, "R2:free", ())


def test_a_blocked_answer_says_what_may_be_done_meanwhile_and_an_open_one_does_not() -> None:
    assert set(ask(AT_11).meanwhile) == CONSENT.free
    assert ask(AT_11, yes("mother", AT_11), yes("father", AT_11)).meanwhile == ()


# Without the parents, from 12 to 15


def exception(ground: Ground, on: date = AT_12) -> Exception12To15:
    return Exception12To15(ground, "school and child fear for her safety", "supporter", on)


@pytest.mark.parametrize(
    ("said", "ground", "allowed"),
    [
        ((yes("anna", AT_12),), Ground.PREVENTS_SERIOUS_HARM, True),
        ((yes("anna", AT_12), yes("mother", AT_12)), Ground.PREVENTS_SERIOUS_HARM, True),
        ((yes("anna", AT_12),), Ground.CHILD_PERSISTS, False),
        ((yes("anna", AT_12), no("mother", AT_12)), Ground.CHILD_PERSISTS, True),
        ((yes("anna", AT_12), yes("mother", AT_12), no("father", AT_12)), Ground.CHILD_PERSISTS, True),
        ((no("mother", AT_12),), Ground.CHILD_PERSISTS, False),
        ((), Ground.PREVENTS_SERIOUS_HARM, False),
        ((no("anna", AT_12), no("mother", AT_12)), Ground.PREVENTS_SERIOUS_HARM, False),
    ],
)
def test_an_exception_stands_in_for_parents_when_the_child_agrees_and_the_ground_fits(
    said: tuple[Said, ...], ground: Ground, allowed: bool
) -> None:
    answer = ask(AT_12, *said, exception=exception(ground))
    assert answer.allowed is allowed
    assert answer.way is (Way.EXCEPTION if allowed else Way.BLOCKED)
    assert answer.rule.key == ("R2:12-15:exception" if allowed else "R2:12-15")


def test_an_exception_still_shows_which_parent_did_not_agree() -> None:
    refused = no("mother", AT_12)
    answer = ask(AT_12, yes("anna", AT_12), refused, exception=exception(Ground.CHILD_PERSISTS))
    assert Missing(Party.HOLDER, "mother", BORN, refused) in answer.missing


def test_far_reaching_help_too_may_start_by_an_exception() -> None:
    given_by_anna = yes("anna", AT_12)
    serious = exception(Ground.PREVENTS_SERIOUS_HARM)
    assert ask(AT_12, given_by_anna, act=Act.FAR_REACHING_HELP, exception=serious).way is Way.EXCEPTION


@pytest.mark.parametrize("on", [AT_11, AT_16])
def test_no_exception_exists_below_12_or_from_16(on: date) -> None:
    serious = exception(Ground.PREVENTS_SERIOUS_HARM, on)
    assert not ask(on, no("mother", on), exception=serious).allowed


def test_an_exception_counts_from_the_day_it_was_decided() -> None:
    serious = exception(Ground.PREVENTS_SERIOUS_HARM, AT_12)
    day_before = AT_12 - ONE_DAY
    assert not ask(day_before, yes("anna", day_before), exception=serious).allowed


def test_a_child_cannot_persist_against_a_refusal_that_came_later() -> None:
    too_early = exception(Ground.CHILD_PERSISTS, AT_12 - ONE_DAY)
    assert not ask(AT_12, yes("anna", AT_12), no("mother", AT_12), exception=too_early).allowed


def test_with_nobody_in_authority_an_exception_can_prevent_harm() -> None:
    serious = exception(Ground.PREVENTS_SERIOUS_HARM)
    assert ask(AT_12, yes("anna", AT_12), authority=(), exception=serious).allowed


@pytest.mark.parametrize(("reason", "name"), [("", "x"), ("  ", "x"), ("because", ""), ("because", "\t")])
def test_an_exception_and_a_presumption_need_a_reason_and_a_name(reason: str, name: str) -> None:
    with pytest.raises(EmptyReasonError, match="needs a reason in words"):
        Exception12To15(Ground.CHILD_PERSISTS, reason, name, AT_12)
    with pytest.raises(EmptyReasonError, match="needs a reason in words"):
        Presumption(reason, name, AT_12)


# Presumed consent

PRESUMED = Presumption("one talk in the class, both parents know the supporter", "supporter", AT_11)


def test_consent_for_a_light_act_may_be_presumed_with_a_reason() -> None:
    answer = ask(AT_11, yes("mother", AT_11), presumption=PRESUMED)
    assert (answer.way, answer.rule.key, people(answer)) == (Way.PRESUMED, "R2:presumed", {"father"})


def test_consent_for_a_far_reaching_act_is_never_presumed() -> None:
    assert not ask(AT_11, yes("mother", AT_11), act=Act.FAR_REACHING_HELP, presumption=PRESUMED).allowed


def test_a_presumption_never_overrules_a_no() -> None:
    assert not ask(AT_11, no("mother", AT_11), presumption=PRESUMED).allowed
    taken_back = Said("father", Decision.WITHDRAWN, AT_11)
    assert not ask(AT_11, yes("mother", AT_11), taken_back, presumption=PRESUMED).allowed


def test_a_presumption_counts_from_its_day() -> None:
    assert not ask(AT_11 - ONE_DAY, presumption=PRESUMED).allowed


def test_consent_of_an_unknown_person_cannot_be_presumed() -> None:
    assert not ask(AT_11, authority=(), presumption=PRESUMED).allowed
    unknown_age = Child("bo", None)
    assert not ask(AT_11, child=unknown_age, presumption=PRESUMED).allowed


# What is not known


def test_without_a_birth_date_help_waits_for_it_and_for_the_parents() -> None:
    answer = ask(AT_11, yes("mother", AT_11), child=Child("bo", None))
    assert answer.missing == (Missing(Party.BIRTH_DATE), Missing(Party.HOLDER, "father", BORN))
    assert (answer.rule.key, answer.next_change) == ("R2:age-unknown", None)


def test_without_a_birth_date_no_exception_applies() -> None:
    serious = exception(Ground.PREVENTS_SERIOUS_HARM)
    assert not ask(AT_12, yes("bo", AT_12), child=Child("bo", None), exception=serious).allowed


def test_under_16_with_nobody_in_authority_help_is_blocked_and_from_16_it_is_not() -> None:
    assert ask(AT_11, authority=()).missing == (Missing(Party.NOBODY_WITH_AUTHORITY),)
    assert ask(AT_16, yes("anna", AT_16), authority=()).allowed


def test_a_birth_date_in_the_future_is_refused() -> None:
    with pytest.raises(FutureBirthDateError):
        ask(BORN - ONE_DAY)


# The next birthday


@pytest.mark.parametrize(
    ("on", "change"),
    [
        (AT_11, NextChange(date(2024, 5, 10), 12, holders_decide=True)),
        (date(2024, 5, 9), NextChange(date(2024, 5, 10), 12, holders_decide=True)),
        (date(2024, 5, 10), NextChange(date(2028, 5, 10), 16, holders_decide=False)),
        (date(2028, 5, 9), NextChange(date(2028, 5, 10), 16, holders_decide=False)),
        (date(2028, 5, 10), None),
    ],
)
def test_the_answer_says_what_the_next_birthday_changes(on: date, change: NextChange | None) -> None:
    assert next_change(ANNA, on) == change
    assert ask(on).next_change == change
    assert ask(on, act=Act.REQUEST).next_change == change


def test_a_municipality_can_set_other_ages_and_acts() -> None:
    other = ConsentRule(CONSENT.basis, own_say_from=11, alone_from=15, free=frozenset({Act.REQUEST}))
    answer = ask(AT_11, rule=other)
    assert people(answer) == {"anna", "mother", "father"}
    assert (answer.rule.key, answer.meanwhile) == ("R2:11-14", (Act.REQUEST,))
    assert not ask(AT_11, act=Act.PICK_UP, rule=other).allowed


# Authority


def test_authority_covers_its_first_and_last_day() -> None:
    record = Authority("father", date(2020, 1, 1), date(2020, 12, 31))
    covered = [record.holds_on(day) for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31))]
    assert covered == [False, True, True]
    assert not record.holds_on(date(2021, 1, 1))


def test_two_records_of_one_parent_are_one_parent_since_the_first() -> None:
    again = Authority("mother", AT_11)
    assert holders_on(ANNA, (again, MOTHER, FATHER), AT_11) == (MOTHER, FATHER)


def test_authority_ends_at_18_whatever_the_record_says() -> None:
    eighteen = birthday(BORN, 18)
    assert holders_on(ANNA, BOTH, eighteen - ONE_DAY) == BOTH
    assert holders_on(ANNA, BOTH, eighteen) == ()
    assert holders_on(Child("bo", None), BOTH, eighteen) == BOTH


def test_authority_of_one_day_exists_and_one_that_ends_before_it_starts_does_not() -> None:
    assert Authority("father", AT_11, AT_11).holds_on(AT_11)
    with pytest.raises(EndBeforeStartError, match="parental authority"):
        Authority("father", AT_11, AT_11 - ONE_DAY)


# Over all families


DECISIONS = st.lists(
    st.builds(
        Said,
        st.sampled_from(["anna", "mother", "father"]),
        st.sampled_from(Decision),
        st.integers(0, 7000).map(lambda days: BORN + timedelta(days=days)),
    ),
    max_size=12,
)


@given(said=DECISIONS, day=st.integers(0, 7000))
def test_help_is_allowed_exactly_when_nobody_is_missing_and_never_without_a_needed_yes(
    said: list[Said], day: int
) -> None:
    on = BORN + timedelta(days=day)
    answer = ask(on, *said)
    assert answer.allowed == (not answer.missing)
    if answer.allowed:
        said_yes = {word.person for word in said if word.decision is Decision.GIVEN and word.on <= on}
        needed = {"mother", "father"} if on < birthday(BORN, 12) else {"anna", "mother", "father"}
        assert (needed if on < birthday(BORN, 16) else {"anna"}) <= said_yes


@given(said=DECISIONS, day=st.integers(0, 7000))
def test_one_yes_more_never_takes_help_away(said: list[Said], day: int) -> None:
    on = BORN + timedelta(days=day)
    if ask(on, *said).allowed:
        for person in ("anna", "mother", "father"):
            assert ask(on, *said, yes(person, on)).allowed


def test_every_answer_is_either_allowed_or_says_why_not() -> None:
    for act, on, exceptional, presumed in product(
        Act, (AT_11, AT_12, AT_16), (None, exception(Ground.CHILD_PERSISTS)), (None, PRESUMED)
    ):
        answer = ask(on, act=act, exception=exceptional, presumption=presumed)
        assert answer.allowed or answer.missing


def test_authority_that_has_ended_or_not_begun_is_nobodys() -> None:
    over = Authority("father", BORN, AT_11 - ONE_DAY)
    coming = Authority("aunt", AT_11 + ONE_DAY, quality=Holder.GUARDIAN)
    assert holders_on(ANNA, (MOTHER, over, coming), AT_11) == (MOTHER,)
