"""Every sentence of a result, in plain Dutch and in English. None claims more than the design carries."""

from schakel.analysis.effects.result import Text
from schakel.analysis.report import Language, chosen, decimal, euros, whole

_EURO = ("euro", "eur", "€")


def is_money(unit: str) -> bool:
    """Return whether the unit starts with euro."""
    return unit.strip().lower().startswith(_EURO)


def figure(value: float, unit: str, language: Language) -> str:
    """Return a signed number with its unit; an amount of money as people write it."""
    if is_money(unit):
        return euros(value, language, 2)
    places = 2 if abs(value) >= 0.1 else 4
    return f"{decimal(value, language, places)} {unit}"


OUTCOMES = {
    "cost_cents": ("de kosten van jeugdhulp", "the cost of youth care"),
    "light_care_days": ("het aantal dagen ambulante jeugdhulp", "days with ambulant youth help"),
    "specialised_care_days": ("het aantal dagen gespecialiseerde hulp", "days with specialised care"),
    "youth_ggz_days": ("het aantal dagen jeugd-ggz", "days with youth mental health care"),
    "residence_days": ("het aantal dagen verblijf", "days in residence"),
    "special_school": ("het aantal plaatsen in het speciaal onderwijs", "places in special schools"),
    "neighbourhood_team_contacts": (
        "het aantal contacten met het wijkteam",
        "contacts with the neighbourhood team",
    ),
    "inflow": ("het aantal nieuwe trajecten", "new trajectories"),
    "absence_days": ("het aantal dagen verzuim", "days absent"),
}


def outcome_words(column: str, language: Language) -> str:
    """The outcome as people say it; an outcome of one's own keeps its own name."""
    known = OUTCOMES.get(column)
    return chosen(language, *known) if known else column.removeprefix("own_").replace("_", " ")


def few_treated(treated: int) -> Text:
    """The plain clustered error is not a headline with few treated schools."""
    return Text(
        f"Met {treated} scholen is de gewone clustertoets te gretig (vaak 10 tot 20 keer op de 100 een vals effect"
        " in plaats van 5). Die toets telt daarom niet mee in het oordeel.",
        f"With {treated} schools the usual clustered test is too eager (often 10 to 20 false effects in 100"
        " instead of 5). That test is kept out of the verdict.",
    )


def pooled(groups: int) -> Text:
    """A start group of one school borrows from its neighbour."""
    return Text(
        f"Bij {groups} startmoment begon maar één school. De spreiding is daar samen met het startmoment ernaast"
        " bepaald.",
        f"At {groups} start date only one school began. Its spread is taken together with the start date beside it.",
    )


DESIGNS = {
    "lottery": (
        Text("Loting: scholen zijn door loting gekozen", "Lottery: schools were chosen by lot"),
        "strong",
    ),
    "comparison": (
        Text(
            "Vergelijking met scholen zonder jeugdondersteuner, niet door loting gekozen",
            "Comparison with schools without a youth supporter, not chosen by lot",
        ),
        "moderate",
    ),
    "comparison_need": (
        Text(
            "Vergelijking met scholen zonder jeugdondersteuner; scholen zijn gekozen omdat daar veel zorg was",
            "Comparison with schools without a youth supporter; schools were chosen because they had much care",
        ),
        "weak",
    ),
    "one_school": (
        Text(
            "Eén school vergeleken met andere scholen: zwak", "One school compared with other schools: weak"
        ),
        "weak",
    ),
    "before_after": (
        Text("Voor en na, zonder vergelijking: zwak", "Before and after, without comparison: weak"),
        "weak",
    ),
}

