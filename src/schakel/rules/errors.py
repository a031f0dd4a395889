"""The ways in which a rule can refuse its input. Messages say what to do."""


class RuleError(ValueError):
    """Base of all errors of this room."""


class NaiveMomentError(RuleError):
    """A moment without a time zone has no day in Amsterdam."""

    def __init__(self) -> None:
        super().__init__("This moment has no time zone. Give a moment with a time zone, for example UTC.")


class FutureBirthDateError(RuleError):
    """Somebody who is not born yet on the day that is asked about."""

    def __init__(self) -> None:
        super().__init__("The birth date lies after the day asked about. Correct the birth date or the day.")


class EndBeforeStartError(RuleError):
    """A period that ends before it begins."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The end of {what} lies before its start. Correct one of the two dates.")


class NoRuleInForceError(RuleError):
    """No edition of a rule covers the day."""

    def __init__(self) -> None:
        super().__init__("No edition of this rule was in force on that day. Add the edition that was.")


class EmptyReasonError(RuleError):
    """A decision that must carry a reason came without one."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} needs a reason in words. Write down why.")
