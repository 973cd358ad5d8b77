"""Text to intent: whole commands only, however they are written, and never two answers."""

import pytest

from floe.errors import DocumentError
from intents.intent import Intent, SlotValue
from intents.library import Intents
from tests.intents.conftest import Write

SMALL = """
    language: en
    intents:
      Set:
        data:
          - sentences:
              - "set [the] {what} to {0..100:level} [percent]"
              - "{what} {half:level}"
            slots:
              place: here
          - sentences: ["all {onoff:state}"]
            slots: {what: all}
      Play:
        data:
          - sentences: ["play track 7", "it's o'clock", "wait-and-see", "tell {@who} hello"]
    lists:
      what:
        values: [lamp, {in: "(radio|wire less)", out: radio}]
      onoff:
        values: [{in: "on", out: true}, {in: "off", out: false}]
      half:
        values: [{in: "half", out: 0.5}, {in: "full [blast]"}]
      who:
        values: [ann]
"""


@pytest.fixture
def small(write: Write) -> Intents:
    return Intents.load(write(SMALL))


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("set the lamp to twenty one percent", {"what": "lamp", "level": 21, "place": "here"}),
        ("set lamp to twenty-one", {"what": "lamp", "level": 21, "place": "here"}),
        ("  SET  the\tLAMP to 21 percent!!", {"what": "lamp", "level": 21, "place": "here"}),
        ("set wire-less to 100", {"what": "radio", "level": 100, "place": "here"}),
        ("radio half", {"what": "radio", "level": 0.5, "place": "here"}),
        ("lamp full blast", {"what": "lamp", "level": "full blast", "place": "here"}),
        ("all on", {"what": "all", "state": True}),
        ("play track seven", {}),
        ("Play track 7", {}),
        ("It\u2019s o\u2019clock.", {}),
        ("wait and see", {}),
        ("\u201cwait-and-see\u201d", {}),
        ("tell ann hello", {}),
    ],
)
def test_slots(small: Intents, text: str, slots: dict[str, object]) -> None:
    intent = small.match(text)
    assert intent is not None
    assert dict(intent.slots) == slots


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!",
        "set",
        "set the lamp to",
        "set the lamp to 101",
        "set the lamp to -1",
        "set the lamp to 2.5",
        "set the lamp to 1,000",
        "set the lamp to twenty first",
        "set the lamp to one hundred one",
        "set thelamp to five",
        "set the lamp to fivepercent",
        "so set the lamp to five",
        "set the lamp to five percent please",
        "play track 07x",
        "play track 7 7",
        "its o'clock",
        "99999999999999999999",
        "set the lamp to ½",
        "\ud800",
        "\x00",
    ],
)
def test_nothing_partial(small: Intents, text: str) -> None:
    assert small.match(text) is None


def test_intent_holds_the_words_as_spoken(small: Intents) -> None:
    found = small.match("Set the Lamp, to 21!")
    slots: dict[str, SlotValue] = {"what": "lamp", "level": 21, "place": "here"}
    assert found == Intent("Set", slots, "set the lamp to twenty one")


def test_names_and_document(small: Intents) -> None:
    assert small.names == ("Set", "Play")
    assert small.document.line("intents", "Play") == 13


def test_more_literal_text_wins_then_the_first_in_the_file(write: Write) -> None:
    intents = Intents.load(
        write(
            """
            language: en
            intents:
              Loose:
                data: [{sentences: ["{verb} the {thing}"]}]
              First:
                data:
                  - {sentences: ["(stop|start) {thing:what} now"]}
                  - {sentences: ["stop it now"], slots: {block: 2}}
                  - {sentences: ["stop it now"], slots: {block: 3}}
              Second:
                data: [{sentences: ["stop the {thing}", "stop it now"]}]
            lists:
              verb: {values: [stop, start]}
              thing: {values: [it, ice]}
            """
        )
    )
    first = intents.match("stop it now")
    assert first is not None
    assert (first.name, first.slots) == ("First", {"block": 2})
    second = intents.match("stop the ice")
    assert second is not None
    assert second.name == "Second"
    third = intents.match("start the ice")
    assert third is not None
    assert third.name == "Loose"


@pytest.mark.parametrize(
    ("language", "text"), [("de", "21 Minuten"), ("de", "einundzwanzig minuten"), ("xx", "stop")]
)
def test_other_languages(write: Write, language: str, text: str) -> None:
    template = "{n} minuten" if language == "de" else "stop"
    intents = Intents.load(
        write(
            f"""
            language: {language}
            intents: {{Any: {{data: [{{sentences: ["{template}"]}}]}}}}
            lists: {{n: {{range: {{from: 1, to: 60}}}}}}
            """
        )
    )
    assert intents.match(text) is not None
    assert intents.match("21 stop") is None


def test_no_such_file(write: Write) -> None:
    path = write("").with_name("none.yaml")
    with pytest.raises(DocumentError, match=r"none\.yaml: no such file"):
        Intents.load(path)


COFFEE = {
    "I'd like a medium medium roast latte": {
        "size": "medium", "roast": "medium roast", "coffeeDrink": "latte",
    },
    "can I get a double shot twelve ounce iced mocha with a bit of brown sugar and cream": {
        "numberOfShots": "double shot", "size": "twelve ounce", "coffeeDrink": "iced mocha",
        "sugarAmount": "a bit of brown sugar", "milkAmount": "cream",
    },
    "brew an espresso with lots of soy milk": {
        "coffeeDrink": "espresso", "milkAmount": "lots of soy milk",
    },
    "give me a dark roast triple shot large drip coffee with a lot of whole milk and sugar": {
        "roast": "dark roast", "numberOfShots": "triple shot", "size": "large",
        "coffeeDrink": "drip coffee", "milkAmount": "a lot of whole milk", "sugarAmount": "sugar",
    },
}  # fmt: skip


@pytest.mark.parametrize("text", COFFEE)
def test_coffee_orders(coffee: Intents, text: str) -> None:
    intent = coffee.match(text)
    assert intent is not None
    assert (intent.name, intent.slots) == ("orderDrink", COFFEE[text])


@pytest.mark.parametrize(
    "text",
    [
        "a latte",
        "brew a latte with",
        "brew a latte with milk and cream",
        "brew a latte latte",
        "brew a small large latte",
        "brew a latte with sugar with milk",
        "I'd like a tea",
    ],
)
def test_no_coffee(coffee: Intents, text: str) -> None:
    assert coffee.match(text) is None
