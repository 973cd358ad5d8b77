"""A hassil file, validated and parsed: what can be said, one group of templates after the other.

`intents.library` has hassil match these groups, and `intents.nfa` makes a network of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import hassil
from hassil.expression import (
    Expression,
    Group,
    ListReference,
    RuleReference,
    Sentence,
    TextChunk,
)
from hassil.intents import Intent, SlotList, TextSlotList
from hassil.parser import ParseError

from floe.document import Document, Key
from intents.errors import TemplateError
from intents.limits import limit_templates
from intents.spelling import normaliser
from intents.validation import validate

Keys = tuple[Key, ...]
"""The place of a value in the file."""
PlacedTemplate = tuple[Sentence, Keys]
"""A parsed template and its place in the file."""

_UNPARSABLE = (ParseError, AssertionError)
"""What hassil's parser raises; it raises AssertionError about empty names, as in ``<>``."""


@dataclass(frozen=True)
class TemplateGroup:
    """Templates of one intent that share their slots, rules and lists: an item of its ``data``."""

    name: str
    """The intent's name."""
    language: str
    """The file's language, a code such as ``en``."""
    sentences: list[PlacedTemplate]
    """The templates."""
    rules: Mapping[str, Sentence]
    """The expansion rules by name: the file's and the group's own."""
    lists: Mapping[str, SlotList]
    """The lists by name: the file's and the group's own."""
    has_own: bool
    """Whether some of the rules or lists are the group's own."""
    alone: hassil.Intents
    """The group as hassil's matcher takes it, without any other group."""


def parse_groups(document: Document) -> list[TemplateGroup]:
    """Return the groups of a file in its order, with all literal text as it is spoken.

    Raises:
        IntentsError: the file is not in hassil's format, or a template does not parse.
    """
    validate(document)
    limit_templates(document, _texts(document))
    try:
        whole = hassil.Intents.from_dict(document.data)
        found = list(_groups(whole))
    except _UNPARSABLE:
        _find_unparsable(document)
        raise
    _normalise(whole, found)
    return found


def _groups(whole: hassil.Intents) -> Iterator[TemplateGroup]:
    for name, intent in whole.intents.items():
        for number, data in enumerate(intent.data):
            keys = ("intents", name, "data", number, "sentences")
            places = {text: place for place, text in reversed([*enumerate(data.sentence_texts)])}
            yield TemplateGroup(
                name=str(name),
                language=whole.language,
                sentences=[(each, (*keys, places[str(each.text)])) for each in data.sentences],
                rules={**whole.expansion_rules, **data.expansion_rules},
                lists={**whole.slot_lists, **data.slot_lists},
                has_own=bool(data.expansion_rules or data.slot_lists),
                alone=hassil.Intents(
                    language=whole.language,
                    intents={name: Intent(name, [data])},
                    slot_lists=whole.slot_lists,
                    expansion_rules=whole.expansion_rules,
                ),
            )


def count_parts(expression: Expression, group: TemplateGroup, known: dict[str, int]) -> int:
    """Return how many words and the like a template has with all its rules and lists filled in.

    Nothing in the group may contain itself. ``known`` holds the rules and lists counted before.
    """
    if isinstance(expression, Group):
        return 1 + sum(count_parts(item, group, known) for item in expression.items)
    if isinstance(expression, RuleReference):
        name = f"<{expression.rule_name}>"
        within = [group.rules[expression.rule_name].expression] if name not in known else []
    elif isinstance(expression, ListReference):
        name = f"{{{expression.list_name}}}"
        values = group.lists.get(expression.list_name) if name not in known else None
        within = (
            [each.text_in for each in values.values] if isinstance(values, TextSlotList) else []
        )
    else:
        return 1
    if name not in known:
        # hassil finds a value that is no template at once, however many there are.
        templates = [each for each in within if not isinstance(each, TextChunk)]
        known[name] = 1 + sum(count_parts(each, group, known) for each in templates)
    return known[name]


def _normalise(whole: hassil.Intents, groups: list[TemplateGroup]) -> None:
    """Rewrite all literal text as it is spoken, in place: hassil matches these very objects."""
    normalise = normaliser(whole.language)
    seen: set[int] = set()
    waiting = [expression for group in groups for expression in _expressions(group)]
    while waiting:
        expression = waiting.pop()
        if id(expression) in seen:
            continue
        seen.add(id(expression))
        if isinstance(expression, TextChunk):
            expression.text = normalise(expression.text)
        elif isinstance(expression, Group):
            waiting.extend(expression.items)


def _expressions(group: TemplateGroup) -> Iterator[Expression]:
    for sentence in (*(each for each, _ in group.sentences), *group.rules.values()):
        yield sentence.expression
    for values in group.lists.values():
        if isinstance(values, TextSlotList):
            yield from (value.text_in for value in values.values)


def _find_unparsable(document: Document) -> None:
    """Raise for the first template in the file that does not parse."""
    for text, keys in _texts(document):
        try:
            hassil.parse_sentence(text)
        except _UNPARSABLE:
            problem = f'"{text}" does not parse: look at its brackets'
            raise TemplateError(document, problem, *keys) from None


def _texts(document: Document) -> Iterator[tuple[str, Keys]]:
    """Yield every template of the file with its place: sentences, rules and values of lists."""
    yield from _definitions(document.data, ())
    for name, intent in document.data["intents"].items():
        for number, data in enumerate(intent["data"]):
            keys: Keys = ("intents", name, "data", number)
            yield from _definitions(data, keys)
            for index, text in enumerate(data["sentences"]):
                yield text, (*keys, "sentences", index)


def _definitions(part: Mapping[str, object], keys: Keys) -> Iterator[tuple[str, Keys]]:
    rules = part.get("expansion_rules")
    for name, text in rules.items() if isinstance(rules, dict) else ():
        yield text, (*keys, "expansion_rules", name)
    lists = part.get("lists")
    for name, spec in lists.items() if isinstance(lists, dict) else ():
        for index, value in enumerate(spec.get("values", ())):
            text = value if isinstance(value, str) else value["in"]
            yield text, (*keys, "lists", name, "values", index)
