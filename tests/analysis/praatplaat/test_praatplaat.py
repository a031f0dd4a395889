"""The picture shows what was given, and an empty place for what was not; it never makes anything up."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date
from pathlib import Path

import pytest

from schakel.analysis.praatplaat import Chart, Knob, SourceError, chart_from, picture, words
from schakel.analysis.praatplaat.chart import FIGURES, SUPPORT_ROLES, Figure, Setting
from schakel.analysis.praatplaat.command import add_praatplaat_arguments, run_praatplaat
from schakel.analysis.report import Document, to_pdf, to_png, to_svg

EXAMPLES = Path(__file__).parents[3] / "examples" / "waiting"
DAY = date(2026, 11, 23)


def forecast(folder: Path, **changes: object) -> Path:
    """A forecast with two figures, as `schakel forecast` writes it."""
    given = {
        "title": "Najaar",
        "provenance": {"runs": 400, "data": "abc"},
        "figures": [
            {"name": "in_time", "unit": "share", "middle": 0.93, "low": 0.88, "high": 0.97},
            {"name": "wait_p90", "unit": "days", "middle": None, "low": 8, "high": None},
        ],
    } | changes
    path = folder / "result.json"
    path.write_text(json.dumps(given))
    return path


def said(sheet: Document) -> str:
    return json.dumps(sheet.values, ensure_ascii=False)


def test_without_anything_every_place_is_empty_and_says_what_belongs_there() -> None:
    values = said(picture(Chart(), "nl", DAY))
    assert values.count("nog geen cijfer") == len(FIGURES)
    assert values.count("welke taken neemt deze rol over?") == len(SUPPORT_ROLES)
    assert '"now": null' in values
    assert not re.search(r"\d", values.replace("9 van de 10", "").replace("23 november 2026", "")), (
        "no figure at all"
    )


def test_the_four_support_roles_are_always_there() -> None:
    values = said(picture(Chart(), "nl", DAY))
    for name in ("Administratief ondersteuner", "Jurist", "Plaatsingscoördinator", "Werkbegeleider"):
        assert name in values
    values = said(picture(Chart(), "en", DAY))
    for name in ("Administrative supporter", "Lawyer", "Placement coordinator", "Work coach"):
        assert name in values


@pytest.mark.parametrize("role", SUPPORT_ROLES)
def test_a_delegation_shows_its_task_and_share_with_its_role(role: str) -> None:
    name = {"administrative_supporter": "administrative", "legal_supporter": "legal"}.get(
        role, "placement" if role == "placement_coordinator" else "work-coach"
    )
    chart = chart_from([EXAMPLES / f"delegate-{name}.toml"])
    found = next(each for each in chart.roles if each.key == role)
    assert found.people == 1
    assert found.tasks, "what this role takes over"
    assert all(other.tasks == () for other in chart.roles if other.key != role)
    handed = next(each for each in chart.knobs if each.knob is Knob.DELEGATION)
    assert role in {to for _, to, _ in handed.words}


def test_the_knobs_stand_where_the_scenario_has_them() -> None:
    chart = chart_from([EXAMPLES / "eight-on-nine.toml"])
    assert chart.supporters.people == 8
    assert chart.sites is not None
    assert len(chart.sites) == 9
    settings = {each.knob: words.setting_words(each, "nl") for each in chart.knobs}
    assert (settings[Knob.PRESENCE] or "").endswith("op 9 scholen")
    assert all(value is not None for value in settings.values())


def test_figures_come_from_the_forecast_with_their_range_and_source(tmp_path: Path) -> None:
    chart = chart_from([forecast(tmp_path)])
    values = picture(chart, "nl", DAY).values
    figures = values["figures"]
    assert isinstance(figures, list)
    assert figures[0] == {
        "value": "93 van de 100", "range": "88 tot 97", "label": "binnen een week opgepakt", "empty": "",
    }  # fmt: skip
    assert figures[2]["value"] is None, "a wait that is not within the books is not a number"
    assert "uit eigen gegevens" in str(values["source"])
    assert "400" in str(values["source"])


def test_a_forecast_without_records_says_that_nothing_was_measured(tmp_path: Path) -> None:
    path = forecast(tmp_path, provenance={"runs": 10, "data": None})
    assert "uit het plan, niet gemeten" in words.source_words(chart_from([path]), "nl")


def test_scenario_and_forecast_together_fill_both_halves(tmp_path: Path) -> None:
    chart = chart_from([EXAMPLES / "eight-on-nine.toml", forecast(tmp_path)])
    assert chart.sites is not None
    assert chart.figures[0].middle == 0.93
    assert chart.title.startswith("Acht"), "the plan names the picture"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", ["eight-on-nine", "region", "shared-supporter", "delegate-work-coach"])
def test_it_is_one_sheet_whatever_stands_on_it(name: str, language: str, tmp_path: Path) -> None:
    chart = chart_from([EXAMPLES / f"{name}.toml", forecast(tmp_path)])
    assert len(to_png(picture(chart, "nl" if language == "nl" else "en", DAY), 20)) == 1


def test_the_sheet_is_a3_tagged_and_the_same_twice() -> None:
    sheet = picture(Chart(), "nl", DAY)
    made = to_pdf(sheet)
    assert made == to_pdf(sheet)
    assert b"/StructTreeRoot" in made
    size = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    if size is not None:
        assert [round(float(each)) for each in size.groups()] == [1191, 842], "420 by 297 mm"
    drawn = to_svg(sheet)
    assert len(drawn) == 1
    assert "<script" not in drawn[0]


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("x.txt", "", "neither a scenario"),
        ("x.json", "{", "is not JSON"),
        ("x.json", "[]", "has no figures"),
        ("x.json", '{"figures": [1]}', "needs a name"),
        ("x.toml", "[[[", "is not a scenario that can be read"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_advice(
    name: str, content: str, advice: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(SourceError, match=advice):
        chart_from([path])


def test_an_absent_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.json"):
        chart_from([tmp_path / "absent.json"])


def options(*words_given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_praatplaat_arguments(parser)
    return parser.parse_args(words_given)


def test_the_command_makes_a_pdf_and_an_svg(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "plaat.pdf"
    source = str(EXAMPLES / "eight-on-nine.toml")
    assert run_praatplaat(options(source, "--out", str(out), "--date", "2026-11-23")) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert out.with_suffix(".svg").read_text().startswith("<svg")
    assert sorted(each.name for each in out.parent.iterdir()) == ["plaat.pdf", "plaat.svg"]
    assert "plaat.pdf" in capsys.readouterr().out


def test_a_refused_file_leaves_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "plaat.pdf"
    assert run_praatplaat(options(str(tmp_path / "absent.toml"), "--out", str(out))) == 2
    assert list(tmp_path.iterdir()) == []
    assert "absent.toml" in capsys.readouterr().err


def test_words_of_every_knob_exist_in_both_languages() -> None:
    for knob in Knob:
        setting = Setting(knob, (2.0, 3.0))
        assert words.setting_words(setting, "nl")
        assert words.setting_words(setting, "nl") != words.setting_words(setting, "en")


def test_a_figure_without_range_shows_none() -> None:
    assert words.figure_words(Figure("travel", 12.5, 12.5, 12.5), "nl") == ("12,5", "", "uur reizen per week")
