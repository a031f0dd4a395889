"""What a result says in plain words: never more than its design carries.

Each amount of money goes through `Money`, which refuses without unit, range, comparison and year. Nothing
here says that money was saved: the words are lower, higher, not shown.
"""

from math import floor, log10

from schakel.analysis.effects.result import Estimate, Naive, Result
from schakel.analysis.effects.words import OUTCOMES, is_money, outcome_words
from schakel.analysis.report import Language, chosen, decimal, euros, percent, whole
from schakel.analysis.value.claims import Money
from schakel.analysis.value.result import Amount, ScenarioName, ValueResult


def _verbs(column: str, language: Language) -> tuple[str, str]:
    """Was or were, changed: costs are many in Dutch, days and places are in English."""
    if language == "nl":
        return ("waren", "veranderden") if column == "cost_cents" else ("was", "veranderde")
    return ("were" if column in OUTCOMES and column != "cost_cents" else "was", "changed")


def amount(value: float, unit: str, language: Language) -> str:
    """An amount without its sign, with its unit unless that is per child and month."""
    if is_money(unit):
        return euros(abs(value), language, 2)
    places = 2 if abs(value) >= 0.1 else 4
    return f"{decimal(abs(value), language, places)} {unit}"


def direction(value: float, language: Language) -> str:
    """Lower, higher."""
    return chosen(language, "lager", "lower") if value < 0 else chosen(language, "hoger", "higher")


def signed(value: float, unit: str, language: Language) -> str:
    """€ 12,50 lower."""
    return f"{amount(value, unit, language)} {direction(value, language)}"


def interval_words(low: float, high: float, unit: str, language: Language) -> str:
    """From € 20 lower to € 5 lower; the side is said twice when it changes."""
    between = chosen(language, "tot", "to")
    if (low < 0) == (high < 0):
        near, far = sorted((low, high), key=abs)
        return f"{amount(near, unit, language)} {between} {signed(far, unit, language)}"
    return f"{signed(low, unit, language)} {between} {signed(high, unit, language)}"


def period_words(period: tuple[str, str], language: Language) -> str:
    """2018-08 to 2023-04."""
    return f"{period[0]} {chosen(language, 'tot en met', 'to')} {period[1]}"


def first_sentence(result: Result, language: Language) -> str:
    """What was found, with its interval; whether it is shown; never a promise."""
    estimate = result.headline
    if estimate.interval is None:
        return chosen(
            language,
            "Deze gegevens kunnen de vraag niet beantwoorden: er is geen interval te geven.",
            "These data cannot answer the question: no interval can be given.",
        )
    reach = interval_words(*estimate.interval, estimate.unit, language)
    what = outcome_words(result.outcome, language)
    was, changed = _verbs(result.outcome, language)
    schools = whole(result.baseline.treated_schools, language)
    when = period_words(result.period, language)
    size = signed(estimate.value, estimate.unit, language)
    level = percent(estimate.level, language)
    if result.verdict.shown:
        return chosen(
            language,
            f"Op de {schools} scholen met een jeugdondersteuner {was} {what} per kind per maand {size} dan zonder "
            f"jeugdondersteuner te verwachten was ({level}-interval: {reach}; {when}).",
            f"At the {schools} schools with a youth supporter, {what} per child and month {was} {size} than expected "
            f"without one ({level} interval: {reach}; {when}).",
        )
    return chosen(
        language,
        f"Niet aangetoond is dat {what} op de {schools} scholen met een jeugdondersteuner {changed}: geschat wordt "
        f"{size} per kind per maand, en {reach} past ook bij de gegevens ({level}-interval; {when}).",
        f"No change in {what} at the {schools} schools with a youth supporter has been shown: the estimate is {size} "
        f"per child and month, and {reach} fits the data as well ({level} interval; {when}).",
    )


def design_sentence(result: Result, language: Language) -> str:
    """The label of the design, and what it rests on."""
    label = result.design.label.in_language(language)
    tests = len(result.verdict.tests)
    often = _often(result.verdict.p_value, language)
    return chosen(
        language,
        f"{label}. Als er niets veranderde, kwam zo'n verschil {often} door toeval voor"
        + (f" (strengste van {tests} toetsen)." if tests > 1 else "."),
        f"{label}. If nothing had changed, such a difference would come up by chance {often}"
        + (f" (strictest of {tests} tests)." if tests > 1 else "."),
    )


def _often(p: float, language: Language) -> str:
    of = chosen(language, "van de", "of")
    if p < 0.001:
        return chosen(language, "in minder dan 1 van de 1.000 gevallen", "in fewer than 1 of 1,000 cases")
    cases, many = (1000 * p, 1000) if p < 0.095 else (100 * p, 100)
    number = f"{whole(cases, language)} {of} {whole(many, language)}"
    return chosen(language, f"in {number} gevallen", f"in {number} cases")


