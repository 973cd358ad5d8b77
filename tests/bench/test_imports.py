"""What measures does not depend on what trains."""

import ast
from pathlib import Path

import pytest

import bench

BENCH = Path(bench.__file__).parent


@pytest.mark.parametrize("path", sorted(BENCH.rglob("*.py")), ids=lambda path: path.stem)
def test_the_bench_imports_nothing_of_the_training(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + [alias.name for alias in node.names]
    ]
    assert [name for name in imported if name.startswith("models.training")] == []
