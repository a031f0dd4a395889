"""Pages that ask for no permission: they show nobody's data, or only what the reader typed or started.

`access` serves no view that does not say who may open it. Web stands below `access` and cannot import its
decorators, so it says the word that `access` reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def for_everybody(view: View) -> View:
    """Open without a permission; a view that shows own things looks itself at who is asking."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.access_rule = "public"  # type: ignore[attr-defined]  # read by access and its matrix
    return login_not_required(opened)


def for_its_owner(view: View) -> View:
    """Shows or keeps what belongs to whoever is logged in; the view looks itself whose it is."""
    opened = for_everybody(view)
    opened.needs_log_in = True  # type: ignore[attr-defined]  # read by access: it waits for the second factor
    return opened
