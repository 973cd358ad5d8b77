"""The examples of settings, words and rehearsals do what is said of them."""

import shutil
from pathlib import Path

import pytest
import yaml

import voice.prompts
from intents.library import Intents
from tests.acceptance.user import User
from tests.docs.page import ROOT, page
from voice.config import WAKE_PHRASES, Config
from voice.rehearsal.studio import load

SETTINGS = page("docs/settings.md")
ENGLISH = ROOT / "intents" / "en"


def example(name: str, word: str) -> str:
    """Return the only YAML block of a page that has ``word`` in it."""
    (text,) = (text for kind, text in page(name).blocks if kind == "yaml" and word in text)
    return text


def test_the_settings_can_be_read_and_are_all_there_are(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(example("docs/settings.md", "wake:"), encoding="utf-8")
    config = Config.load(file)
    assert config.wake in WAKE_PHRASES
    assert set(yaml.safe_load(file.read_text(encoding="utf-8"))) == set(Config.__dataclass_fields__)
    for phrase in WAKE_PHRASES:
        assert f"`{phrase}`" in SETTINGS.text


@pytest.fixture
def added(tmp_path: Path) -> Path:
    """Floe's intents with the line of the example at its place."""
    folder = shutil.copytree(ENGLISH, tmp_path / "en")
    file = folder / "safety.yaml"
    head, pause, tail = file.read_text(encoding="utf-8").partition(
        "\n  Pause:\n    data:\n      - sentences:\n"
    )
    file.write_text(head + pause + example("docs/settings.md", "<moment>") + tail, encoding="utf-8")
    return folder


def test_a_new_phrase_is_understood_as_shown(tmp_path: Path, added: Path) -> None:
    ((command, output),) = SETTINGS.commands
    user = User(tmp_path / "home", tmp_path / "cache")
    said = command.removeprefix("floe understand ")
    assert Intents.load().match(said) is None
    assert user.floe("understand", "--intents", added, said).stdout.strip() == output.strip()


def test_a_new_phrase_belongs_to_one_intent(added: Path) -> None:
    assert Intents.load(added).match("let me breathe") is not None


def test_a_new_text_is_said(tmp_path: Path) -> None:
    data = yaml.safe_load(voice.prompts.ENGLISH.read_text(encoding="utf-8"))
    more = yaml.safe_load(example("docs/settings.md", "breathe:"))["coach"]["breathe"]
    assert set(data["coach"]["breathe"]) < set(more), "as it is, and one more"
    data["coach"]["breathe"] = more
    file = tmp_path / "en.yaml"
    file.write_text(yaml.safe_dump(data), encoding="utf-8")
    assert voice.prompts.load(file)["coach.breathe"] == tuple(more)


def test_a_scenario_can_be_rehearsed(tmp_path: Path) -> None:
    file = tmp_path / "monday.yaml"
    file.write_text(example("CONTRIBUTING.md", "monday"), encoding="utf-8")
    user = User(tmp_path / "home", tmp_path / "cache")
    assert load(str(file)).name == "monday"
    done = user.floe("rehearse", file, "--out", "monday")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    written = {path.name for path in (user.home / "monday").iterdir()}
    assert written <= set(page("CONTRIBUTING.md").spans)
