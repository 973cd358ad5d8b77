"""The wheel and the sdist: all that Floe needs to run is in them, and nothing else."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.soundcard import ROOT

PACKAGES = ("audio", "floe", "intents", "models", "voice")
LEFT_OUT = ("bench", "docs", "intents/corpus", "intents/training", "models/training", "tests")
DATA = (".css", ".html", ".js", ".npz", ".svg", ".typed", ".yaml")
"""What beside Python is needed at run time; the bundled speech model is needed as a whole."""
SOURCES = (*PACKAGES, *LEFT_OUT, "LICENSE", "MANIFEST.in", "README.md", "pyproject.toml")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an sdist, and the wheel that was built from nothing but that."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, source / name, ignore=ignored, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / name, source)
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", out, source], cwd=out)
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a fresh environment and return the folder of its programs.

    What Floe depends on is seen there as well, but not this checkout: a path in a .pth file is
    searched last, and .pth files within it are not read.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=os.name != "nt")
    at = {"base": str(folder), "platbase": str(folder)}
    scripts, packages = (
        Path(sysconfig.get_path(name, "venv", at)) for name in ("scripts", "purelib")
    )
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = scripts / Path(sys.executable).name
    pip = [sys.executable, "-m", "pip", "--quiet", "--python", str(python)]
    run([*pip, "install", "--no-deps", "--no-index", str(wheel)], cwd=folder)
    return scripts


def run(command: Sequence[str | Path], cwd: Path) -> str:
    """Run a command away from this checkout and return what it prints."""
    hidden = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**env, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def needed() -> set[str]:
    """Return the files of this checkout that Floe needs to run."""
    return {
        str(path.relative_to(ROOT).as_posix())
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and not any(path.is_relative_to(ROOT / folder) for folder in LEFT_OUT)
        and (path.suffix in {".py", *DATA} or path.is_relative_to(ROOT / "models" / "floe-en"))
    }


def in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def in_sdist(built: Path) -> set[str]:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        files = [member.name for member in archive.getmembers() if member.isfile()]
    return {name.partition("/")[2] for name in files}


def test_the_wheel_holds_what_floe_needs_and_nothing_else(wheel: Path) -> None:
    assert in_wheel(wheel) == needed()


def test_the_sdist_holds_it_too_and_only_adds_what_describes_it(built: Path) -> None:
    found = in_sdist(built)
    assert needed() <= found
    others = {name.split("/")[0] for name in found - needed()}
    described = {"LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "pyproject.toml", "setup.cfg"}
    assert others <= {*described, "floe.egg-info"}


def test_neither_holds_training_bench_or_tests(built: Path, wheel: Path) -> None:
    for found in (in_sdist(built), in_wheel(wheel)):
        assert [name for name in sorted(found) if name.startswith(LEFT_OUT)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_that_it_is_typed(package: str, wheel: Path) -> None:
    assert f"{package}/py.typed" in in_wheel(wheel)


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (["--version"], "floe 0."),
        (["understand", "my skin is numb"], "ReportNumb"),
        (["rehearse", "--list"], "plain "),
    ],
)
def test_it_runs_where_it_is_installed(
    words: list[str], printed: str, installed: Path, tmp_path: Path
) -> None:
    assert printed in run([installed / "floe", *words], cwd=tmp_path)


def test_what_runs_there_is_not_this_checkout(installed: Path, tmp_path: Path) -> None:
    code = f"import {', '.join(PACKAGES)}; print(voice.__file__, models.__file__)"
    files = run([installed / "python", "-c", code], cwd=tmp_path).split()
    assert [Path(file).is_relative_to(installed.parent) for file in files] == [True, True]
