"""A page comes out of plain values: same bytes, tagged, in one letter; nothing breaks out of a value."""

import struct
import sys
from datetime import date
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from schakel.analysis.report import Band, Bar, Document, PageError, charts, fonts, pdf

TEMPLATE = (
    '#import "calm.typ": *\n#show: page-setup\n= #page-facts.title\n#card[#values.at("who", default: "")]\n'
)
DAY = date(2026, 11, 23)


def page(**changes: object) -> Document:
    facts: dict[str, object] = {"template": TEMPLATE, "title": "Vooruitkijken", "made_on": DAY} | changes
    return Document(**facts)  # type: ignore[arg-type]  # a test may change any field


def test_the_same_document_gives_the_same_bytes() -> None:
    assert pdf.to_pdf(page()) == pdf.to_pdf(page())


def test_a_page_is_tagged_and_dated_by_its_report() -> None:
    made = pdf.to_pdf(page())
    assert b"/StructTreeRoot" in made
    assert b"/MarkInfo" in made or b"/Marked true" in made
    assert b"D:20261123" in made


def test_a_value_cannot_break_out_of_its_place() -> None:
    nasty = '#panic("no") ] " \\ $x$ @ref'
    assert pdf.to_pdf(page(values={"who": nasty})).startswith(b"%PDF")
    assert pdf.to_png(page(values={"who": nasty})) != pdf.to_png(page(values={"who": "Fenna"}))


def test_a_chart_travels_as_a_file_beside_the_page() -> None:
    chart = charts.svg(charts.bar_chart([Bar("De Wilgen", 3, "3 vragen")]), description="Vragen per school")
    made = page(template=TEMPLATE + '#image("chart.svg")', files={"chart.svg": chart.encode()})
    assert pdf.to_pdf(made).startswith(b"%PDF")


def test_a_wrong_template_says_what_typst_refused() -> None:
    with pytest.raises(PageError, match=r"'Vooruitkijken'.*unknown variable"):
        pdf.to_pdf(page(template="#nonsense"))


def test_a_file_of_a_page_cannot_leave_its_folder() -> None:
    with pytest.raises(PageError, match="plain name"):
        pdf.to_pdf(page(files={"../elsewhere.svg": b""}))


def test_without_web_fonts_the_page_still_comes_out(tmp_path: Path) -> None:
    fallback = fonts.page_fonts(tmp_path)
    assert fallback == fonts.PageFonts((fonts.FALLBACK_FAMILY,), None)
    assert pdf.to_pdf(page(fonts=fallback)).startswith(b"%PDF")


@pytest.fixture
def web_fonts() -> Path:
    folder = next((place for place in fonts._candidates() if fonts._complete(place)), None)
    if folder is None:
        pytest.skip("the web fonts are not installed (npm ci)")
    return folder


def test_web_fonts_become_one_file_per_style_with_both_subsets(
    web_fonts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One style: the others are made in the same way, at five seconds each."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(fonts, "_STYLES", ("400-normal",))
    fonts._converted.cache_clear()
    made = fonts.page_fonts(web_fonts)
    fonts._converted.cache_clear()
    assert made.families[0] == fonts.FAMILY
    assert made.folder is not None
    assert tmp_path in made.folder.parents
    assert [file.name for file in made.folder.iterdir()] == ["NotoSans-400-normal.ttf"]
    letters = TTFont(made.folder / "NotoSans-400-normal.ttf").getBestCmap()
    assert ord("ë") in letters, "latin"
    assert ord("ŷ") in letters, "latin extended: a Frisian name"


def test_a_band_chart_carries_its_words_and_its_promise() -> None:
    points = [Band(0, 80, 85, 90), Band(1, 70, 78, 88)]
    drawn = charts.svg(
        charts.band_chart(points, ticks={0: "sep", 1: "okt"}, promise=(90, "belofte: 90 van de 100")),
        description="Op tijd opgepakt per week",
    )
    assert all(
        said in drawn for said in ("sep", "okt", "belofte: 90 van de 100", "Op tijd opgepakt per week")
    )
    assert "<script" not in drawn


def test_a_tornado_puts_the_largest_first() -> None:
    drawn = charts.svg(charts.tornado_chart([Bar("klein", 1, "+1"), Bar("groot", -4, "−4", -6, -2)]))
    assert drawn.index(">groot<") < drawn.index(">klein<")


def test_a_chart_is_the_same_bytes_twice() -> None:
    chart = charts.bar_chart([Bar("De Wilgen", 3, "3 vragen", 2, 5), Bar("Het Kompas", 1, "1 vraag", 0, 2)])
    assert charts.svg(chart) == charts.svg(chart)


def test_png_pages_have_the_resolution_asked_for() -> None:
    image = pdf.to_png(page(), dots_per_inch=72)[0]
    width, height = struct.unpack(">II", image[16:24])
    assert (width, height) == (595, 842) or (width, height) == (596, 842), "an A4 in points"


def test_the_room_needs_no_web_application() -> None:
    assert "django" not in {name.split(".")[0] for name in vars(sys.modules["schakel.analysis.report"])}
