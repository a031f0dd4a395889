"""A row as HTML: nothing of a value is taken for HTML, and an action is a link or is sent."""

from dataclasses import replace

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from schakel.web.parts import Row
from schakel.web.rows import listed

HOSTILE = '<script>"x"</script>'
SAFE = "&lt;script&gt;&quot;x&quot;&lt;/script&gt;"


def test_every_value_of_a_row_is_text() -> None:
    row = Row(
        title=HOSTILE, when=HOSTILE, text=HOSTILE, note=HOSTILE, href=HOSTILE, action=HOSTILE, to=HOSTILE
    )
    drawn = listed([row, replace(row, post=True)], HOSTILE)
    assert "<script" not in drawn
    assert drawn.count(SAFE) == 8 + 9, "the title twice, and once the token"


def test_what_is_html_already_stays() -> None:
    assert '<p class="soft"><b>nog niemand</b></p>' in listed(
        [Row("Groep 4", text=mark_safe("<b>nog niemand</b>"))]
    )


def test_a_row_without_anything_but_a_title_is_short() -> None:
    expected = '<li><div class="row__what"><p class="row__title"><bdi>Groep 4</bdi></p></div></li>'
    assert listed([Row(_("Groep 4"))]) == f'<ul class="rows">{expected}</ul>'


def test_an_action_that_changes_something_is_sent_with_the_token_of_the_page() -> None:
    sent = listed([Row("Groep 4", action="Gelezen", to="/gelezen/", post=True)], "abc")
    assert '<form class="row__do" method="post" action="/gelezen/">' in sent
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="abc">' in sent


def test_the_main_action_and_a_pressing_row_stand_out() -> None:
    row = listed([Row("Groep 4", when="vandaag", tone="today", action="Bel", to="/bel/", main=True)])
    assert "row__when--today" in row
    assert 'class="nl-button nl-button--primary" href="/bel/"' in row
    assert 'Bel<span class="visually-hidden">: Groep 4</span>' in row


def test_what_was_typed_keeps_its_lines() -> None:
    assert '<p class="typed"><bdi>Gebeld.<br>Komt &lt;3 keer.</bdi></p>' in listed(
        [Row("Gesprek", note="Gebeld.\nKomt <3 keer.")]
    )
