"""The page in a real browser: looked at, pressed, read out, and cut off."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from intents.intent import IntentName as N
from tests.patience import PATIENCE, wait_for
from tests.voice.display.booth import Booth, before, booth
from tests.voice.display.browser import LAPTOP, ON_ITS_SIDE, PHONE, SMALL, chromium
from tests.voice.display.served import Served
from tests.voice.rehearsal.test_studio import needs_model
from tests.voice.session.talk import PROMPTS, Talk
from voice.display.address import Address, Entrance
from voice.display.buttons import Buttons
from voice.session.context import Component
from voice.session.phase import Phase

STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
URGENT = PROMPTS["offer.urgent"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not complain of anything."""
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text))
    page.set_default_timeout(1000 * PATIENCE)
    expect.set_options(timeout=1000 * PATIENCE)
    yield page
    page.close()
    # The browser itself tells of a server that has gone.
    gone = ("ERR_CONNECTION", "ERR_INTERNET_DISCONNECTED", "ERR_INCOMPLETE", "ERR_EMPTY")
    assert [one for one in problems if not any(each in one for each in gone)] == []


def conversations() -> dict[str, Talk]:
    """Whatever there is to be seen."""
    troubled = Talk().massage().trouble(Component.MICROPHONE)
    return {
        "idle": Talk(),
        "screening": Talk().hear(N.START_SESSION),
        "preparing": Talk().screened(),
        "massaging": Talk().massage(),
        "check": Talk().massage().until(lambda talk: talk.keys == ["check.ask"], fine=False),
        "paused": troubled.trouble(Component.JOURNAL),
        "warming": Talk().massage().hear(N.REPORT_NUMB),
        "pain": Talk().massage().until(lambda talk: talk.phase is Phase.IDLE),
        "anyway": Talk().massage().hear(N.STOP_SESSION).hear(N.START_SESSION),
    }


def show(served: Served, talk: Talk, page: Page) -> None:
    """Show how a conversation stands, and wait until the page does."""
    served.show(talk)
    page.goto(f"{served.origin}/")
    title = page.locator("#phase")
    expect(title).not_to_have_text("Floe")
    expect(title).to_have_text(served.title)


def in_sight(page: Page, selector: str) -> bool:
    """Whether all of an element is in the window, with nothing before it."""
    script = """(all) => all.every((one) => {
        const box = one.getBoundingClientRect();
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        return box.x >= 0 && box.y >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
            && one.contains(document.elementFromPoint(x, y))
            && one.scrollWidth <= one.clientWidth + 1;
    })"""
    seen: bool = page.locator(selector).evaluate_all(script)
    return seen


@pytest.mark.parametrize("name", conversations())
def test_nothing_is_cut_off_and_axe_finds_no_fault(name: str, served: Served, page: Page) -> None:
    show(served, conversations()[name], page)
    for width, height in (PHONE, LAPTOP, SMALL, ON_ITS_SIDE):
        page.set_viewport_size({"width": width, "height": height})
        for place in (0, 9999):
            page.evaluate(f"scrollTo(0, {place})")
            assert in_sight(page, "#urgent button"), (width, height, place)
            assert in_sight(page, "#phase, #time:not([hidden])"), (width, height, place)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(
            "[...document.querySelectorAll('button')].every((one) => "
            "one.scrollWidth <= one.clientWidth && one.offsetHeight >= 44)"
        ), (width, height)
    for width, height in (PHONE, LAPTOP):
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page, options=STANDARD)
        assert found.violations_count == 0, found.generate_report()


def test_axe_would_find_one(served: Served, page: Page) -> None:
    show(served, Talk(), page)
    page.evaluate("document.querySelector('h2').style.color = '#333'")
    found = Axe().run(page, options=STANDARD)
    assert [one["id"] for one in found.response["violations"]] == ["color-contrast"]


def test_what_is_read_out_and_what_is_not(served: Served, page: Page) -> None:
    show(served, Talk().massage(), page)
    for role, name in (("heading", "Massage"), ("timer", "Time left"), ("group", None)):
        expect(page.get_by_role(role, name=name)).to_be_visible()  # type: ignore[arg-type]
    assert page.locator("#time").get_attribute("aria-live") == "off"
    assert page.locator("#phase").get_attribute("aria-live") == "polite"
    expect(page.get_by_role("meter", name="Microphone")).to_be_visible()
    touched = "window.touched = 0; new MutationObserver((all) => touched += all.length)"
    page.evaluate(
        f"{touched}.observe(phase, {{childList: true, characterData: true, subtree: true}})"
    )
    served.show(Talk().massage().tick(3))
    expect(page.locator("#time")).to_have_text("7:57")
    assert page.title() == "7:57 Massage"
    assert page.evaluate("touched") == 0, "the phase is read out once"


