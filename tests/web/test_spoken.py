"""A text of a template is said in the language of the reader, each time; only what is fixed is kept."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

import schakel


def said(text: str, language: str, **more: object) -> str:
    with override(language):
        return Template("{% load spoken %}" + text).render(Context(more))


@pytest.mark.parametrize("text", ['{% translate "Bewaar" %}', '{% trans "Bewaar" %}'])
def test_one_template_speaks_both_languages(text: str) -> None:
    template = Template("{% load spoken %}" + text)
    for language, word in (("nl", "Bewaar"), ("en", "Save"), ("nl", "Bewaar")):
        with override(language):
            assert template.render(Context()) == word


def test_what_depends_on_the_page_is_said_anew() -> None:
    template = Template("{% load spoken %}{% translate words %}|{% translate 'Bewaar' as kept %}{{ kept }}")
    with override("en"):
        assert template.render(Context({"words": "Bewaar"})) == "Save|Save"
        assert template.render(Context({"words": "<b>"})) == "&lt;b&gt;|Save"


def test_a_percent_sign_and_a_filter_stay_what_they_were() -> None:
    assert said('{% translate "80%" %}', "nl") == "80%"
    assert said('{% translate "Bewaar"|upper %}', "nl") == "BEWAAR"


def test_all_other_tags_of_i18n_are_there() -> None:
    assert (
        said("{% blocktranslate with a=b %}x {{ a }}{% endblocktranslate %}", "nl", b="<i>") == "x &lt;i&gt;"
    )
    assert said("{% get_current_language as here %}{{ here }}", "en") == "en"


def test_every_template_of_ours_loads_it_instead_of_i18n() -> None:
    ours = list(Path(schakel.__path__[0]).rglob("templates/**/*.html"))
    loads = {template: re.findall(r"{% load ([^%]+) %}", template.read_text()) for template in ours}
    assert [each for each, libraries in loads.items() if "i18n" in " ".join(libraries).split()] == []
    assert any("spoken" in " ".join(libraries).split() for libraries in loads.values())
