"""The root of every failure that Floe reports.

FloeError
 +-- DocumentError

Each package has its own subclasses in its ``errors`` module. The command line prints any of them on
stderr and ends with exit code 1.
"""


class FloeError(Exception):
    """Something failed in a way that the user can be told in a line or two."""


class DocumentError(FloeError):
    """A YAML file cannot be read, or what it says is not allowed; names file, line and key."""
