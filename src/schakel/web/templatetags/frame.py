"""Tags for the base templates; `{% load schakel %}` brings them too."""

from __future__ import annotations

import json
import uuid
from functools import cache

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template.base import NodeList
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from schakel.web import organisation as organisations
from schakel.web.addresses import address
from schakel.web.navigation import Menu, registry

register = template.Library()

# What htmx may do here. No page is ever kept in the browser, no code in the page is ever run,
# and a refused draft (401, 409) still shows its message.
HTMX = {
    "historyEnabled": False,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "includeIndicatorStyles": False,
    "allowEval": False,
    "allowScriptTags": False,
    "selfRequestsOnly": True,
    "timeout": 20000,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "401|409|413", "swap": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}


@register.simple_tag
def same_for_all(part: str) -> SafeString:
    """A part without anything of the reader or the page, in the language of the page: rendered once."""
    return _rendered_once(part, get_language())


@cache
def _rendered_once(part: str, _language: str | None) -> SafeString:
    return mark_safe(get_template(part).render())  # noqa: S308  # rendered by a template, escaped there


@register.simple_tag
def htmx_config() -> str:
    """The configuration of htmx as an attribute value."""
    return json.dumps(HTMX, separators=(",", ":"))


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> Menu:
    """The menu of the person who asks."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return Menu()
    known = getattr(request, "_schakel_menu", None)
    if not isinstance(known, Menu):
        known = registry.menu(request)
        request._schakel_menu = known  # type: ignore[attr-defined]  # kept for the length of one request
    return known


@register.simple_tag(takes_context=True)
def take_block(context: template.Context, name: str) -> SafeString:
    """What the page put in a block, also when this template uses it twice or not at all."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks is not None else None
    nodes: NodeList = block.nodelist if block is not None else NodeList()
    with context.push():
        return mark_safe(nodes.render(context).strip())  # noqa: S308  # rendered by a template, escaped there


@register.simple_tag
def home_url() -> str:
    """Where the name Schakel leads: the start of the installation."""
    return resolve_url(getattr(settings, "LOGIN_REDIRECT_URL", "/"))


@register.filter
def at(key: uuid.UUID, page: str) -> str:
    """The address of a page about one record: `{{ support.key|at:"casework:support" }}`; for lists faster than `url`."""
    return address(page, key)


@register.simple_tag
def sign_out_url() -> str:
    """Where signing out is posted to, or nothing when nobody can log in yet."""
    try:
        return resolve_url(getattr(settings, "LOGOUT_URL", None) or "account_logout")
    except NoReverseMatch:
        return ""


@register.simple_tag
def contact() -> organisations.Organisation:
    """The organisation behind this installation."""
    return organisations.organisation()


@register.simple_tag(takes_context=True)
def here(context: template.Context) -> str:
    """The address of this page, to come back to; the start when it was not asked by GET."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or request.method != "GET":
        return "/"
    return request.get_full_path()
