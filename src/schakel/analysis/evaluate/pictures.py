"""The pictures of a result: the course of the effect, the naive change beside it, euros per scenario,
power.
"""

import altair as alt

from schakel.analysis.effects.result import Curve, CurvePoint, Result
from schakel.analysis.effects.words import outcome_words
from schakel.analysis.evaluate import sentences, value_words
from schakel.analysis.report import Bar, Language, chosen, euros, percent, svg, tornado_chart
from schakel.analysis.report.charts import ACCENT, QUIET, SOFT, WARM
from schakel.analysis.rollout.run import Rollout
from schakel.analysis.value.result import ValueResult

_LINES = ("#0b5560", "#8a5300", "#5b6b8c", "#7a3b69", "#4a7a3b")


def course(result: Result, language: Language) -> str | None:
    """Event study: points with their own interval, and the band that holds for all at once; None without a curve.

    After the start the points are those of the headline's estimator. Before it that estimator fits the schools by
    construction, so there the hollow points come from the group-time comparison, which can fail.
    """
    after, before = _curve(result, "imputation"), _curve(result, "group_time")
    shown = after or before
    if shown is None:
        return None
    early = [] if before is None else [_point(p) for p in before.points if p.horizon < 0]
    late = [_point(p) for p in shown.points if p.horizon >= 0]
    layers = [
        *(_band(part) for part in (early, late) if part),
        *_zero_and_start(language),
        *_estimates(early, shown, language, filled=False),
        *_estimates(late, shown, language, filled=True),
    ]
    what = outcome_words(result.outcome, language)
    return svg(
        alt.LayerChart(layer=layers).properties(width=620, height=250),
        language=language,
        description=chosen(
            language,
            f"Verloop van {what}: verschil met de verwachting zonder jeugdondersteuner, voor en na de start",
            f"Course of {what}: difference from what was expected without a youth supporter, before and after",
        ),
    )


def _curve(result: Result, estimator: str) -> Curve | None:
    return next((curve for curve in result.curves if estimator in curve.key and curve.points), None)


def _point(point: CurvePoint) -> dict[str, object]:
    low, high = point.interval or (point.value, point.value)
    band = point.band or (low, high)
    return {
        "at": point.horizon,
        "value": point.value,
        "low": low,
        "high": high,
        "band_low": band[0],
        "band_high": band[1],
    }


def _band(points: list[dict[str, object]]) -> alt.Chart:
    base = alt.Chart(alt.InlineData(values=points))
    area: alt.Chart = base.mark_area(color=SOFT).encode(
        x=alt.X("at:Q"), y=alt.Y("band_low:Q"), y2="band_high:Q"
    )
    return area


def _zero_and_start(language: Language) -> list[alt.Chart]:
    start = alt.Chart(alt.InlineData(values=[{"at": -0.5, "words": chosen(language, "start", "start")}]))
    zero = alt.Chart(alt.InlineData(values=[{"zero": 0}]))
    return [
        zero.mark_rule(color=QUIET).encode(y=alt.Y("zero:Q")),
        start.mark_rule(color=WARM, strokeDash=[6, 4]).encode(x=alt.X("at:Q")),
        start.mark_text(color=WARM, align="left", dx=5).encode(
            x=alt.X("at:Q"), y=alt.value(10), text="words:N"
        ),
    ]


def _estimates(
    points: list[dict[str, object]], curve: Curve, language: Language, *, filled: bool
) -> list[alt.Chart]:
    base = alt.Chart(alt.InlineData(values=points))
    unit = chosen(language, "per kind per maand", "per child and month")
    x = alt.X(
        "at:Q",
        title=_period_words(curve.months, language),
        axis=alt.Axis(tickMinStep=1, format="+d", grid=False),
    )
    y = alt.Y("low:Q", title=f"{curve.unit.split(' per ')[0]} {unit}", axis=alt.Axis(tickCount=5))
    return [
        base.mark_rule(color=ACCENT, strokeWidth=2 if filled else 1).encode(x=x, y=y, y2="high:Q"),
        base.mark_point(
            color=ACCENT, filled=filled, fill=ACCENT if filled else "white", size=60, opacity=1
        ).encode(x=x, y=alt.Y("value:Q")),
    ]


def _period_words(months: int, language: Language) -> str:
    if months == 6:
        return chosen(language, "halve jaren sinds de start", "half-years since the start")
    if months == 12:
        return chosen(language, "jaren sinds de start", "years since the start")
    return chosen(
        language,
        f"perioden van {months} maanden sinds de start",
        f"periods of {months} months since the start",
    )


