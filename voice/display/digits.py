"""Times in digits as large as a terminal allows."""

_GLYPHS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
}
ROWS = 5
"""Lines of a digit at its smallest."""
_WIDEST = "00:00"
_WIDE = 2
"""A terminal's characters are about twice as high as wide."""


def large(time: str, width: int, height: int, ink: str) -> list[str]:
    """Draw a time as large as fits into ``width`` columns and ``height`` lines.

    The size is that of any time up to 99:59, so that it stays the same while time passes.
    Where not even the smallest digits fit, the time stands there as it is.
    """
    scale = min(width // (_WIDE * len(_rows(_WIDEST)[0])), height // ROWS)
    if scale < 1:
        return [time]
    rows = (
        "".join(dot * _WIDE * scale for dot in row).replace("#", ink).rstrip()
        for row in _rows(time)
    )
    return [row for row in rows for _ in range(scale)]


def _rows(time: str) -> list[str]:
    glyphs = [_GLYPHS[character] for character in time]
    return [" ".join(glyph[row] for glyph in glyphs) for row in range(ROWS)]
