"""Writes the few elements of SVG that a timeline needs."""

from collections.abc import Iterable
from html import escape

FONT = 11.0
"""Size of the text in pixels."""
_WIDTH = 0.55
"""Width of a letter of a sans-serif font, as a part of its size: the average, rounded up."""


def width(text: str) -> float:
    """Estimate how many pixels wide a text gets."""
    return len(text) * FONT * _WIDTH


def element(name: str, content: str = "", **attributes: str | float) -> str:
    """Write one element; underscores in the names of attributes become hyphens."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def title(text: str) -> str:
    """Write what is shown on hovering, and read out."""
    return element("title", escape(text))


def label(text: str, x: float, y: float, **attributes: str | float) -> str:
    """Write a text with its baseline at ``y``."""
    return element("text", escape(text), x=x, y=y, **attributes)


def picture(size: tuple[float, float], name: str, about: str, parts: Iterable[str]) -> str:
    """Write the whole file."""
    wide, high = size
    head = element("title", escape(name), id="title") + element("desc", escape(about), id="desc")
    body = "\n".join([head, *parts])
    return element(
        "svg",
        f"\n{body}\n",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(wide)} {_value(high)}",
        width=wide,
        height=high,
        role="img",
        aria_labelledby="title desc",
        font_family="sans-serif",
        font_size=FONT,
    )


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{round(value, 1):g}"
