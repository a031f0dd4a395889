"""The PDF for a council member: at most two pages, in Dutch or English, set by typst from plain values."""

from collections.abc import Mapping
from datetime import date
from importlib import resources

from schakel.analysis.effects.result import Diagnostic, Result
from schakel.analysis.evaluate import pictures, sentences, value_words
from schakel.analysis.evaluate.headings import headings
from schakel.analysis.panel.layout import month_text
from schakel.analysis.report import Document, Language, chosen, decimal, euros, percent, to_pdf, to_png, whole
from schakel.analysis.rollout.run import Rollout
from schakel.analysis.value.plan import STAKEHOLDERS
from schakel.analysis.value.result import SCENARIOS, ValueResult

Values = dict[str, object]
PAGES = 2
_MOST_CHECKS = 9
_FEWEST_CHECKS = 3
_ORDER = {"warning": 0, "attention": 1, "good": 2}


def effect_page(
    result: Result, value: ValueResult | None, made_on: date, language: Language, reading: str = ""
) -> Document:
    """Two pages: what was found and why it differs from before-after; the checks and the euros.

    `reading` says how to read the words when a question is not about schools. The checks are those that weigh
    most and fit; all of them stand in diagnostics.csv.
    """
    checks = _most_telling(result.diagnostics)
    document = _effect_page(result, value, made_on, language, reading, checks)
    while len(checks) > _FEWEST_CHECKS and pages_of(document) > PAGES:
        checks = checks[:-2]
        document = _effect_page(result, value, made_on, language, reading, checks)
    return document


def _effect_page(
    result: Result,
    value: ValueResult | None,
    made_on: date,
    language: Language,
    reading: str,
    checks: list[Diagnostic],
) -> Document:
    estimate = result.headline
    files = _files(
        course=pictures.course(result, language),
        naive=pictures.beside_naive(result, language),
        scenarios=pictures.scenarios(value, language) if value else None,
    )
    values: Values = {
        "title": result.title,
        "reading": reading,
        "sentence": sentences.first_sentence(result, language),
        "design": sentences.design_sentence(result, language),
        "strength": result.design.strength,
        "notes": [text.in_language(language) for text in estimate.notes],
        "naive": sentences.naive_sentence(result.naive, estimate, language) if result.naive else "",
        "basis": _basis(result, language),
        "checks": [_check(one, language) for one in checks],
        "assumptions": [text.in_language(language) for text in result.assumptions],
        "changes": list(result.changes),
        "files": sorted(files),
        "words": headings(language),
        "foot": _foot(result, language),
        "value": _value(value, language) if value else None,
    }
    return _document("effect.typ", result.title, made_on, language, values, files)


def value_page(result: ValueResult, made_on: date, language: Language) -> Document:
    """Two pages: who pays and who gains; what the outcome rests on."""
    files = _files(scenarios=pictures.scenarios(result, language), tornado=pictures.tornado(result, language))
    values: Values = {
        "title": result.title,
        "value": _value(result, language),
        "sources": [value_words.source_row(row, language) for row in result.sources],
        "files": sorted(files),
        "words": headings(language),
        "labels": [label.in_language(language) for label in result.labels],
        "foot": _value_foot(result, language),
    }
    return _document("value.typ", result.title, made_on, language, values, files)


def rollout_page(result: Rollout, made_on: date, language: Language) -> Document:
    """Two pages: what each design could show; who starts when and how the lot was drawn."""
    files = _files(power=pictures.power_curves(result, language))
    values: Values = {
        "title": result.title,
        "sentence": _power_sentence(result, language),
        "heads": [
            chosen(language, "opzet", "design"),
            chosen(language, "met", "with"),
            chosen(language, "zonder", "without"),
            chosen(language, "aan te tonen", "detectable"),
            chosen(language, "deel met vergelijking", "share compared"),
        ],
        "designs": [_design(result, name, language) for name in (power.design for power in result.powers)],
        "drawn": [
            [d.school, d.stratum, "–" if d.start is None else month_text(d.start), d.ticket[:8]]
            for d in result.drawn
        ],
        "how": _lot_words(result, language),
        "noise": _noise_words(result, language),
        "files": sorted(files),
        "words": headings(language),
        "foot": f"{result.stored_on} · {result.digest[:16]} · {result.code_version}",
    }
    return _document("rollout.typ", result.title, made_on, language, values, files)


def pdf(document: Document) -> bytes:
    """The page as tagged PDF."""
    return to_pdf(document)


