"""A nondeterministic finite automaton (NFA): all sentence templates as one network of words.

It stays small however many sentences the templates stand for. `intents.library` asks it which
groups of templates hold a sentence, and `intents.dfa` makes the recogniser's grammar of it.
"""

from collections import defaultdict
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
    TemplateError,
    TooLargeError,
    UnknownListError,
    UnknownRuleError,
    UnspeakableError,
    WildcardError,
)
from intents.limits import (
    MOST_LEVELS,
    MOST_ORDERED,
    MOST_PARTS,
    MOST_STEPS,
    MOST_WAYS,
    STEPS_OF_A_NODE,
    too_many_numbers,
)
from intents.spelling import spellings
from intents.templates import Keys, TemplateGroup, count_parts

Ends = frozenset[tuple[int, str]]
"""Where a template, added to the network so far, ends: nodes, each with the letters of a word that
is not finished yet, as "minute" of ``minute[s]``."""


@dataclass
class _Shared:
    """What the builders of all templates of one file have in common."""

    ends: dict[tuple[str, int, Ends], Ends] = field(default_factory=dict)
    """Where a rule or a list leads from given ends, so that it is added to the network only once
    from there. The key is its name and scope, and the ends; the end of a word has the name ""."""
    parts: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """For each scope, the number of parts of each rule and list."""
    steps: int = 0
    """How much was done so far."""


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """Where a template is written."""

    file: Path
    line: int
    """Counted from 1."""