ASSUMPTIONS = {
    "parallel": Text(
        "Zonder jeugdondersteuner hadden deze scholen dezelfde ontwikkeling gehad als de andere scholen.",
        "Without a supporter these schools would have developed as the other schools did.",
    ),
    "no_anticipation": Text(
        "Voor de start veranderde er nog niets door de komst van de jeugdondersteuner.",
        "Before the start nothing had changed yet because a supporter was coming.",
    ),
    "no_spill": Text(
        "De andere scholen merkten niets van de jeugdondersteuner.",
        "The other schools noticed nothing of the supporter.",
    ),
    "first_exposure": Text(
        "Kinderen tellen bij de school waar zij het eerst waren, ook als zij later verhuisden.",
        "Children count at the school where they first were, also when they moved later.",
    ),
    "attendance": Text(
        "Of een kind komt of vertrekt hangt niet af van de jeugdondersteuner.",
        "Whether a child arrives or leaves does not depend on the supporter.",
    ),
    "trend": Text(
        "De rechte lijn en de seizoenen van vóór de start waren doorgegaan, en er veranderde niets anders.",
        "The straight line and the seasons from before the start would have gone on, and nothing else changed.",
    ),
}


def chosen_schools(chosen: str) -> Text:
    """How schools were chosen, and what that does to the figures."""
    texts = {
        "lot": Text("De scholen zijn door loting gekozen.", "The schools were chosen by lot."),
        "lot_within_strata": Text(
            "De scholen zijn binnen groepen door loting gekozen.",
            "The schools were chosen by lot within strata.",
        ),
        "need": Text(
            "De scholen zijn gekozen omdat daar veel zorg was. Uitschieters zakken ook vanzelf terug: dat geeft 1,0 tot"
            " 1,9 procent schijnbesparing in voor-en-na en zelfs 1,2 tot 1,6 procent in een vergelijking.",
            "The schools were chosen because they had much care. Extremes fall back by themselves: that gives 1.0 to"
            " 1.9 per cent false savings before-after and even 1.2 to 1.6 per cent in a comparison.",
        ),
        "volunteered": Text(
            "De scholen meldden zich zelf aan. Zij kunnen ook in andere dingen verschillen.",
            "The schools volunteered. They may differ in other ways too.",
        ),
        "capacity": Text(
            "De scholen zijn gekozen naar waar plaats was, niet door loting.",
            "The schools were chosen by where there was capacity, not by lot.",
        ),
    }
    unknown = Text(
        "Niet bekend is hoe de scholen zijn gekozen. Vraag dit na: het bepaalt wat dit cijfer waard is.",
        "How the schools were chosen is not known. Find out: it decides what this figure is worth.",
    )
    return texts.get(chosen, unknown)


def naive_reason(chosen: str, comparison: float | None, unit: str) -> Text:
    """Why before-after differs from the headline."""
    if comparison is None:
        return Text(
            "Er is geen school zonder jeugdondersteuner om te zien wat er vanzelf zou zijn veranderd.",
            "There is no school without a supporter to show what would have changed anyway.",
        )
    side = ("lager", "lower") if comparison < 0 else ("hoger", "higher")
    nl = (
        f"Op scholen zonder jeugdondersteuner werd het in dezelfde maanden {figure(abs(comparison), unit, 'nl')} {side[0]};"
        " voor-en-na telt dat mee als effect, net als dat kinderen ouder worden, komen en gaan."
    )
    en = (
        f"At schools without a supporter it became {figure(abs(comparison), unit, 'en')} {side[1]} over the same months;"
        " before-after counts that as effect, and also that children grow older, arrive and leave."
    )
    if chosen == "need":
        nl += " Ook zakken scholen die op een piek gekozen zijn vanzelf terug."
        en += " And schools chosen at a peak fall back by themselves."
    return Text(nl, en)


def detectable(value: float, share: float, unit: str) -> Text:
    """What could have been seen at all."""
    return Text(
        f"Met deze scholen valt een verschil van {figure(value, unit, 'nl')} ({decimal(100 * share, 'nl')} procent)"
        " in 8 van de 10 keer op. Een kleiner effect kan bestaan zonder dat dit onderzoek het ziet.",
        f"With these schools a difference of {figure(value, unit, 'en')} ({decimal(100 * share, 'en')} per cent) is"
        " seen 8 times in 10. A smaller effect can exist without this study seeing it.",
    )