def naive_sentence(naive: Naive, headline: Estimate, language: Language) -> str:
    """What a plain before-after would have said, and why it differs."""
    change = signed(naive.after_minus_before, naive.unit, language)
    why = naive.reason.in_language(language)
    gap = amount(naive.difference, naive.unit, language)
    return chosen(
        language,
        f"Wie alleen voor en na vergelijkt, vindt {change} per kind per maand: {gap} verschil met de schatting "
        f"hierboven. {why}",
        f"A plain before-after comparison finds {change} per child and month: {gap} away from the estimate above. {why}",
    )


_SCENARIO = {
    "low": ("voorzichtig", "cautious"),
    "mid": ("midden", "middle"),
    "high": ("gunstig", "favourable"),
    "without_avoided_care": ("zonder vermeden zorg", "without avoided care"),
}
_STAKEHOLDER = {
    "municipality": ("gemeente", "municipality"),
    "health_insurer": ("zorgverzekeraar", "health insurer"),
    "school_board": ("schoolbestuur", "school board"),
    "family": ("gezin", "family"),
    "state": ("rijk", "state"),
}


def scenario_words(name: ScenarioName, language: Language) -> str:
    """The scenario as people say it."""
    return chosen(language, *_SCENARIO[name])


def stakeholder_words(name: str, language: Language) -> str:
    """The stakeholder as people say it."""
    return chosen(language, *_STAKEHOLDER[name])


def euro_range(money: Amount, language: Language, places: int = 0) -> str:
    """€ 120 (−€ 30 tot € 270)."""
    value, low, high = three_digits(money.value, money.low, money.high)
    ends = [euros(end, language, places) for end in (low, high)]
    if low == high:
        return euros(value, language, places)
    return f"{euros(value, language, places)} ({ends[0]} {chosen(language, 'tot', 'to')} {ends[1]})"


def three_digits(*amounts: float) -> tuple[float, ...]:
    """Amounts rounded alike, to three digits of the largest: more would promise what is not known."""
    largest = max(abs(one) for one in amounts)
    step = 10.0 ** max(floor(log10(largest)) - 2, -2) if largest > 0 else 1.0
    return tuple(round(one / step) * step for one in amounts)


def money_sentence(money: Money, language: Language) -> str:
    """An amount with its four companions."""
    return chosen(
        language,
        f"{euro_range(money.amount, language)} {money.unit}, {money.comparison}, prijspeil {money.year}",
        f"{euro_range(money.amount, language)} {money.unit}, {money.comparison}, prices of {money.year}",
    )


def value_sentence(result: ValueResult, language: Language) -> str:
    """Net value per school-year with range, comparison and year; without costs, what the work may cost at
    most.
    """
    comparison = _comparison(result, language)
    if not result.costs_known:
        unit = chosen(language, "per school per jaar", "per school and year")
        money = Money(result.break_even_price, unit, comparison, result.price_year)
        return chosen(
            language,
            f"Wat de jeugdondersteuner kost, is niet opgegeven. Het werk weegt tegen de opbrengsten op tot een prijs van "
            f"{money_sentence(money, language)}.",
            f"What the supporter costs was not given. The work is worth its price up to "
            f"{money_sentence(money, language)}.",
        )
    middle = result.scenario("mid")
    unit = chosen(language, "per school per jaar", "per school and year")
    money = Money(middle.per_school_year, unit, comparison, result.price_year)
    doubt = _doubt(middle.npv, result.shown, language)
    return chosen(
        language,
        f"Baten min kosten over {result.years} jaar: {money_sentence(money, language)}. {doubt}",
        f"Benefits less costs over {result.years} years: {money_sentence(money, language)}. {doubt}",
    )


def _comparison(result: ValueResult, language: Language) -> str:
    if result.counterfactual:
        return chosen(language, "vergeleken met scholen zonder", "compared with schools without")
    return chosen(
        language,
        "zonder vergelijkingsgroep, dus zwak onderbouwd",
        "without a control group, so weakly founded",
    )


def _doubt(npv: Amount, shown: bool | None, language: Language) -> str:
    if npv.low <= 0 <= npv.high:
        return chosen(
            language,
            "Winst en verlies zijn allebei mogelijk: het interval ligt aan twee kanten van nul.",
            "Gain and loss are both possible: the interval lies on both sides of zero.",
        )
    if shown is False:
        return chosen(
            language,
            "Let op: het effect eronder is niet aangetoond.",
            "Note: the effect underneath has not been shown.",
        )
    side = chosen(language, "boven", "above") if npv.low > 0 else chosen(language, "onder", "below")
    return chosen(language, f"Het hele interval ligt {side} nul.", f"The whole interval lies {side} zero.")


def break_even_sentence(result: ValueResult, language: Language) -> str:
    """The effect at which costs and benefits are equal."""
    known = [one for one in result.break_even_effects if one.value is not None]
    if not result.costs_known or not known:
        return ""
    one = known[0]
    size = signed(one.value or 0.0, one.unit, language)
    return chosen(
        language,
        f"Kosten en baten zijn gelijk als de uitkomst per kind per maand {size} is.",
        f"Costs and benefits are equal when the outcome per child and month is {size}.",
    )
