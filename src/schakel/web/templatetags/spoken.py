"""Django's `i18n` library, with a `translate` that says a text of the template once per language.

A page has some fifty such texts. Each was looked up, marked safe and escaped again at every look: a tenth of the case page. It
brings all of `i18n`: templates load this one instead.
"""

from django import template
from django.template.base import Node, Parser, Token, Variable
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags |= i18n.register.tags
register.filters |= i18n.register.filters


class SaidOnce(Node):
    """A text that stands in the template itself: nothing of the page can change it."""

    child_nodelists = ()

    def __init__(self, said: i18n.TranslateNode) -> None:
        self.said = said
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.known:
            self.known[language] = self.said.render(context)
        return self.known[language]


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """As Django reads it; a text without anything of the page is kept."""
    said = i18n.do_translate(parser, token)
    return SaidOnce(said) if _is_fixed(said) else said


def _is_fixed(said: i18n.TranslateNode) -> bool:
    text = said.filter_expression
    fixed = isinstance(text.var, Variable) and text.var.literal is not None and not text.filters
    return fixed and not said.asvar and not said.message_context
