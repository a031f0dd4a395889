"""Measuring a page in a real browser: axe, layout shift, horizontal scroll, requests, weight."""

from __future__ import annotations

import gzip
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Response

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}
WIDTHS = [PHONE, DESK]
# Only violations are spelled out: of what passes, the first element of each rule is enough.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
SHIFTS = """
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
# Fonts are in, and what they moved has been painted and counted: two frames, and a turn for who counts.
SETTLED = """async () => {
  await document.fonts.ready;
  for (const frame of [1, 2]) await new Promise((painted) => requestAnimationFrame(painted));
  await new Promise((counted) => setTimeout(counted, 20));
}"""


def log_in(context: BrowserContext, address: str, session: str) -> None:
    """Carry the session of a logged-in test client."""
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def violations(page: Page) -> list[str]:
    """What axe finds, as short lines; nothing is the aim."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def wider_than_the_window(page: Page) -> list[str]:
    """Elements that make the page scroll sideways."""
    lines: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
           [...document.querySelectorAll("body *")]
             .filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
             .map((each) => each.outerHTML.slice(0, 120))"""
    )
    return lines


def too_small_to_touch(page: Page) -> list[str]:
    """Controls smaller than 24 px that do not stand in a sentence (WCAG 2.2, 2.5.8)."""
    lines: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input:not([type=hidden])")]
           .filter((each) => each.checkVisibility() && !each.closest("p, td, th, dd, li:not(.menu li)"))
           .filter((each) => {
             const target = (each.closest("label") ?? each).getBoundingClientRect();
             return target.width > 1 && (target.width < 24 || target.height < 24);
           })
           .map((each) => each.outerHTML.slice(0, 120))"""
    )
    return lines


def shifted(page: Page) -> float:
    """Cumulative layout shift since the page came in."""
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
    return float(page.evaluate("window.shifts"))


class Traffic:
    """Every request of a page, and what it weighs."""

    def __init__(self, page: Page) -> None:
        self.responses: list[Response] = []
        self.problems: list[str] = []
        page.on("response", self._keep)
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _keep(self, response: Response) -> None:
        self.responses.append(response)

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.problems.append(text)

    @property
    def hosts(self) -> set[str | None]:
        """Who was asked for something."""
        return {urlsplit(each.url).hostname for each in self.responses}

    def weight(self) -> int:
        """Bytes on the line: text as gzip sends it, fonts as they are."""
        return sum(_weight(each) for each in self.responses)


def _weight(response: Response) -> int:
    body = response.body()
    kind = response.headers.get("content-type", "")
    return len(body) if kind.startswith(("font", "image/png")) else len(gzip.compress(body, 9))
