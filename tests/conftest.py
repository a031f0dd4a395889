"""What every test can lean on: the real database, as the role that runs in production, and a real browser.

1. A test that needs the database gets the private cluster or the server of `DATABASE_URL`; others start none.
2. The schema is migrated once per state of the migrations, into a template that each run and worker copies.
3. Tests run as the runtime role, so that a missing grant fails here and not at a school.
4. The browser is Debian's Chromium, which talks to nobody but the test server.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests import database
from tests.tracing import Tracing
from tests.turns import Kept, Turns, turn_of
from tests.worlds import Stage, commits, wanted_by

if TYPE_CHECKING:
    from schakel.casework.models import Support
    from tests.cast import School

CHROMIUM = "/usr/bin/chromium"
TRACING = Tracing()
KEPT = Kept()
# A busy machine is no defect: no time limit per example.
hypothesis.settings.register_profile("schakel", deadline=None)
hypothesis.settings.load_profile("schakel")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def _server() -> Iterator[None]:
    """The database server, running as long as this process tests."""
    with database.server():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(_server: None) -> None:
    """Before the test database is made: connect as its owner, and copy the migrated template."""
    database.prepare()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After the test database is made: every new connection works as the runtime role."""
    with django_db_blocker.unblock():
        database.step_down()
    yield
    with django_db_blocker.unblock():
        database.step_up()


@pytest.fixture(scope="session")
def _stage(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Stage]:
    """The worlds that tests of this run ask for."""
    stage = Stage()
    with django_db_blocker.unblock():
        stage.build({world for item in request.session.items if (world := wanted_by(item))})
    yield stage
    with django_db_blocker.unblock():
        stage.strike()


@pytest.fixture
def _in_its_world(request: pytest.FixtureRequest, _stage: Stage) -> None:
    _stage.enter(wanted_by(request.node))


@pytest.fixture
def _django_db_helper(_in_its_world: None, _django_db_helper: None) -> None:
    """Every test that uses the database passes here: first its world, then the transaction in it."""


@pytest.fixture(autouse=True)
def _owner_empties_the_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """A transactional test ends with TRUNCATE, which the runtime role may not."""
    if commits(request.node):
        request.getfixturevalue("_django_db_helper")
        yield
        database.as_owner(connection)
    else:
        yield


@pytest.fixture(autouse=True)
def _fast_and_local(settings: Any) -> None:
    """Passwords cost nothing and are enough, static files need no build; a test of those sets the real thing itself."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _in_dutch() -> None:
    """A page that an earlier test read in English leaves its language behind in this thread."""
    translation.activate("nl")


@pytest.fixture
def empty_cache(db: None) -> None:
    """No rate limit of an earlier test."""
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, without the calls home it makes by itself."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Dutch visitor."""
    return browser_context_args | {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


def pytest_configure() -> None:
    """Static files come from the source folders, also for a server that starts before any test does."""
    # Until all is collected nothing is garbage, and looking for it takes seconds.
    gc.disable()
    django_settings.WHITENOISE_AUTOREFRESH = True
    # Django would empty a hundred tables, most of them empty, and write down its permissions again.
    TransactionTestCase._fixture_teardown = lambda self: database.empty(connection)  # type: ignore[attr-defined]  # not in the stubs


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """From here on only tests of the rooms of the gate are watched by the coverage."""
    TRACING.rest()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with TRACING.of(item):
        return (yield)


def pytest_collection_finish() -> None:
    """What is loaded now stays: nobody looks through it again for garbage, and little of it comes after."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each in its turn; whatever drives a browser is marked so, and may use the database while Playwright's loop runs."""
    # The random order is there already: it stays within each turn.
    items.sort(key=lambda item: turn_of(item.nodeid))
    for item in items:
        if "browser_name" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            # Playwright keeps an event loop in this thread; Django would refuse its own database there.
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Turns:
    """Whatever `--dist` says."""
    return Turns(config, log)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Where the results of the workers come in."""
    if worker := getattr(report, "node", None):
        KEPT.note(report.nodeid, worker.gateway.id)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A piece that was torn apart costs minutes, and nobody would see why."""
    if torn := KEPT.torn():
        print(f"\nNot kept together on one worker: {', '.join(torn)}. See tests/turns.py.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


# Workers inherit it: one run, one name, so that two runs in one checkout never meet.
os.environ.setdefault("SCHAKEL_TEST_RUN", str(os.getpid()))


@pytest.fixture
def cast(_stage: Stage, db: None) -> School:
    """A school with its people, for tests about who may do what."""
    from tests import cast

    return _stage.given.get("cast") or cast.school()


@pytest.fixture
def support(_stage: Stage, db: None, request: pytest.FixtureRequest) -> Support:
    """A support of a child at that school, led by Fenna."""
    from tests.cast import supported

    return _stage.given.get("support") or supported(request.getfixturevalue("cast"))
