"""Mijn account: what somebody set up to come in."""

from django.http import HttpResponse
from django.template.response import TemplateResponse

from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.queries_factors import codes_left, held
from schakel.access.roles import Permission


@page(Permission.OWN_ACCOUNT)
def own_account(request: Request) -> HttpResponse:
    """Who you are here, and how you come in."""
    found = held(request.user)
    left = len(codes_left(request.user, found.codes)) if found.codes else 0
    return TemplateResponse(request, "access/own_account.html", {"held": found, "left": left})
