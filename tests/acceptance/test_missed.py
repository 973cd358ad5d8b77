"""What was not understood is kept by the real `floe`, if that is asked for."""

import re
import zipfile

from tests.acceptance.talk import talk
from tests.acceptance.user import User, refused
from tests.patience import wait_for
from tests.soundcard import SoundCard


def test_only_if_it_is_turned_on(card: SoundCard, user: User) -> None:
    kept = user.home / "data" / "floe" / "missed.txt"
    with talk(card, user) as person:
        person.hears("greeting.first")
        person.say("the weather is nice in the garden today")
        person.says("goodbye", until="goodbye")
    assert not kept.exists()
    settings = user.home / "config" / "floe" / "config.yaml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("missed: maybe\n", encoding="utf-8")
    refused(user.floe("missed"), "config.yaml:1: missed: expected true or false")
    settings.write_text("missed: true\n", encoding="utf-8")
    with talk(card, user) as person:
        person.hears("greeting.first", "greeting.again")

        def is_kept() -> bool:
            person.say("the weather is nice in the garden today")
            return kept.exists()

        wait_for(is_kept, "a saying")
        person.killed()
    assert re.fullmatch(r"(idle\t[a-z\' \[\]]+\n)+", kept.read_text(encoding="utf-8"))
    assert "<lead>" in user.floe("missed").stdout
    assert user.floe("export", "me.zip").returncode == 0
    assert "missed.txt" in zipfile.ZipFile(user.home / "me.zip").namelist()
    assert user.floe("forget", "--yes").returncode == 0
    assert not kept.exists()
