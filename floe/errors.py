"""The root of every failure that Floe reports.

Each package keeps its own leaves in its ``errors`` module; the command line prints any of
them as one line and ends with exit code 1.
"""


class FloeError(Exception):
    """Something failed in a way that the user can be told in a line or two."""


class DocumentError(FloeError):
    """A YAML file cannot be read, or what it says is not allowed; names file, line and key."""
