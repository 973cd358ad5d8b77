"""Grammars of small files: exactly the sentences of their templates, in the fewest states."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hassil.sample import sample_sentence
from hypothesis import assume, given
from hypothesis import strategies as st

from intents.errors import SilentTemplateError
from intents.grammar import Grammar
from intents.library import Intents
from tests.intents.conftest import Write

"""No time limit: the machine may be busy."""


def language(grammar: Grammar) -> set[str]:
    """List all sentences of a small grammar."""
    found: set[str] = set()
    waiting: list[tuple[int, tuple[str, ...]]] = [(grammar.start, ())]
    for state, words in waiting:
        if state in grammar.finals:
            found.add(" ".join(words))
        waiting.extend((after, (*words, word)) for word, after in grammar.arcs[state].items())
    return found


def grammar_of(write: Write, *sentences: str, **parts: object) -> Grammar:
    data = {"language": "en", "intents": {"Any": {"data": [{"sentences": [*sentences]}]}}}
    return Intents.load(write(yaml.safe_dump({**data, **parts}))).grammar


def extends(grammar: Grammar, words: Sequence[str]) -> bool:
    """Return whether some command begins with ``words`` and goes on after them."""
    state = grammar.start
    for word in words:
        if word not in grammar.arcs[state]:
            return False
        state = grammar.arcs[state][word]
    return bool(grammar.arcs[state])


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("stop", {"stop"}),
        ("Stop, please!", {"stop please"}),
        ("[please] stop", {"stop", "please stop"}),
        ("[please ]stop[ now]", {"stop", "please stop", "stop now", "please stop now"}),
        ("(stop|halt)", {"stop", "halt"}),
        ("(stop|)  it", {"stop it", "it"}),
        ("minute[s]", {"minute", "minutes"}),
        ("(un|re)do", {"undo", "redo"}),
        ("{1..3:n}", {"one", "two", "three"}),
        ("{1..3:n}th", {"oneth", "twoth", "threeth"}),
        ("{20..22:n}", {"twenty", "twenty one", "twenty two"}),
        ("{0..100,50:n}", {"zero", "fifty", "one hundred"}),
        ("x-ray it's o'clock", {"x ray it's o'clock"}),
        ("play 21", {"play twenty one"}),
        ("(a;b) c", {"a b c", "b a c"}),
        ("([a];b)", {"b", "a b", "b a"}),
        ("(a;b;c)", {"a b c", "a c b", "b a c", "b c a", "c a b", "c b a"}),
        ("[[[a] b] c] d", {"d", "c d", "b c d", "a b c d"}),
    ],
)
def test_has_just_these_sentences(write: Write, sentence: str, said: set[str]) -> None:
    assert language(grammar_of(write, sentence)) == said


def test_lists_rules_and_what_they_hold(write: Write) -> None:
    grammar = grammar_of(
        write,
        "<make> {drink} [with <extra>]",
        expansion_rules={"make": "(brew|make [me])", "extra": "{milk}"},
        lists={
            "drink": {"values": ["tea", {"in": "(iced|hot) coffee", "out": 2}]},
            "milk": {"values": [{"in": "[a bit of] milk"}]},
        },
    )
    assert grammar.accepts(["brew", "iced", "coffee"])
    assert grammar.accepts(["make", "me", "tea", "with", "a", "bit", "of", "milk"])
    assert not grammar.accepts(["make", "me", "tea", "with"])
    assert len(language(grammar)) == 3 * 3 * 3


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"from": 8, "to": 8, "fractions": "halves"}, {"eight", "eight point five"}),
        ({"from": 10, "to": 30, "step": 10}, {"ten", "twenty", "thirty"}),
        ({"from": -1, "to": 0}, {"minus one", "zero"}),
        ({"from": 21, "to": 21, "words_language": "de"}, {"einundzwanzig"}),
        ({"from": 5, "to": 6, "multiplier": 0.5}, {"five", "six"}),
    ],
)
def test_ranges_are_spelled_out(write: Write, numbers: dict[str, object], said: set[str]) -> None:
    grammar = grammar_of(write, "{n}", lists={"n": {"range": numbers}})
    plain = {sentence.replace("\u00ad", "") for sentence in language(grammar)}
    assert plain == said


def test_extends_only_what_can_go_on(write: Write) -> None:
    grammar = grammar_of(write, "stop [it] [now]")
    assert extends(grammar, [])
    assert extends(grammar, ["stop"])
    assert extends(grammar, ["stop", "it"])
    assert not extends(grammar, ["stop", "now"])
    assert not extends(grammar, ["go"])
    assert not grammar.accepts([])
    assert not grammar.accepts(["stop", "stop"])


def test_size_goes_with_the_templates_not_with_the_sentences(write: Write) -> None:
    digits = "(one|two|three|four|five|six|seven|eight|nine|zero)"
    grammar = grammar_of(write, " ".join([digits] * 8))
    assert len(grammar.arcs) == 9
    assert sum(map(len, grammar.arcs)) == 80
    assert len(grammar.sentences(1000, 1)) == 1000


def test_sentences_stop_at_all_there_are(write: Write) -> None:
    grammar = grammar_of(write, "(a|b) [c]")
    assert set(grammar.sentences(100, 1)) == {"a", "b", "a c", "b c"}
    assert grammar.sentences(0, 1) == []


def test_a_word_names_the_first_template_that_needs_it(write: Write) -> None:
    path = write(
        """
        language: en
        intents:
          Stop:
            data:
              - sentences:
                  - stop
                  - stop <when>
          Go:
            data:
              - sentences: ["go now"]
        expansion_rules:
          when: (now|at once)
        """
    )
    words = Intents.load(path).grammar.words
    assert {word: source.line for word, source in words.items()} == {
        "stop": 7, "now": 8, "at": 8, "once": 8, "go": 11,
    }  # fmt: skip
    assert {source.file for source in words.values()} == {path}


def test_local_rules_and_lists_hide_the_common_ones(write: Write) -> None:
    path = write(
        """
        language: en
        intents:
          Common:
            data:
              - sentences: ["one <outer> {thing}"]
          Own:
            data:
              - sentences: ["two <outer> {thing}"]
                expansion_rules:
                  inner: own
                lists:
                  thing: {values: [cup]}
              - sentences: ["three <outer> {thing}"]
        expansion_rules:
          outer: "<inner>"
          inner: common
        lists:
          thing: {values: [ice]}
        """
    )
    intents = Intents.load(path)
    assert language(intents.grammar) == {"one common ice", "two own cup", "three common ice"}
    assert intents.match("two common ice") is None
    own = intents.match("two own cup")
    assert own is not None
    assert (own.name, own.slots) == ("Own", {"thing": "cup"})


WORDS = ["a", "b", "c"]


def templates() -> st.SearchStrategy[str]:
    def more(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.lists(part, min_size=2, max_size=3).map(" ".join),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
            st.lists(part, min_size=2, max_size=3).map(lambda parts: f"({';'.join(parts)})"),
            part.map(lambda text: f"[{text}]"),
        )

    plain = st.sampled_from([*WORDS, "a[b]", "<rule>", "{list}", "{number}"])
    return st.recursive(plain, more, max_leaves=6)


@given(templates(), st.lists(st.sampled_from([*WORDS, "ab", "five"]), max_size=4))
def test_grammar_is_what_hassil_says(template: str, words: list[str]) -> None:
    data = {
        "language": "en",
        "intents": {"Any": {"data": [{"sentences": [template]}]}},
        "expansion_rules": {"rule": "(b|a c)"},
        "lists": {"list": {"values": ["c", "a [b]"]}, "number": {"range": {"from": 4, "to": 5}}},
    }
    with TemporaryDirectory() as folder:
        path = Path(folder, "any.yaml")
        path.write_text(yaml.safe_dump(data), encoding="utf-8")
        try:
            intents = Intents.load(path)
        except SilentTemplateError:
            assume(False)
    group = intents._groups[0]
    texts = sample_sentence(
        group.sentences[0][0], dict(group.lists), dict(group.rules), language="en"
    )
    said = {" ".join(text.split()) for text in texts}
    said = {text for text in said if not set(text) & set("45") and "th" not in text}
    grammar = intents.grammar
    assert language(grammar) == said
    assert all(intents.match(text) for text in sorted(said)[:20])
    assert grammar.accepts(words) == (" ".join(words) in said)
    assert grammar.accepts(words) == (intents.match(" ".join(words)) is not None)
    starts = {tuple(text.split()[:n]) for text in said for n in range(len(text.split()))}
    assert extends(grammar, words) == (tuple(words) in starts)
    assert len({frozenset(_follows(grammar, s)) for s in range(len(grammar.arcs))}) == len(
        grammar.arcs
    )


def _follows(grammar: Grammar, state: int) -> set[tuple[str, ...]]:
    """List what can still be said in a state."""
    here: set[tuple[str, ...]] = {()} if state in grammar.finals else set()
    return here.union(
        (word, *rest)
        for word, after in grammar.arcs[state].items()
        for rest in _follows(grammar, after)
    )