def detectable_after(value: float, share: float, unit: str) -> Text:
    """The same from the study's own error, where the time before is not at hand (sums files)."""
    more = detectable(value, share, unit)
    return Text(
        more.nl + " (Berekend uit de fout van dit onderzoek zelf.)",
        more.en + " (From this study's own error.)",
    )


def too_little_before() -> Text:
    """The time before the first start is too short to try the method on."""
    return Text(
        "Vóór de eerste start zijn er te weinig maanden met gegevens om te zien of doen alsof de start eerder was ook"
        " al een verschil geeft. Neem een langere periode om dit te kunnen nagaan.",
        "Before the first start there are too few months with data to see whether pretending an earlier start shows a"
        " difference too. Take a longer period to be able to check this.",
    )


def placebo_dates(p_value: float, months: int) -> Text:
    """Pretended start dates in the time before."""
    if p_value <= 0.1:
        return Text(
            f"Doen alsof de start eerder was (in {months} maanden ervoor) geeft ook al een verschil: de scholen"
            " ontwikkelden zich toen al anders. Lees het effect met grote voorzichtigheid.",
            f"Pretending an earlier start (within {months} months before) already shows a difference: the schools"
            " developed differently even then. Read the effect with great caution.",
        )
    return Text(
        f"Doen alsof de start eerder was (in {months} maanden ervoor) geeft geen verschil, zoals het hoort.",
        f"Pretending an earlier start (within {months} months before) shows no difference, as it should.",
    )


def placebo_outcome(column: str, p_value: float) -> Text:
    """An outcome of which the question said beforehand that a supporter would not change it."""
    nl, en = outcome_words(column, "nl"), outcome_words(column, "en")
    if p_value <= 0.1:
        return Text(
            f"Vooraf is gezegd dat {nl} niet door de jeugdondersteuner verandert. Toch is daar een verschil: er speelt"
            " iets anders mee.",
            f"It was said beforehand that {en} would not change because of a supporter. Yet it differs: something else"
            " is going on.",
        )
    return Text(
        f"Vooraf is gezegd dat {nl} niet door de jeugdondersteuner verandert. Daar is ook geen verschil gevonden.",
        f"It was said beforehand that {en} would not change because of a supporter. No difference was found there.",
    )


def before_picture(outside: int, periods: int) -> Text:
    """Whether the lines ran parallel before the start."""
    if periods == 0:
        return Text(
            "Er is geen extra periode vóór de start: of de scholen gelijk opliepen is niet te zien.",
            "There is no extra period before the start: whether schools ran parallel cannot be seen.",
        )
    if outside:
        return Text(
            f"In {outside} van {periods} perioden vóór de start liepen de scholen al uiteen.",
            f"In {outside} of {periods} periods before the start the schools already drifted apart.",
        )
    return Text(
        f"In de {periods} perioden vóór de start liepen de scholen gelijk op, voor zover dit te zien is.",
        f"In the {periods} periods before the start schools ran parallel, as far as can be seen.",
    )


def one_school_out(low: float, high: float, unit: str, turns: bool) -> Text:
    """How far one school decides the answer."""
    nl = f"Zonder telkens één school ligt het effect tussen {figure(low, unit, 'nl')} en {figure(high, unit, 'nl')}"
    en = f"Leaving one school out, the effect lies between {figure(low, unit, 'en')} and {figure(high, unit, 'en')}"
    if turns:
        return Text(nl + ": één school keert het teken om.", en + ": one school turns the sign.")
    return Text(nl + ".", en + ".")


