"""What fails while Floe runs, for the log."""

import logging

from voice.notice import FailureReported, Notice

_LOG = logging.getLogger(__name__)


def log_failure(notice: Notice) -> None:
    """Log a failure by the name of its error alone: the error's text may name a person."""
    match notice:
        case FailureReported():
            _LOG.warning("a part has failed: %s", notice.error)
