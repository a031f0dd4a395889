"""Which schools take part, since when, in which stratum; and which cannot, with the reason."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.errors import DesignError, PanelError
from schakel.analysis.effects.months import month_text
from schakel.analysis.effects.question import Question

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Roster:
    """Schools of the comparison. `start` (G,) places among the months, option 0 is never (place T).

    `option` (S,) indexes `start`. `always` started before the window: they have no "before".
    """

    schools: tuple[str, ...]
    option: Ints
    stratum: Ints
    start: Ints
    always: tuple[str, ...]

    @property
    def treated(self) -> int:
        """Return how many schools started inside the window."""
        return int((self.option > 0).sum())


def make_roster(question: Question, present: tuple[str, ...], *, federated: bool = False) -> Roster:
    """Match the question with the schools in the data.

    `federated`: the data hold one municipality of several, so that treated schools of the question may be
    elsewhere; the start options are those of the whole question, equal in every municipality.

    Raises
    ------
    PanelError
        A school stands in only one of the two.
    DesignError
        No treated school has a month before its start.
    """
    _check_names(question, present, federated)
    starts = question.starts
    always = tuple(
        name for name in present if starts.get(name, question.last_month + 1) <= question.first_month
    )
    schools = tuple(name for name in present if name not in always)
    taking_part = starts if federated else schools
    months = sorted({starts[name] for name in taking_part if starts.get(name, 0) > question.first_month})
    if not months:
        first = month_text(question.first_month)
        raise DesignError(
            f"every school with a supporter had one by {first}, the first month of the window: there is no"
            " 'before'. Widen the window to at least one year before the first start"
        )
    place = {month: i + 1 for i, month in enumerate(months)}
    strata = {row.school: row.stratum for row in question.schools}
    _, stratum = np.unique([strata.get(name, "") for name in schools], return_inverse=True)
    return Roster(
        schools=schools,
        option=np.array([place[starts[name]] if name in starts else 0 for name in schools], np.int64),
        stratum=stratum.astype(np.int64),
        start=np.array([len(question.months), *(month - question.first_month for month in months)], np.int64),
        always=always,
    )


def _check_names(question: Question, present: tuple[str, ...], federated: bool) -> None:
    listed = {row.school for row in question.schools}
    unknown = sorted(set(present) - listed)
    if unknown and not question.others_are_never:
        raise PanelError(
            f"the question does not mention {', '.join(unknown[:8])} ({len(unknown)} schools of the panel);"
            " list them under exposure.never or set exposure.others_are_never = true"
        )
    absent = sorted(set(question.starts) - set(present))
    if absent and not federated:
        raise PanelError(
            f"{', '.join(absent[:8])} should have a supporter but has no rows in the window; correct the school"
            " code (a merged school keeps the code of first exposure) or leave the school out of the question"
        )
