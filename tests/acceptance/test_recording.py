"""`floe --record` on a sound card, and what `floe rehearse --from` makes of it."""

import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.wave import read
from tests.acceptance.talk import talk
from tests.acceptance.user import User, refused
from tests.soundcard import SoundCard, sound_card
from voice.recording.decision import Kind
from voice.recording.file import Recorded


@pytest.fixture
def card() -> Iterator[SoundCard]:
    with sound_card() as card:
        yield card


def recordings(user: User) -> list[Path]:
    """Give the recordings that there are."""
    return sorted((user.home / "data" / "floe").glob("recordings/*"))


def test_a_session_that_is_recorded_is_replayed(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user, "--record") as person:
        person.shows(r"^All sound is being recorded into .*\.wav\.$")
        person.hears("greeting.recorded")
        person.prepares()
        person.says("my skin is numb", until="numb.now")
        person.says("goodbye", until="goodbye")
        assert person.ends() == 0
        (path,) = recordings(user)
        person.shows(f"^The recording is {path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    recorded = Recorded.load(path)
    assert not recorded.cut
    heard = [one.name for one in recorded.decisions if one.kind is Kind.HEARD]
    assert heard == ["NextStep", "ReportNumb", "Goodbye"]
    assert read(path).any()
    done = user.floe("rehearse", "--from", path, "--out", user.home / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Person   my skin is numb  [ReportNumb" in done.stdout
    _, differs, found = done.stdout.partition("Decided otherwise than in the recording: ")
    assert differs
    assert "heard" not in found


def test_killed_in_the_middle_it_can_be_replayed(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user, "--record") as person:
        person.prepares()
        assert person.killed(signal.SIGKILL) == -signal.SIGKILL
    (path,) = recordings(user)
    recorded = Recorded.load(path)
    assert recorded.cut
    assert recorded.decisions[-1].at <= recorded.length
    done = user.floe("rehearse", "--from", path, "--out", user.home / "out")
    assert done.returncode == 0
    assert "The recording breaks off" in done.stdout


def test_nothing_is_recorded_unless_it_is_asked_for(card: SoundCard, user: User) -> None:
    user.screened(step="wet")
    with talk(card, user) as person:
        line = person.hears("greeting.recorded", "recovery.preparing")
        assert "recorded" not in line
        assert person.killed(signal.SIGTERM) == 143
    assert not recordings(user)


def test_where_nothing_can_be_recorded_floe_does_not_begin(card: SoundCard, user: User) -> None:
    (user.home / "data" / "floe").mkdir(parents=True)
    (user.home / "data" / "floe" / "recordings").touch()
    with talk(card, user, "--record") as person:
        person.shows(r"^floe: .*cannot be recorded into")
        assert person.ends() == 1


def test_what_is_no_recording(user: User, tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    path.write_bytes(b"la la")
    refused(user.floe("rehearse", "--from", path), str(path), "no recording of Floe's")
