"""Writes an HTML page with all figures and their pictures, which needs no other file."""

import base64
import importlib.util
from html import escape
from pathlib import Path

from bench.comparison import published
from bench.errors import PageUnwritable, PlotterMissing
from bench.run import Run
from bench.table import spread

NAME = "bench.html"
"""The name of the page's file."""
_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }}
img {{ width: 100%; }}
td, th {{ border-bottom: 1px solid #bbb; padding: .2rem 1rem .2rem 0; text-align: left; }}
</style>
<h1>{title}</h1>
<p>Arms and brackets are 95&nbsp;% intervals (Wilson's for shares, Poisson's
for counts an hour): the sets are small. Signal to noise is the
level of the active speech (ITU-T P.56) over the mean power of the noise beneath it.</p>
"""


def check(file: Path) -> None:
    """Check that ``file`` can be written and drawn in, before an hour of measuring.

    Raises:
        PlotterMissing: matplotlib is not installed.
        PageUnwritable: the file cannot be written.
    """
    if importlib.util.find_spec("matplotlib") is None:
        raise PlotterMissing("--out: needs matplotlib; install it with `pip install matplotlib`")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        raise PageUnwritable(f"{file}: cannot be written: {error.strerror}") from error


def write(run: Run, folder: Path) -> Path:
    """Write the page `NAME` into ``folder``, and return its path.

    Raises:
        PageUnwritable: the folder cannot be written to.
    """
    title = f"Figures of {run.model.name}{run.table.remark}"
    text = _HEAD.format(title=escape(title)) + "".join(_figures(run)) + _table(run)
    file = folder / NAME
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PageUnwritable(f"{file}: cannot be written: {error.strerror}") from error
    return file


def _figures(run: Run) -> list[str]:
    """Return a picture of each thing that was measured, each with the same in words."""
    from bench import pictures

    found = run.results
    figures = []
    if found.acceptance:
        words = "; ".join(f"{c.name}: {count}" for c, count in found.acceptance.items())
        figures.append(_figure("Coffee orders", words, pictures.acceptance(found.acceptance)))
    if found.false:
        words = "An hour: " + "; ".join(f"{name}: {rate}" for name, rate in found.false.items())
        figures.append(_figure("False commands", words, pictures.false_commands(found.false)))
    if any(found.delays.values()):
        words = "; ".join(f"{name}: {spread(each)}" for name, each in found.delays.items())
        words = f"Median / 95th percentile. {words}"
        figures.append(_figure("Decision delays", words, pictures.delays(found.delays)))
    if found.comparison:
        words = "; ".join(
            f"{sounds}, {name}: {count}"
            for sounds, counts in found.comparison.items()
            for name, count in counts.items()
        )
        words += "; published, not measured here: "
        words += ", ".join(f"{name} {percent} %" for name, percent in published().items())
        drawn = pictures.comparison(found.comparison, published())
        figures.append(_figure("Beside others", words, drawn))
    return figures + _over_prompts(run)


def _over_prompts(run: Run) -> list[str]:
    """Return the pictures of what was measured of people who talk over Floe."""
    from bench import pictures

    found = run.results
    figures = []
    if found.bargein:
        words = "; ".join(
            f"{echo}, {name}: {count}"
            for echo, counts in found.bargein.items()
            for name, count in counts.items()
        )
        drawn = pictures.bargein(found.bargein)
        figures.append(_figure("Commands over a prompt", words, drawn))
    if any(found.silence.values()):
        words = "; ".join(f"{at}: {spread(each, 'prompts')}" for at, each in found.silence.items())
        words = f"Median / 95th percentile. {words}"
        figures.append(_figure("The prompt's silence", words, pictures.silence(found.silence)))
    return figures


def _figure(title: str, words: str, drawing: str) -> str:
    data = base64.b64encode(drawing.encode()).decode()
    return (
        f"<h2>{escape(title)}</h2>\n<figure>\n"
        f'<img alt="{escape(f"{title}. {words}.")}" src="data:image/svg+xml;base64,{data}">\n'
        f"</figure>\n"
    )


def _table(run: Run) -> str:
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}<td>{escape(value)}\n" for name, value in run.table.rows
    )
    return f"<h2>All figures</h2>\n<table>\n{rows}</table>\n</html>\n"
