"""Builds the HTML of a page that can be printed: headings, paragraphs, lists and tables."""

from collections.abc import Iterable, Sequence
from html import escape


def page(title: str, style: str, parts: Iterable[str]) -> str:
    """Return a whole HTML file, with its style sheet inside."""
    body = "\n".join(parts)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def section(heading: str, *parts: str) -> str:
    """Return a part of the page under a heading; ``parts`` are HTML already."""
    body = "\n".join(parts)
    return f"<section>\n<h2>{escape(heading)}</h2>\n{body}\n</section>"


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def listing(items: Sequence[str]) -> str:
    """Return a bulleted list of plain texts."""
    return f"<ul>\n{''.join(f'<li>{escape(item)}</li>' for item in items)}\n</ul>"


def table(
    caption: str, heading: Sequence[str], rows: Iterable[Sequence[str]], kind: str = ""
) -> str:
    """Return a table of plain texts; the first cell of each row is the row's heading.

    ``kind`` is the table's class for the style sheet.
    """
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in heading)
    body = "".join(f"<tr>{_row(cells)}</tr>\n" for cells in rows)
    named = f' class="{kind}"' if kind else ""
    head = f"<thead><tr>{head}</tr></thead>\n" if heading else ""
    caption = f"<caption>{escape(caption)}</caption>\n"
    return f"<table{named}>\n{caption}{head}<tbody>\n{body}</tbody>\n</table>"


def columns(*parts: str) -> str:
    """Return parts, HTML already, that stand side by side where there is room."""
    body = "\n".join(f"<div>\n{part}\n</div>" for part in parts)
    return f'<div class="columns">\n{body}\n</div>'


def _row(cells: Sequence[str]) -> str:
    first, *others = map(escape, cells)
    return f'<th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in others)