def pages_of(document: Document) -> int:
    """How many pages it takes."""
    return len(to_png(document, 20))


def _files(**drawn: str | None) -> dict[str, bytes]:
    return {f"{name}.svg": text.encode() for name, text in drawn.items() if text is not None}


def _document(
    template: str, title: str, made_on: date, language: Language, values: Values, files: Mapping[str, bytes]
) -> Document:
    source = resources.files("schakel.analysis.evaluate").joinpath("templates", template).read_text("utf-8")
    return Document(
        source, title, made_on, language, {name: unbroken(one) for name, one in values.items()}, files
    )


def unbroken(value: object) -> object:
    """The same values with amounts that no line can break: between the minus, the euro sign and the number."""
    if isinstance(value, str):
        return value.replace("\u2212€", "\u2212\u2060€").replace("€ ", "€\u00a0").replace(" %", "\u00a0%")
    if isinstance(value, list):
        return [unbroken(one) for one in value]
    if isinstance(value, dict):
        return {name: unbroken(one) for name, one in value.items()}
    return value


def _most_telling(diagnostics: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """Warnings first; at most as many as fit, the rest stands in diagnostics.csv."""
    return sorted(diagnostics, key=lambda one: _ORDER[one.level])[:_MOST_CHECKS]


def _check(one: Diagnostic, language: Language) -> list[str]:
    return [one.level, one.sentence.in_language(language)]


def _basis(result: Result, language: Language) -> str:
    base = result.baseline
    mean = sentences.amount(base.mean, result.headline.unit, language)
    return chosen(
        language,
        f"Zonder jeugdondersteuner werd {mean} per kind per maand verwacht. Gerekend is met {whole(base.children, language)} "
        f"kinderen, {whole(base.treated_schools, language)} scholen met en {whole(base.comparison_schools, language)} "
        "scholen ter vergelijking.",
        f"Without a youth supporter {mean} per child and month was expected. Based on {whole(base.children, language)} "
        f"children, {whole(base.treated_schools, language)} schools with and {whole(base.comparison_schools, language)} "
        "schools to compare.",
    )


def _foot(result: Result, language: Language) -> str:
    made = result.provenance
    asked = chosen(language, "Vraag vastgelegd op", "Question stored on")
    definition = chosen(language, "definitie", "definition")
    return (
        f"{asked} {made.question_stored_on} ({made.question_digest[:12]}) · {definition} {made.definition} · "
        f"data {made.data_hash[:12]} · code {made.code_version} · seed {made.seed}"
    )


def _value_foot(result: ValueResult, language: Language) -> str:
    made = result.provenance
    rate = percent(result.discount_rate, language, 2)
    return (
        f"{chosen(language, 'Discontovoet', 'Discount rate')} {rate} ({result.discount_source}) · plan "
        f"{made.plan_digest[:12]} · code {made.code_version} · seed {made.seed} · {made.draws} draws"
    )


def _value(result: ValueResult, language: Language) -> Values:
    middle = result.scenario("mid")
    ratio = middle.benefit_cost
    return {
        "sentence": sentences.value_sentence(result, language),
        "break_even": sentences.break_even_sentence(result, language),
        "head": [
            chosen(language, f"euro, prijspeil {result.price_year}", f"euro, prices of {result.price_year}"),
            *(sentences.scenario_words(name, language) for name in SCENARIOS),
        ],
        "payers": _payer_rows(result, language),
        "facts": _facts(result, language),
        "ratio": "" if ratio is None else f"{decimal(ratio.value, language, 2)}",
        "picture": chosen(
            language,
            f"Baten min kosten per school per jaar, prijspeil {result.price_year}, met 95 %-interval:",
            f"Benefits less costs per school and year, prices of {result.price_year}, with 95 % interval:",
        ),
        "notes": [f"{row.item}: {row.note}." for row in result.sources if row.note],
        "not_priced": [[one.name, one.why] for one in result.not_priced],
        "claims": value_words.claim_sentences(result, language),
    }


def _payer_rows(result: ValueResult, language: Language) -> list[list[str]]:
    """Per stakeholder fiscal and social, and the welfare of all; rows of zeros are left out."""
    rows = []
    for kind, words in (("payers", ("begroting", "budget")), ("social", ("maatschappelijk", "social"))):
        for who in STAKEHOLDERS:
            money = [getattr(result.scenario(name), kind)[who] for name in SCENARIOS]
            if any(one.value or one.low or one.high for one in money):
                label = f"{sentences.stakeholder_words(who, language)} ({chosen(language, *words)})"
                rows.append([label, *(sentences.euro_range(one, language) for one in money)])
    total = [sentences.euro_range(result.scenario(name).npv, language) for name in SCENARIOS]
    return [*rows, [chosen(language, "samen (welvaart)", "together (welfare)"), *total]]


def _facts(result: ValueResult, language: Language) -> list[str]:
    middle = result.scenario("mid")
    level = chosen(language, f"prijspeil {result.price_year}", f"prices of {result.price_year}")
    facts = [
        chosen(language, "Per kind over ", "Per child over ")
        + chosen(language, f"{result.years} jaar: ", f"{result.years} years: ")
        + f"{sentences.euro_range(middle.per_child, language)}, {level}."
    ]
    if middle.benefit_cost is not None:
        ratio = middle.benefit_cost
        ends = [decimal(end, language, 2) for end in (ratio.low, ratio.high)]
        facts.append(
            chosen(language, "Baten per euro kosten: ", "Benefits per euro of cost: ")
            + f"{euros(ratio.value, language, 2)} ({ends[0]} {chosen(language, 'tot', 'to')} {ends[1]}), {level}."
        )
        facts.append(_payback_words(result, language))
    return facts


def _payback_words(result: ValueResult, language: Language) -> str:
    middle = result.scenario("mid")
    share = percent(middle.paid_back, language)
    if middle.payback_year is None:
        return chosen(
            language,
            f"Binnen {result.years} jaar verdient het zich eerder niet terug dan wel (kans {share}).",
            f"Within {result.years} years it rather does not pay back than does (chance {share}).",
        )
    return chosen(
        language,
        f"Terugverdiend: eerder wel dan niet vanaf jaar {middle.payback_year}; kans na {result.years} jaar {share}.",
        f"Pays back: rather than not from year {middle.payback_year}; chance after {result.years} years {share}.",
    )


def _design(result: Rollout, name: str, language: Language) -> list[str]:
    power = result.power_of(name)
    mark = " ✓" if name == result.chosen else ""
    return [
        f"{name}{mark}",
        whole(power.treated, language),
        whole(power.never, language),
        f"{sentences.amount(power.detectable, result.unit, language)} ({percent(power.detectable_share, language)})",
        percent(power.used, language),
    ]


def _power_sentence(result: Rollout, language: Language) -> str:
    power = result.power_of(result.chosen)
    share, size = (
        percent(power.detectable_share, language),
        sentences.amount(power.detectable, result.unit, language),
    )
    return chosen(
        language,
        f"Met de opzet ‘{result.chosen}’ wordt een verandering van {share} ({size} per kind per maand) in 80 van de 100 "
        "gevallen aangetoond. Een kleinere verandering kan bestaan en toch niet te zien zijn.",
        f"With the design ‘{result.chosen}’ a change of {share} ({size} per child and month) is shown in 80 of 100 "
        "cases. A smaller change may exist and still not be seen.",
    )


def _lot_words(result: Rollout, language: Language) -> str:
    return chosen(
        language,
        f"De lijst met scholen en de opzet lagen vast op {result.stored_on}; hun vingerafdruk is {result.digest}. "
        f"Daarna kwam het openbare getal {result.number} ({result.how}). Binnen elke groep staan de scholen op volgorde "
        "van SHA-256 van ‘getal|school’; elke golf neemt van elke groep haar deel. Iedereen kan dit narekenen.",
        f"The list of schools and the design were fixed on {result.stored_on}; their fingerprint is {result.digest}. "
        f"Then came the public number {result.number} ({result.how}). Within each stratum schools stand in the order of "
        "SHA-256 of ‘number|school’; each wave takes its part of each stratum. Anyone can repeat this.",
    )


def _noise_words(result: Rollout, language: Language) -> str:
    noise = result.noise
    mean = sentences.amount(noise.mean, result.unit, language)
    return chosen(
        language,
        f"Gerekend met een gemiddelde van {mean} per kind per maand en de toevallige verschillen tussen scholen uit: "
        f"{noise.source}. Getoetst met t op het aantal scholen met een jeugdondersteuner min één.",
        f"Based on a mean of {mean} per child and month and the chance differences between schools from: {noise.source}. "
        "Tested with t on the number of schools with a supporter less one.",
    )
