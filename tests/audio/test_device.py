import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from audio.device import Device, choose_from, device_error, doubts
from audio.errors import (
    AmbiguousDevice,
    DeviceBusy,
    DeviceError,
    DeviceFailed,
    NoDevice,
    NoLoudspeaker,
    NoMicrophone,
    RateNotSupported,
    UnknownDevice,
)
from tests.patience import PATIENCE
from tests.soundcard import ROOT, SoundCard


def device(number: int, name: str, inputs: int, outputs: int, *, first: bool = False) -> Device:
    return Device(number, name, "ALSA", inputs, outputs, first and inputs > 0, first)


BOTH = device(0, "USB Headset", 1, 2)
MIC = device(1, "Studio Mic", 2, 0)
SPEAKER = device(2, "Kitchen Speaker", 0, 2)
OTHER = device(3, "usb headset pro", 1, 2)
SYSTEM = device(4, "default", 32, 32, first=True)
ALL = [BOTH, MIC, SPEAKER, OTHER, SYSTEM]


def test_the_default_is_taken_where_none_is_named() -> None:
    assert choose_from(ALL, "input", None) == choose_from(ALL, "output", None) == SYSTEM


def test_without_a_default_the_first_that_can() -> None:
    assert choose_from(ALL[:4], "input", None) == BOTH
    assert choose_from([MIC, SPEAKER], "output", None) == SPEAKER


@pytest.mark.parametrize("wanted", [1, "1", "mic", "STUDIO", "Studio Mic"])
def test_a_number_or_a_part_of_the_name(wanted: str | int) -> None:
    assert choose_from(ALL, "input", wanted) == MIC


@pytest.mark.parametrize("wanted", ["USB Headset", "usb headset"])
def test_the_whole_name_goes_before_a_part(wanted: str) -> None:
    assert choose_from(ALL, "input", wanted) == BOTH


def test_a_name_that_several_systems_list_is_one_device() -> None:
    again = Device(9, "Studio Mic", "JACK", 2, 0, default_input=False, default_output=False)
    assert choose_from([*ALL, again], "input", "studio") == MIC


def test_of_two_cards_of_one_name_the_first_is_taken_and_told() -> None:
    twin = device(7, "Studio Mic", 2, 0)
    devices = [*ALL, twin]
    assert choose_from(devices, "input", "studio") == MIC
    assert doubts(devices, MIC, "input", "studio") == [
        '2 devices are called "Studio Mic": number 1 is the microphone; '
        "to have another, put 7 into the settings."
    ]
    assert choose_from(devices, "input", 7) == choose_from(devices, "input", "7") == twin
    for wanted in (1, "1", None):
        assert doubts(devices, MIC, "input", wanted) == []
    assert doubts(ALL, MIC, "input", "studio") == []


def test_a_name_with_its_system_names_one_of_several() -> None:
    again = Device(9, "Studio Mic", "JACK", 2, 0, default_input=False, default_output=False)
    devices = [*ALL, again]
    assert doubts(devices, MIC, "input", "studio") == [], "it is the same one"
    assert choose_from(devices, "input", "studio mic (jack)") == again
    assert choose_from(devices, "input", "Mic (ALSA)") == MIC


def test_an_ambiguous_name_lists_the_matches() -> None:
    with pytest.raises(AmbiguousDevice, match=r'0 "USB Headset".*3 "usb headset pro"'):
        choose_from(ALL, "input", "headset")


@pytest.mark.parametrize("wanted", ["speaker", 2, "2", 17, "17", -1, "nobody", "²", ""])
def test_a_wrong_name_or_number_lists_those_there_are(wanted: str | int) -> None:
    expected = AmbiguousDevice if wanted == "" else UnknownDevice
    with pytest.raises(expected, match=r'0 "USB Headset".*1 "Studio Mic"') as caught:
        choose_from(ALL, "input", wanted)
    assert "\n" not in str(caught.value)


def test_a_machine_without_any() -> None:
    with pytest.raises(NoDevice, match="plug in"):
        choose_from([], "input", "mic")


def test_a_machine_without_a_microphone() -> None:
    with pytest.raises(NoMicrophone, match="no microphone"):
        choose_from([SPEAKER], "input", None)


def test_a_machine_without_a_loudspeaker() -> None:
    with pytest.raises(NoLoudspeaker, match="no loudspeaker"):
        choose_from([MIC], "output", None)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (Exception("Invalid sample rate", -9997), RateNotSupported, "one sample rate"),
        (Exception("Device unavailable", -9985), DeviceBusy, "in use by another program"),
        (Exception("Unanticipated host error", -9999), DeviceFailed, "plugged in"),
        (Exception("no code"), DeviceFailed, "no code"),
    ],
)
def test_what_portaudio_says_becomes_one_line(
    error: Exception, kind: type[DeviceError], words: str
) -> None:
    made = device_error(error, str(MIC))
    assert type(made) is kind
    assert "Studio Mic" in str(made)
    assert words in str(made)


def test_the_devices_of_a_real_card(shared_card: SoundCard) -> None:
    code = (
        "from audio.device import choose, list_devices\n"
        "for found in list_devices(): print(found, found.inputs > 0, found.outputs > 0)\n"
        "print(choose('input', 'PUL').name, choose('output').name)\n"
    )
    *listed, chosen = shared_card.run(code).splitlines()
    assert '0 "pulse" (ALSA) True True' in listed
    assert chosen == "pulse default"


def run(code: str, **env: str) -> str:
    """Open a stream in a process of its own after ``code``; gives the error it printed."""
    whole = (
        f"{code}\n"
        "from audio.errors import DeviceError\n"
        "from audio.stream import Stream\n"
        "try: Stream()\n"
        "except DeviceError as error: print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", whole],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | env,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert done.stderr == ""
    return done.stdout


def test_without_the_portaudio_library() -> None:
    said = run("import ctypes.util; ctypes.util.find_library = lambda name: None")
    assert re.match(r"PortAudioMissing .*apt-get install libportaudio2.*\n$", said)


def test_without_the_python_package() -> None:
    said = run("import sys; sys.modules['sounddevice'] = None")
    assert re.match(r"PortAudioMissing .*pip install sounddevice\n$", said)


def test_without_a_sound_card(tmp_path: Path) -> None:
    (tmp_path / "asound.conf").write_text("</usr/share/alsa/alsa.conf>\n")
    none = f"unix:{tmp_path}/none"
    said = run("", ALSA_CONFIG_PATH=str(tmp_path / "asound.conf"), PULSE_SERVER=none)
    assert re.match(r"NoDevice there is no sound device.*\n$", said)


def test_with_a_loudspeaker_only(tmp_path: Path) -> None:
    (tmp_path / "asound.conf").write_text(
        "pcm.!default { type asym playback.pcm { type null } hint { show on } }\n"
    )
    said = run("", ALSA_CONFIG_PATH=str(tmp_path / "asound.conf"))
    assert re.match(r"NoMicrophone .*\n$", said)


def test_only_python_writes_to_stderr() -> None:
    code = (
        "import os, sys\n"
        "from audio.quiet import python_only_stderr\n"
        "with python_only_stderr(): os.write(2, b'C '); print('Python', file=sys.stderr)\n"
        "os.write(2, b'C again')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr == "Python\nC again"


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, audio.stream; print('sounddevice' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout == "False\n"
