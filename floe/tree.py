"""The values of a YAML text, each with its line, and no more of them than a file needs.

YAML can say much with few bytes: an alias repeats what it stands for, and brackets can be deep
enough to end the process in libyaml. So a text is counted, event by event, before it is composed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_VALUES = 50_000
"""Most values with all aliases filled in: fifty times as many as Floe's own intents have."""
_MOST_DEPTH = 50
"""Most levels of lists and mappings in each other; Floe's own files have seven."""
_LONGEST_NUMBER = 100
"""Most characters of a number: Python takes ever longer for those of more digits."""
_TAG = "tag:yaml.org,2002:"
_TEXTS = (f"{_TAG}str", f"{_TAG}value")
_NUMBERS = (f"{_TAG}int", f"{_TAG}float")
_SCALARS = (*_TEXTS, *_NUMBERS, f"{_TAG}null", f"{_TAG}bool", f"{_TAG}timestamp")
_MERGE = f"{_TAG}merge"

Key = str | int
"""A key of a mapping or an index of a list. A tuple of them is the place of a value in a file."""


class TreeError(Exception):
    """A text is not the YAML that it should be."""

    def __init__(self, line: int, problem: str, *keys: Key) -> None:
        """Say in which line, counted from 1, what is wrong with the value at ``keys``."""
        super().__init__(f"{'.'.join(map(str, keys))}: {problem}" if keys else problem)
        self.line = line


@dataclass
class ValueTree:
    """The values of one YAML text."""

    data: Any = None
    """The contents: dicts, lists and scalars."""
    lines: dict[tuple[Key, ...], int] = field(default_factory=dict)
    """The line, counted from 1, of the value at each place."""
    texts: dict[tuple[Key, ...], str] = field(default_factory=dict)
    """How the single value at each place is written, whatever YAML takes it for."""

    @classmethod
    def parse(cls, text: str) -> "ValueTree":
        """Return the values of a text of one document.

        Raises:
            TreeError: it is not YAML, holds too much, or something that no file of Floe's needs.
        """
        try:
            _count(yaml.parse(text, Loader=_LOADER))
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise TreeError(mark.line + 1 if mark else 1, error.problem or "not YAML") from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise TreeError(line, f"a character that no text has: {error.reason}") from error
        tree = cls()
        tree.data = tree._value(node, ()) if node else None
        return tree

    def _value(self, node: yaml.Node, keys: tuple[Key, ...]) -> Any:
        """Return what a node stands for, and note the lines of all that is in it."""
        if isinstance(node, yaml.MappingNode) and node.tag == f"{_TAG}map":
            return self._mapping(node, keys)
        if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAG}seq":
            return [self._below(each, (*keys, at)) for at, each in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and node.tag in _SCALARS:
            return _scalar(node, keys)
        tag = node.tag.replace(_TAG, "!!")
        raise TreeError(_line(node), f"could not determine what the tag {tag} means here", *keys)

    def _below(self, node: yaml.Node, keys: tuple[Key, ...]) -> Any:
        self.lines.setdefault(keys, _line(node))
        if isinstance(node, yaml.ScalarNode):
            self.texts[keys] = node.value
        return self._value(node, keys)

    def _mapping(self, node: yaml.MappingNode, keys: tuple[Key, ...]) -> dict[Any, Any]:
        data: dict[Any, Any] = {}
        own: set[Any] = set()
        sources = [value for key, value in node.value if key.tag == _MERGE]
        for source in (each for value in sources for each in _sources(value, keys)):
            data |= self._mapping(source, keys)
        for key, value in node.value:
            if key.tag == _MERGE:
                continue
            name = self._name(key, keys)
            below = (*keys, name if isinstance(name, str | int) else key.value)
            if name in own:
                raise TreeError(_line(key), "stands here a second time", *below)
            own.add(name)
            self.lines[below] = self.lines[*keys, key.value] = _line(key)
            data[name] = self._below(value, below)
        return data

    def _name(self, node: yaml.Node, keys: tuple[Key, ...]) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            raise TreeError(_line(node), "a key has to be a single value", *keys)
        return self._value(node, keys)


def _scalar(node: yaml.ScalarNode, keys: tuple[Key, ...]) -> Any:
    if node.tag in _TEXTS:
        return node.value
    if node.tag in _NUMBERS and len(node.value) > _LONGEST_NUMBER:
        raise TreeError(_line(node), f"a number of {len(node.value)} digits", *keys)
    try:
        return SafeConstructor().construct_object(node)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # PyYAML lets out whatever Python says of `!!timestamp x`, or of the 40th of May.
        kind = node.tag.removeprefix(_TAG)
        raise TreeError(_line(node), f"no {kind} can be {node.value!r}", *keys) from error


@dataclass
class _Extent:
    """How much a value is, with all that is in it."""

    anchor: str | None = None
    """The name by which aliases repeat it."""
    size: int = 1
    """The number of values."""
    height: int = 0
    """The number of levels below it."""

    def add(self, other: "_Extent") -> None:
        self.size += other.size
        self.height = max(self.height, other.height + 1)


def _count(events: Iterable[yaml.Event]) -> None:
    """Make sure that what the events tell of is neither too much nor too deep."""
    known: dict[str | None, _Extent] = {}
    opened = [_Extent()]
    for event in events:
        done = _Extent()
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append(_Extent(event.anchor))
            _limit(event, opened, done)
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            done = opened.pop()
        elif isinstance(event, yaml.AliasEvent):
            if any(each.anchor == event.anchor for each in opened):
                raise TreeError(_line(event), f"&{event.anchor} contains itself")
            done = known.get(event.anchor, done)
        elif isinstance(event, yaml.ScalarEvent):
            done = _Extent(event.anchor)
        else:
            continue
        known[done.anchor] = done
        opened[-1].add(done)
        _limit(event, opened, done)


def _limit(event: yaml.Event, opened: list[_Extent], done: _Extent) -> None:
    if len(opened) + done.height > _MOST_DEPTH:
        raise TreeError(_line(event), f"more than {_MOST_DEPTH} levels of brackets or indents")
    if opened[-1].size > _MOST_VALUES:
        raise TreeError(_line(event), f"more than {_MOST_VALUES} values, with aliases filled in")


def _line(item: yaml.Node | yaml.Event) -> int:
    mark = item.start_mark
    return mark.line + 1 if mark else 1


def _sources(node: yaml.Node, keys: tuple[Key, ...]) -> list[yaml.MappingNode]:
    """Return the mappings that a ``<<`` merges, the weakest first."""
    nodes = node.value[::-1] if isinstance(node, yaml.SequenceNode) else [node]
    found = [each for each in nodes if isinstance(each, yaml.MappingNode)]
    if len(found) < len(nodes):
        raise TreeError(_line(node), "<< needs keys and values", *keys)
    return found
