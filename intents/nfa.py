"""Sentence templates as a network of words: a graph, however many sentences it holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    Permutation,
    RuleReference,
    TextChunk,
)
from hassil.intents import RangeSlotList, TextSlotList

from floe.document import Document
from intents.errors import (
    CircularRuleError,
    IntentsError,
    SilentTemplateError,
    UnknownListError,
    UnknownRuleError,
    UnspeakableError,
    WildcardError,
)
from intents.spelling import spellings
from intents.templates import Keys, TemplateGroup

Ends = frozenset[tuple[int, str]]
"""Where a template has come to: nodes, each with the letters of a word not yet finished."""

Known = dict[tuple[str, int, Ends], Ends]
"""Where a rule or list (by name and scope), or the end of a word (no name), leads from given
ends: what begins in the same way is shared."""


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """Where something is written."""

    file: Path
    line: int
    """Counted from 1."""


@dataclass
class NFA:
    """A nondeterministic acceptor without empty arcs or cycles; node 0 is the start.

    Every path into a node may be followed by every path out of it, and every arc leads to a
    node of a higher number.
    """

    arcs: list[dict[str, list[int]]] = field(default_factory=lambda: [{}])
    """For each node, the nodes that each word leads to."""
    labels: dict[int, set[int]] = field(default_factory=dict)
    """For each node that ends a sentence, the numbers of the blocks it belongs to."""
    words: dict[str, TemplateSource] = field(default_factory=dict)
    """For each word, the first template that needs it."""

    def ended_by(self, words: Iterable[str]) -> list[int]:
        """Return the labels of the sentences that are exactly ``words``, in order."""
        nodes = {0}
        for word in words:
            nodes = {after for node in nodes for after in self.arcs[node].get(word, ())}
        return sorted({label for node in nodes for label in self.labels.get(node, ())})


def build_nfa(document: Document, blocks: Iterable[TemplateGroup]) -> NFA:
    """Make the network of all sentences; labels are the blocks' numbers in their order.

    Raises:
        IntentsError: a template uses what is not defined, or what no grammar can hold.
    """
    network = NFA()
    known: Known = {}
    for label, block in enumerate(blocks):
        for sentence, keys in block.sentences:
            weaver = _Weaver(network, known, document, block, keys)
            for node in weaver.weave(sentence.expression):
                network.labels.setdefault(node, set()).add(label)
    return network


class _Weaver:
    """Adds one template to a network."""

    def __init__(
        self, network: NFA, known: Known, document: Document, block: TemplateGroup, keys: Keys
    ) -> None:
        self._network = network
        self._known = known
        self._document = document
        self._block = block
        self._scope = id(block) if block.has_own else 0
        self._keys = keys
        self._source = TemplateSource(document.path, document.line(*keys))
        self._open: list[str] = []

    def weave(self, expression: Expression) -> set[int]:
        """Add the template; give the nodes at which it ends."""
        ends = self._flush(self._add(expression, frozenset({(0, "")})))
        nodes = {node for node, _ in ends}
        if 0 in nodes:
            raise self._error(SilentTemplateError, "matches when nothing is said")
        return nodes

    def _error(self, kind: type[IntentsError], problem: str) -> IntentsError:
        return kind(self._document, problem, *self._keys)

    def _flush(self, ends: Ends) -> Ends:
        """Finish the words in hand: all of them lead to one new node."""
        waiting = sorted(end for end in ends if end[1])
        if not waiting:
            return ends
        key = ("", 0, ends)
        if key not in self._known:
            joint = len(self._network.arcs)
            self._network.arcs.append({})
            for node, word in waiting:
                self._network.arcs[node].setdefault(word, []).append(joint)
                self._network.words.setdefault(word, self._source)
            self._known[key] = Ends([(joint, ""), *(end for end in ends if not end[1])])
        return self._known[key]

    def _add(self, expression: Expression, ends: Ends) -> Ends:
        if isinstance(expression, TextChunk):
            return self._text(expression.text, ends)
        if isinstance(expression, Alternative):
            return Ends().union(*[self._add(item, ends) for item in expression.items])
        if isinstance(expression, Permutation):
            return self._permutation(expression.items, ends)
        if isinstance(expression, Group):
            for item in expression.items:
                ends = self._add(item, ends)
            return ends
        if isinstance(expression, RuleReference):
            return self._rule(expression.rule_name, ends)
        if isinstance(expression, ListReference):
            return self._list(expression, ends)
        raise TypeError(f"hassil has a new kind of expression: {type(expression).__name__}")

    def _text(self, text: str, ends: Ends) -> Ends:
        words = text.split()
        if text[:1].isspace():
            ends = self._flush(ends)
        for index, word in enumerate(words):
            if index:
                ends = self._flush(ends)
            ends = frozenset((node, begun + word) for node, begun in ends)
        return self._flush(ends) if words and text[-1].isspace() else ends

    def _permutation(self, items: list[Expression], ends: Ends) -> Ends:
        """Take the items in any order: one step for each subset of them already said."""
        reached: dict[int, Ends] = {0: ends}
        for said in range(1, 1 << len(items)):
            ways = (
                self._add(item, reached[said ^ 1 << index])
                for index, item in enumerate(items)
                if said >> index & 1
            )
            reached[said] = Ends().union(*ways)
        return reached[max(reached)]

    def _rule(self, name: str, ends: Ends) -> Ends:
        key = (f"<{name}>", self._scope, ends)
        if key in self._known:
            return self._known[key]
        if name not in self._block.rules:
            raise self._error(UnknownRuleError, f"there is no expansion rule <{name}>")
        if name in self._open:
            raise self._error(CircularRuleError, f"the expansion rule <{name}> contains itself")
        self._open.append(name)
        self._known[key] = self._add(self._block.rules[name].expression, ends)
        self._open.pop()
        return self._known[key]

    def _list(self, reference: ListReference, ends: Ends) -> Ends:
        key = (f"{{{reference.list_name}}}", self._scope, ends)
        if key not in self._known:
            ways = self._values(reference, ends)
            self._known[key] = Ends().union(*ways)
        return self._known[key]

    def _values(self, reference: ListReference, ends: Ends) -> Iterator[Ends]:
        name = reference.list_name
        found = self._block.lists.get(name)
        limits = reference.get_inline_range()
        if found is None and limits is not None:
            found = RangeSlotList(name, *limits)
        if isinstance(found, RangeSlotList):
            yield from (self._text(way, ends) for way in self._numbers(found))
        elif isinstance(found, TextSlotList):
            yield from (self._add(value.text_in, ends) for value in found.values)
        elif found is None:
            raise self._error(UnknownListError, f"there is no list {{{name}}}")
        else:
            problem = f"the list {{{name}}} takes any words: give it values to make a grammar of"
            raise self._error(WildcardError, problem)

    def _numbers(self, numbers: RangeSlotList) -> Iterator[str]:
        language = numbers.words_language or self._block.language
        try:
            for number in numbers.get_numbers():
                yield from spellings(number, language)
        except ValueError as error:
            problem = f"the numbers of {{{numbers.name}}} cannot be spelled out: {error}"
            raise self._error(UnspeakableError, problem) from None
