"""What is planted in the demo municipality, so that an evaluation can be held against it.

Three kinds of numbers, kept apart. `PUBLISHED` figures carry their source and are matched within the tolerance that the tests
state. `PLANTED` figures are the known truth: an effect engine, a waiting model or a forecast should find them back. `ASSUMED`
figures only make the town move; nothing is known about them in reality, and none of them is a claim about youth supporters.
"""

from dataclasses import dataclass
from typing import Final

# --- PUBLISHED ---------------------------------------------------------------------------------------------------

# Children in youth care at one moment, by age 4..11, of 1,367,485 pupils in eight ages (CBS 03753, DUO 2022/23).
IN_CARE_BY_AGE: Final = (8480, 9355, 11315, 14630, 20980, 26025, 25510, 24260)
PUPILS_OF_AN_AGE: Final = 1_367_485 / 8
# Who referred to youth care (CBS 85095NED-85098NED): code of the referrer list, share.
REFERRERS: Final = (
    ("02", 0.355),
    ("01", 0.328),
    ("06", 0.147),
    ("04", 0.085),
    ("05", 0.045),
    ("03", 0.031),
    ("08", 0.009),
)
# Form of care; forms overlap, so these are shares of children and add up to more than one (CBS 85098NED).
FORMS: Final = (
    ("ambulant", 0.70),
    ("own_network", 0.20),
    ("neighbourhood_team", 0.15),
    ("day_help", 0.07),
    ("residence", 0.07),
)
# Length of ended trajectories: from, up to (months), share (CBS 85098NED).
DURATIONS: Final = ((0, 3, 0.16), (3, 6, 0.17), (6, 12, 0.30), (12, 24, 0.23), (24, 36, 0.07), (36, 72, 0.07))
# Starts of youth care by a child that had it before (CBS 85096NED).
REPEAT_USE: Final = 0.245
# Mean number of pupils of a primary school (DUO 2022/23).
PUPILS_PER_SITE: Final = 226


@dataclass(frozen=True)
class Planted:
    """The known truth.

    `care_avoided`: share of the trajectories of youth care that do not start at a site with a supporter, from the month the
    supporter begins. `care_wait`: median days from signal to care, with `care_wait_spread` of its logarithm: a mean of about 14
    weeks (Rijnmond 2022). `escalates`: chance per week of waiting that a need grows into a referral. `questions_with` and
    `questions_without`: questions per pupil per school year of forty weeks, at sites with and without an own supporter.
    `desk_days`: chance per school day that the desk passes a waiting question on. `returns`: chance that a closed support is
    followed by another question for the same child.
    """

    care_avoided: float = 0.15
    care_wait: float = 84.0
    care_wait_spread: float = 0.55
    escalates: float = 0.012
    withdraws: float = 0.02
    questions_with: float = 0.30
    questions_without: float = 0.075
    desk_days: float = 0.75
    returns: float = 0.25
    relapse_of_returns: float = 0.4


PLANTED: Final = Planted()

# --- ASSUMED: pace and habits of this town, no figure about reality --------------------------------------------------

# Spread of need between sites, between weeks at one site, and between children (gamma shapes).
SITE_SHAPE: Final = 12.0
WEEK_SHAPE: Final = 6.0
CHILD_SHAPE: Final = 0.7
# Questions by week of the school year, relative: a rise after the holidays, quiet before the summer.
SEASON: Final = (
    (0.5, 0.7, 0.9, 1.1, 1.2, 1.3, 1.3, 1.2, 1.2, 1.3, 1.3, 1.2, 1.1, 1.0, 0.9, 0.8)
    + (1.0,) * 18
    + (0.8, 0.7, 0.6, 0.5)
)
# Days between asking a parent and the answer, and how often a parent says no.
CONSENT_DAYS: Final = 3.0
CONSENT_SPREAD: Final = 0.7
REFUSES: Final = 0.025
# Where clarified questions go, for a child and for a group or team.
CHILD_ROUTES: Final = (
    ("consultation", 0.18),
    ("short_intervention", 0.18),
    ("expertise_transfer", 0.07),
    ("return_to_school_plan", 0.05),
    ("support", 0.46),
    ("referral", 0.06),
)
GROUP_ROUTES: Final = (("consultation", 0.55), ("expertise_transfer", 0.35), ("support", 0.10))
# How a support ends (CBS list): by plan, early by agreement, one-sided client, one-sided provider, external.
CLOSURES: Final = (("02", 0.55), ("03", 0.30), ("04", 0.05), ("05", 0.10))
