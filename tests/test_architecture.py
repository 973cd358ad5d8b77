"""The rules of the house, enforced on the source: who may import whom, and how long things are.

Nothing is imported to find out: the files are parsed. A rule that is broken is reported as
``file:line: what is wrong: the rule``.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOPS = ("floe", "intents", "audio", "models", "voice", "bench", "tests")
"""The packages at the top of the repository."""

ALLOWED = {
    "floe": {"floe"},
    "intents": {"floe", "intents"},
    "audio": {"floe", "audio"},
    "models": {"floe", "models"},
    "models.training": {"floe", "intents", "audio", "models", "models.training", "voice", "bench"},
    "voice": {"floe", "intents", "audio", "models", "voice"},
    "voice.session": {"intents", "voice.session"},
    "bench": {"floe", "intents", "audio", "models", "voice", "bench"},
}
"""Which parts of the repository a part may import; tests may import all of them.

The longest name that fits a module is what counts for it. `models.training` is a program of its
own, which is not shipped: where it may be imported, it is named beside `models`.
"""
IMPURE = {
    *("asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "queue", "random"),
    *("shutil", "socket", "sqlite3", "subprocess", "tempfile", "threading", "time"),
}
"""What of the standard library the session must not import: it has no clock, file or thread."""
REHEARSED = ("voice.rehearsal.room", "voice.rehearsal.scenario")
"""Code that runs only in rehearsals ..."""
REHEARSING = ("voice.rehearsal", "bench", "models.training", "tests")
"""... and who may import it."""

LINES, FUNCTION_LINES = 300, 50
"""How long a module and a function may be."""


@dataclass(frozen=True)
class Module:
    """A file of Python, as far as the rules are concerned with it."""

    name: str
    path: str
    lines: int
    imports: tuple[tuple[str, int], ...]
    """Names of modules, or of what is in them, with the line that imports them."""
    typing: frozenset[int]
    """Lines with imports that are for the type checker alone, and never happen."""
    classes: tuple[tuple[str, int], ...]
    functions: tuple[tuple[str, int, int], ...]
    """Names, with the line where each begins, and how many it takes."""

    def inside(self, *packages: str) -> bool:
        return any(within(self.name, package) for package in packages)


def within(name: str, package: str) -> bool:
    """Return whether a module is a package or in it."""
    return name == package or name.startswith(f"{package}.")


def part(name: str) -> str:
    """Return the longest name in `ALLOWED` that a module is in, or its top-level package."""
    fitting = [known for known in ALLOWED if within(name, known)]
    return max(fitting, key=len, default=name.partition(".")[0])


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all statements, also nested ones; unlike `ast.walk` it looks into no expression."""
    for field in ("body", "orelse", "handlers", "finalbody", "cases"):
        for statement in getattr(tree, field, ()):
            yield statement
            yield from statements(statement)


def read(path: Path) -> Module:
    source = path.read_text(encoding="utf-8")
    file = path.relative_to(ROOT)
    name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    imports: list[tuple[str, int]] = []
    classes: list[tuple[str, int]] = []
    functions: list[tuple[str, int, int]] = []
    typing: set[int] = set()
    for node in statements(ast.parse(source, str(path))):
        match node:
            case ast.Import():
                imports += [(each.name, node.lineno) for each in node.names]
            case ast.ImportFrom():
                imports += [(f"{node.module}.{each.name}", node.lineno) for each in node.names]
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                typing |= {statement.lineno for statement in node.body}
            case ast.ClassDef():
                classes.append((node.name, node.lineno))
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                last = node.end_lineno or node.lineno
                functions.append((node.name, node.lineno, last - node.lineno + 1))
    lines = len(source.splitlines())
    return Module(
        name,
        file.as_posix(),
        lines,
        tuple(imports),
        frozenset(typing),
        tuple(classes),
        tuple(functions),
    )


