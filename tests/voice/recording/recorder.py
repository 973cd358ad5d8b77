"""A process that records until it is killed, and prints each second that may be lost by then.

Run with the recording's path; with a second argument, files may not grow past that many bytes.
"""

import itertools
import resource
import sys
from pathlib import Path

from tests.voice.recording.sounds import sound, start
from voice.errors import RecordingError
from voice.notice import UtteranceRejected
from voice.recording.recording import Recording


def main() -> None:
    recording = Recording(Path(sys.argv[1]), start())
    if len(sys.argv) > 2:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    for second in itertools.count(1):
        try:
            for number in range(50 * (second - 1), 50 * second):
                recording(sound(number))
        except RecordingError as error:
            print(error, flush=True)
        recording(UtteranceRejected(f"second {second}", second - 1.0, second - 0.5))
        print(second, flush=True)


if __name__ == "__main__":
    main()
