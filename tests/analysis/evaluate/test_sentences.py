"""No sentence claims more than its design carries, and no amount of money stands alone."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schakel.analysis.effects.result import (
    Baseline,
    Design,
    Diagnostic,
    Estimate,
    Naive,
    Provenance,
    Result,
    Test,
    Text,
    Verdict,
)
from schakel.analysis.effects.words import detectable, naive_reason
from schakel.analysis.evaluate import pages, sentences
from schakel.analysis.report import Language
from schakel.analysis.value.run import value
from tests.analysis.value.worlds import effect, plan

SAVED = re.compile(r"bespaa?r|saved|saving", re.IGNORECASE)


def result(
    value_: float = -12.0, interval: tuple[float, float] | None = (-20.0, -4.0), *, shown: bool = True
) -> Result:
    """A result of nine schools chosen by lot."""
    estimate = Estimate("imputation", value_, "euro", "permutation", 4.0, interval, 0.01)
    return Result(
        title="Test", outcome="cost_cents", unit="euro", period=("2019-01", "2022-12"),
        design=Design("lottery", "strong", Text("Loting", "Lottery")), headline=estimate, effect_df=8.0,
        verdict=Verdict(0.01, "permutation", shown, (Test("permutation", 0.01),)),
        baseline=Baseline(90.0, 1000.0, 9, 54, 14000, 800000.0),
        naive=Naive(-25.0, -8.0, -13.0, "euro", Text("Overal daalden de kosten.", "Costs fell everywhere.")),
        estimates=(), curves=(), diagnostics=(Diagnostic("chosen", "good", Text("Door loting.", "By lot.")),),
        schools=(), two_by_two=(), left_out=(), assumptions=(), changes=(),
        provenance=Provenance("a" * 64, "2026-11-21", "cost v1", "b" * 64, "0", 1, "duckdb", 999),
    )  # fmt: skip


def test_a_shown_effect_is_said_with_interval_period_and_comparison() -> None:
    said = sentences.first_sentence(result(), "nl")
    assert said == (
        "Op de 9 scholen met een jeugdondersteuner waren de kosten van jeugdhulp per kind per maand € 12,00 lager dan "
        "zonder jeugdondersteuner te verwachten was (95 %-interval: € 4,00 tot € 20,00 lager; 2019-01 tot en met 2022-12)."
    )


def test_an_effect_that_is_not_shown_says_so_first() -> None:
    said = sentences.first_sentence(result(interval=(-30.0, 6.0), shown=False), "en")
    assert said.startswith("No change in the cost of youth care")
    assert "€30.00 lower to €6.00 higher fits the data as well" in said


def test_more_care_is_called_higher() -> None:
    assert "€ 12,00 hoger" in sentences.first_sentence(result(12.0, (4.0, 20.0)), "nl")


def test_without_interval_there_is_no_answer() -> None:
    assert "kunnen de vraag niet beantwoorden" in sentences.first_sentence(result(interval=None), "nl")


def test_before_after_stands_beside_the_estimate_with_the_reason() -> None:
    found = result()
    assert found.naive is not None
    said = sentences.naive_sentence(found.naive, found.headline, "nl")
    assert "€ 25,00 lager" in said
    assert "€ 13,00 verschil" in said
    assert said.endswith("Overal daalden de kosten.")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_amount_of_value_has_unit_range_comparison_and_year(language: Language) -> None:
    said = sentences.value_sentence(value(plan()), language)
    assert re.search(
        r"€ ?-?[\d.,]+ \(€ ?[\d.,]+ (tot|to) € ?[\d.,]+\) (per school per jaar|per school and year)", said
    )
    assert re.search(r"vergeleken met scholen zonder|compared with schools without", said)
    assert "2024" in said


def test_a_value_without_control_group_says_so() -> None:
    from schakel.analysis.value.prices import Range
    from tests.analysis.value.worlds import adjustments

    given = adjustments(counterfactual=False, deadweight=Range(0.2, 0.3, 0.4))
    weak = value(plan(effects=(effect(counterfactual=False),), adjustments=given))
    assert "zonder vergelijkingsgroep" in sentences.value_sentence(weak, "nl")


def test_a_value_of_an_effect_that_is_not_shown_says_so() -> None:
    unsure = value(plan(effects=(replace(effect(), shown=False),)))
    assert "niet aangetoond" in sentences.value_sentence(unsure, "nl")
    both = value(plan(effects=(replace(effect(), standard_error=30.0),)))
    assert "Winst en verlies zijn allebei mogelijk" in sentences.value_sentence(both, "nl")


def test_without_costs_the_price_at_most_is_said() -> None:
    assert "tot een prijs van" in sentences.value_sentence(value(plan(costs=())), "nl")


def test_amounts_have_three_digits_at_most() -> None:
    assert sentences.three_digits(-71414.2, -108491.0, -34702.0) == (-71000.0, -108000.0, -35000.0)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_has_two_sides_and_never_says_saved(language: Language) -> None:
    worth = value(plan(years=5))
    for document in (
        pages.effect_page(result(), worth, date(2026, 11, 21), language),
        pages.effect_page(result(interval=(-30.0, 6.0), shown=False), None, date(2026, 11, 21), language),
        pages.value_page(worth, date(2026, 11, 21), language),
    ):
        assert pages.pages_of(document) == 2
        assert not SAVED.search(json.dumps(document.values))
        assert pages.pdf(document).startswith(b"%PDF")


def test_an_answer_of_many_checks_still_fits_on_two_pages() -> None:
    long = Text("Een lange zin over wat dit betekent voor de gemeente en de scholen. " * 3, "x")
    crowded = replace(result(), diagnostics=tuple(Diagnostic(f"c{n}", "warning", long) for n in range(14)))
    document = pages.effect_page(crowded, value(plan(years=5)), date(2026, 11, 21), "nl")
    assert pages.pages_of(document) == 2


def test_the_answered_town_fits_on_two_pages_and_says_nothing_is_saved(answered: Path) -> None:
    for name in ("estimates.csv", "value.csv", "course.svg", "naive.svg", "scenarios.svg"):
        assert not SAVED.search((answered / name).read_text())


def test_money_inside_a_sentence_is_written_as_people_write_it_with_its_direction() -> None:
    reason = naive_reason("lot", -0.85, "euro")

    assert "werd het in dezelfde maanden € 0,85 lager;" in reason.nl
    assert "became €0.85 lower over the same months;" in reason.en
    assert detectable(24.19, 0.314, "euro").nl.startswith(
        "Met deze scholen valt een verschil van € 24,19 (31,4 procent)"
    )
    assert "1,50 days" not in naive_reason("lot", 1.5, "days").en
    assert "1.50 days higher" in naive_reason("lot", 1.5, "days").en