@cache
def modules() -> dict[str, Module]:
    """Return all modules of the repository by name."""
    found = [read(path) for top in TOPS for path in sorted((ROOT / top).rglob("*.py"))]
    return {module.name: module for module in found}


def imported(name: str) -> str | None:
    """Return the module of the repository that an imported name is or is in, if it is one."""
    if name in modules():
        return name
    return imported(name.rpartition(".")[0]) if "." in name else None


def misplaced(rule: str, wrong: Callable[[Module, str], bool]) -> list[str]:
    """Return a line for every import that is ``wrong`` outside the tests."""
    return [
        f"{module.path}:{line}: imports {name}: {rule}"
        for module in modules().values()
        if not module.inside("tests")
        for name, line in module.imports
        if wrong(module, name)
    ]


def report(broken: list[str]) -> None:
    """Fail with a line for each place where a rule is broken."""
    assert not broken, "\n" + "\n".join(broken)


@pytest.mark.parametrize("who", ALLOWED)
def test_dependencies_point_one_way(who: str) -> None:
    def wrong(module: Module, name: str) -> bool:
        target = imported(name)
        return part(module.name) == who and target is not None and not allowed(target)

    def allowed(target: str) -> bool:
        if within(target, "models.training"):
            return "models.training" in ALLOWED[who]
        return any(within(target, package) for package in ALLOWED[who])

    rule = f"{who} may import only {', '.join(sorted(ALLOWED[who]))} of this repository"
    report(misplaced(rule, wrong))


def test_the_session_is_pure() -> None:
    def wrong(module: Module, name: str) -> bool:
        top = name.partition(".")[0]
        foreign = imported(name) is None and top not in sys.stdlib_module_names
        return module.inside("voice.session") and (foreign or top in IMPURE)

    rule = "the session is a pure state machine, with no audio, clock, file or thread"
    report(misplaced(rule, wrong))


def test_what_serves_rehearsals_is_used_by_rehearsals() -> None:
    def wrong(module: Module, name: str) -> bool:
        rehearsed = any(within(name, package) for package in REHEARSED)
        return rehearsed and not module.inside(*REHEARSING)

    report(misplaced("that runs only in rehearsals", wrong))


def test_only_the_journal_knows_its_database() -> None:
    def wrong(module: Module, name: str) -> bool:
        return within(name, "sqlite3") and not module.inside("voice.journal")

    report(misplaced("only voice/journal knows that the journal is in SQLite", wrong))


def test_every_import_of_this_repository_is_there() -> None:
    def wrong(_: Module, name: str) -> bool:
        return name.partition(".")[0] in TOPS and imported(name) is None

    report(misplaced("there is no such module", wrong))


def test_modules_do_not_import_each_other() -> None:
    graph = {
        module.name: {
            target
            for name, line in module.imports
            if line not in module.typing and (target := imported(name))
        }
        for module in modules().values()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1][::-1]
        report([reason(*pair) for pair in pairwise(cycle)])


def reason(importer: str, target: str) -> str:
    """Say where one module of a cycle imports the next."""
    module = modules()[importer]
    line = next(line for name, line in module.imports if imported(name) == target)
    return f"{module.path}:{line}: imports {target}: that imports this one in turn"


def test_modules_are_short() -> None:
    report(
        [
            f"{module.path}:{LINES + 1}: a module has at most {LINES} lines, not {module.lines}"
            for module in modules().values()
            if module.lines > LINES
        ]
    )


def test_functions_are_short() -> None:
    report(
        [
            f"{module.path}:{line}: {name} has {lines} lines; at most {FUNCTION_LINES} are allowed"
            for module in modules().values()
            for name, line, lines in module.functions
            if lines > FUNCTION_LINES
        ]
    )


def test_a_class_name_stands_for_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules().values():
        if not module.inside("tests"):
            for name, line in module.classes:
                places[name].append(f"{module.path}:{line}")
    report(
        [
            f"{place}: there is another class {name}, at {found[0]}"
            for name, found in places.items()
            for place in found[1:]
        ]
    )
