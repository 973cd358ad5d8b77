"""Small files that stand for too much: without the limits they take minutes or all the memory."""

import time

import pytest
import yaml

from floe.errors import DocumentError
from intents import errors
from intents.library import Intents
from intents.limits import MOST_STEPS
from tests.intents.conftest import Write

MEASURED = 30.0
"""Seconds of the processor's time, which other programs cannot take: far above what is needed."""


def chain(link: str, levels: int) -> dict[str, str]:
    """Return rules of which each is made of the one before."""
    return {"r0": "a"} | {f"r{n}": link.replace("R", f"<r{n - 1}>") for n in range(1, levels)}


def ranged(**limits: int | str) -> dict[str, object]:
    return {"lists": {"n": {"range": {"from": 0, **limits}}}}


CASES: dict[str, tuple[str, dict[str, object]]] = {
    "range": ("{n}", ranged(to=10**9)),
    "fractions": ("{n}", ranged(to=1000, fractions="tenths")),
    "huge": ("{n}", {"lists": {"n": {"range": {"from": 10**40, "to": 10**40}}}}),
    "inline range": ("{0..1000000000:n}", {}),
    "inline digits": (f"{{0..{'9' * 3000}:n}}", {}),
    "product": ("{0..1900:a}{0..1900:b}x", {}),
    "product of letters": ("(a|b)" * 40, {}),
    "rules that double": ("<r19>", {"expansion_rules": chain("(R R)", 20)}),
    "rules that fork": ("<r19>", {"expansion_rules": chain("(R|R)", 20)}),
    "deep rules": ("<r99>", {"expansion_rules": chain("b R", 100)}),
    "deep brackets": ("(" * 500 + "a" + ")" * 500, {}),
    "open brackets": ("[" * 3000, {}),
    "orders": ("(" + ";".join("abcdefghijklmnopqrst") + ")", {}),
    "long": ("a " * 5000, {}),
    "list in itself": ("{n}", {"lists": {"n": {"values": ["{n} a"]}}}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_stands_for_too_much_is_refused_at_once(write: Write, case: str) -> None:
    sentence, parts = CASES[case]
    data = {"language": "en", "intents": {"A": {"data": [{"sentences": [sentence]}]}}, **parts}
    path = write(yaml.safe_dump(data, width=100_000))
    began = time.process_time()
    with pytest.raises(errors.TooLargeError) as caught:
        Intents.load(path)
    assert time.process_time() - began < MEASURED
    message = str(caught.value)
    assert message.startswith(f"{path}:")
    assert message.isprintable()


def test_a_grammar_of_too_many_states_is_refused(write: Write) -> None:
    sentence = "[(a|b)] " * 20 + "a " + "(a|b) " * 16
    intents = Intents.load(
        write(f"language: en\nintents: {{A: {{data: [{{sentences: ['{sentence}']}}]}}}}")
    )
    with pytest.raises(errors.TooLargeError, match=":2: intents: too many sentences begin alike"):
        _ = intents.grammar


def test_words_that_can_be_read_in_thousands_of_ways_are_no_command(write: Write) -> None:
    sentence = "[a] " * 40 + "b"
    intents = Intents.load(
        write(f"language: en\nintents: {{A: {{data: [{{sentences: ['{sentence}', stop]}}]}}}}")
    )
    assert intents.match("a a b")
    assert intents.match("stop")
    assert intents.match("a " * 20 + "b") is None


def test_a_text_that_nobody_says_in_one_breath_is_no_command() -> None:
    intents = Intents.load()
    assert intents.match("stop " + " " * 100)
    began = time.process_time()
    assert intents.match("123456789 987654321 " * 100_000) is None
    assert time.process_time() - began < MEASURED


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("language: ../en", ":1: language: expected the code of a language such as en"),
        (
            "language: en\nlists: {n: {range: {from: 1, to: 2, words_language: /etc/x}}}",
            ":2: lists.n.range.words_language: expected the code",
        ),
    ],
)
def test_a_language_is_no_path(write: Write, text: str, place: str) -> None:
    path = write(f"{text}\nintents: {{A: {{data: [{{sentences: ['{{n}}']}}]}}}}\n")
    with pytest.raises(DocumentError) as caught:
        Intents.load(path)
    assert str(caught.value).startswith(f"{path}{place}")


@pytest.mark.parametrize("name", ["{2..1:n}", "{1..2,0:n}"])
def test_a_range_in_a_sentence_goes_up(write: Write, name: str) -> None:
    path = write(f"language: en\nintents: {{A: {{data: [{{sentences: ['{name}']}}]}}}}\n")
    with pytest.raises(errors.TemplateError, match="is no range"):
        Intents.load(path)


def test_floes_own_templates_are_far_from_the_limits() -> None:
    intents = Intents.load()
    assert sum(len(ways) for arcs in intents._nfa.arcs for ways in arcs.values()) < MOST_STEPS / 20
