"""A process that records until it is killed, and prints each second that may be lost by then.

Run with the recording's path; with a second argument, files may not grow past that many bytes.
"""

import itertools
import resource
import sys
import time
from pathlib import Path

from tests.voice.recording.sounds import STARTS, block, start
from voice.recording.recording import Recording


def main() -> None:
    recording = Recording(
        Path(sys.argv[1]), start(), lambda error: print(error, flush=True), lambda: STARTS
    )
    if len(sys.argv) > 2:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    for second in itertools.count(1):
        for number in range(50 * (second - 1), 50 * second):
            recording.sound(*(block(number, channel) for channel in range(3)))
        recording.missed(f"second {second}", second - 1.0, second - 0.5)
        while not recording._pieces.empty():
            time.sleep(0.001)
        print(second, flush=True)


if __name__ == "__main__":
    main()
