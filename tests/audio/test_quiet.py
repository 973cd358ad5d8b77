"""Nothing that a C library prints gets among Floe's lines."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.quiet import quiet_stderr
from audio.sound import RATE
from tests.soundcard import ROOT


def test_a_damaged_mp3_is_read_in_silence(tmp_path: Path) -> None:
    """mpg123, inside libsndfile, prints where in which of its C files it stumbled."""
    path = tmp_path / "a.mp3"
    soundfile.write(path, 0.3 * np.sin(np.arange(5 * RATE) / 20), RATE, format="MP3")
    content = bytearray(path.read_bytes())
    for at in np.random.default_rng(1).integers(200, len(content), 200):
        content[at] = at % 256
    path.write_bytes(content)
    code = "import sys; from pathlib import Path; from audio.wave import read; "
    code += "print(len(read(Path(sys.argv[1]))) > 0)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_threads_that_hide_it_at_once_leave_it_as_it_was(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """One that ends in the middle of another must not show, and the last one must."""
    begun, over = threading.Event(), threading.Event()

    def hide() -> None:
        with quiet_stderr():
            begun.set()
            over.wait(60)

    thread = threading.Thread(target=hide)
    with quiet_stderr():
        thread.start()
        assert begun.wait(60)
    os.write(2, b"hidden\n")
    over.set()
    thread.join()
    os.write(2, b"shown\n")
    assert capfd.readouterr().err == "shown\n"
