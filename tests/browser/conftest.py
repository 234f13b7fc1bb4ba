"""A browser, a site with the demo, and people who use it.

``patient`` and ``staff`` open windows under watch: a request to another host, an error in the console, a violation of
the Content-Security-Policy fails the test, and so does anything that stays on a patient's device.

Each test begins with the demo as loaded: the database is brought back from a copy, not loaded again.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests.browser.visitor import USUAL, Watch
from tests.chromium import arguments, executable
from tests.staff import member

#: Every wait ends with a failure after this many milliseconds.
PATIENCE = 15_000
PHONE = (360, 740)

Open = Callable[..., Page]
OpenWindow = Callable[..., tuple[Page, Watch]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = executable()
    if path is None:
        pytest.skip("There is no Chromium. CHROMIUM names one.")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright waits in an event loop of its own, beside which Django's models are safe.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The site's address. Styles, scripts and pictures pass the site's own middleware, as under make run."""
    thread = LiveServerThread("localhost", static_handler=lambda application: application)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://{thread.host}:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="session")
def demo_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    with django_db_blocker.unblock():
        call_command("load_demo", verbosity=0)
        kept = databases.keep(connection, "demo")
        databases.restore(connection)
    return kept


@pytest.fixture
def demo(demo_kept: str, transactional_db: None) -> None:
    """The demo's content, as loaded."""
    databases.bring_back(connection, demo_kept)


@pytest.fixture
def windows(chromium: Browser, server: str, demo: None) -> Iterator[OpenWindow]:
    """Opens windows, and closes them after the test if nothing went wrong in them."""
    watches: list[Watch] = []

    def open_window(
        size: tuple[int, int], usual: frozenset[int] = frozenset(), **options: Any
    ) -> tuple[Page, Watch]:
        width, height = size
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": height},
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        watches.append(Watch(context, server.removeprefix("http://"), USUAL | usual))
        return context.new_page(), watches[-1]

    yield open_window
    problems = [problem for watch in watches for problem in watch.problems]
    for watch in watches:
        for page in watch.context.pages:
            # The editor tells the server that it is left: while the database is still there.
            page.goto("about:blank")
        watch.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def patient(windows: OpenWindow) -> Iterator[Open]:
    """``patient()``: a patient's window on a phone. ``size``, ``java_script_enabled``, ``usual`` say otherwise."""
    watches: list[Watch] = []

    def open_window(size: tuple[int, int] = PHONE, **options: Any) -> Page:
        page, watch = windows(size, **options)
        watches.append(watch)
        return page

    yield open_window
    left = [trace for watch in watches for trace in watch.kept_on_the_device()]
    assert not left, f"Pages keep nothing on a patient's device: {left}"


@pytest.fixture
def staff(windows: OpenWindow, server: str) -> Open:
    """``staff("Marketing")``: the window of a member of that group, signed in."""

    def open_window(*groups: str, size: tuple[int, int] = (1280, 900), **options: Any) -> Page:
        page, _ = windows(size, **options)
        client = Client()
        client.force_login(member(*groups))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}]
        )
        return page

    return open_window
