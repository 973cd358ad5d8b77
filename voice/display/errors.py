"""What can go wrong with a display.

FloeError
  AddressUnusable    the web page cannot be served at the address that was asked for
   +-- PortTaken     another program listens there
"""

from floe.errors import FloeError


class AddressUnusable(FloeError):
    """The web page cannot be served there: no such address here, or it is not allowed."""


class PortTaken(AddressUnusable):
    """Another program listens there already."""
