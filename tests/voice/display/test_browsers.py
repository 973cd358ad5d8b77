"""The page in browsers of a few years ago: those that docs/display.md names, and newer ones."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from intents.intent import IntentName as N
from tests.docs.page import page as document
from tests.patience import PATIENCE
from tests.voice.display.browser import PHONE, chromium
from tests.voice.display.served import Served
from tests.voice.session.talk import PROMPTS, Talk
from voice.display import words

FILES = Path(words.__file__).parent / "page"
OLDEST = "Safari 12.1, Chrome 70, Firefox 78 and Edge 79"
NEWER = """
for (const [owner, names] of [
  [window, "AbortController AbortSignal fetch structuredClone queueMicrotask reportError "
    + "requestIdleCallback ResizeObserver WeakRef FinalizationRegistry BroadcastChannel scheduler"],
  [Element.prototype, "replaceChildren checkVisibility setHTML ariaLabel getHTML"],
  [Document.prototype, "replaceChildren startViewTransition"],
  [HTMLElement.prototype, "inert popover showPopover"],
  [Array.prototype, "at flat flatMap findLast findLastIndex toSorted toReversed with toSpliced"],
  [String.prototype, "at replaceAll matchAll isWellFormed"],
  [Object, "fromEntries hasOwn groupBy"],
  [Promise, "allSettled any withResolvers try"],
  [Crypto.prototype, "randomUUID"],
]) for (const name of names.split(" ")) delete owner[name];
"""
"""Takes from a browser of today much of what came after the oldest that is meant."""

SYNTAX = {
    r"\?\.(?!\d)": "?. (Safari 13.1, Chrome 80)",
    r"\?\?": "?? (Safari 13.1, Chrome 80)",
    r"(?:\|\||&&|\*\*)=": "||= (Safari 14)",
    r"\bcatch\s*\{": "catch without a name",
    r"\{\s*\.\.\.": "... in an object",
    r"\d_\d": "1_000 (Safari 13, Chrome 75)",
    r"\d+n\b": "1n (Safari 14)",
    r"\(\?<": "names and looking back in regular expressions (Safari 16.4)",
    r"#\w+\s*[=(;]|\bstatic\b": "private and static members (Safari 14.1, Chrome 84)",
    r"\bimport\b|\bexport\b|\bawait\s*\(?for\b": "modules",
}
METHODS = {
    *("abs", "addEventListener", "close", "closest", "contains", "createElement", "filter", "find"),
    *("focus", "forEach", "from", "getElementById", "includes", "insertBefore", "join", "map"),
    *("max", "min", "now", "open", "parse", "remove", "send", "setRequestHeader", "stringify"),
    *("test", "toggle"),
}
"""What every browser that is meant can do; look up what you add, at https://caniuse.com."""


def code() -> str:
    """Return the page's script without its comments."""
    return re.sub(r"//.*", "", (FILES / "page.js").read_text(encoding="utf-8"))


def test_the_page_is_said_to_be_for_these_browsers() -> None:
    assert OLDEST in document("docs/display.md").text


def test_the_script_uses_no_newer_syntax() -> None:
    assert [name for pattern, name in SYNTAX.items() if re.search(pattern, code())] == []


def test_the_script_calls_nothing_newer() -> None:
    assert set(re.findall(r"\.(\w+)\(", code())) - METHODS == set()
    assert set(re.findall(r"\bnew (\w+)", code())) == {"EventSource", "XMLHttpRequest"}


def test_what_is_newer_in_the_style_has_something_older_before_it() -> None:
    style = re.sub(r"/\*.*?\*/", "", (FILES / "page.css").read_text(encoding="utf-8"), flags=re.S)
    assert re.findall(r":(?:is|where|has)\(|\b(?:inset|[a-z]+-inline)\s*:", style) == []
    for block in re.findall(r"\{([^{}]*)\}", style):
        given = [each.strip().split(":", 1) for each in block.split(";") if ":" in each]
        names = [name for name, _ in given]
        for place, (name, value) in enumerate(given):
            if re.search(r"\b(?:clamp|min|max)\((?!.*fr\))|dvh|: sticky", f": {value.strip()}"):
                assert name in names[:place], f"{name}: {value}"
        # Between the boxes of a flex container there is no gap before Safari 14.1.
        assert not ("flex" in dict(given).get("display", "") and any("gap" in one for one in names))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def old(browser: Browser) -> Iterator[Page]:
    """A page in a browser that lacks what is newer, and must not complain."""
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.add_init_script(NEWER)
    page.set_default_timeout(1000 * PATIENCE)
    expect.set_options(timeout=1000 * PATIENCE)
    yield page
    page.close()
    assert problems == []


def test_an_older_browser_shows_and_presses_all(served: Served, old: Page) -> None:
    served.show(Talk().screened())
    old.goto(f"{served.origin}/")
    expect(old.locator("#phase")).to_have_text(served.title)
    old.wait_for_timeout(700)
    for say in ("next", *PROMPTS["offer.urgent"]):
        old.get_by_role("button", name=say, exact=True).click()
        expect(old.locator("#sent")).to_have_text(f"Sent: {say}")
    taken = [served.pressed.get(timeout=PATIENCE).name for _ in range(4)]
    assert taken == [N.NEXT_STEP, N.STOP_SESSION, N.REPORT_NUMB, N.REPORT_EMERGENCY]
    served.show(Talk().massage())
    shown = old.locator("#buttons button")
    expect(shown).to_have_text(["pause", "how long is left", "one more minute"])


def cut_off(page: Page, times: int) -> list[str]:
    """Cut off the next ``times`` presses on their way; return where all of them are noted."""
    sent: list[str] = []

    def way(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) <= times:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/press", way)
    return sent


@pytest.mark.parametrize(
    ("say", "tries", "told"),
    [
        ("my skin is numb", 4, "Sent: my skin is numb"),
        ("next", 1, "next: It did not reach Floe. Say it aloud."),
    ],
)
def test_an_urgent_press_is_sent_again_where_it_was_cut_off(
    say: str, tries: int, told: str, served: Served, old: Page
) -> None:
    served.show(Talk().screened())
    old.goto(f"{served.origin}/")
    expect(old.locator("#phase")).to_have_text(served.title)
    sent = cut_off(old, 3)
    old.wait_for_timeout(700)
    old.get_by_role("button", name=say, exact=True).click()
    expect(old.locator("#sent")).to_have_text(told)
    assert len(sent) == tries
    assert served.pressed.empty() is (tries == 1)
