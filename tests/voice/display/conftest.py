"""A page that is served, with every button there is."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from intents.library import Intents
from tests.voice.display.served import Served
from tests.voice.session.talk import PROMPTS
from voice.display.address import Address, Entrance
from voice.display.buttons import Buttons


@pytest.fixture(scope="module")
def buttons() -> Buttons:
    return Buttons(PROMPTS, Intents.load())


@pytest.fixture
def served(buttons: Buttons) -> Iterator[Served]:
    with closing(Entrance(Address(port=0))) as entrance:
        made = Served(entrance, buttons)
        with made.web:
            yield made
