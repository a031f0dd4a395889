"""A form says what it needs, says plainly what is wrong, and keeps what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from schakel.web.fields import LineField, StoryField
from schakel.web.forms import PlainForm, initial_of


class Question(PlainForm):
    """A form with one field of each shape."""

    about = forms.ChoiceField(
        label="Over wie?", widget=forms.RadioSelect, choices=[("c", "Kind"), ("g", "Groep")]
    )
    matter = StoryField(label="Wat is er?", help_text="Twee zinnen is genoeg.", max_length=50)
    name = LineField(label="Naam", required=False, min_length=2)
    many = forms.IntegerField(label="Hoeveel?", required=False, min_value=1, max_value=9)
    own = forms.CharField(label="Eigen", required=False, error_messages={"required": "Mijn eigen zin."})
    mail = forms.EmailField(label="E-mail", required=False)
    places = forms.MultipleChoiceField(
        label="Waar?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("s", "School"), ("t", "Thuis")],
    )


def sent(**fields: Any) -> Question:
    """The form as it came in."""
    return Question({"about": "c", "matter": "tekst", **fields})


def test_an_empty_form_says_per_field_what_to_do_in_plain_dutch() -> None:
    form = Question({})
    assert form.errors == {"about": ["Kies wat past."], "matter": ["Vul dit in."]}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("matter", "x" * 51, "Dit is te lang: 51 tekens. Er passen 50 tekens."),
        ("name", "x", "Dit is te kort. Schrijf minstens 2 tekens."),
        ("many", "veel", "Vul een heel getal in, alleen met cijfers."),
        ("many", "10", "Dit is te veel. Het mag niet meer zijn dan 9."),
        ("many", "0", "Dit is te weinig. Het moet minstens 1 zijn."),
        ("about", "x", "Deze keuze is er niet meer. Kies opnieuw."),
        ("mail", "naam", "Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@school.nl."),
        ("places", ["x"], "Deze keuze is er niet meer. Kies opnieuw."),
        ("matter", "a\0b", "Er staat een teken in dat wij niet kunnen bewaren. Typ de tekst opnieuw."),
    ],
)
def test_what_is_wrong_is_said_in_plain_dutch(field: str, value: Any, sentence: str) -> None:
    assert sent(**{field: value}).errors[field] == [sentence]


def test_a_sentence_that_the_form_wrote_itself_stays() -> None:
    assert Question().fields["own"].error_messages["required"] == "Mijn eigen zin."


def test_ten_thousand_characters_come_back_whole() -> None:
    page = str(sent(matter="Sem is stil. " * 800))
    assert page.count("Sem is stil.") == 800


def test_an_error_stands_beside_its_field_and_a_screen_reader_hears_it_there() -> None:
    page = str(Question({"about": "c"}))
    assert 'aria-describedby="id_matter_helptext id_matter_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_matter_error"' in page


def test_the_summary_links_to_the_first_choice_of_a_group_and_to_a_field() -> None:
    page = str(Question({}))
    assert 'href="#id_about_0"' in page
    assert 'href="#id_matter"' in page
    assert "Er kloppen nog 2 dingen niet" in page


def test_a_question_in_the_summary_gets_no_colon_behind_it() -> None:
    page = str(Question({"name": "x"}))
    assert "Wat is er?</a> Vul dit in." in page
    assert "Naam</a>: Dit is te kort." in page


def test_html_in_text_and_in_errors_is_only_text() -> None:
    page = str(sent(matter='<script>alert("x")</script>' * 3, about='"><img src=x>'))
    assert "<script>" not in page
    assert "<img" not in page


def test_a_group_of_choices_has_a_legend_and_is_described() -> None:
    page = str(Question({}))
    assert "<fieldset" in page
    assert "<legend" in page
    assert 'aria-describedby="id_about_error"' in page


def test_only_what_may_stay_empty_is_marked() -> None:
    page = str(Question())
    assert page.count("(mag leeg)") == 5


def test_a_story_says_how_much_fits_without_stopping_who_types() -> None:
    page = str(sent(matter="tekst"))
    assert "Er passen 50 tekens in. Nu 5." in page
    assert "maxlength" not in page.split('name="matter"')[1].split(">")[0]


def test_kept_text_comes_back_as_the_form_needs_it() -> None:
    kept = {"matter": ["eerst", "later"], "places": ["s", "t"], "unknown": ["x"], "about": []}
    assert initial_of(Question, kept) == {"matter": "later", "places": ["s", "t"]}
