"""Takes the pictures of the guide, `docs/guide/`: the ten most used pages as their roles see them, so that they stay true.

    make run     (in another window; it serves the town that does not exist)
    .venv/bin/python tools/guide_pages.py [http://localhost:8000]

Each picture is a page of a role at the width of a phone or a desk. A page that does not open stops the script.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 860}


@dataclass(frozen=True)
class Picture:
    """A page of a role: its address, or the links to follow from there."""

    name: str
    role: str
    address: str
    follow: tuple[str, ...] = ()
    size: str = "desk"


# The family of the script that uses everything there is.
KEREM = "/kinderen/?zoek=kerem+yildiz"

PICTURES = (
    Picture("week", "youth_supporter", "/mijn-week/"),
    Picture("children", "youth_supporter", "/kinderen/"),
    Picture("support", "youth_supporter", KEREM, ("main a[href^='/ondersteuning/']",)),
    Picture("plan", "youth_supporter", KEREM, ("main a[href^='/ondersteuning/']", "a[href$='/plan/']")),
    Picture("sharing", "youth_supporter", KEREM, ("main a[href^='/ondersteuning/']", "a[href$='/delen/']")),
    Picture("ask", "teacher", "/vraag-stellen/", size="phone"),
    Picture("my-questions", "teacher", "/mijn-vragen/", size="phone"),
    Picture("today", "coordinator", "/vandaag/"),
    Picture("figures", "policy_officer", "/cijfers/"),
    Picture("log", "privacy_officer", "/wie-keek-wat/"),
)


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    GUIDE.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PICTURES:
            _take(browser, address, picture)
        browser.close()


def _take(browser: Browser, address: str, picture: Picture) -> None:
    width, height = (PHONE if picture.size == "phone" else DESK).values()
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="nl-NL", base_url=address
    )
    page = context.new_page()
    _sign_in(page, picture.role)
    _open(page, picture.address)
    for link in picture.follow:
        target = page.locator(link).first.get_attribute("href") or sys.exit(f"{picture.name}: no {link}")
        _open(page, target)
    page.screenshot(path=str(GUIDE / f"{picture.name}.png"))
    context.close()


def _sign_in(page: Page, role: str) -> None:
    """In the demonstration one press chooses a role."""
    page.goto("/inloggen/")
    page.locator(f"form[action$='/{role}/'] button").first.click()
    page.wait_for_load_state("networkidle")


def _open(page: Page, address: str) -> None:
    answer = page.goto(address)
    if answer is None or not answer.ok:
        sys.exit(f"{address} does not open: {answer.status if answer else 'no answer'}")


if __name__ == "__main__":
    main()
