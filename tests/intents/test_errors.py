"""Intents files that cannot be used: the error names file, line, place and problem."""

import pytest

from floe.errors import DocumentError
from intents import errors
from intents.library import Intents
from tests.intents.conftest import Write

WHOLE = """\
language: en
intents:
  Stop:
    data:
      - sentences:
          - "stop"
          - "SENTENCE"
expansion_rules:
  now: "at once"
  round: "<and> round"
  and: "[and] <round>"
  broken_list: "{none}"
lists:
  any: {wildcard: true}
  days: {range: {from: 1, to: 7, words_language: xx}}
"""


@pytest.mark.parametrize(
    ("sentence", "error", "problem"),
    [
        ("stop (now", errors.TemplateError, '"stop (now" does not parse'),
        ("stop now)", errors.TemplateError, "does not parse"),
        ("stop [now", errors.TemplateError, "does not parse"),
        ("stop ]", errors.TemplateError, "does not parse"),
        ("stop {}", errors.TemplateError, "does not parse"),
        ("stop <>", errors.TemplateError, "does not parse"),
        (" ", errors.TemplateError, '" " does not parse'),
        ("stop {days", errors.TemplateError, "does not parse"),
        ("stop <soon>", errors.UnknownRuleError, "no expansion rule <soon>"),
        ("stop {day}", errors.UnknownListError, "no list {day}"),
        ("stop <broken_list>", errors.UnknownListError, "no list {none}"),
        ("stop {any}", errors.WildcardError, "list {any} takes any words"),
        ("stop <round>", errors.CircularRuleError, "<round> contains itself"),
        ("stop {days}", errors.UnspeakableError, "{days} cannot be spelled out"),
        ("[stop]", errors.SilentTemplateError, "matches when nothing is said"),
        ("(stop|)", errors.SilentTemplateError, "matches when nothing is said"),
        ("!", errors.SilentTemplateError, "matches when nothing is said"),
    ],
)
def test_sentence(write: Write, sentence: str, error: type[Exception], problem: str) -> None:
    path = write(WHOLE.replace("SENTENCE", sentence))
    with pytest.raises(error) as caught:
        Intents.load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:7: intents.Stop.data.0.sentences.1: ")
    assert problem in message
    assert "\n" not in message
    assert isinstance(caught.value, errors.IntentsError)


