import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import wait_for
from tests.voice.speaker.playback import HANGS
from voice.errors import VoiceLost
from voice.speaker.renderer import Renderer, RenderJob
from voice.speaker.voice import Voice


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    with Voice(folder=tmp_path, patience=HANGS) as voice:
        yield voice


def test_waiting_it_is_done_at_once(voice: Voice) -> None:
    renderer = Renderer(voice, wait=True)
    job = RenderJob("hello", 160)
    renderer.submit(job, 0)
    assert job.samples is not None
    assert renderer.working
    renderer.close()


def test_not_waiting_it_is_done_soon(voice: Voice) -> None:
    renderer = Renderer(voice, wait=False)
    job = RenderJob("hello", 160)
    renderer.submit(job, 0)
    wait_for(lambda: job.done)
    assert job.samples is not None
    renderer.close()
    renderer.close()


def test_a_higher_job_overtakes_and_a_dropped_one_is_left_out(voice: Voice) -> None:
    voice.render("first")
    renderer = Renderer(voice, wait=False)
    assert voice.pid
    os.kill(voice.pid, signal.SIGSTOP)
    blocked, dropped, low, high = (RenderJob(f"job {name}", 160) for name in "abcd")
    renderer.submit(blocked, 2)
    renderer.submit(dropped, 1)
    renderer.submit(low, 0)
    renderer.submit(high, 1)
    dropped.dropped = True
    wait_for(lambda: high.done)
    wait_for(lambda: low.done)
    assert blocked.done
    assert not dropped.done
    renderer.close()


@pytest.mark.parametrize("wait", [True, False])
def test_a_failure_is_handed_over(tmp_path: Path, wait: bool) -> None:
    with Voice(folder=tmp_path, command=(sys.executable, "-c", "")) as voice:
        renderer = Renderer(voice, wait=wait)
        job = RenderJob("hello", 160)
        renderer.submit(job, 0)
        wait_for(lambda: job.done)
        assert isinstance(job.error, VoiceLost)
        assert not renderer.working
        renderer.close()


def test_it_sees_by_itself_that_the_voice_is_back(tmp_path: Path) -> None:
    flag = tmp_path / "repaired"
    worker = Path(__file__).parents[3] / "voice" / "speaker" / "worker.py"
    code = (
        "import os, pathlib, runpy, sys\n"
        f"if not pathlib.Path({str(flag)!r}).exists(): os._exit(1)\n"
        f"runpy.run_path({str(worker)!r}, run_name='__main__')\n"
    )
    with Voice(folder=tmp_path / "cache", command=(sys.executable, "-P", "-c", code)) as voice:
        renderer = Renderer(voice, wait=False)
        job = RenderJob("hello", 160)
        renderer.submit(job, 0)
        wait_for(lambda: job.done)
        assert not renderer.working
        flag.touch()
        wait_for(lambda: renderer.working)
        renderer.close()