def two_way_warning(share: float) -> Text:
    """What the usual regression does."""
    if share > 0:
        return Text(
            f"De gebruikelijke regressie telt {decimal(100 * share, 'nl')} procent van de begeleide maanden negatief"
            " mee. Gebruik die uitkomst niet.",
            f"The usual regression counts {decimal(100 * share, 'en')} per cent of supported months negatively. Do"
            " not use its answer.",
        )
    return Text(
        "De gebruikelijke regressie telt hier geen maand negatief mee.",
        "The usual regression counts no month negatively here.",
    )


def breakdown(value: float | None) -> Text:
    """How far trends may differ before the conclusion falls."""
    if value is None:
        return Text(
            "Er is geen effect aangetoond, dus geen grens te geven tot waar het blijft staan.",
            "No effect is shown, so no bound can be given up to which it stands.",
        )
    return Text(
        f"Het effect blijft staan zolang scholen na de start hooguit {decimal(value, 'nl')} keer zoveel uiteenlopen"
        " als de grootste afwijking ervoor.",
        f"The effect stands as long as schools drift apart after the start at most {decimal(value, 'en')} times the"
        " largest deviation before it.",
    )


def school_gaps(gaps: int, closed: int) -> Text:
    """Schools with missing months or without a last month."""
    return Text(
        f"{gaps} scholen missen maanden en {closed} scholen hebben geen laatste maand (gesloten of samengevoegd?)."
        " Hun andere maanden tellen mee.",
        f"{gaps} schools miss months and {closed} schools have no last month (closed or merged?). Their other"
        " months count.",
    )


def movers(number: int) -> Text:
    """Children who changed school."""
    return Text(
        f"{whole(number, 'nl')} kinderen gingen naar een andere school; zij tellen bij hun eerste school.",
        f"{whole(number, 'en')} children went to another school; they count at their first school.",
    )


LEFT = {
    "outside_window": Text("buiten de afgesproken maanden", "outside the agreed months"),
    "being_billed": Text(
        "de rekeningen van deze maanden lopen nog binnen", "invoices for these months still arrive"
    ),
    "missing": Text("geen uitkomst ingevuld", "no outcome recorded"),
    "always": Text(
        "op scholen die al vóór de eerste maand een jeugdondersteuner hadden",
        "at schools that had a supporter before the first month",
    ),
    "no_before": Text(
        "begeleide maanden van kinderen zonder maand vóór de start: hun eigen verleden is onbekend",
        "supported months of children without a month before the start: their own past is unknown",
    ),
    "no_comparison": Text(
        "begeleide maanden waarin geen school zonder jeugdondersteuner over was",
        "supported months in which no school without a supporter was left",
    ),
    "withheld": Text(
        "niet gedeeld door de gemeente, om geen kind herkenbaar te maken",
        "not shared by the municipality, so that no child can be recognised",
    ),
}

CANNOT_SHOW = Text(
    "Zonder vergelijking kan dit cijfer geen effect aantonen: alles wat tegelijk veranderde zit erin.",
    "Without a comparison this figure cannot show an effect: everything that changed at the same time is in it.",
)
NO_BOUND = Text(
    "Er zijn te weinig manieren om de start over scholen te verdelen voor een interval door loting.",
    "There are too few ways to deal the start over schools for an interval by lot.",
)
NOT_CONFIRMED = Text(
    "Het interval sluit nul uit, maar niet elke toets bevestigt het. Het oordeel volgt de voorzichtigste toets.",
    "The interval excludes zero, but not every test confirms it. The verdict follows the most careful test.",
)
PER_SCHOOL = Text(
    "Elke school telt hier even zwaar, groot of klein.", "Each school counts the same here, large or small."
)
DYNAMIC_IS_OTHER = Text(
    "Dit gemiddelde over de tijd sinds de start beantwoordt een andere vraag dan het gemiddelde per kind en maand.",
    "This average over time since the start answers another question than the average per child and month.",
)
WARNING_ONLY = Text("Alleen ter waarschuwing.", "Only as a warning.")