def beside_naive(result: Result, language: Language) -> str | None:
    """The plain before-after, what happened without a supporter, and the estimate, as bars from zero."""
    naive = result.naive
    if naive is None:
        return None
    unit = naive.unit

    def bar(label: str, value: float, interval: tuple[float, float] | None = None) -> Bar:
        low, high = interval or (None, None)
        return Bar(label, value, sentences.signed(value, unit, language), low, high)

    bars = [bar(chosen(language, "alleen voor en na", "before and after only"), naive.after_minus_before)]
    if naive.same_in_comparison is not None:
        label = chosen(language, "zelfde tijd zonder", "same time without one")
        bars.append(bar(label, naive.same_in_comparison))
    estimate = result.headline
    bars.append(bar(chosen(language, "schatting", "estimate"), estimate.value, estimate.interval))
    return svg(
        tornado_chart(bars, width=330, row_height=30),
        language=language,
        description=sentences.naive_sentence(naive, estimate, language),
    )


def scenarios(result: ValueResult, language: Language) -> str:
    """Net value per school-year in each scenario, with its interval."""
    bars = []
    for scenario in result.scenarios:
        money = scenario.per_school_year
        label = sentences.scenario_words(scenario.name, language)
        value = sentences.three_digits(money.value, money.low, money.high)[0]
        bars.append(Bar(label, money.value, euros(value, language), money.low, money.high))
    return svg(
        tornado_chart(bars, width=330, row_height=28),
        language=language,
        description=chosen(
            language,
            f"Baten min kosten per school per jaar, prijspeil {result.price_year}, per scenario",
            f"Benefits less costs per school and year, prices of {result.price_year}, per scenario",
        ),
    )


def tornado(result: ValueResult, language: Language) -> str | None:
    """What moves the net value most: a bar from the value at low to the value at high."""
    rows = [
        {
            "label": value_words.swing_words(swing, language),
            "low": min(swing.at_low, swing.at_high),
            "high": max(swing.at_low, swing.at_high),
        }
        for swing in result.tornado
    ]
    if not rows:
        return None
    base = alt.Chart(alt.InlineData(values=rows))
    middle = result.scenario("mid").npv.value
    line = alt.Chart(alt.InlineData(values=[{"at": middle}]))
    title = chosen(language, f"euro, prijspeil {result.price_year}", f"euro, prices of {result.price_year}")
    label = alt.Y(
        "label:N",
        title=None,
        sort=[value_words.swing_words(swing, language) for swing in result.tornado],
        axis=alt.Axis(labelLimit=300),
    )
    chart = alt.LayerChart(
        layer=[
            base.mark_bar(color=ACCENT, height=alt.RelativeBandSize(0.55)).encode(
                x=alt.X("low:Q", title=title, axis=alt.Axis(tickCount=4, labelExpr=_thousands(language))),
                x2="high:Q",
                y=label,
            ),
            line.mark_rule(color=WARM).encode(x="at:Q"),
        ]
    )
    return svg(
        chart.properties(width=330, height=26 * len(rows)),
        language=language,
        description=chosen(
            language,
            "Welke aanname de uitkomst het meest verandert",
            "Which assumption changes the outcome most",
        ),
    )


def _thousands(language: Language) -> str:
    """Vega writes 1,000; Dutch writes 1.000."""
    return (
        "replace(format(datum.value, ',.0f'), /,/g, '.')"
        if language == "nl"
        else "format(datum.value, ',.0f')"
    )


def power_curves(result: Rollout, language: Language) -> str:
    """Chance that an effect is shown, by its size, one line per design."""
    rows = [
        {"design": power.design, "effect": share, "chance": chance}
        for power in result.powers
        for share, chance in power.curve
    ]
    base = alt.Chart(alt.InlineData(values=rows))
    names = [power.design for power in result.powers]
    level = alt.Chart(alt.InlineData(values=[{"chance": 0.8}]))
    effect = chosen(language, "verandering van de uitkomst", "change of the outcome")
    chart = alt.LayerChart(
        layer=[
            level.mark_rule(color=QUIET, strokeDash=[6, 4]).encode(y="chance:Q"),
            base.mark_line(strokeWidth=3).encode(
                x=alt.X("effect:Q", title=effect, axis=alt.Axis(format="%", grid=False)),
                y=alt.Y(
                    "chance:Q",
                    title=chosen(language, "kans dat het wordt aangetoond", "chance that it is shown"),
                    axis=alt.Axis(format="%", tickCount=5),
                    scale=alt.Scale(domain=[0, 1]),
                ),
                color=alt.Color("design:N", title=None, sort=names, scale=alt.Scale(range=list(_LINES)),
                                legend=alt.Legend(orient="bottom", labelLimit=400)),
            ),
        ]
    )  # fmt: skip
    chosen_power = result.power_of(result.chosen)
    return svg(
        chart.properties(width=600, height=240),
        language=language,
        description=chosen(
            language,
            f"Kans dat een effect wordt aangetoond; 80 % bij {percent(chosen_power.detectable_share, language)}",
            f"Chance that an effect is shown; 80 % at {percent(chosen_power.detectable_share, language)}",
        ),
    )
