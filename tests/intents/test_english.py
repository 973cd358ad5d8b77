"""Floe's own file: complete, unambiguous, speakable, and its grammar the same as its templates."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    TextChunk,
)
from hassil.intents import RangeSlotList, SlotList, TextSlotList
from hypothesis import given
from hypothesis import strategies as st

from intents.intent import IntentName
from intents.library import Intents
from intents.spelling import spellings
from intents.templates import TemplateGroup

ROOT = Path(__file__).parents[2]
"""No time limit: the machine may be busy."""


def test_has_every_intent_and_no_other(english: Intents) -> None:
    assert set(english.names) == {name.value for name in IntentName}


def test_no_sentence_has_two_intents(english: Intents) -> None:
    """All sentences, not a sample: walks the sets of nodes that any words can lead to."""
    nfa, groups = english._nfa, english._groups
    start = frozenset({0})
    said: dict[frozenset[int], str] = {start: ""}
    waiting = [start]
    for nodes in waiting:
        ways: dict[str, set[int]] = {}
        for node in nodes:
            for word, after in nfa.arcs[node].items():
                ways.setdefault(word, set()).update(after)
        for word, reached in ways.items():
            if said.setdefault(frozenset(reached), f"{said[nodes]} {word}") == (
                f"{said[nodes]} {word}"
            ):
                waiting.append(frozenset(reached))
        names = {groups[label].name for node in nodes for label in nfa.labels.get(node, ())}
        assert len(names) <= 1, f'"{said[nodes].strip()}" is {sorted(names)}'


def test_words_can_be_spoken(english: Intents) -> None:
    for word, source in english.grammar.words.items():
        assert re.fullmatch(r"[a-z]+('[a-z]+)?", word), source
        assert source.file.parent == english.document.path


def test_words_come_from_a_line_that_needs_them(english: Intents) -> None:
    for word, source in english.grammar.words.items():
        line = source.file.read_text(encoding="utf-8").splitlines()[source.line - 1]
        assert re.search(rf"\b{word}\b", line) or "<" in line or "{" in line, (word, source)


def test_grammar_arcs_use_exactly_its_words(english: Intents) -> None:
    arcs = english.grammar.arcs
    assert {word for ways in arcs for word in ways} == set(english.grammar.words)


@pytest.mark.parametrize("seed", range(3))
def test_what_the_grammar_says_is_understood(english: Intents, seed: int) -> None:
    sentences = english.grammar.sentences(400, seed)
    assert len(set(sentences)) == 400
    for sentence in sentences:
        intent = english.match(sentence)
        assert intent is not None, sentence
        assert intent.text == sentence
        assert english.grammar.accepts(sentence.split())


def test_sentences_are_the_same_for_a_seed(english: Intents) -> None:
    assert english.grammar.sentences(20, 7) == english.grammar.sentences(20, 7)
    assert english.grammar.sentences(20, 7) != english.grammar.sentences(20, 8)


def test_grammar_is_the_same_in_every_process(english: Intents) -> None:
    """Strings hash differently from process to process; nothing may depend on it."""
    code = "from intents.library import Intents; print(Intents.load().grammar.sentences(200, 1))"
    for seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert said.stdout.strip() == str(english.grammar.sentences(200, 1))


@given(data=st.data())
def test_what_the_templates_say_is_in_the_grammar(english: Intents, data: st.DataObject) -> None:
    group = data.draw(st.sampled_from(english._groups))
    sentence, _ = data.draw(st.sampled_from(group.sentences))
    text = " ".join("".join(_say(sentence.expression, group, data)).split())
    assert english.grammar.accepts(text.split()), text
    intent = english.match(text)
    assert intent is not None, text
    assert intent.name == group.name


def _say(expression: Expression, group: TemplateGroup, data: st.DataObject) -> Iterable[str]:
    """Say one of a template's sentences: a second, independent reading of hassil's tree."""
    if isinstance(expression, TextChunk):
        yield expression.text
    elif isinstance(expression, Alternative):
        yield from _say(data.draw(st.sampled_from(expression.items)), group, data)
    elif isinstance(expression, Permutation):
        for item in data.draw(st.permutations(expression.items)):
            yield from _say(item, group, data)
    elif isinstance(expression, Group):
        for item in expression.items:
            yield from _say(item, group, data)
    elif isinstance(expression, RuleReference):
        yield from _say(group.rules[expression.rule_name].expression, group, data)
    elif isinstance(expression, ListReference):
        yield from _say_value(group.lists[expression.list_name], group, data)


def _say_value(values: SlotList, group: TemplateGroup, data: st.DataObject) -> Iterable[str]:
    if isinstance(values, RangeSlotList):
        yield spellings(data.draw(st.sampled_from([*values.get_numbers()])), "en")[0]
    elif isinstance(values, TextSlotList):
        yield from _say(data.draw(st.sampled_from(values.values)).text_in, group, data)


@given(words=st.lists(st.sampled_from(["my", "skin", "legs", "is", "are", "numb", "not", "i'm"])))
def test_grammar_and_match_agree(english: Intents, words: list[str]) -> None:
    assert english.grammar.accepts(words) == (english.match(" ".join(words)) is not None)


@given(st.text())
def test_any_text_is_taken(english: Intents, text: str) -> None:
    intent = english.match(text)
    assert intent is None or intent.name in english.names


@given(st.text(), st.sampled_from(["stop", "my skin is numb", "my legs are numb", "start session"]))
def test_strangers_words_around_a_command_make_it_none(
    english: Intents, stranger: str, command: str
) -> None:
    if any(letter.isalnum() for letter in stranger):
        assert english.match(f"xq{stranger} {command}") is None
        assert english.match(f"{command} {stranger}xq") is None


@pytest.mark.parametrize("minutes", range(1, 61))
def test_minutes_from_one_to_sixty(english: Intents, minutes: int) -> None:
    for text in (f"make it {minutes} minutes", f"start a {minutes}-minute session"):
        intent = english.match(text)
        assert intent is not None
        assert intent.slots == {"minutes": minutes}


@pytest.mark.parametrize("level", range(11))
def test_levels_from_zero_to_ten(english: Intents, level: int) -> None:
    for text in (f"my pain is {level}", f"{level} out of ten", f"it's about a {level}"):
        intent = english.match(text)
        assert intent is not None
        assert intent.slots == {"level": level}
