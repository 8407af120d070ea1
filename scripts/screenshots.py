"""``python scripts/screenshots.py``: every page a role reaches, both themes, three widths.

Walks the links from the first page of a running demo, once per route and role, and writes
``<SCREENSHOTS_IN>/<role>/<route>-<width>-<theme>.png``. Pages that answer with an error are listed and
make the status 1. ``make screenshots`` starts the demo and sets the variables.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import django
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

WIDTHS = (1440, 1024, 360)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ROLES = ("pm", "finance", "admin")
MOST_PAGES = 120
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# Links that do something, or that answer with a file or with data.
NOT_PAGES = ("/api/", "/static/", "/live/", "/files/", "/admin/", "/demo/")


def route_of(path: str) -> str:
    """The name of the route a path belongs to; empty when it is no page of ours."""
    if path.startswith(NOT_PAGES):
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return (found.view_name or "").replace(":", "-")


def links_of(page: Page, site: str) -> list[str]:
    """Paths of this site that the page links to, in order."""
    targets: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    return [urlsplit(target).path for target in targets if target.startswith(site + "/")]


def sign_in(context: BrowserContext, site: str, role: str) -> None:
    answer = context.request.post(f"{site}/demo/enter/", form={"as": role}, max_redirects=0)
    if answer.status not in (301, 302, 303):
        raise SystemExit(f"The demo entry as {role} answered {answer.status}.")


def pages_of(browser: Browser, site: str, role: str, failed: list[str]) -> dict[str, str]:
    """Route → the first path that reaches it, for what this role finds by following links."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    if role:
        sign_in(context, site, role)
    page = context.new_page()
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = deque(["/" if role else reverse("account_login")])
    while waiting and len(found) < MOST_PAGES:
        path = waiting.popleft()
        route = route_of(path)
        if not route or route in seen:
            continue
        seen.add(route)
        answer = page.goto(site + path)
        if answer is None or answer.status >= 400:
            failed.append(f"{role or 'anonymous'} {path}: {answer.status if answer else 'no answer'}")
            continue
        arrived = urlsplit(page.url).path  # a redirect is pictured where it leads
        if "text/html" in answer.headers.get("content-type", "") and (name := route_of(arrived)):
            seen.add(name)
            found.setdefault(name, arrived)
            waiting.extend(links_of(page, site))
    context.close()
    return found


def take(browser: Browser, site: str, role: str, pages: dict[str, str], folder: Path) -> int:
    """The pictures of one role; returns how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for theme in THEMES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=theme,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                has_touch=width < 500,
                reduced_motion="reduce",
            )
            if role:
                sign_in(context, site, role)
            page = context.new_page()
            for route, path in pages.items():
                page.goto(site + path, wait_until="load")
                page.screenshot(path=folder / f"{route}-{width}-{theme}.png", full_page=True)
                count += 1
            context.close()
    return count


def main() -> int:
    site, folder = os.environ["SCREENSHOTS_OF"], Path(os.environ["SCREENSHOTS_IN"])
    django.setup()
    failed: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        for role in ("", *ROLES):
            pages = pages_of(browser, site, role, failed)
            count = take(browser, site, role, pages, folder / (role or "anonymous"))
            print(f"{role or 'anonymous':<10} {len(pages)} pages, {count} pictures", flush=True)
        browser.close()
    print(f"In {folder}")
    for line in failed:
        print(f"Not shown: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.path.remove(str(Path(__file__).resolve().parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmcomms.settings")
    sys.exit(main())
