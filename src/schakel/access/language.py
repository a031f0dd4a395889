"""The language of an account: the last one its owner chose, also on a device that does not know it yet."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from schakel.access import actions
from schakel.access.models import User


class LanguageMiddleware:
    """After the choice of this browser (`LocaleMiddleware`) and after the account is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, User):
            _speak(request, request.user)
        return self.get_response(request)


def _speak(request: HttpRequest, user: User) -> None:
    """What was chosen in this browser counts, and is kept; without a choice the account decides."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is None and user.language:
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
    elif chosen is not None and chosen != user.language and chosen in dict(settings.LANGUAGES):
        actions.choose_language(by=user, language=chosen)