@dataclass
class NFA:
    """Nodes and the words that lead from one to the next. Node 0 is the start.

    There are no empty arcs and no cycles: every arc leads to a node of a higher number. Any path
    into a node may go on with any path out of it.
    """

    arcs: list[dict[str, list[int]]] = field(default_factory=lambda: [{}])
    """For each node, the nodes that each word leads to."""
    labels: dict[int, set[int]] = field(default_factory=dict)
    """For each node that ends a sentence, the numbers of the groups that the sentence is in."""
    words: dict[str, TemplateSource] = field(default_factory=dict)
    """For each word, the place of the first template that needs it."""

    def labels_of(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of the groups that hold exactly the sentence ``words``, in order.

        There are none if the words can be read in more ways than `intents.limits` allows.
        """
        nodes = {0: 1}
        ways = 0
        for word in words:
            reached: dict[int, int] = defaultdict(int)
            for node, count in nodes.items():
                for after in self.arcs[node].get(word, ()):
                    reached[after] += count
            nodes = reached
            ways += sum(nodes.values())
            if ways > MOST_WAYS:
                return []
        return sorted({label for node in nodes for label in self.labels.get(node, ())})


def build_nfa(document: Document, groups: Iterable[TemplateGroup]) -> NFA:
    """Return the network of all sentences of a file; its labels are the places of their groups.

    Raises:
        IntentsError: a template uses what is not defined, or what no grammar can hold.
    """
    nfa = NFA()
    shared = _Shared()
    for label, group in enumerate(groups):
        for sentence, keys in group.sentences:
            builder = _Builder(nfa, shared, document, group, keys)
            for node in builder.add(sentence.expression):
                nfa.labels.setdefault(node, set()).add(label)
    return nfa


class _Builder:
    """Adds one template to the network."""

    def __init__(
        self, nfa: NFA, shared: _Shared, document: Document, group: TemplateGroup, keys: Keys
    ) -> None:
        self._nfa = nfa
        self._shared = shared
        self._document = document
        self._group = group
        self._scope = id(group) if group.has_own else 0
        self._keys = keys
        self._source = TemplateSource(document.file(*keys), document.line(*keys))
        self._open_rules: list[str] = []
        """The rules within which the builder is just now, to find one that contains itself."""
        self._depth = 0
        """In how many brackets and rules it is."""

    def add(self, expression: Expression) -> set[int]:
        """Add the template, and return the nodes at which it ends."""
        ends = self._end_word(self._add(expression, frozenset({(0, "")})))
        nodes = {node for node, _ in ends}
        if 0 in nodes:
            raise self._error(SilentTemplateError, "matches when nothing is said")
        if count_parts(expression, self._group, self._shared.parts[self._scope]) > MOST_PARTS:
            problem = f"has more than {MOST_PARTS} parts with all its rules and lists filled in"
            raise self._error(TooLargeError, problem)
        return nodes

    def _spend(self, steps: int) -> None:
        self._shared.steps += steps
        if self._shared.steps > MOST_STEPS:
            problem = "stands for more than a grammar can be made of; say less in one template"
            raise self._error(TooLargeError, problem)

    def _error(self, kind: type[IntentsError], problem: str) -> IntentsError:
        return kind(self._document, problem, *self._keys)

    def _end_word(self, ends: Ends) -> Ends:
        """Finish the words that are begun; all of them lead to one new node."""
        waiting = sorted(end for end in ends if end[1])
        if not waiting:
            return ends
        key = ("", 0, ends)
        if key not in self._shared.ends:
            self._spend(STEPS_OF_A_NODE)
            joint = len(self._nfa.arcs)
            self._nfa.arcs.append({})
            for node, word in waiting:
                self._nfa.arcs[node].setdefault(word, []).append(joint)
                self._nfa.words.setdefault(word, self._source)
            self._shared.ends[key] = Ends([(joint, ""), *(end for end in ends if not end[1])])
        return self._shared.ends[key]

    def _add(self, expression: Expression, ends: Ends) -> Ends:
        if self._depth == MOST_LEVELS:
            problem = f"has more than {MOST_LEVELS} brackets and rules in each other"
            raise self._error(TooLargeError, problem)
        self._depth += 1
        found = self._added(expression, ends)
        self._depth -= 1
        self._spend(1 + len(found))
        return found

    def _added(self, expression: Expression, ends: Ends) -> Ends:
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
        self._spend(len(words) * len(ends))
        if text[:1].isspace():
            ends = self._end_word(ends)
        for index, word in enumerate(words):
            if index:
                ends = self._end_word(ends)
            ends = frozenset((node, begun + word) for node, begun in ends)
        return self._end_word(ends) if words and text[-1].isspace() else ends

    def _permutation(self, items: list[Expression], ends: Ends) -> Ends:
        """Add the items in any order, with one set of ends for each subset of them already said."""
        if len(items) > MOST_ORDERED:
            problem = f"has {len(items)} parts in any order; at most {MOST_ORDERED} are allowed"
            raise self._error(TooLargeError, problem)
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
        if key in self._shared.ends:
            return self._shared.ends[key]
        if name not in self._group.rules:
            raise self._error(UnknownRuleError, f"there is no expansion rule <{name}>")
        if name in self._open_rules:
            raise self._error(CircularRuleError, f"the expansion rule <{name}> contains itself")
        self._open_rules.append(name)
        self._shared.ends[key] = self._add(self._group.rules[name].expression, ends)
        self._open_rules.pop()
        return self._shared.ends[key]

    def _list(self, reference: ListReference, ends: Ends) -> Ends:
        key = (f"{{{reference.list_name}}}", self._scope, ends)
        if key not in self._shared.ends:
            ways = self._values(reference, ends)
            self._shared.ends[key] = Ends().union(*ways)
        return self._shared.ends[key]

    def _values(self, reference: ListReference, ends: Ends) -> Iterator[Ends]:
        name = reference.list_name
        found = self._group.lists.get(name)
        if found is None:
            found = self._inline_range(reference)
        if isinstance(found, RangeSlotList):
            yield from (self._text(way, ends) for way in self._numbers(found))
        elif isinstance(found, TextSlotList):
            yield from (self._add(value.text_in, ends) for value in found.values)
        elif found is None:
            raise self._error(UnknownListError, f"there is no list {{{name}}}")
        else:
            problem = f"the list {{{name}}} takes any words: give it values to make a grammar of"
            raise self._error(WildcardError, problem)

    def _inline_range(self, reference: ListReference) -> RangeSlotList | None:
        name = reference.list_name
        try:
            limits = reference.get_inline_range()
            return None if limits is None else RangeSlotList(name, *limits)
        except (AssertionError, ValueError) as error:
            # hassil asserts that a range goes up, and Python reads no number of 5000 digits.
            raise self._error(TemplateError, f"{{{name}}} is no range") from error

    def _numbers(self, numbers: RangeSlotList) -> Iterator[str]:
        language = numbers.words_language or self._group.language
        if problem := too_many_numbers(numbers.start, numbers.stop, numbers.step):
            raise self._error(TooLargeError, f"{{{numbers.name}}} {problem}")
        try:
            for number in numbers.get_numbers():
                yield from spellings(number, language)
        except ValueError as error:
            problem = f"the numbers of {{{numbers.name}}} cannot be spelled out: {error}"
            raise self._error(UnspeakableError, problem) from None
