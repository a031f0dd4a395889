"""What every answer tells the browser; and that a report of the browser leaves nothing about anybody behind."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.web.people import at_keyboard, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
CHILD = "https://schakel.example/kinderen/6f1c2f7e-1111-4111-8111-111111111111/"
OLD = {
    "csp-report": {"document-uri": CHILD, "effective-directive": "script-src-elem", "blocked-uri": "inline"}
}
NEW = [{"type": "csp-violation", "body": {"documentURL": CHILD, "effectiveDirective": "img-src"}}]


def report(body: object) -> int:
    text = body if isinstance(body, str) else json.dumps(body)
    return Client().post("/csp-melding/", text, content_type="application/csp-report").status_code


@pytest.mark.parametrize("path", ["/inloggen/", "/uw-rechten/", "/nergens/", "/thema.css"])
def test_every_answer_carries_the_same_headers(path: str) -> None:
    answer, other = Client().get(path), at_keyboard(somebody()).get("/account/")
    assert answer["Content-Security-Policy"] == other["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "report-uri /csp-melding/" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("body", "rule"), [(OLD, "script-src-elem"), (NEW, "img-src")])
def test_a_report_keeps_the_name_of_the_rule_and_nothing_else(
    body: object, rule: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert report(body) == 204
    assert rule in caplog.text
    assert "kinderen" not in caplog.text


@pytest.mark.parametrize(
    "rubbish",
    ["", "{", "[" * 9000, "7", "null", [None, 3, "x"], {"csp-report": 3}, {"csp-report": {}},
     {"csp-report": {"effective-directive": "Sem Bakker"}}, {"csp-report": {"effective-directive": ["x"]}}, "x" * 20_000],
)  # fmt: skip
def test_rubbish_is_swallowed(rubbish: object, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert report(rubbish) == 204
    assert "stopped something" not in caplog.text


def test_a_flood_of_reports_is_a_few_lines(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        for _time in range(30):
            report(OLD)
    assert caplog.text.count("stopped something") == 10


SHOW = """
import django; django.setup()
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE)
"""


@pytest.mark.parametrize(("scheme", "start", "secure"), [("https", "__Host-", "True"), ("http", "", "False")])
def test_under_tls_every_cookie_is_bound_to_this_host(scheme: str, start: str, secure: str) -> None:
    own = {
        "SCHAKEL_BASE_URL": f"{scheme}://schakel.example.nl",
        "DJANGO_SETTINGS_MODULE": "schakel.project.settings",
    }
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=os.environ | own | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    names = [f"{start}{name}" for name in ("sessionid", "csrftoken", "django_language")]
    assert done.stdout.split() == [*names, secure, secure]
