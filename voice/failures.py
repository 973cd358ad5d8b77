"""What fails in a session, for the log."""

import logging

from floe.errors import FloeError
from voice.observer import Observer

_LOG = logging.getLogger(__name__)


class FailureLog(Observer):
    """Logs that a part has failed, by the name of the error: its text may name a person."""

    def failed(self, error: FloeError) -> None:
        """Log a failure."""
        _LOG.warning("a part has failed: %s", type(error).__name__)
