"""The forecast as charts and as one page, in Dutch or English, for a coordinator without statistics.

One sentence first; then how many wait in each week, the figures that belong together, what becomes of everyone, which knob
helps, and at the bottom how sure this is and where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources

from schakel.analysis.report import (
    Band as ChartBand,
)
from schakel.analysis.report import (
    Bar,
    Document,
    Language,
    band_chart,
    bar_chart,
    chosen,
    decimal,
    of_hundred,
    short_day,
    svg,
    tornado_chart,
    whole,
)

from . import phrases
from .result import Result
from .roster import date_of
from .tables import ending_rows
from .tornado import Swing
from .warn import warnings

MOST_ENDINGS = 8
MOST_KNOBS = 7


@dataclass(frozen=True)
class Report:
    """A result with its knobs, ready to be told."""

    result: Result
    swings: Sequence[Swing] = ()
    language: Language = "nl"
    made_on: date = date(2000, 1, 1)

    def charts(self) -> dict[str, str]:
        """The pictures by name: `weeks`, `endings` and (with knobs) `knobs`, as SVG."""
        found = {"weeks": self._weeks(), "endings": self._endings()}
        if self.swings:
            found["knobs"] = self._knobs()
        return found

    def _weeks(self) -> str:
        result = self.result
        path = result.path("waiting", result.model.entry)
        points = [ChartBand(float(i), b.low, b.middle, b.high) for i, b in enumerate(path)]
        top = max(1.0, *(point.high for point in points))  # from zero, or a small queue looks large
        chart = band_chart(points, ticks=self._months(len(path)), y_domain=(0.0, top), height=250, width=470)
        return svg(chart, description=self._words()["weeks_alt"])

    def _months(self, weeks: int) -> dict[float, str]:
        """Words under the axis: the first week of every second month, or of every half year in a long run."""
        step = 2 if weeks < 70 else 6
        found: dict[float, str] = {}
        seen: set[tuple[int, int]] = set()
        for week in range(weeks):
            day = date_of(self.result.model, 7.0 * week)
            if (day.year, day.month) not in seen and day.month % step == 1:
                found[float(week)] = short_day(day, self.language).split()[1][:3]
            seen.add((day.year, day.month))
        return found

    def _endings(self) -> str:
        bars = [
            Bar(phrases.ending(n, s, self.language), 100 * b.middle, self._count(b.middle))
            for n, s, b in ending_rows(self.result, 0.004)[:MOST_ENDINGS]
        ]
        return svg(bar_chart(bars, width=190, row_height=36), description=self._words()["endings"])

    def _count(self, share: float) -> str:
        return f"{decimal(100 * share, self.language)}"

    def _knobs(self) -> str:
        bars = [
            Bar(s.knob.name, s.difference.in_time.middle, phrases.signed(s.difference.in_time.middle, self.language),
                s.difference.in_time.low, s.difference.in_time.high)
            for s in self.swings
        ]  # fmt: skip
        return svg(tornado_chart(bars), description=self._words()["knobs"])

    def document(self) -> Document:
        """The one page; give it to `schakel.analysis.report.to_pdf` or `to_png`."""
        result, language = self.result, self.language
        values = {
            "title": result.model.title or chosen(language, "Vooruitkijken", "Looking ahead"),
            "subtitle": self._period(),
            "headline": phrases.headline(result, language),
            "reading": phrases.reading(language),
            "words": self._words(),
            "together": phrases.together(result, language),
            "knobs": [[s.knob.name, phrases.knob_line(s, language)] for s in self.swings[:MOST_KNOBS]],
            "endings": min(MOST_ENDINGS, len(ending_rows(result, 0.004))),
            "before": self._before(),
            "warnings": [phrases.warning(w, language) for w in warnings(result.model)],
            "certainty": phrases.certainty(result, language),
            "computing": self._computing(),
            "provenance": self._provenance(),
        }
        files = {f"{name}.svg": picture.encode() for name, picture in self.charts().items()}
        template = (
            resources.files("schakel.analysis.waiting").joinpath("page.typ").read_text(encoding="utf-8")
        )
        return Document(template, str(values["title"]), self.made_on, language, values, files)

    def _period(self) -> str:
        calendar = self.result.model.calendar
        first = calendar.start + timedelta(days=calendar.warm_up)
        last = first + timedelta(days=calendar.measure - 1)
        many = whole(self.result.requests.middle, self.language)
        return chosen(
            self.language,
            f"Vooruitblik van {short_day(first, 'nl')} tot en met {short_day(last, 'nl')}, ongeveer {many} vragen",
            f"Looking ahead from {short_day(first, 'en')} to {short_day(last, 'en')}, about {many} questions",
        )

    def _before(self) -> str:
        """What happens to those who wait for pick-up."""
        found = self.result.before_pick_up
        worse, gone = found["escalated"], found["withdrawn"]
        return chosen(
            self.language,
            f"Van elke 100 vragen haken er {decimal(100 * gone.middle, 'nl')} af voordat iemand ze oppakt, en worden er "
            f"{decimal(100 * worse.middle, 'nl')} tijdens dat wachten zo ernstig dat ze meteen verder moeten. Later wachten "
            f"(op steun of op jeugdhulp) telt mee in de staafjes hierboven. In totaal wordt "
            f"{of_hundred(self.result.escalated.middle, 'nl')} vragen ernstiger tijdens het wachten.",
            f"Of every 100 questions {decimal(100 * gone.middle, 'en')} give up before anyone picks them up, and "
            f"{decimal(100 * worse.middle, 'en')} become so serious during that wait that they must go on at once. Waiting "
            f"later (for support or youth care) is in the bars above. In all {of_hundred(self.result.escalated.middle, 'en')} "
            f"questions become more serious while waiting.",
        )

    def _computing(self) -> str:
        runs, error = (
            whole(self.result.runs, self.language),
            decimal(100 * self.result.computing_error, self.language, 2),
        )
        return chosen(
            self.language,
            f"Doorgerekend: {runs} jaren; de rekenfout in het gemiddelde is {error} van de 100.",
            f"Computed: {runs} years; the computing error of the mean is {error} of 100.",
        )

    def _provenance(self) -> str:
        result = self.result
        data = result.data_hash or chosen(self.language, "geen registratie", "no records")
        return chosen(
            self.language,
            f"Binnen een week: opgepakt op uiterlijk de zevende kalenderdag, over alle vragen. Scenario {result.fingerprint}, "
            f"gegevens {data}, versie {result.code_version}, toevalsgetal {result.seed}. Een vooruitblik, geen belofte; er "
            f"bestaat geen landelijke norm voor caseload.",
            f"Within a week: picked up by the seventh calendar day, over all questions. Scenario {result.fingerprint}, data "
            f"{data}, version {result.code_version}, seed {result.seed}. A forecast, not a promise; no national caseload norm "
            f"exists.",
        )

    def _words(self) -> dict[str, str]:
        pairs = {
            "weeks": ("Wie wacht er, week na week?", "Who waits, week by week?"),
            "weeks_note": (
                "Aantal vragen dat wacht op oppakken. Het vlak: negen van de tien jaren.",
                "Number of questions waiting for pick-up. The area: nine years in ten.",
            ),
            "weeks_alt": (
                "Lijn met marge: wachtende vragen per week",
                "Line with range: questions waiting per week",
            ),
            "together": ("Alles bij elkaar", "All together"),
            "endings": ("Wat wordt er van iedereen?", "What becomes of everyone?"),
            "endings_note": (
                "Van elke 100 vragen, vier weken na het einde van het jaar.",
                "Of every 100 questions, four weeks after the end of the year.",
            ),
            "knobs": ("Welke knop helpt het meest?", "Which knob helps most?"),
            "knobs_note": (
                "Hoeveel vragen er meer of minder binnen een week worden opgepakt. Steeds één knop tegelijk.",
                "How many questions more or fewer are picked up within a week. Always one knob at a time.",
            ),
            "no_knobs": (
                "In dit scenario zijn nog geen knoppen genoemd om te vergelijken.",
                "This scenario names no knobs to compare yet.",
            ),
            "before": ("Wat gebeurt er met wie wacht?", "What happens to those who wait?"),
        }
        return {name: chosen(self.language, *pair) for name, pair in pairs.items()}
