"""A speech engine whose process hangs at its start, or takes its time."""

import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from tests.patience import wait_for
from tests.voice.speaker.playback import SpeakerPlayback, heard
from voice.errors import VoiceLost
from voice.session.acts import Priority
from voice.speaker.patience import LIVE, Patience
from voice.speaker.renderer import Renderer, RenderJob
from voice.speaker.speaker import Speaker
from voice.speaker.voice import Voice

WORKER = Path(__file__).parents[3] / "voice" / "speaker" / "worker.py"
HANGS = (sys.executable, "-c", "import sys; sys.stdin.read()")
IMPATIENT = Patience(render=20.0, start=0.2, total=0.5)
"""So short that every start is late."""
NOTICED = 3.0


def late_worker(flag: Path) -> tuple[str, ...]:
    """Return a worker that begins to start once there is a file ``flag``."""
    code = (
        "import os, pathlib, runpy, time\n"
        f"while not pathlib.Path({str(flag)!r}).exists():\n"
        "    if os.getppid() == 1: os._exit(1)\n"
        "    time.sleep(0.02)\n"
        f"runpy.run_path({str(WORKER)!r}, run_name='__main__')\n"
    )
    return sys.executable, "-P", "-c", code


def test_two_starts_that_hang_are_given_up_within_three_seconds(tmp_path: Path) -> None:
    with Voice(folder=tmp_path, command=HANGS, patience=LIVE) as voice:
        first = voice.pid
        with pytest.raises(VoiceLost, match=r"no answer within 1\.4 s"):
            voice.render("hello")
        assert voice.pid != first, "it was tried twice"
    assert 2 * LIVE.start < LIVE.total < NOTICED


def test_what_was_rendered_before_is_said_whatever_the_engine_does(tmp_path: Path) -> None:
    with Voice(folder=tmp_path) as voice:
        voice.render("Take the ice off.")
    with Voice(folder=tmp_path, command=HANGS) as voice:
        renderer = Renderer(voice, wait=False)
        hanging, known = RenderJob("Something new.", 160), RenderJob("Take the ice off.", 160)
        renderer.submit(hanging, Priority.SAFETY)
        renderer.submit(known, Priority.COACHING)
        wait_for(lambda: known.done)
        assert known.samples is not None
        assert not hanging.done
        renderer.close()


def test_once_it_is_lost_nothing_waits_for_it(tmp_path: Path) -> None:
    with Voice(folder=tmp_path, command=HANGS, patience=IMPATIENT) as voice:
        renderer = Renderer(voice, wait=False)
        jobs = [RenderJob(f"sentence {number}", 160) for number in range(4)]
        for job in jobs:
            renderer.submit(job, Priority.ANSWER)
        wait_for(lambda: jobs[0].done)
        wait_for(voice._lock.locked, "another attempt, which takes ten seconds")
        late = RenderJob("one more", 160)
        renderer.submit(late, Priority.SAFETY)
        wait_for(lambda: late.done)
        assert voice._lock.locked()
        assert all(isinstance(job.error, VoiceLost) for job in (*jobs, late))
        renderer.close()


def test_a_slow_start_costs_the_voice_only_for_a_while(tmp_path: Path) -> None:
    flag = tmp_path / "read from the disk"
    with Voice(folder=tmp_path, command=late_worker(flag), patience=IMPATIENT) as voice:
        renderer = Renderer(voice, wait=False)
        job = RenderJob("hello", 160)
        renderer.submit(job, 0)
        wait_for(lambda: job.done)
        assert isinstance(job.error, VoiceLost)
        assert not renderer.working
        left = voice.pid
        flag.touch()
        wait_for(lambda: renderer.working, "the voice")
        assert voice.pid == left, "what had begun to start was left to it"
        again = RenderJob("hello", 160)
        renderer.submit(again, 0)
        wait_for(lambda: again.done)
        assert again.samples is not None
        renderer.close()


def test_what_is_urgent_is_shown_at_once_and_said_when_it_can_be(tmp_path: Path) -> None:
    flag = tmp_path / "read from the disk"
    with Voice(folder=tmp_path, command=late_worker(flag)) as voice:
        speaker = Speaker(voice)
        playback = SpeakerPlayback(speaker)
        speaker.say("Take the ice off.", "off", Priority.SAFETY)
        playback.run(0.4)
        assert speaker.unspoken() == []
        playback.run(0.4)
        assert speaker.unspoken() == ["Take the ice off."]
        assert any(playback.sound), "a tone"
        assert speaker.failures() == []
        flag.touch()
        while "off" not in playback.ended:
            playback.run(0.02)
            time.sleep(0.005)
        assert heard(playback, "Take the ice off.", voice)
        assert speaker.unspoken() == []
        speaker.close()


def test_what_cannot_be_said_is_shown_once(tmp_path: Path) -> None:
    with Voice(folder=tmp_path, command=(sys.executable, "-c", "")) as voice:
        speaker = Speaker(voice)
        playback = SpeakerPlayback(speaker)
        shown = []
        for text, priority in (("Off.", Priority.SAFETY), ("A tip.", Priority.COACHING)):
            speaker.say(text, text, priority)
            while not speaker.idle:
                playback.run(0.02)
                time.sleep(0.005)
                shown += speaker.unspoken()
        assert shown == ["Off.", "A tip."]
        speaker.close()


def test_prepared_texts_are_said_without_an_engine(tmp_path: Path) -> None:
    with Voice(folder=tmp_path) as voice:
        speaker = Speaker(voice)
        speaker.prepare(["Take the ice off."])
        wait_for(lambda: voice.rendered("Take the ice off.") is not None)
        assert speaker.idle
        speaker.close()
    with Voice(folder=tmp_path, command=HANGS) as voice:
        assert np.abs(voice.render("Take the ice off.")).max() > 6_000


def test_closing_waits_for_no_engine_that_hangs(tmp_path: Path) -> None:
    voice = Voice(folder=tmp_path, command=HANGS)
    renderer = Renderer(voice, wait=False)
    job = RenderJob("hello", 160)
    renderer.submit(job, 0)
    wait_for(voice._lock.locked)
    renderer.close()
    closing = threading.Thread(target=voice.close)
    closing.start()
    wait_for(lambda: not closing.is_alive(), "the end")
    wait_for(lambda: job.done)
    assert isinstance(job.error, VoiceLost)
    assert voice.pid is None
