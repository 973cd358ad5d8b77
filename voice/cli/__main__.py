"""``python -m voice.cli``: the ``floe`` command where it is not installed."""

import sys

from voice.cli import main

if __name__ == "__main__":
    sys.exit(main())
