"""All that Floe says, read from a file and checked before anything is said."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from floe.document import Document, Key
from voice.session.prompt import COUNTED, PROMPTS

ENGLISH = Path(__file__).with_name("en.yaml")


def load(path: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the variants of every prompt, by its dotted key, from ``path`` or in English.

    Raises:
        DocumentError: the file cannot be read, lacks a prompt, or holds one that is unknown,
            empty, not text, or fills in a value that it may not use.
    """
    document = Document.load(path or ENGLISH)
    prompts = {".".join(keys): _variants(document, keys) for keys in _leaves(document)}
    for key in PROMPTS:
        if key not in prompts:
            raise document.error("this prompt is missing", *key.split("."))
    return prompts


def _leaves(document: Document) -> Iterator[tuple[str, ...]]:
    """Return the keys of every prompt in the file."""
    left: list[tuple[tuple[str, ...], object]] = [((), document.data)]
    while left:
        keys, value = left.pop()
        if not isinstance(value, Mapping):
            yield keys
            continue
        for key, below in value.items():
            if not isinstance(key, str):
                raise document.error(f"the key {key!r} is not text: put it in quotes", *keys)
            left.append(((*keys, key), below))


def _variants(document: Document, keys: tuple[str, ...]) -> tuple[str, ...]:
    name = ".".join(keys)
    if name not in PROMPTS:
        raise document.error("Floe has no prompt of this name", *keys)
    value = document.data
    for key in keys:
        value = value[key]
    texts = value if isinstance(value, list) else [value]
    if name in COUNTED and len(texts) != COUNTED[name]:
        raise document.error(f"needs {COUNTED[name]} items, has {len(texts)}", *keys)
    if not texts:
        raise document.error("holds no text", *keys)
    for index, text in enumerate(texts):
        at: tuple[Key, ...] = (*keys, index) if isinstance(value, list) else keys
        _check(document, at, text, PROMPTS[name])
    return tuple(texts)


def _check(document: Document, at: tuple[Key, ...], text: object, allowed: frozenset[str]) -> None:
    if not isinstance(text, str):
        raise document.error(f"{text!r} is not text: put it in quotes", *at)
    if not text.strip():
        raise document.error("the text is empty", *at)
    try:
        fields = list(Formatter().parse(text))
    except ValueError as error:
        raise document.error(f"{error} in {text!r}", *at) from error
    for _, name, spec, conversion in fields:
        if name is not None and (name not in allowed or spec or conversion):
            names = ", ".join(f"{{{one}}}" for one in sorted(allowed)) or "none"
            raise document.error(f"{{{name}}} cannot be filled in; possible: {names}", *at)