def test_by_keyboard_alone(served: Served, page: Page) -> None:
    show(served, Talk().screened(), page)
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus-visible")
        reached.append(focused.get_attribute("data-say"))
        assert focused.evaluate("(one) => getComputedStyle(one).outlineWidth") == "4px"
        assert in_sight(page, "*:focus-visible")
    assert reached == ["next", "go back", "say that again", *URGENT]
    page.keyboard.press("Enter")
    assert served.pressed.get(timeout=PATIENCE).name == N.REPORT_EMERGENCY
    for _ in range(5):
        page.keyboard.press("Shift+Tab")
    page.wait_for_timeout(700)
    page.keyboard.press("Space")
    assert served.pressed.get(timeout=PATIENCE).name == N.NEXT_STEP


def test_a_key_pressed_twice_does_not_meet_another_button(served: Served, page: Page) -> None:
    show(served, Talk().screened(), page)
    page.get_by_role("button", name="go back").focus()
    served.show(Talk().massage())
    expect(page.get_by_role("button", name="pause")).to_be_visible()
    page.keyboard.press("Enter")
    page.evaluate("press('stop')")
    assert served.pressed.get(timeout=PATIENCE).name == N.STOP_SESSION
    assert served.pressed.empty()


def test_each_button_leads_to_its_intent(served: Served, page: Page, buttons: Buttons) -> None:
    for talk in map(conversations().__getitem__, ("screening", "massaging", "pain")):
        show(served, talk, page)
        page.wait_for_timeout(700)
        there = page.get_by_role("button").all()
        for button in there:
            say = button.get_attribute("data-say")
            assert say
            button.click()
            assert served.pressed.get(timeout=PATIENCE) == buttons.intents[say]
            expect(page.locator("#sent")).to_have_text(f"Sent: {say}")
        shown = [button.get_attribute("data-say") for button in there]
        offers = talk.controller.snapshot().offers
        assert set(offers) | set(URGENT) == {*shown} | ({"my pain is four"} & set(offers))


def test_a_connection_that_is_lost_and_back(served: Served, page: Page, buttons: Buttons) -> None:
    show(served, Talk().massage(), page)
    served.web.close()
    lost = page.locator("#lost")
    expect(lost).to_contain_text("Connection lost")
    decoration = page.locator("#time").evaluate("(one) => getComputedStyle(one).textDecorationLine")
    assert decoration == "line-through"
    page.get_by_role("button", name="stop").click()
    expect(page.locator("#sent")).to_contain_text("did not reach Floe")
    assert Axe().run(page, options=STANDARD).violations_count == 0
    with closing(Entrance(Address(port=served.entrance.port))) as entrance:
        again = Served(entrance, buttons)
        with again.web:
            again.show(Talk().massage().hear(N.PAUSE))
            expect(page.locator("#phase")).to_have_text(again.title)
            expect(lost).to_be_empty()
            page.get_by_role("button", name="stop").click()
            assert again.pressed.get(timeout=PATIENCE).name == N.STOP_SESSION


def test_a_network_that_is_lost_and_back(served: Served, page: Page) -> None:
    show(served, Talk().massage(), page)
    page.context.set_offline(True)
    page.evaluate("connect()")
    expect(page.locator("#lost")).to_contain_text("Connection lost")
    page.context.set_offline(False)
    served.show(Talk().massage().tick(5))
    expect(page.locator("#lost")).to_be_empty()
    expect(page.locator("#time")).to_have_text("7:55")


def test_no_motion_where_none_is_wanted(served: Served, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    show(served, Talk(), page)
    moving = "(one) => getComputedStyle(one).transitionDuration"
    assert page.locator("#urgent button").first.evaluate(moving) == "0s"


@pytest.fixture
def floe(tmp_path: Path) -> Iterator[Booth]:
    with booth(tmp_path, before(step="wet")) as made:
        yield made


@needs_model
def test_a_helper_goes_through_a_massage(floe: Booth, page: Page) -> None:
    page.goto(floe.url)
    expect(page.locator("#phase")).to_have_text("Getting ready")
    page.wait_for_timeout(700)
    page.get_by_role("button", name="next").click()
    expect(page.locator("#phase")).to_have_text("Massage")
    expect(page.locator("#time")).to_have_text(re.compile(r"^7:[0-5]\d$"))
    expect(page.locator("#says")).to_contain_text("The clock runs.")
    expect(page.locator("#heard")).to_have_text("next")
    page.get_by_role("button", name="my skin is numb").click()
    expect(page.locator("#phase")).to_have_text("Ice off: warming up")
    expect(page.locator("#says")).to_contain_text("Take the ice off now.")
    floe.freeze()
    expect(page.locator("#trouble")).to_have_text("Floe is held up. Take the ice off your skin.")
    floe.thaw()
    expect(page.locator("#trouble")).to_be_empty()
    page.get_by_role("button", name="stop").click()
    expect(page.locator("#phase")).to_have_text("Ready")
    assert floe.pressed == [N.NEXT_STEP, N.REPORT_NUMB, N.STOP_SESSION]
    wait_for(lambda: floe.parts.journal.record().sessions[-1].outcome is not None)
