"""The town is lived in the order of time, and its acts fit each other."""

from tests.demo.towns import small


def test_no_act_happens_before_the_one_that_was_told_earlier() -> None:
    """Acts of one piece of work, told together, may lie minutes apart; nothing waits for what is yet to come."""
    latest = 0
    for moment, name, _values in small(script=True).book.script or []:
        assert moment > latest - 3_600, name
        latest = max(latest, moment)


def test_every_supported_child_has_a_decision_about_consent() -> None:
    for support in small().book.tables.supports:
        assert (support.child_id is None) == (support.consent_id is None)


def test_a_support_that_runs_has_a_next_appointment_that_is_not_over() -> None:
    """Else the week of a supporter would begin with appointments that nobody kept."""
    tables, today = small().book.tables, small().plan.today
    for support in tables.supports:
        if support.closed_on is None:
            assert support.next_at is not None
            assert support.next_at >= (today - 719_163) * 86_400 - 2 * 3_600
