"""A municipality gives Schakel its own colours, as long as people can read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schakel.project.environment import Environment
from schakel.web import theme
from schakel.web.organisation import Organisation

TOKENS = Path(theme.__file__).parent / "static" / "web" / "tokens.css"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_is_computed_as_wcag_does(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.005)


def test_the_default_theme_can_be_read() -> None:
    assert theme.checked(theme.DEFAULTS) == theme.DEFAULTS


def test_the_defaults_are_the_ones_of_the_style_sheet() -> None:
    stated = dict(re.findall(r"(--basis-[\w-]+): ([^;]+);", TOKENS.read_text(encoding="utf-8")))
    assert {token: stated[token] for token in theme.DEFAULTS} == theme.DEFAULTS
    assert len(theme.DEFAULTS) == 10


def test_light_text_on_a_light_ground_is_refused_with_the_figure() -> None:
    with pytest.raises(theme.ThemeRefused, match=r"contrast 1\.\d\d"):
        theme.checked({"--basis-color-accent-1-inverse-bg-default": "#ffee99"})


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("--basis-color-unknown", "#000000"),
        ("--basis-color-accent-1-inverse-bg-default", "red"),
        ("--basis-color-accent-1-inverse-bg-default", "#000;} body{display:none"),
        ("--basis-border-radius-md", "url(https://example.org)"),
    ],
)
def test_anything_but_a_colour_or_a_length_is_refused(token: str, value: str) -> None:
    with pytest.raises(theme.ThemeRefused, match=re.escape(token)):
        theme.checked({token: value})


def test_the_sheet_sets_only_what_was_chosen() -> None:
    sheet = theme.sheet({"--basis-border-radius-md": "2px"})
    assert sheet == ".voorbeeld-theme {\n  --basis-border-radius-md: 2px;\n}\n"
    assert "{" not in theme.sheet({})


def test_the_environment_brings_colours_and_names_to_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHAKEL_THEME", '{"--basis-border-radius-md": "2px"}')
    monkeypatch.setenv("SCHAKEL_ORGANISATION", '{"name": "Gemeente Wetterstad"}')
    read = Environment()
    assert theme.checked(read.theme) == {"--basis-border-radius-md": "2px"}
    assert Organisation(**read.organisation).name == "Gemeente Wetterstad"