@pytest.mark.parametrize(
    ("text", "error", "place"),
    [
        ("", DocumentError, ":1: expected keys and values"),
        ("- stop", DocumentError, ":1: expected keys and values"),
        ("language: [en", DocumentError, ":2: "),
        ("language: en\nintents:\n\tStop: 1", DocumentError, ":3: "),
        ("language: en", errors.NoIntentsError, ":1: intents: the file holds no intents"),
        ("language: en\nintents:", errors.NoIntentsError, ":2: intents: "),
        ("language: en\nintents: {}", errors.NoIntentsError, ":2: intents: "),
        ("intents: {A: 1}", errors.SchemaError, ":1: language: is missing"),
        (
            "language: 1\nintents: {A: 1}",
            errors.SchemaError,
            ":1: language: expected text, found 1",
        ),
        ("language: no\nintents: {A: 1}", errors.SchemaError, ":1: language: expected text"),
        ("language: en\nintents: [A]", errors.SchemaError, ":2: intents: expected keys and values"),
        ("language: en\nintents:\n  A: x", errors.SchemaError, ":3: intents.A: "),
        ("language: en\nintents:\n  A: {}", errors.SchemaError, ":3: intents.A.data: is missing"),
        ("language: en\nintents:\n  A:\n    data: []", errors.SchemaError, ":4: intents.A.data: "),
        ("language: en\nintents:\n  A:\n    data: [x]", errors.SchemaError, ":4: intents.A.data.0"),
        ("language: en\nintents:\n  Yes: {data: []}", errors.SchemaError, "the name True"),
    ],
)
def test_file(write: Write, text: str, error: type[Exception], place: str) -> None:
    path = write(text)
    with pytest.raises(error) as caught:
        Intents.load(path)
    assert str(caught.value).startswith(f"{path}:")
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("data", "error", "place"),
    [
        ("- {}", errors.SchemaError, ":5: intents.A.data.0.sentences: is missing"),
        ("- sentences: stop", errors.SchemaError, ".sentences: expected a list, found 'stop'"),
        ("- sentences: []", errors.SchemaError, ".sentences: is empty"),
        ("- sentences: [stop, yes]", errors.SchemaError, ".sentences.1: expected text, found True"),
        ("- sentences: [{a: b}]", errors.SchemaError, ".sentences.0: expected text"),
        ("- {sentences: [a], slots: [b]}", errors.SchemaError, ".slots: expected keys and values"),
        ("- {sentences: [a], slots: {b: [c]}}", errors.SchemaError, ".slots.b: expected one value"),
        ("- {sentences: [a], slots: {1: c}}", errors.SchemaError, "the name 1 here"),
        ("- {sentences: [a], expansion_rules: {b: 1}}", errors.SchemaError, "expansion_rules.b: "),
        ("- {sentences: [a], expansion_rules: {b: '('}}", errors.TemplateError, "rules.b: "),
        ("- {sentences: [a], lists: {b: 1}}", errors.SchemaError, ".lists.b: expected keys"),
        ("- {sentences: [a], lists: {b: {}}}", errors.SchemaError, ".lists.b: needs values"),
        ("- {sentences: [a], lists: {b: {values: []}}}", errors.SchemaError, "values: is empty"),
        ("- {sentences: [a], lists: {b: {values: [1]}}}", errors.SchemaError, "values.0: expected"),
        (
            "- {sentences: [a], lists: {b: {values: [{out: 1}]}}}",
            errors.SchemaError,
            "0.in: is mis",
        ),
        (
            "- {sentences: [a], lists: {b: {values: [{in: c, out: [1]}]}}}",
            errors.SchemaError,
            "values.0.out: expected one value, found [1]",
        ),
        ("- {sentences: [a], lists: {b: {values: ['(c']}}}", errors.TemplateError, "values.0: "),
        ("- {sentences: [a], lists: {b: {range: 1}}}", errors.SchemaError, "b.range: expected"),
        ("- {sentences: [a], lists: {b: {range: {}}}}", errors.SchemaError, "from: is missing"),
        ("- {sentences: [a], lists: {b: {range: {from: 1}}}}", errors.SchemaError, "to: is miss"),
        (
            "- {sentences: [a], lists: {b: {range: {from: x, to: 2}}}}",
            errors.SchemaError,
            "range.from: expected a number, found 'x'",
        ),
        (
            "- {sentences: [a], lists: {b: {range: {from: 3, to: 2}}}}",
            errors.SchemaError,
            "range: goes from 3 down to 2",
        ),
        (
            "- {sentences: [a], lists: {b: {range: {from: 1, to: 2, step: 0}}}}",
            errors.SchemaError,
            "step: has to be at least 1",
        ),
        (
            "- {sentences: [a], lists: {b: {range: {from: 1, to: 2, fractions: thirds}}}}",
            errors.SchemaError,
            "fractions: has to be halves or tenths",
        ),
        (
            "- {sentences: [a], lists: {b: {range: {from: 1, to: 2, type: weight}}}}",
            errors.SchemaError,
            "type: has to be number, percentage or temperature",
        ),
        (
            "- {sentences: [a], lists: {b: {range: {from: 1, to: 2, multiplier: [1]}}}}",
            errors.SchemaError,
            "multiplier: expected a number, found [1]",
        ),
        (
            "- {sentences: [a], lists: {b: {range: {from: 1, to: 2, words: false}}}}",
            errors.UnsupportedError,
            "words: ",
        ),
        (
            "- {sentences: [a], required_keywords: 1}",
            errors.SchemaError,
            "required_keywords: expected a list",
        ),
        ("- {sentences: [a], settings: 1}", errors.SchemaError, "settings: expected keys"),
        (
            "- {sentences: [a], lists: {b: {values: [{in: c, context: 1}]}}}",
            errors.SchemaError,
            "values.0.context: expected keys and values",
        ),
        (
            "- {sentences: [a], requires_context: {area: null}}",
            errors.UnsupportedError,
            "requires_context: is not supported",
        ),
        (
            "- {sentences: [a], excludes_context: {area: null}}",
            errors.UnsupportedError,
            "excludes_context: is not supported",
        ),
    ],
)
def test_data(write: Write, data: str, error: type[Exception], place: str) -> None:
    path = write(f"language: en\nintents:\n  A:\n    data:\n      {data}\n")
    with pytest.raises(error) as caught:
        Intents.load(path)
    assert str(caught.value).startswith(f"{path}:5: intents.A")
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("skip_words: [please]", ":2: skip_words: is not supported: write them as [please]"),
        ("settings: {ignore_whitespace: true}", ":2: settings.ignore_whitespace: is not supp"),
        ("settings: 1", ":2: settings: expected keys and values"),
        ("expansion_rules: [a]", ":2: expansion_rules: expected keys and values"),
        ("lists: [a]", ":2: lists: expected keys and values"),
        ("expansion_rules:\n  a: '(b'", ':3: expansion_rules.a: "(b" does not parse'),
        ("lists:\n  a:\n    values:\n      - b\n      - '[c'", ':6: lists.a.values.1: "[c" does'),
        ("lists:\n  a:\n    values:\n      - {in: '<c'}", ':5: lists.a.values.0: "<c" does'),
        ("expansion_rules:\n  yes: a", ":2: expansion_rules: YAML reads the name True"),
    ],
)
def test_common_part(write: Write, part: str, place: str) -> None:
    path = write(f"language: en\n{part}\nintents: {{A: {{data: [{{sentences: [a]}}]}}}}\n")
    with pytest.raises(errors.IntentsError) as caught:
        Intents.load(path)
    assert str(caught.value).startswith(f"{path}{place}")


def test_what_hassil_allows_and_floe_ignores(write: Write) -> None:
    path = write(
        """
        language: en
        settings: {filter_with_regex: false, ignore_whitespace: false}
        skip_words: []
        responses: {errors: {no_intent: sorry}}
        intents:
          A:
            data:
              - sentences: [a]
                response: done
                metadata: {b: c}
                required_keywords: [a]
        """
    )
    assert Intents.load(path).match("a") is not None
